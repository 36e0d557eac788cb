use crate::failure::batch::SinglePointTable;
use crate::failure::{EventGraph, switch_needs};
use jurymast_plan::model::{ComponentId, Fallback, Level, Plan};

/// What alone takes down the services that rules and pages ask about.
#[derive(Debug, Clone)]
pub struct SinglePoints {
    points: SinglePointTable,
}

/// What takes one component down alone, itself left out.
#[derive(Debug, Clone, Copy)]
pub struct ComponentPoints<'a> {
    itself: ComponentId,
    row: u32,
    listed: &'a [u32],
    count: usize,
}

const NOBODY: u32 = u32::MAX;

/// The most faults that are listed over all rows.
const LISTED: usize = 1 << 23;

impl SinglePoints {
    /// Of every service and activity of tier 1 and 2, of what such a one cannot do without,
    /// and of everything with an objective.
    pub(crate) fn of_plan(plan: &Plan, events: &EventGraph) -> Self {
        Self::within(plan, events, LISTED)
    }

    /// Lists no more faults.
    fn within(plan: &Plan, events: &EventGraph, most: usize) -> Self {
        let own = own(plan);
        let asked = asked(plan, events);
        let points = SinglePointTable::of(events, &own, (&asked, Level::Down), most, None);
        Self {
            points: points.unwrap_or_default(),
        }
    }

    /// The single points of one component; none where [`SinglePoints`] do not look.
    pub fn of(&self, service: ComponentId) -> ComponentPoints<'_> {
        let row = self.points.row(service);
        ComponentPoints {
            itself: service,
            row: row.unwrap_or(NOBODY),
            listed: row.map_or(&[], |row| self.points.listed_in_row(row)),
            count: self.points.count(service).unwrap_or_default(),
        }
    }
}

impl ComponentPoints<'_> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether no component takes it down alone.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The same for components that always fail together, each of which is left out
    /// of its own points only.
    pub fn alike(&self) -> u32 {
        self.row
    }

    /// Itself included where it can fail of itself, in plan order: see
    /// [`ComponentPoints::iter`].
    pub fn with_itself(&self) -> impl Iterator<Item = ComponentId> {
        self.listed.iter().map(|at| ComponentId(*at))
    }

    /// In plan order: all of them, or where a plan has many millions the first.
    pub fn iter(&self) -> impl Iterator<Item = ComponentId> {
        self.with_itself().filter(|id| *id != self.itself)
    }
}

/// What serves a requirement alone may be what stands in for something that has ended.
fn asked(plan: &Plan, events: &EventGraph) -> Vec<ComponentId> {
    let mut asked: Vec<ComponentId> = Vec::new();
    let has_ended = plan.ended().next().is_some();
    for (id, component) in plan.enumerate() {
        if component.is_critical_service() {
            for one in &component.requirements {
                let group = one.group.iter().map(|to| to.value);
                let all = group.chain(one.fallbacks.iter().map(|to| to.to.value));
                let all: Vec<ComponentId> = all.collect();
                let is_ended = |id: &ComponentId| events.at_rest(id.0) == Level::Down;
                let needs = one.fallbacks.iter();
                let needs = needs.flat_map(|fallback| switch_needs(plan, id, one, fallback));
                let mut needs = needs.map(|need| ComponentId(need.node));
                let may_be_no_help = |fallback: &Fallback| {
                    let gives_part = fallback.capacity.is_some() || one.demand.is_some();
                    let may_be_blind = has_ended && !fallback.is_by_hand();
                    fallback.holds.is_some() || gives_part || may_be_blind
                };
                let is_weak = one.fallbacks.iter().all(may_be_no_help);
                let is_weak = is_weak && !one.fallbacks.is_empty();
                let is_ended = all.iter().any(is_ended) || needs.any(|id| is_ended(&id));
                if one.has_no_alternative() || is_weak || is_ended {
                    asked.extend(all);
                }
            }
            asked.push(id);
        } else if component.targets.slo.is_some() {
            asked.push(id);
        }
    }
    asked.sort_unstable();
    asked.dedup();
    asked
}

pub(super) fn own(plan: &Plan) -> Vec<bool> {
    plan.components.iter().map(|one| one.own_failure).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Concentration;
    use super::*;
    use crate::failure::{Network, USUAL_BUDGET, small_cut_sets};
    use jurymast_plan::language;
    use jurymast_terms::files::ReadLimits;

    const PLAN: &str = r#"
[plan]
name = "x"
[domain.here]
[domain.there]
[service.a]
tier = 1
depends_on = ["b", { on = "c", fallback = ["d"] }]
[service.b]
tier = 2
in = ["here"]
depends_on = ["a", "e"]
[service.c]
in = ["there"]
[service.d]
in = ["there"]
own_failure = false
[service.e]
tier = 1
slo = "99%"
depends_on = [{ any_of = ["c", "d"], at_least = 2 }]
"#;

    #[test]
    fn rows_give_what_each_service_alone_gives() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("p.toml"), PLAN).unwrap();
        let file = std::path::Path::new("p.toml");
        let loaded = language::load(file, dir.path(), &ReadLimits::default()).unwrap();
        assert_eq!(loaded.problems, []);
        let plan = loaded.plan;
        let events = EventGraph::of(&Network::of(&plan));
        let asked = asked(&plan, &events);
        let targets: Vec<_> = asked.iter().map(|id| (id.0, Level::Down)).collect();
        let alone = small_cut_sets(&events, &own(&plan), &targets, 1, &USUAL_BUDGET);
        let points = SinglePoints::of_plan(&plan, &events);
        let few = SinglePoints::within(&plan, &events, 1);
        for (id, alone) in asked.iter().zip(alone) {
            let listed: Vec<u32> = points.of(*id).iter().map(|at| at.0).collect();
            assert_eq!(listed, alone.singles, "{}", plan.component(*id).id);
            assert_eq!(points.of(*id).len(), alone.singles.len());
            assert_eq!(few.of(*id).len(), alone.singles.len());
        }
        let there = plan.find("there").unwrap();
        let all = Concentration::of_plan(&plan, &events);
        let taken = all.iter().find(|one| one.component == there).unwrap();
        let names = |ids: &[ComponentId]| -> Vec<String> {
            ids.iter()
                .map(|id| plan.component(*id).id.clone())
                .collect()
        };
        assert_eq!(names(&taken.first), ["a", "e"]);
        assert_eq!(names(&taken.second), ["b"]);
    }
}
