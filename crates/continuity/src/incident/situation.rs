use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::analysis::{Affected, Analysis, Blast, Recovery, RecoveryTime};
use jurymast_engine::failure::Network;
use jurymast_engine::simulation::{Interval, ScenarioScript, SimulationModel, Timeline, simulate};
use jurymast_engine::undeclared::UndeclaredTime;
use jurymast_plan::model::{
    Component, ComponentId, Fallback, Kind, Level, Plan, Requirement, Step,
};
use jurymast_terms::units::{Duration, Lasting};
use jurymast_terms::wording;

use super::Asked;
use super::clock::Clock;
use super::elsewhere::{Elsewhere, Lost};
use super::later_ends::with_later_ends;
use super::needs::{
    Load, LostNeed, as_feared, idle_fallbacks, lost_needs, scenario, standing, without_hands,
    without_needs,
};
use super::reserves::loss_of;

/// A chain of more than these is told by its ends.
pub(super) const LONG_CHAIN: usize = 12;

/// The loss, run through the plan once.
pub(super) struct Situation<'a> {
    pub(super) plan: &'a Plan,
    pub(super) analysis: &'a Analysis<'a>,
    pub(super) asked: &'a Asked,
    /// With what falls short in this loss.
    pub(super) network: Cow<'a, Network>,
    pub(super) clock: Clock,
    pub(super) lost: Vec<ComponentId>,
    /// Since the loss, as if nothing that is lost came back and every switch
    /// were made as the plan has it.
    pub(super) planned: Timeline,
    /// The same while nobody switches anything by hand: what is so until somebody
    /// says that it is not.
    pub(super) timeline: Timeline,
    /// As planned, with what ends on a later day; `None`: nothing does.
    pub(super) with_later_ends: Option<Timeline>,
    blast: Blast,
    pub(super) elsewhere: Elsewhere,
    /// Hit at any time, by tier, then by what presses first.
    hit: Vec<ComponentId>,
    /// Whether a service or an activity of the plan is of tier 1 or 2.
    has_critical: bool,
    lost_at: Vec<bool>,
    /// Places in `needs` and `blast.affected`.
    needs_of: BTreeMap<ComponentId, Vec<usize>>,
    load_on: BTreeMap<ComponentId, Load>,
    affected_at: BTreeMap<ComponentId, usize>,
    /// By tier and recovery time of who needs.
    pub(super) needs: Vec<LostNeed>,
}

impl<'a> Situation<'a> {
    pub(super) fn of(analysis: &'a Analysis<'a>, asked: &'a Asked) -> Self {
        let plan = analysis.plan;
        let mut lost: Vec<ComponentId> = asked.lost.iter().filter_map(|one| one.id).collect();
        if asked.total {
            let all = plan
                .enumerate()
                .filter(|(_, one)| RecoveryTime::is_ours(one));
            lost = all.map(|(id, _)| id).collect();
        }
        let scenario = scenario(&lost, asked);
        let as_feared = as_feared(plan);
        let run = if asked.total {
            without_needs(plan)
        } else {
            as_feared.clone()
        };
        let model = SimulationModel::of(&run);
        let planned = simulate(&model, &scenario);
        let with_later_ends = with_later_ends(plan, &model, &scenario, asked);
        let needs = if asked.total {
            Vec::new()
        } else {
            lost_needs(plan, &planned)
        };
        let timeline = if asked.total {
            planned.clone()
        } else {
            let is_up = |id: ComponentId| planned.whole_level_at(id, Duration::MAX) < Level::Down;
            let takes_over = |of: &Requirement, fallback: &Fallback| {
                let sees = of.detect.iter().flat_map(|detect| &detect.by);
                let mut sees = sees.map(|at| at.value).peekable();
                let is_seen = sees.peek().is_none() || sees.any(is_up);
                // A time that nobody declared may not have passed.
                let has_time = of
                    .detect
                    .as_ref()
                    .is_some_and(|detect| detect.has_time(asked.symptom));
                is_seen && has_time && fallback.needs.iter().all(|at| is_up(at.value))
            };
            let alone = without_hands(&as_feared, &needs, takes_over);
            let scenario = ScenarioScript {
                unseen_waits: true,
                ..scenario
            };
            simulate(&SimulationModel::of(&alone), &scenario)
        };
        // With everything of one's own lost there is nothing else to explain.
        let blast = if asked.total {
            Blast {
                faults: lost.clone(),
                ..Blast::default()
            }
        } else {
            analysis.blast(&lost)
        };
        let mut lost_at = vec![false; plan.components.len()];
        lost.iter().for_each(|id| lost_at[id.index()] = true);
        let is_down = |id: ComponentId| {
            let down = |one: &Interval| one.level == Level::Down;
            lost_at[id.index()] || timeline.intervals(id).iter().any(down)
        };
        let down_at_rest = plan
            .ids()
            .filter(|id| planned.is_down_at_rest(*id))
            .collect();
        let network = match asked.total {
            true => Cow::Borrowed(&analysis.network),
            false => analysis.network_after(&lost),
        };
        let clock = Clock::new(asked.since, asked.now);
        let now = clock.elapsed();
        let switching = plan.ids().filter(|id| {
            let is_down = timeline.level_at(*id, now) == Level::Down && !lost_at[id.index()];
            is_down && !asked.total && planned.last_level(*id) < Level::Down
        });
        let switching: BTreeSet<ComponentId> = switching.collect();
        let switched = |id: ComponentId, surely: bool| {
            let of = if surely { &timeline } else { &planned };
            let serves = last_down(of, id);
            let is_open = of.last_level(id) == Level::Down;
            (!is_open).then(|| serves.saturating_sub(now))
        };
        let sure_needs = lost_needs(plan, &timeline);
        let standing = |surely: bool| standing(plan, &needs, surely.then_some(&sure_needs), now);
        let fallen = plan.ids().filter(|id| {
            let is_down = |at| planned.level_at(*id, at) == Level::Down;
            is_down(now) && is_down(Duration::MAX) && !lost_at[id.index()] && !asked.total
        });
        let fallen: BTreeSet<ComponentId> = fallen.collect();
        let is_up = |id: ComponentId| timeline.level_at(id, now) < Level::Down;
        let reserve = |id: ComponentId, at: usize| {
            let of = &plan.component(id).requirements[at];
            let holds = of.holds.filter(|_| !asked.total)?;
            // What was lost before has used it up.
            let is_up = |to: &ComponentId| timeline.at_rest(*to) == Level::Up;
            let members = of.group.iter().map(|to| to.value);
            if members.filter(is_up).count() < of.at_least {
                return None;
            }
            let ends = loss_of(&timeline, of, now)?.saturating_add(holds.value);
            Some(ends.saturating_sub(now)).filter(|left| *left > Duration::ZERO)
        };
        let mut left = network.clone();
        for (id, requirement, fallback) in idle_fallbacks(plan, &needs, &planned) {
            let members = plan.component(id).requirements[requirement].group.len();
            left.to_mut()
                .set_best(id.0, requirement, members + fallback, Level::Down);
        }
        let elsewhere = Elsewhere::of(&Lost {
            plan,
            network: &left,
            lost: &lost,
            total: asked.total,
            is_down: &is_down,
            down_at_rest: &down_at_rest,
            switching: &switching,
            switched: &switched,
            standing: &standing,
            fallen: &fallen,
            is_up: &is_up,
            reserve: &reserve,
        });
        let mut needs_of: BTreeMap<ComponentId, Vec<usize>> = BTreeMap::new();
        for (at, need) in needs.iter().enumerate() {
            needs_of.entry(need.component).or_default().push(at);
        }
        let mut load_on: BTreeMap<ComponentId, Load> = BTreeMap::new();
        for need in &needs {
            let requirement = &plan.component(need.component).requirements[need.requirement];
            if let Some((fallback, _)) = need.serves {
                let to = requirement.fallbacks[fallback].to.value;
                load_on.entry(to).or_default().add(requirement.demand);
            }
        }
        let affected = blast.affected.iter().enumerate();
        let mut here = Self {
            plan,
            analysis,
            asked,
            network,
            clock,
            hit: Vec::new(),
            has_critical: plan
                .components
                .iter()
                .any(|one| is_served(one.kind()) && one.is_critical()),
            lost_at,
            needs_of,
            load_on,
            affected_at: affected.map(|(at, one)| (one.id, at)).collect(),
            needs,
            timeline,
            planned,
            with_later_ends,
            blast,
            elsewhere,
            lost,
        };
        let hit = |id: &ComponentId| !here.timeline.intervals(*id).is_empty();
        let mut all: Vec<ComponentId> = plan.ids().filter(hit).collect();
        all.sort_by_cached_key(|id| (plan.component(*id).turn(), here.presses(*id), *id));
        here.hit = all;
        here
    }

    /// Whether a service or an activity is judged: of tier 1 or 2, or with a target and no
    /// tier, or any where the plan has none of tier 1 or 2.
    pub(super) fn is_judged(&self, id: ComponentId) -> bool {
        let component = self.plan.component(id);
        is_served(component.kind()) && (component.is_pressing() || !self.has_critical)
    }

    /// It is made anew elsewhere instead of waiting for where it stood.
    pub(super) fn is_moved(&self, id: ComponentId) -> bool {
        self.elsewhere.moved.contains(&id)
    }

    /// What outside it waits for; `None` where the plan's own work is enough.
    pub(super) fn waits_for(&self, id: ComponentId) -> Option<ComponentId> {
        self.elsewhere.waits_for(id)
    }

    /// The times that the plan leaves out and on which its way back hangs.
    pub(super) fn undeclared(&self, id: ComponentId) -> Vec<UndeclaredTime> {
        self.elsewhere.undeclared(id)
    }

    pub(super) fn recovery(&self) -> &Recovery {
        &self.elsewhere.order
    }

    pub(super) fn component(&self, id: ComponentId) -> &'a Component {
        self.plan.component(id)
    }

    pub(super) fn name(&self, id: ComponentId) -> &'a str {
        &self.component(id).name
    }

    pub(super) fn requirement(&self, need: &LostNeed) -> &'a Requirement {
        &self.component(need.component).requirements[need.requirement]
    }

    pub(super) fn is_lost(&self, id: ComponentId) -> bool {
        self.lost_at[id.index()]
    }

    pub(super) fn level(&self, id: ComponentId) -> Level {
        self.timeline.whole_level_at(id, self.clock.elapsed())
    }

    /// Its level in the end, if every switch is made as the plan has it.
    pub(super) fn planned_level(&self, id: ComponentId) -> Level {
        self.planned.whole_level_at(id, Duration::MAX)
    }

    pub(super) fn hit(&self) -> &[ComponentId] {
        &self.hit
    }

    /// The lost requirements of one component.
    pub(super) fn needs_of(&self, id: ComponentId) -> impl Iterator<Item = &LostNeed> {
        let at = self.needs_of.get(&id).map_or(&[][..], Vec::as_slice);
        at.iter().map(|at| &self.needs[*at])
    }

    /// What those ask for whom this serves in the end, by the plan.
    pub(super) fn load_on(&self, to: ComponentId) -> Load {
        self.load_on.get(&to).copied().unwrap_or_default()
    }

    /// What became of it when the loss lasts; `None` of what serves in the end.
    pub(super) fn affected(&self, id: ComponentId) -> Option<&Affected> {
        self.affected_at
            .get(&id)
            .map(|at| &self.blast.affected[*at])
    }

    /// From what is lost to what it leans on; empty of what is lost itself. Of a long
    /// way its two ends, and how many stand between.
    pub(super) fn way(&self, id: ComponentId) -> (Vec<ComponentId>, usize) {
        match self.affected(id) {
            _ if self.is_lost(id) => (Vec::new(), 0),
            Some(one) => (one.via.clone(), one.via_left_out),
            None => (self.way_down(id), 0),
        }
    }

    /// From the loss to the first target that may break; what is never down comes
    /// last, after what has no target.
    fn presses(&self, id: ComponentId) -> (bool, Lasting) {
        let Some(down) = self.down(id) else {
            return (true, Lasting::Forever);
        };
        let targets = &self.component(id).targets;
        let ends = [targets.rto, targets.mtpd].into_iter().flatten();
        let ends = ends.map(|at| down.from.saturating_add(at.value));
        (false, ends.min().into())
    }

    /// Whether a step that is for some losses only is for this one. A step of a
    /// runbook for the loss of its own component is for its own failure.
    pub(super) fn wants(&self, of: ComponentId, step: &Step) -> bool {
        let is_gone = |id: ComponentId| self.is_lost(id) || (id != of && self.falls(id));
        step.if_lost.is_empty() || step.if_lost.iter().any(|id| is_gone(*id))
    }

    /// Whether it was, is or will be down by the plan.
    pub(super) fn falls(&self, id: ComponentId) -> bool {
        let all = self.timeline.intervals(id);
        all.iter().any(|one| one.level == Level::Down)
    }

    /// The stretch of being down that counts: the one that is on, or the next.
    pub(super) fn down(&self, id: ComponentId) -> Option<Interval> {
        let now = self.clock.elapsed();
        let all = self.timeline.intervals(id).into_iter();
        all.filter(|one| one.level == Level::Down)
            .find(|one| one.until.is_none_or(|until| until > now))
    }

    /// The ids of a chain as names; of a long one its ends. `left_out` have been
    /// left out in its middle already.
    pub(super) fn chain(&self, via: &[ComponentId], left_out: usize) -> String {
        let names: Vec<&str> = via.iter().map(|id| self.name(*id)).collect();
        wording::chain(&names, left_out, LONG_CHAIN)
    }

    /// "Shop database", or "2 of Zone a, Zone b".
    pub(super) fn group(&self, requirement: &Requirement) -> String {
        let all = requirement.group.iter();
        let names: Vec<&str> = all.map(|to| self.name(to.value)).collect();
        wording::group(requirement.at_least, &names)
    }

    /// For one that is hit only until a fallback serves: from what is lost to what
    /// it leans on, by its lost requirements.
    fn way_down(&self, id: ComponentId) -> Vec<ComponentId> {
        let mut way: Vec<ComponentId> = Vec::new();
        let mut seen = BTreeSet::from([id]);
        let mut at = id;
        loop {
            let component = self.component(at);
            let lost = self.needs_of(at).flat_map(|need| self.served_by(need));
            // What the plan has served again at once was never lost by it.
            let running = component.requirements.iter();
            let running = running.filter(|one| one.needed.counts_while_running());
            let running = running.flat_map(|one| one.group.iter().map(|to| to.value));
            let bound = component.bindings.iter().map(|one| one.to);
            let hit =
                |to: &ComponentId| self.is_lost(*to) || !self.timeline.intervals(*to).is_empty();
            let mut members = lost.chain(running).chain(bound);
            let Some(next) = members.find(|to| hit(to) && !seen.contains(to)) else {
                break;
            };
            seen.insert(next);
            way.push(next);
            at = next;
        }
        let above = self.affected(at);
        way.extend(above.iter().flat_map(|one| one.via.iter().rev()));
        way.reverse();
        way
    }
}

/// When it is down no more, by a timeline in which it is not down in the end.
pub(super) fn last_down(timeline: &Timeline, id: ComponentId) -> Duration {
    let all = timeline.intervals(id).into_iter();
    let down = all.filter(|one| one.level == Level::Down);
    down.filter_map(|one| one.until).max().unwrap_or_default()
}

pub(super) fn is_served(kind: Kind) -> bool {
    matches!(kind, Kind::Activity | Kind::Service)
}
