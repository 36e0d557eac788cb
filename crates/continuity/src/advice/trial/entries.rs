use std::collections::BTreeSet;

use crate::advice::clock::Clock;
use crate::advice::places::{lost_gates, lost_through};
use jurymast_engine::failure::Sweep;
use jurymast_plan::model::Level;

use super::Trial;

/// Faults that are followed again to see which entries could be done without.
const SWEEPS: usize = 1 << 13;

impl Trial {
    /// Takes from the last of a set to its first the entries that what the set
    /// removes does not need; by change, which of its places are left.
    pub(in crate::advice) fn prune(&mut self, set: &[usize], clock: &Clock) -> Vec<Vec<usize>> {
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
                let spots = self.switches[set[at]].clone();
                needed.remove(&place);
                self.keep(set[at], &needed);
                if self.removed(set) != goal {
                    needed.insert(place);
                    self.switches[set[at]] = spots;
                    self.known.clear();
                }
            }
            kept[at] = needed.into_iter().collect();
        }
        kept
    }

    fn keep(&mut self, one: usize, places: &BTreeSet<usize>) {
        self.switches[one].retain(|spot| places.contains(&spot.place));
        self.known.clear();
    }

    /// The places of one change of a set through which it removes anything.
    fn needed(&mut self, set: &[usize], one: usize) -> BTreeSet<usize> {
        let others: Vec<usize> = set.iter().copied().filter(|at| *at != one).collect();
        let mut faults = Vec::new();
        for fault in self.faults_of[one].clone() {
            let without = self.removed_of(fault, &others);
            let fresh = self.removed_of(fault, set).into_iter();
            let fresh = fresh.filter(|gap| without.binary_search(gap).is_err());
            let services: Vec<u32> = fresh.map(|gap| self.gaps[gap].0).collect();
            if !services.is_empty() {
                faults.push((self.by_fault[fault].0, services));
            }
        }
        self.switch(set, true);
        let stands = self.stands(one, &faults);
        self.switch(&[one], false);
        let mut needed = BTreeSet::new();
        let mut sweep = Sweep::new(&self.network);
        for ((fault, services), stands) in faults.iter().zip(stands) {
            let outcome = sweep.run(&[(*fault, Level::Down)]);
            let lost = lost_gates(&self.network, outcome, services, *fault);
            let lost: BTreeSet<(u32, usize)> = lost.into_iter().collect();
            let spots = self.switches[one].iter().zip(stands);
            let serve =
                spots.filter(|(spot, stands)| *stands && lost.contains(&(spot.node, spot.gate)));
            needed.extend(serve.map(|(spot, _)| spot.place));
        }
        self.switch(&others, false);
        needed
    }

    /// For each fault, whether what stands in at each spot of a change survives it.
    fn stands(&self, one: usize, faults: &[(u32, Vec<u32>)]) -> Vec<Vec<bool>> {
        let mut sweep = Sweep::new(&self.network);
        let stands = faults.iter().map(|(fault, _)| {
            let outcome = sweep.run(&[(*fault, Level::Down)]);
            let spots = self.switches[one].iter();
            spots
                .map(|spot| outcome.level(spot.to) < Level::Down)
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
        self.switch(set, true);
        self.switch(&[one], true);
        let mut sweep = Sweep::new(&self.network);
        let shares = faults.iter().any(|fault| {
            let outcome = sweep.run(&[(self.by_fault[*fault].0, Level::Down)]);
            self.switches[one].iter().any(|spot| {
                let gate = self.network.node(spot.node).gate(spot.gate);
                gate.level(|to| outcome.level(to)) == Level::Down
            })
        });
        self.switch(&[one], false);
        self.switch(set, false);
        shares
    }

    /// The gaps of some faults that are left with a set, where the fault reaches the
    /// service through one of some entries (node and gate).
    pub(in crate::advice) fn left_through(
        &mut self,
        set: &[usize],
        faults: &[usize],
        entries: &BTreeSet<(u32, usize)>,
    ) -> Vec<usize> {
        self.switch(set, true);
        let mut sweep = Sweep::new(&self.network);
        let mut left = Vec::new();
        for (fault, gaps) in faults.iter().map(|at| &self.by_fault[*at]) {
            let outcome = sweep.run(&[(*fault, Level::Down)]);
            let services: Vec<u32> = gaps.iter().map(|gap| self.gaps[*gap].0).collect();
            let through = lost_through(&self.network, outcome, &services, *fault, entries);
            let gaps = gaps.iter().copied();
            left.extend(gaps.filter(|gap| through.contains(&self.gaps[*gap].0)));
        }
        self.switch(set, false);
        left.sort_unstable();
        left
    }
}
