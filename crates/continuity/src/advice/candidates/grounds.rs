use crate::advice::clock::Clock;
use crate::advice::gaps::SingleGaps;
use crate::advice::places::Target;
use jurymast_engine::analysis::Analysis;
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::units::Date;

/// What proposals are made from.
pub(in crate::advice) struct Grounds<'a> {
    pub(in crate::advice) plan: &'a Plan,
    pub(in crate::advice) gaps: &'a SingleGaps,
    /// For each fault: what it takes down, in order.
    pub(in crate::advice) lost: &'a [Vec<u32>],
    pub(in crate::advice) analysis: &'a Analysis<'a>,
    pub(in crate::advice) today: Date,
    pub(in crate::advice) clock: &'a Clock,
}

impl Grounds<'_> {
    /// Whether a fault (by index) takes a component down.
    pub(super) fn takes(&self, fault: usize, component: ComponentId) -> bool {
        self.lost[fault].binary_search(&component.0).is_ok()
    }

    /// How many single points of the target a component would survive, weighed by
    /// the services they take.
    pub(super) fn survives(&self, target: &Target, component: ComponentId) -> usize {
        let faults = target
            .faults
            .iter()
            .filter(|fault| !self.takes(**fault, component));
        self.clock.spend(target.faults.len());
        faults.map(|fault| self.gaps.by_fault[*fault].1.len()).sum()
    }

    /// What a component would survive that nothing takes.
    pub(super) fn all(&self, target: &Target) -> usize {
        let faults = target.faults.iter();
        faults.map(|fault| self.gaps.by_fault[*fault].1.len()).sum()
    }
}
