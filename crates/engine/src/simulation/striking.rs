use jurymast_plan::model::{ComponentId, Kind, Level};
use jurymast_terms::units::Duration;

use super::copying::Staleness;
use super::model::DataCopy;
use super::recovering::WayTaken;
use super::state::{Bound, SimulationState};
use super::{InjectedFault, RepairCounted, TimelineEvent};
use crate::restoration::{self, Loss, LossOrigin, WayBack};
use crate::undeclared::UndeclaredTime;

/// What one fault did to one component, and how far the ways back from it are. Each
/// fault is recovered from by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Strike {
    /// Since when.
    pub(super) since: Duration,
    pub(super) noticed: bool,
    /// Its data are lost.
    pub(super) data_lost: bool,
    /// How far its copies were behind then, where they were.
    pub(super) stale: Vec<(DataCopy, Staleness)>,
    pub(super) ways: Vec<WayTaken>,
}

/// Component, and index of the fault in the scenario.
pub(super) type StrikeKey = (u32, usize);

impl SimulationState<'_> {
    /// Takes in the faults that begin now: who is stopped by them, whose data are
    /// lost, and which ways back there are. A partial fault strikes nobody.
    pub(super) fn strike(&mut self) {
        let now = self.now;
        let starts = self.scenario.faults.iter().enumerate();
        let starts = starts.filter(|(_, one)| one.at == now && one.is_on(now));
        let starts = starts.filter(|(_, one)| one.level == Level::Down);
        let starts: Vec<(usize, InjectedFault)> = starts.map(|(at, one)| (at, *one)).collect();
        if starts.is_empty() {
            return;
        }
        let plan = self.model.plan;
        for (nth, fault) in starts {
            let mut hit = self.model.inhabitants(fault.component.0);
            hit.retain(|one| self.stands_within(*one, fault.component.0));
            if plan.component(fault.component).kind() == Kind::Domain {
                hit.extend(self.perhaps_within(&hit));
            }
            if fault.until().is_none() || fault.loses_data {
                let wholes = hit.iter().map(|one| ComponentId(*one));
                let replicas = wholes.filter_map(|one| plan.component(one).replicas.as_ref());
                let copies = replicas.flat_map(|one| &one.members).map(|one| one.0);
                self.destroyed.extend(copies);
                self.destroyed.extend(&hit);
            }
            for component in hit {
                self.stop(component);
                self.end_restart(component);
                let of = &self.model.components[component as usize];
                let is_own = component == fault.component.0 && fault.until().is_none();
                let has_work = match self.scenario.repair {
                    RepairCounted::All => of.has_work || of.is_repaired && is_own,
                    RepairCounted::Declared => of.has_work,
                    RepairCounted::Nothing => false,
                };
                if has_work {
                    self.plan_ways((component, nth), &fault);
                }
            }
            self.strike_whole(nth, &fault);
        }
        let lost = self.struck.iter().filter(|(_, one)| one.data_lost);
        let lost: Vec<u32> = lost.map(|((component, _), _)| *component).collect();
        for component in lost {
            self.note_lost_backups(component);
        }
    }

    /// Those that were made anew, nobody says where: in the greatest run every domain that is
    /// lost later takes them along.
    fn perhaps_within(&mut self, hit: &[u32]) -> Vec<u32> {
        let unplaced = self.unplaced.iter().copied();
        let unplaced: Vec<u32> = unplaced.filter(|one| !hit.contains(one)).collect();
        for component in unplaced.iter().map(|one| ComponentId(*one)) {
            self.undeclared.insert(UndeclaredTime::Place { component });
        }
        match self.bound {
            Bound::Least => Vec::new(),
            Bound::Greatest => unplaced,
        }
    }

    /// What runs in several copies is struck itself by the fault that leaves too few of them
    /// standing: what is left to do then is that of its runbook and its data.
    fn strike_whole(&mut self, nth: usize, fault: &InjectedFault) {
        let plan = self.model.plan;
        let mut hit: Vec<ComponentId> = self
            .model
            .inhabitants(fault.component.0)
            .into_iter()
            .filter(|one| self.stands_within(*one, fault.component.0))
            .filter_map(|one| plan.component(ComponentId(one)).copy_of)
            .collect();
        hit.sort_unstable();
        hit.dedup();
        for whole in hit {
            self.note_catching_up(whole);
            let is_lost = |copy: ComponentId| self.is_empty(whole, copy) || !self.stands(copy.0);
            if plan.too_few_left(whole, is_lost).is_none() {
                continue;
            }
            if fault.until().is_none() || fault.loses_data {
                self.destroyed.insert(whole.0);
            }
            self.stop(whole.0);
            self.end_restart(whole.0);
            let has_work = self.model.components[whole.index()].has_work
                && self.scenario.repair != RepairCounted::Nothing;
            if has_work {
                self.plan_ways((whole.0, nth), fault);
            }
        }
    }

    /// What is struck restarts no more; what began in the second in which it falls is not told.
    fn end_restart(&mut self, component: u32) {
        self.components[component as usize].restart_ends = None;
        let now = self.now;
        let first = self.notes.partition_point(|note| note.at < now);
        let begun = self.notes.split_off(first).into_iter();
        self.notes.extend(begun.filter(|note| {
            let is_restart = matches!(note.event, TimelineEvent::Restarting { .. });
            !(is_restart && note.component.0 == component)
        }));
    }

    /// Whether a copy of a whole that lost its data has none yet: before it has started again,
    /// and in the greatest run after that, as nobody says how long it takes to get them.
    fn is_empty(&self, whole: ComponentId, copy: ComponentId) -> bool {
        let is_catching_up = self.bound == Bound::Greatest && self.model.plan.keeps_data(whole);
        let is_stopped = self.components[copy.index()].stopped;
        self.destroyed.contains(&copy.0) && (is_stopped || is_catching_up)
    }

    /// Notes the copies of a whole that may still be getting their data.
    fn note_catching_up(&mut self, whole: ComponentId) {
        if !self.model.plan.keeps_data(whole) {
            return;
        }
        let of = self.model.plan.component(whole);
        for &component in of.replicas.iter().flat_map(|one| &one.members) {
            let has_started = !self.components[component.index()].stopped;
            if has_started && self.destroyed.contains(&component.0) {
                self.undeclared
                    .insert(UndeclaredTime::CatchUp { component });
            }
        }
    }

    /// Whether a component stands, be it stopped: no fault of its own or of its places is on,
    /// nor is there work left on it.
    pub(super) fn stands(&self, component: u32) -> bool {
        let is_struck = |one: u32| {
            let faults = self.scenario.faults.iter().enumerate();
            let mut on =
                faults.filter(|(_, fault)| fault.level == Level::Down && fault.is_on(self.now));
            on.any(|(nth, fault)| {
                self.stands_within(one, fault.component.0)
                    && !self.over.contains(&(one, nth))
                    && !self.over.contains(&(fault.component.0, nth))
            }) || self.strikes_on(one).next().is_some()
        };
        !is_struck(component)
    }

    fn plan_ways(&mut self, key: StrikeKey, fault: &InjectedFault) {
        let plan = self.model.plan;
        let of = ComponentId(key.0);
        let loss = Loss {
            origin: if fault.component == of {
                LossOrigin::Own
            } else {
                LossOrigin::Domain
            },
            ends: fault.until().is_some(),
            loses_data: fault.loses_data,
        };
        let is_lost = |id: ComponentId| id == fault.component || id != of && self.is_down(id.0);
        let mut ways = restoration::ways_back(plan, of, loss, is_lost);
        if self.scenario.repair == RepairCounted::Declared {
            ways.retain(WayBack::is_said);
        }
        let ways = ways.into_iter();
        let ways = ways.map(|way| WayTaken {
            tracks: vec![(0, None); way.tracks.len()],
            way,
            said: false,
        });
        let data_lost = loss.takes_data(plan, of);
        let stale = match data_lost || !loss.ends {
            true => self.staleness_of(key.0),
            false => Vec::new(),
        };
        let strike = Strike {
            since: self.now,
            noticed: false,
            data_lost,
            stale,
            ways: ways.collect(),
        };
        self.struck.insert(key, strike);
        self.force_anew(key.0);
    }

    /// Whether a component stands in a domain, at any depth, where it is now.
    pub(super) fn stands_within(&self, component: u32, domain: u32) -> bool {
        let mut stack = vec![component];
        let mut seen = std::collections::BTreeSet::from([component]);
        while let Some(at) = stack.pop() {
            if at == domain {
                return true;
            }
            for binding in &self.model.components[at as usize].bindings {
                if binding.takes_along() && self.stands_by(at, binding) && seen.insert(binding.to) {
                    stack.push(binding.to);
                }
            }
        }
        false
    }

    /// The strikes that a component has not recovered from.
    pub(super) fn strikes_on(
        &self,
        component: u32,
    ) -> impl Iterator<Item = (&StrikeKey, &Strike)> + use<'_> {
        self.struck.range((component, 0)..=(component, usize::MAX))
    }
}
