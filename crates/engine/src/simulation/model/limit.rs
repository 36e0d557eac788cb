use jurymast_plan::model::Demand;

use crate::load;

/// Something that carries no more than its limit.
#[derive(Debug)]
pub(in crate::simulation) struct LimitModel {
    /// The component that bears it.
    pub(in crate::simulation) of: u32,
    pub(in crate::simulation) limit: Demand,
    /// Who may put load on it.
    pub(in crate::simulation) sources: Vec<LoadSource>,
}

/// A requirement with a demand that may go through a limit.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulation) struct LoadSource {
    /// Its place in [`super::SimulationModel::requirements`].
    pub(in crate::simulation) requirement: usize,
    pub(in crate::simulation) slot: Slot,
}

/// What of a requirement goes through a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulation) enum Slot {
    /// A member of its group, by index.
    Member(usize),
    /// A fallback, by index.
    Fallback(usize),
}

impl LimitModel {
    /// The share that is served of a load, by unit.
    pub(in crate::simulation) fn share(&self, load: [f64; 2]) -> f64 {
        let share =
            |limit: Option<u64>, load: f64| limit.map_or(1.0, |limit| load::served(limit, load));
        share(self.limit.rpm, load[0]).min(share(self.limit.tpm, load[1]))
    }
}
