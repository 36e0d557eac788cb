use std::collections::BTreeSet;

use crate::advice::clock::Clock;
use crate::advice::gaps::SingleGaps;
use crate::advice::places::Target;
use crate::analysis::Analysis;
use crate::model::{ComponentId, Plan};
use crate::units::Date;

use super::{Candidate, bypass, catalogue, existing, floor, replica};

/// What proposals are made from.
pub(in crate::advice) struct Grounds<'a> {
    pub(in crate::advice) plan: &'a Plan,
    pub(in crate::advice) gaps: &'a SingleGaps,
    /// For each fault: what it takes down, in order.
    pub(in crate::advice) lost: &'a [Vec<u32>],
    pub(in crate::advice) analysis: &'a Analysis,
    pub(in crate::advice) today: Date,
    pub(in crate::advice) clock: &'a Clock,
}

/// Everything that could stand in for one of the targets.
pub(in crate::advice) fn propose(grounds: &Grounds<'_>, targets: &[Target]) -> Vec<Candidate> {
    let stand_ins = existing::StandIns::of(grounds);
    let elsewhere = replica::Elsewhere::of(grounds.plan);
    let mut ids = Ids::default();
    let mut found = Vec::new();
    for (at, target) in targets.iter().enumerate() {
        if grounds.clock.is_past(3) {
            break;
        }
        existing::propose(grounds, &stand_ins, at, target, &mut found);
        bypass::propose(grounds, &mut ids, at, target, &mut found);
        catalogue::propose(grounds, &mut ids, at, target, &mut found);
        replica::propose(grounds, &elsewhere, &mut ids, at, target, &mut found);
        floor::propose(grounds, &mut ids, at, target, &mut found);
    }
    found
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

/// Ids for new components.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
}

impl Ids {
    /// `wished`, or the first of its numbered variants that nothing is called.
    pub(super) fn fresh(&mut self, plan: &Plan, wished: &str) -> String {
        let plain: String = wished
            .chars()
            .map(|c| {
                if c.is_ascii_lowercase() || c.is_ascii_digit() {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        let mut id = plain.clone();
        let mut number = 2;
        while plan.find(&id).is_some() || self.taken.contains(&id) {
            id = format!("{plain}-{number}");
            number += 1;
        }
        self.taken.insert(id.clone());
        id
    }
}
