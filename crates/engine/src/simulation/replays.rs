use jurymast_plan::catalogue::{self, Outage};
use jurymast_plan::model::{ComponentId, Plan};

use super::{Runner, ScenarioScript, SimulationModel, Timeline, survived};

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
    pub fn of(plan: &Plan, model: &SimulationModel) -> Self {
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
                    timeline: runner.run(&scenario),
                    scenario,
                }),
            }
        }
        all
    }

    /// How many all of `subjects` came through.
    pub fn survived(&self, plan: &Plan, subjects: &[ComponentId]) -> usize {
        let through = |one: &&Replay| {
            let mut all = subjects.iter();
            all.all(|id| survived(plan, &one.timeline, *id))
        };
        self.ran.iter().filter(through).count()
    }

    /// How many hit nothing that the plan leans on.
    pub fn untouched(&self) -> usize {
        let nothing = |one: &&Replay| one.scenario.faults.is_empty();
        self.ran.iter().filter(nothing).count()
    }
}
