use std::sync::Arc;

use crate::failure::batch::{BatchVisitor, FaultBatch, SinglePointTable};
use crate::failure::{Biclique, EventGraph, USUAL_BUDGET};
use jurymast_plan::model::{Component, ComponentId, Kind, Level, Plan};

use super::shared::{Answers, Shared};

/// What alone takes down the services that rules and pages ask about.
#[derive(Debug, Clone)]
pub struct SinglePoints {
    points: SinglePointTable,
    /// (provider or domain, service of tier 1 or 2 that it takes down alone)
    taken: Vec<(ComponentId, ComponentId)>,
}

/// What takes one component down alone, itself left out.
#[derive(Debug, Clone, Copy)]
pub struct Points<'a> {
    itself: ComponentId,
    row: u32,
    listed: &'a [u32],
    count: usize,
}

const NOBODY: u32 = u32::MAX;

/// The most faults that are listed over all rows.
const LISTED: usize = 1 << 23;

impl SinglePoints {
    /// Of every service of tier 1 and 2, of what such a service cannot do without,
    /// and of everything with an objective.
    pub fn of_plan(plan: &Plan, events: &EventGraph) -> Self {
        Self::within(plan, events, LISTED)
    }

    /// Lists no more faults.
    fn within(plan: &Plan, events: &EventGraph, most: usize) -> Self {
        let own = own(plan);
        let asked = asked(plan);
        let points = SinglePointTable::of(events, &own, (&asked, Level::Down), most, None);
        Self {
            points: points.unwrap_or_default(),
            taken: taken(plan, events),
        }
    }

    /// A service of tier 1 or 2.
    pub fn is_critical(component: &Component) -> bool {
        component.kind() == Kind::Service
            && component.tier.is_some_and(|tier| tier.value.number() <= 2)
    }

    pub fn of(&self, service: ComponentId) -> Points<'_> {
        let row = self.points.row(service);
        Points {
            itself: service,
            row: row.unwrap_or(NOBODY),
            listed: row.map_or(&[], |row| self.points.listed_in_row(row)),
            count: self.points.count(service).unwrap_or_default(),
        }
    }

    /// The services of tier 1 and 2 that a provider or domain takes down alone, in
    /// plan order.
    pub fn taken_by(&self, fault: ComponentId) -> impl Iterator<Item = ComponentId> {
        let from = self.taken.partition_point(|(other, _)| *other < fault);
        let of_fault = self.taken[from..].iter();
        let of_fault = of_fault.take_while(move |(other, _)| *other == fault);
        of_fault.map(|(_, service)| *service)
    }
}

impl Points<'_> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The same for components that always fail together, each of which is left out
    /// of its own points only.
    pub fn alike(&self) -> u32 {
        self.row
    }

    /// Itself included where it can fail of itself, in plan order: see
    /// [`Points::iter`].
    pub fn with_itself(&self) -> impl Iterator<Item = ComponentId> {
        self.listed.iter().map(|at| ComponentId(*at))
    }

    /// In plan order: all of them, or where a plan has many millions the first.
    pub fn iter(&self) -> impl Iterator<Item = ComponentId> {
        self.with_itself().filter(|id| *id != self.itself)
    }
}

/// Which critical services each provider and domain takes down.
fn taken(plan: &Plan, events: &EventGraph) -> Vec<(ComponentId, ComponentId)> {
    let mut critical: Vec<(u32, u32)> = plan
        .enumerate()
        .filter(|(_, one)| SinglePoints::is_critical(one))
        .map(|(id, _)| (events.node(id.0, Level::Down), id.0))
        .collect();
    critical.sort_unstable();
    let takers = events.visit(|| Taker {
        plan,
        critical: &critical,
        taken: Vec::new(),
    });
    let mut taken: Vec<_> = takers.into_iter().flat_map(|one| one.taken).collect();
    taken.sort_unstable();
    taken
}

struct Taker<'a> {
    plan: &'a Plan,
    /// (row, service), ascending.
    critical: &'a [(u32, u32)],
    taken: Vec<(ComponentId, ComponentId)>,
}

impl BatchVisitor for Taker<'_> {
    fn visit(&mut self, batch: &FaultBatch<'_>) {
        let asked = batch.lanes_of(|fault| {
            let fault = &self.plan.components[fault as usize];
            fault.own_failure && matches!(fault.kind(), Kind::Provider | Kind::Domain)
        });
        if asked.is_empty() {
            return;
        }
        for (row, lanes) in batch.happened() {
            let lanes = lanes & asked;
            if lanes.is_empty() {
                continue;
            }
            let from = self.critical.partition_point(|(other, _)| *other < row);
            let services = self.critical[from..].iter();
            for (_, service) in services.take_while(|(other, _)| *other == row) {
                let faults = lanes.iter().map(|lane| ComponentId(batch.faults()[lane]));
                self.taken
                    .extend(faults.map(|fault| (fault, ComponentId(*service))));
            }
        }
    }
}

/// The gaps of order 2 of every service of tier 1 and 2.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    /// In plan order.
    pub by_service: Vec<(ComponentId, Arc<Shared>)>,
}

impl Pairs {
    pub fn of_plan(plan: &Plan, events: &EventGraph) -> Self {
        let asked: Vec<ComponentId> = plan
            .enumerate()
            .filter(|(_, one)| SinglePoints::is_critical(one))
            .map(|(id, _)| id)
            .collect();
        let (own, down) = (own(plan), Level::Down);
        let mut answers = Answers::new((events, &own), (&asked, down), 0);
        let sets = answers.of(&asked, 2, &USUAL_BUDGET);
        Self {
            by_service: asked.into_iter().zip(sets).collect(),
        }
    }

    /// Every pair in rectangles; none for a service nobody asks about.
    pub fn of(&self, service: ComponentId) -> &[Biclique] {
        let found = self
            .by_service
            .binary_search_by_key(&service, |(id, _)| *id);
        found.map_or(&[], |at| &self.by_service[at].1.pairs)
    }
}

fn asked(plan: &Plan) -> Vec<ComponentId> {
    let mut asked: Vec<ComponentId> = Vec::new();
    for (id, component) in plan.enumerate() {
        if SinglePoints::is_critical(component) {
            let bare = component
                .requirements
                .iter()
                .filter(|one| one.has_no_alternative());
            asked.extend(bare.flat_map(|one| &one.group).map(|to| to.value));
            asked.push(id);
        } else if component.targets.slo.is_some() {
            asked.push(id);
        }
    }
    asked.sort_unstable();
    asked.dedup();
    asked
}

fn own(plan: &Plan) -> Vec<bool> {
    plan.components.iter().map(|one| one.own_failure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::{Network, small_cut_sets};
    use jurymast_plan::language::{self, ReadLimits};

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
        let asked = asked(&plan);
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
        let taken: Vec<&str> = points
            .taken_by(there)
            .map(|id| plan.component(id).id.as_str())
            .collect();
        assert_eq!(taken, ["a", "b", "e"]);
    }
}
