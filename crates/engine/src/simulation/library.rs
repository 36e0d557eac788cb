use jurymast_plan::catalogue::{self, OnPlan, Outage, ReadyScenario};
use jurymast_plan::model::{ComponentId, ExercisedScenario, Plan};
use jurymast_terms::units::Duration;

use super::{DemandSurge, InjectedFault, RepairCounted, ScenarioScript};

impl ScenarioScript {
    /// What an exercise ran; `None` for a name of the library that stands for
    /// nothing on this plan.
    pub fn exercised(scenario: &ExercisedScenario, plan: &Plan) -> Option<Self> {
        match scenario {
            ExercisedScenario::Declared(at) => Some(Self::of(&plan.scenarios[*at])),
            ExercisedScenario::Library(name) => {
                let found = catalogue::on_plan(name, &plan.components)?.ok()?;
                Self::laid(&found, plan).pop()
            }
        }
    }

    /// What the library has under one name: one scenario, or one for each component
    /// that a ready one strikes.
    pub fn laid(of: &OnPlan, plan: &Plan) -> Vec<Self> {
        match of {
            OnPlan::Recorded(outage) => Self::recorded(outage, plan).into_iter().collect(),
            OnPlan::Ready(ready, targets) => {
                let each = targets.iter().map(|to| Self::ready(ready, *to, plan));
                each.collect()
            }
        }
    }

    /// A recorded outage on this plan, in seconds from its start; `None` when it
    /// cannot be replayed because the end of a part is not known. Without faults
    /// when it hit nothing that the plan leans on.
    pub fn recorded(outage: &Outage, plan: &Plan) -> Option<Self> {
        let struck = outage.struck(plan)?;
        let faults = struck.into_iter().map(|one| InjectedFault {
            component: one.component,
            at: Duration::from_seconds(one.at),
            lasts: one
                .until
                .map(|until| Duration::from_seconds(until.saturating_sub(one.at)))
                .into(),
            level: one.level,
            symptoms: one.symptoms.iter().copied().collect(),
            loses_data: false,
        });
        Some(Self {
            id: outage.id.clone(),
            name: outage.title.clone(),
            faults: faults.collect(),
            surges: Vec::new(),
            repair: RepairCounted::All,
            starts: Duration::ZERO,
            unseen_waits: false,
            later_ends: false,
        })
    }

    /// A ready scenario that strikes one component; its id is `gateway-down@openrouter`.
    fn ready(ready: &ReadyScenario, component: ComponentId, plan: &Plan) -> Self {
        let struck = plan.component(component);
        let what = &struck.id;
        let hit = match ready.copies_follow {
            true => with_copies(plan, component),
            false => vec![component],
        };
        let faults = hit.into_iter().flat_map(|component| {
            let faults = ready.faults.iter();
            faults.map(move |fault| InjectedFault {
                component,
                at: fault.at,
                lasts: fault.lasts.into(),
                level: fault.level,
                symptoms: ready.symptoms(fault, struck).into_iter().collect(),
                loses_data: fault.loses_data,
            })
        });
        let surges = ready.surges.iter().map(|surge| DemandSurge {
            component,
            at: surge.at,
            lasts: surge.lasts.into(),
            percent: u64::from(surge.times) * 100,
        });
        Self {
            id: format!("{}@{what}", ready.id),
            name: format!("{}: {what}", ready.name),
            faults: faults.collect(),
            surges: surges.collect(),
            repair: RepairCounted::All,
            starts: Duration::ZERO,
            unseen_waits: false,
            later_ends: true,
        }
    }
}

/// A component and all that copy it, and what copies those: what befalls the data reaches
/// them as well.
fn with_copies(plan: &Plan, of: ComponentId) -> Vec<ComponentId> {
    let mut all = vec![of];
    let mut next = 0;
    while let Some(&at) = all.get(next) {
        next += 1;
        let copies = plan.enumerate().filter(|(_, one)| {
            let follows = one.replica_of.is_some_and(|copy| copy.of.value == at);
            follows && one.id != plan.component(at).id
        });
        let copies: Vec<ComponentId> = copies.map(|(id, _)| id).collect();
        all.extend(
            copies
                .into_iter()
                .filter(|id| !all.contains(id))
                .collect::<Vec<_>>(),
        );
    }
    all
}
