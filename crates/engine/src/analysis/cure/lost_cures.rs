use std::collections::BTreeMap;

use crate::analysis::FallbackId;
use crate::failure::{EventGraph, Network};
use jurymast_plan::model::{ComponentId, Plan, TeamId};
use jurymast_terms::source::At;

use super::faults::SingleFaults;
use super::what_if::WhatIf;
use super::{calls, detections, messages, repairs, starts, switches};

/// Every cure that is lost to a single fault that it is meant for.
#[derive(Debug, Clone, Default)]
pub struct LostCures {
    /// By kind, then in plan order.
    pub lost: Vec<LostCure>,
    /// All of the plan was looked at; if not, there may be more.
    pub is_whole: bool,
}

/// What a loss calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cure {
    /// The switch to a fallback.
    Switch(FallbackId),
    /// A step of the component's runbook.
    Step {
        /// What it repairs.
        component: ComponentId,
        /// Index in the runbook's steps.
        step: usize,
    },
    /// Bringing the data back from a backup.
    Restore {
        /// Whose data.
        component: ComponentId,
        /// Index in the component's backups.
        backup: usize,
    },
    /// The start of what stops until a fallback serves.
    Start {
        /// What must start again.
        component: ComponentId,
        /// Index of what it lacks in its requirements.
        requirement: usize,
    },
    /// Seeing that a requirement is lost.
    Detection {
        /// Whose requirement it is.
        component: ComponentId,
        /// Index in the component's requirements.
        requirement: usize,
    },
    /// Calling a team, or whoever comes after it.
    Call(TeamId),
    /// Telling those outside; index in the plan's communications.
    Message(usize),
    /// Reading what to do: all copies of the plan are lost.
    ReadingThePlan,
}

/// A cure, and the faults that it is meant for and lost to.
#[derive(Debug, Clone)]
pub struct LostCure {
    /// What cannot be done.
    pub cure: Cure,
    /// Each of them calls for it and takes what it needs; the nearest first, then in
    /// plan order. Never empty.
    pub faults: Vec<ComponentId>,
    /// What it needs and the first of the faults takes.
    pub needs: Vec<LostNeed>,
    /// It stays impossible for as long as it is not done: with the first fault, what
    /// it needs comes back by nothing else.
    pub never: bool,
}

/// Something that a cure needs, lost.
#[derive(Debug, Clone)]
pub struct LostNeed {
    /// What is needed, at its place in the plan.
    pub what: At<ComponentId>,
    /// From what fails to it, both included.
    pub chain: Vec<ComponentId>,
}

/// What one fault does to one cure.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) fault: ComponentId,
    pub(super) needs: Vec<LostNeed>,
    pub(super) never: bool,
}

impl LostCures {
    /// Looks for all of them.
    pub(crate) fn of(plan: &Plan, network: &Network, events: &EventGraph) -> Self {
        let faults = SingleFaults::of(plan, network, events);
        let mut what_if = WhatIf::new(plan, network);
        let mut lost = switches::lost(plan, network, &faults, &mut what_if);
        lost.extend(repairs::lost(plan, &mut what_if));
        lost.extend(starts::lost(plan, network, &faults, &mut what_if));
        lost.extend(detections::lost(plan, network, &faults, &mut what_if));
        lost.extend(calls::lost(plan, network, &faults, &mut what_if));
        lost.extend(messages::lost(plan, &faults, &mut what_if));
        Self {
            lost,
            is_whole: what_if.is_whole(),
        }
    }
}

impl LostCure {
    /// One for each thing that the cure needs, where it needs all of them.
    pub(super) fn each(cure: Cure, hits: Vec<Hit>) -> Vec<Self> {
        let mut by_need: BTreeMap<ComponentId, Vec<Hit>> = BTreeMap::new();
        for hit in hits {
            for need in hit.needs {
                by_need.entry(need.what.value).or_default().push(Hit {
                    fault: hit.fault,
                    needs: vec![need],
                    never: hit.never,
                });
            }
        }
        let by_need = by_need.into_values();
        by_need.filter_map(|hits| Self::of(cure, hits)).collect()
    }

    /// `None` where no fault hits it.
    pub(super) fn of(cure: Cure, mut hits: Vec<Hit>) -> Option<Self> {
        let distance = |hit: &Hit| hit.needs.iter().map(|need| need.chain.len()).max();
        hits.sort_by_key(|hit| (distance(hit), hit.fault));
        let mut faults: Vec<ComponentId> = Vec::with_capacity(hits.len());
        for hit in &hits {
            if !faults.contains(&hit.fault) {
                faults.push(hit.fault);
            }
        }
        let first = hits.into_iter().next()?;
        Some(Self {
            cure,
            faults,
            needs: first.needs,
            never: first.never,
        })
    }
}
