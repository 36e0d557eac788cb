use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::levels::Value;
use super::state::{LimitState, SimulationState};

impl SimulationState<'_> {
    /// Levels of one strong component: what was not up and may hang on
    /// what changed is taken for up, and falls again where it must.
    pub(super) fn cycle(&mut self, rank: u32, waiting: Vec<u32>) {
        let model = self.model;
        let mut suspects: Vec<u32> = Vec::new();
        let mut before: Vec<(u32, Value)> = Vec::new();
        let mut next = 0;
        let mut seen = BTreeSet::new();
        for node in &waiting {
            if seen.insert(*node) && !self.is_fine(*node) {
                suspects.push(*node);
            }
        }
        while let Some(&node) = suspects.get(next) {
            next += 1;
            for other in model.graph.dependents(node) {
                if model.graph.rank(*other) == rank && !self.is_fine(*other) && seen.insert(*other)
                {
                    suspects.push(*other);
                }
            }
        }
        for node in &suspects {
            before.push((*node, self.value(*node)));
            self.put(*node, Value::fine());
        }
        let mut changed: BTreeMap<u32, Value> = before.into_iter().collect();
        let mut queue: VecDeque<u32> = VecDeque::new();
        let mut is_in = BTreeSet::new();
        for node in suspects.iter().chain(&waiting) {
            if is_in.insert(*node) {
                queue.push_back(*node);
            }
        }
        while let Some(node) = queue.pop_front() {
            is_in.remove(&node);
            let old = self.value(node);
            let new = self.derive(node);
            self.touch_node(node);
            if new == old {
                continue;
            }
            changed.entry(node).or_insert(old);
            self.put(node, new);
            for other in model.graph.dependents(node) {
                if model.graph.rank(*other) == rank && is_in.insert(*other) {
                    queue.push_back(*other);
                }
            }
        }
        for (node, old) in changed {
            self.tell_others(rank, node, old);
        }
    }

    /// Lets those outside a strong component look at a member that changed, and those
    /// inside who were up all the same: one may go home, a reserve is full again.
    fn tell_others(&mut self, rank: u32, node: u32, old: Value) {
        if self.value(node) == old {
            return;
        }
        for other in self.model.graph.dependents(node) {
            if self.model.graph.rank(*other) == rank {
                self.touch_node(*other);
            } else {
                self.enqueue(*other);
            }
        }
    }

    /// Levels where they hang on loads and loads on levels: levels as if nobody asked
    /// for anything, the shares that come of them, levels again, until they stay; where
    /// that goes round in a circle, the worst of the circle.
    pub(super) fn loaded_cycle(&mut self, rank: u32, members: &[u32]) {
        let before: Vec<Value> = members.iter().map(|node| self.value(*node)).collect();
        let (limits, components): (Vec<u32>, Vec<u32>) = members
            .iter()
            .partition(|node| self.limit_of(**node).is_some());
        for limit in &limits {
            self.put(*limit, Value::Limit(LimitState::UNASKED));
        }
        let mut past: Vec<Vec<Value>> = Vec::new();
        loop {
            let values = self.unmoved(rank, &components);
            let is_same = |other: &Vec<Value>| {
                let pairs = values.iter().zip(other);
                pairs.fold(true, |same, (one, other)| {
                    same && one.level() == other.level()
                })
            };
            if past.last().is_some_and(is_same) {
                break;
            }
            let known = past.iter().position(is_same);
            past.push(values);
            if let Some(first) = known {
                for values in &past[first..] {
                    for (node, value) in components.iter().zip(values) {
                        self.put(*node, value.worse(self.value(*node)));
                    }
                }
            }
            for limit in &limits {
                self.put(*limit, self.derive(*limit));
            }
            if known.is_some() {
                break;
            }
        }
        for (node, old) in members.iter().zip(before) {
            self.touch_node(*node);
            self.tell_others(rank, *node, old);
        }
    }

    /// The least fixpoint over the components of a strong component, its shares as they
    /// are.
    fn unmoved(&mut self, rank: u32, components: &[u32]) -> Vec<Value> {
        let model = self.model;
        for node in components {
            self.put(*node, Value::fine());
        }
        let mut queue: VecDeque<u32> = components.iter().copied().collect();
        let mut is_in: BTreeSet<u32> = components.iter().copied().collect();
        while let Some(node) = queue.pop_front() {
            is_in.remove(&node);
            let new = self.derive(node);
            if new == self.value(node) {
                continue;
            }
            self.put(node, new);
            for other in model.graph.dependents(node) {
                let counts = model.graph.rank(*other) == rank && self.limit_of(*other).is_none();
                if counts && is_in.insert(*other) {
                    queue.push_back(*other);
                }
            }
        }
        components.iter().map(|node| self.value(*node)).collect()
    }
}
