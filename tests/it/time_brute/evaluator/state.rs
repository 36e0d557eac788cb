//! All that changes from second to second. A clock holds the seconds since
//! something began; none: it is not so.

use super::super::plan::{DOWN, Plan, Symptoms};
use super::copies::Behind;
use super::data::DataLoss;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct State {
    pub(super) parts: Vec<PartState>,
    pub(super) requirements: Vec<Vec<RequirementState>>,
    pub(super) strikes: Vec<Strike>,
    /// By part and backup: nobody can restore from it any more.
    pub(super) burnt: Vec<Vec<bool>>,
    /// By part: lost for good or with its data, with a place or by itself.
    pub(super) destroyed: Vec<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct PartState {
    pub(super) stopped: bool,
    pub(super) restarting: Option<u64>,
    /// What a restart shows.
    pub(super) kept: Symptoms,
    pub(super) within: Vec<usize>,
    /// It was made anew, and nobody says where.
    pub(super) unplaced: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct RequirementState {
    pub(super) using: Option<usize>,
    /// Since what it gets is worse than up.
    pub(super) short: Option<u64>,
    /// Since the primary would be up, while a fallback is in use.
    pub(super) well: Option<u64>,
    /// On its fallback though the primary would be up, for `fail_back`.
    pub(super) waits: bool,
    /// The level of the fallback in use, a second ago; down: none served.
    pub(super) gave: u8,
    pub(super) fallbacks: Vec<SwitchState>,
    /// The copy in use that was counted.
    pub(super) copy: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct SwitchState {
    /// Since the loss is seen: for each symptom, for none, and at all.
    pub(super) seen: [Option<u64>; 16],
    pub(super) noticed: bool,
    /// Since the switch began by itself, and by hand.
    pub(super) by_itself: Option<u64>,
    pub(super) by_hand: Option<u64>,
    pub(super) ready: bool,
    /// Since its first switch after the primary was up.
    pub(super) used: Option<u64>,
}

/// In `SwitchState::seen`: the clocks of no symptom and of the loss itself.
pub(super) const NO_SYMPTOM: usize = 14;
pub(super) const LOSS: usize = 15;

impl SwitchState {
    pub(super) fn new() -> Self {
        Self {
            seen: [None; 16],
            noticed: false,
            by_itself: None,
            by_hand: None,
            ready: false,
            used: None,
        }
    }

    /// As before any loss, but for its reserve.
    pub(super) fn forget(&mut self) {
        *self = Self {
            used: self.used,
            ..Self::new()
        };
    }

    pub(super) fn is_begun(&self) -> bool {
        self.ready || self.by_itself.is_some() || self.by_hand.is_some()
    }
}

/// What a fault did to a part that it must recover from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Strike {
    pub(super) fault: usize,
    pub(super) part: usize,
    pub(super) lost_data: bool,
    /// How far its backups, and what copies it, were behind then.
    pub(super) backups_behind: Vec<Behind>,
    pub(super) replicas_behind: Vec<Behind>,
    /// For each requirement that names the part, since the loss is seen.
    pub(super) seen: Vec<Option<u64>>,
    pub(super) noticed: bool,
    /// Steps that are done, the one under way.
    pub(super) done: usize,
    pub(super) step: Option<u64>,
    /// For each step that moves it: under way, done.
    pub(super) moves: Vec<(Option<u64>, bool)>,
    /// Restores under way, one for each backup: after the cause, after each move,
    /// made anew.
    pub(super) restores: Vec<Vec<(Option<u64>, bool)>>,
    pub(super) over: bool,
    /// What it cost of the data, once it is over.
    pub(super) cost: Option<DataLoss>,
}

impl State {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            parts: plan
                .parts
                .iter()
                .map(|part| PartState {
                    stopped: false,
                    restarting: None,
                    kept: 0,
                    within: part.within.clone(),
                    unplaced: false,
                })
                .collect(),
            requirements: plan
                .parts
                .iter()
                .map(|part| {
                    part.requirements
                        .iter()
                        .map(|one| RequirementState {
                            using: None,
                            short: None,
                            well: None,
                            waits: false,
                            gave: DOWN,
                            fallbacks: vec![SwitchState::new(); one.fallbacks.len()],
                            copy: None,
                        })
                        .collect()
                })
                .collect(),
            strikes: Vec::new(),
            burnt: plan
                .parts
                .iter()
                .map(|part| vec![false; part.backups.len()])
                .collect(),
            destroyed: vec![false; plan.parts.len()],
        }
    }

    /// A second passes on every clock; none goes past `most`, which no time reaches.
    pub(super) fn tick(&mut self, most: u64) {
        let on = |clock: &mut Option<u64>| {
            if let Some(clock) = clock {
                *clock = (*clock + 1).min(most);
            }
        };
        for part in &mut self.parts {
            on(&mut part.restarting);
        }
        for one in self.requirements.iter_mut().flatten() {
            on(&mut one.short);
            on(&mut one.well);
            for fallback in &mut one.fallbacks {
                fallback.seen.iter_mut().for_each(on);
                on(&mut fallback.by_itself);
                on(&mut fallback.by_hand);
                on(&mut fallback.used);
            }
        }
        for strike in &mut self.strikes {
            strike.seen.iter_mut().for_each(on);
            on(&mut strike.step);
            strike.moves.iter_mut().for_each(|one| on(&mut one.0));
            let restores = strike.restores.iter_mut().flatten();
            restores.for_each(|one| on(&mut one.0));
        }
    }
}
