use schemars::JsonSchema;
use serde::Serialize;

use jurymast_engine::analysis::FaultTable;
use jurymast_plan::model::{Kind, Plan};

/// How much the loss of every component alone takes with it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast blast --all --format json")]
pub struct BlastAllOutput<'a> {
    /// Every component, in plan order.
    pub components: Vec<LossCounts<'a>>,
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
    /// Services of tier 1 among those that are down.
    pub tier_1_down: usize,
}

impl<'a> BlastAllOutput<'a> {
    /// The counts of every component of the plan.
    pub fn of(plan: &'a Plan, table: &FaultTable) -> Self {
        let components = table.faults.iter().map(|loss| {
            let component = plan.component(loss.component);
            LossCounts {
                id: &component.id,
                kind: component.kind(),
                down: loss.down,
                degraded: loss.degraded,
                services_down: loss.services_down,
                tier_1_down: loss.tier_one_down,
            }
        });
        Self {
            components: components.collect(),
        }
    }
}
