use jurymast_plan::model::Demand;

use crate::load;

/// Something that carries no more than its limit.
#[derive(Debug)]
pub(in crate::simulation) struct LimitModel {
    /// The component that bears it.
    pub(in crate::simulation) of: u32,
    pub(in crate::simulation) limit: Demand,
    /// The copies that it runs in: each carries its part.
    pub(in crate::simulation) copies: Vec<u32>,
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
    /// The share that is served of a load, by unit, by the copies that are not down.
    pub(in crate::simulation) fn share(
        &self,
        load: [f64; 2],
        is_down: impl Fn(u32) -> bool,
    ) -> f64 {
        load::served_by_copies(self.limit, load, self.part_left(is_down))
    }

    /// The limit of the copies that are not down.
    pub(in crate::simulation) fn left(&self, is_down: impl Fn(u32) -> bool) -> Demand {
        let part = self.part_left(is_down);
        let left = |limit: Option<u64>| limit.map(|limit| (limit as f64 * part) as u64);
        Demand {
            rpm: left(self.limit.rpm),
            tpm: left(self.limit.tpm),
        }
    }

    fn part_left(&self, is_down: impl Fn(u32) -> bool) -> f64 {
        load::copies_left(&self.copies, |copy| is_down(*copy))
    }
}
