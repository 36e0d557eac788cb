use std::time::Duration;

use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::units::Date;

/// What to give advice on.
#[derive(Debug, Clone)]
pub struct AdviceRequest {
    /// Whose single points are counted.
    pub services: Vec<ComponentId>,
    /// How many changes at most.
    pub max_changes: usize,
    /// By which tests are judged old and retirements past.
    pub today: Date,
    /// For all of it; none is no limit.
    pub time: Option<Duration>,
    /// Components looked at, counted over all of it, so that the answer does not
    /// depend on the machine; none is no limit.
    pub work: Option<usize>,
}

impl AdviceRequest {
    /// For the critical services ([`Plan::critical_components`]).
    pub fn critical(plan: &Plan, max_changes: usize, today: Date) -> Self {
        Self {
            services: plan.critical_components(),
            max_changes,
            today,
            time: None,
            work: None,
        }
    }
}
