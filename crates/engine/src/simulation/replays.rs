use std::collections::BTreeSet;

use jurymast_plan::catalogue::{self, Outage};
use jurymast_plan::model::{Component, ComponentId, Detail, Plan};

use jurymast_terms::units::Duration;

use super::{
    ComponentOutcome, DemandSurge, Runner, ScenarioScript, SimulationModel, Survival, Timeline,
    TimelineEvent, survival,
};

/// Every recorded outage run against one plan, the oldest first.
#[derive(Debug)]
pub struct Replays {
    /// Those that could be run.
    pub ran: Vec<Replay>,
    /// The end of a part is not recorded, so nobody can replay them.
    pub without_end: Vec<&'static Outage>,
    /// Only products that no plan calls were hit, or sources disagree on the rest.
    pub elsewhere: Vec<&'static Outage>,
}

/// How the components that a plan is judged by came through the outages that touched
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReplayTally {
    /// Outages that touched any of them.
    pub touched: usize,
    /// Of these, those that all came through.
    pub survived: usize,
    /// Those of which it is not known.
    pub unknown: usize,
    /// Those in which one missed a target.
    pub lost: usize,
}

/// One recorded outage as it would have gone under this plan.
#[derive(Debug)]
pub struct Replay {
    /// What is recorded.
    pub outage: &'static Outage,
    /// Without faults: it hit nothing that the plan leans on.
    pub scenario: ScenarioScript,
    /// What came of it.
    pub timeline: Timeline,
}

impl Replays {
    /// Runs every outage of the catalogue that can be run, and lists the rest.
    pub fn of(plan: &Plan, model: &SimulationModel<'_>) -> Self {
        let mut runner = Runner::new(model);
        let mut all = Self {
            ran: Vec::new(),
            without_end: Vec::new(),
            elsewhere: Vec::new(),
        };
        for &outage in catalogue::outages() {
            match ScenarioScript::recorded(outage, plan) {
                None => all.without_end.push(outage),
                Some(_) if outage.strikes().is_some_and(|strikes| strikes.is_empty()) => {
                    all.elsewhere.push(outage);
                }
                Some(scenario) => all.ran.push(Replay {
                    outage,
                    timeline: replayed(&mut runner, &scenario),
                    scenario,
                }),
            }
        }
        all
    }

    /// Of the outages that touched any of `subjects`, how these came through.
    pub fn tally(&self, plan: &Plan, subjects: &[ComponentId]) -> ReplayTally {
        let mut tally = ReplayTally::default();
        for one in self.ran.iter().filter(|one| one.touches(subjects)) {
            let all = subjects.iter().map(|id| survival(plan, &one.timeline, *id));
            tally.touched += 1;
            match all.max() {
                Some(Survival::Lost) => tally.lost += 1,
                Some(Survival::Unknown) => tally.unknown += 1,
                Some(Survival::Survived) | None => tally.survived += 1,
            }
        }
        tally
    }

    /// Outside providers of the plan that none of these outages is of, by id: what their
    /// loss does is not told by any.
    pub fn providers_without_record(&self, plan: &Plan) -> Vec<ComponentId> {
        let faults = self.ran.iter().flat_map(|one| &one.scenario.faults);
        let struck = faults.filter_map(|fault| plan.provider_of(fault.component));
        let struck: BTreeSet<ComponentId> = struck.collect();
        let is_outside = |one: &Component| match &one.detail {
            Detail::Provider(provider) => one.own_failure && !provider.self_hosted,
            _ => false,
        };
        let all = plan.enumerate().filter(|(_, one)| is_outside(one));
        let mut left: Vec<_> = all
            .map(|(id, _)| id)
            .filter(|id| !struck.contains(id))
            .collect();
        left.sort_by_key(|id| &plan.component(*id).id);
        left
    }

    /// How many hit nothing that the plan leans on.
    pub fn untouched(&self) -> usize {
        let nothing = |one: &&Replay| one.scenario.faults.is_empty();
        self.ran.iter().filter(nothing).count()
    }
}

/// What an outage did. What ends by its own date while it lasts would have ended without it.
fn replayed(runner: &mut Runner<'_>, scenario: &ScenarioScript) -> Timeline {
    let mut timeline = runner.run(scenario);
    let mut notes = timeline.notes.iter();
    let ends = notes.any(|note| note.event == TimelineEvent::Ended);
    if let Some(fault) = scenario.faults.first().filter(|_| ends) {
        // A surge of nothing lasts as long.
        let nothing = DemandSurge {
            component: fault.component,
            at: Duration::ZERO,
            lasts: Some(timeline.end()).into(),
            percent: 100,
        };
        let without = ScenarioScript {
            faults: Vec::new(),
            surges: vec![nothing],
            ..scenario.clone()
        };
        timeline.leave_out_as_in(&runner.run(&without));
    }
    timeline
}

impl Replay {
    /// Whether it did anything to one of these that is not so at rest.
    pub fn touches(&self, subjects: &[ComponentId]) -> bool {
        let mut judged = subjects.iter();
        judged.any(|id| ComponentOutcome::of(&self.timeline, *id) != ComponentOutcome::Untouched)
    }
}
