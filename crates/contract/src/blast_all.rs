use schemars::JsonSchema;
use serde::Serialize;

use jurymast_engine::analysis::Analysis;
use jurymast_plan::model::Kind;

use crate::CarriedDemand;

/// How much the loss of every component alone takes with it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast blast --all --format json")]
pub struct BlastAllOutput<'a> {
    /// Every component, in plan order.
    pub components: Vec<LossCounts<'a>>,
    /// Of requirements with a demand and an alternative: how much is carried with the
    /// member lost whose loss leaves least, in plan order.
    pub spare_capacity: Vec<CarriedDemand<'a>>,
}

/// The loss of one component.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LossCounts<'a> {
    /// The component that is lost.
    pub id: &'a str,
    /// What kind of component it is.
    pub kind: Kind,
    /// Other components that are down with it.
    pub down: usize,
    /// Other components that are degraded with it.
    pub degraded: usize,
    /// Services among those that are down.
    pub services_down: usize,
    /// Activities among those that are down.
    pub activities_down: usize,
    /// Services and activities of tier 1 among those that are down.
    pub tier_1_down: usize,
}

impl<'a> BlastAllOutput<'a> {
    /// The counts of every component of the plan.
    pub fn of(analysis: &Analysis<'a>) -> Self {
        let plan = analysis.plan;
        let spare = analysis.spare_capacity().iter();
        let components = analysis.fault_table().faults.iter().map(|loss| {
            let component = plan.component(loss.component);
            LossCounts {
                id: &component.id,
                kind: component.kind(),
                down: loss.down,
                degraded: loss.degraded,
                services_down: loss.services_down,
                activities_down: loss.activities_down,
                tier_1_down: loss.tier_one_down,
            }
        });
        Self {
            components: components.collect(),
            spare_capacity: spare
                .map(|one| CarriedDemand::of(plan, &one.left, Some(one.lost)))
                .collect(),
        }
    }
}
