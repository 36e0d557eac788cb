use std::collections::BTreeSet;

use crate::advice::sites::{lost_gates, lost_through};
use crate::advice::work_clock::WorkClock;
use jurymast_engine::failure::Propagator;
use jurymast_plan::model::Level;

use super::WhatIfEvaluator;

/// Faults that are followed again to see which entries could be done without.
const SWEEPS: usize = 1 << 13;

impl WhatIfEvaluator {
    /// Takes from the last of a set to its first the entries that what the set
    /// removes does not need; by change, which of its places are left.
    pub(in crate::advice) fn prune(&mut self, set: &[usize], clock: &WorkClock) -> Vec<Vec<usize>> {
        let mut sweeps = SWEEPS;
        let mut kept = vec![Vec::new(); set.len()];
        for at in (0..set.len()).rev() {
            let mut needed = self.needed(set, set[at]);
            self.keep(set[at], &needed);
            let goal = self.removed(set);
            // An entry on the way may still be one that others make up for.
            for place in needed.clone().into_iter().rev() {
                if sweeps < goal.len() || needed.len() == 1 || clock.is_past(8) {
                    break;
                }
                sweeps -= goal.len();
                let insertions = self.toggles[set[at]].clone();
                needed.remove(&place);
                self.keep(set[at], &needed);
                if self.removed(set) != goal {
                    needed.insert(place);
                    self.toggles[set[at]] = insertions;
                    self.known.clear();
                }
            }
            kept[at] = needed.into_iter().collect();
        }
        kept
    }

    fn keep(&mut self, one: usize, places: &BTreeSet<usize>) {
        self.toggles[one].retain(|insertion| places.contains(&insertion.place));
        self.known.clear();
    }

    /// The places of one change of a set through which it removes anything.
    fn needed(&mut self, set: &[usize], one: usize) -> BTreeSet<usize> {
        let others: Vec<usize> = set.iter().copied().filter(|at| *at != one).collect();
        let mut faults = Vec::new();
        for fault in self.faults_of[one].clone() {
            let without = self.removed_of(fault, &others);
            let fresh = self.removed_of(fault, set).into_iter();
            let fresh = fresh.filter(|point| without.binary_search(point).is_err());
            let services: Vec<u32> = fresh.map(|point| self.points[point].0).collect();
            if !services.is_empty() {
                faults.push((self.by_fault[fault].0, services));
            }
        }
        self.toggle(set, true);
        let stands = self.stands(one, &faults);
        self.toggle(&[one], false);
        let mut needed = BTreeSet::new();
        let mut sweep = Propagator::new(&self.network);
        for ((fault, services), stands) in faults.iter().zip(stands) {
            let outcome = sweep.run(&[(*fault, Level::Down)]);
            let lost = lost_gates(&self.network, outcome, services, *fault);
            let lost: BTreeSet<(u32, usize)> = lost.into_iter().collect();
            let insertions = self.toggles[one].iter().zip(stands);
            let serve = insertions.filter(|(insertion, stands)| {
                *stands && lost.contains(&(insertion.node, insertion.gate))
            });
            needed.extend(serve.map(|(insertion, _)| insertion.place));
        }
        self.toggle(&others, false);
        needed
    }

    /// For each fault, whether what stands in at each insertion of a change survives it.
    fn stands(&self, one: usize, faults: &[(u32, Vec<u32>)]) -> Vec<Vec<bool>> {
        let mut sweep = Propagator::new(&self.network);
        let stands = faults.iter().map(|(fault, _)| {
            let outcome = sweep.run(&[(*fault, Level::Down)]);
            let insertions = self.toggles[one].iter();
            insertions
                .map(|insertion| outcome.level(insertion.to) < Level::Down)
                .collect()
        });
        stands.collect()
    }

    /// Whether one of some faults takes an entry of a change with all its stand-ins,
    /// a set made.
    pub(in crate::advice) fn shares(
        &mut self,
        set: &[usize],
        one: usize,
        faults: &[usize],
    ) -> bool {
        self.toggle(set, true);
        self.toggle(&[one], true);
        let mut sweep = Propagator::new(&self.network);
        let shares = faults.iter().any(|fault| {
            let outcome = sweep.run(&[(self.by_fault[*fault].0, Level::Down)]);
            self.toggles[one].iter().any(|insertion| {
                let gate = self.network.node(insertion.node).gate(insertion.gate);
                gate.level(|to| outcome.level(to)) == Level::Down
            })
        });
        self.toggle(&[one], false);
        self.toggle(set, false);
        shares
    }

    /// The single points of some faults that are left with a set, where the fault reaches the
    /// service through one of some entries (node and gate).
    pub(in crate::advice) fn left_through(
        &mut self,
        set: &[usize],
        faults: &[usize],
        entries: &BTreeSet<(u32, usize)>,
    ) -> Vec<usize> {
        self.toggle(set, true);
        let mut sweep = Propagator::new(&self.network);
        let mut left = Vec::new();
        for (fault, points) in faults.iter().map(|at| &self.by_fault[*at]) {
            let outcome = sweep.run(&[(*fault, Level::Down)]);
            let services: Vec<u32> = points.iter().map(|point| self.points[*point].0).collect();
            let through = lost_through(&self.network, outcome, &services, *fault, entries);
            let points = points.iter().copied();
            left.extend(points.filter(|point| through.contains(&self.points[*point].0)));
        }
        self.toggle(set, false);
        left.sort_unstable();
        left
    }
}
