use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::levels::{Undo, Value};
use super::state::{LimitState, SimulationState, StandingBy};
use crate::load::ROUNDING;

/// Shares in a circle shrink towards what they come to, and may never reach it.
#[derive(Debug, Default)]
struct Looks {
    /// By node: how often its share alone shrank.
    shrank: BTreeMap<u32, u16>,
}

/// A share that shrinks by less than this stays.
const LEAST_STEP: f64 = ROUNDING / 64.0;
/// One that has shrunk so often is taken for nothing: it never gives more than it does.
const MOST_STEPS: u16 = 2048;

impl Looks {
    /// A new value of a node as it counts.
    fn bounded(&mut self, node: u32, old: Value, new: Value) -> Value {
        let (Value::Component(level, seen, share), Value::Component(before, saw, had)) = (new, old)
        else {
            return new;
        };
        if (level, seen) != (before, saw) || share == had {
            return new;
        }
        let steps = self.shrank.entry(node).or_default();
        if *steps >= MOST_STEPS {
            return Value::Component(level, seen, 0.0);
        }
        *steps += 1;
        match (had - share).abs() < LEAST_STEP {
            true => old,
            false => new,
        }
    }
}

impl SimulationState<'_> {
    /// Levels of one strong component: what was not up and may hang on
    /// what changed is taken for up, and falls again where it must. While a fallback that
    /// leads back is in use, so is what was up: it may have been by that fallback alone.
    pub(super) fn cycle(&mut self, rank: u32, waiting: Vec<u32>) {
        let model = self.model;
        let targets = self.used_inside(rank);
        self.forget_unreserved(rank);
        let may_fall = |state: &Self, node: u32| !targets.is_empty() || !state.is_fine(node);
        let mut suspects: Vec<u32> = Vec::new();
        let mut before: Vec<(u32, Value)> = Vec::new();
        let mut next = 0;
        let mut seen = BTreeSet::new();
        for node in &waiting {
            if seen.insert(*node) && may_fall(self, *node) {
                suspects.push(*node);
            }
        }
        while let Some(&node) = suspects.get(next) {
            next += 1;
            for other in model.graph.dependents(node) {
                if model.graph.rank(*other) == rank && may_fall(self, *other) && seen.insert(*other)
                {
                    suspects.push(*other);
                }
            }
        }
        for node in &suspects {
            before.push((*node, self.value(*node)));
        }
        let targets = targets.into_iter().filter(|node| seen.contains(node));
        self.standing_by = targets.map(|node| (node, StandingBy::NOTHING)).collect();
        let mut changed: BTreeMap<u32, Value> = before.into_iter().collect();
        self.without_reserves = !self.standing_by.is_empty() && model.graph.has_reserves(rank);
        loop {
            for node in &suspects {
                self.put(*node, Value::fine());
            }
            let mut queue: VecDeque<u32> = VecDeque::new();
            let mut is_in = BTreeSet::new();
            for node in suspects.iter().chain(&waiting) {
                if is_in.insert(*node) {
                    queue.push_back(*node);
                }
            }
            let mut looks = Looks::default();
            while let Some(node) = queue.pop_front() {
                is_in.remove(&node);
                self.spend(node);
                let old = self.value(node);
                let new = looks.bounded(node, old, self.derive(node));
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
            if !self.stand_by_changes() && !self.counts_reserves(rank) {
                break;
            }
        }
        for (node, old) in changed {
            self.tell_others(rank, node, old);
        }
    }

    /// The targets of fallbacks in use that lead back, within a strong component.
    fn used_inside(&self, rank: u32) -> BTreeSet<u32> {
        let graph = &self.model.graph;
        let leading_back = graph.leading_back(rank).iter();
        let used = leading_back.filter_map(|at| {
            let using = self.requirements[*at].using?;
            Some(self.model.requirements[*at].fallbacks[using].to)
        });
        used.filter(|to| graph.rank(*to) == rank).collect()
    }

    /// Fallbacks that lead back give what they came to in the round before, in the first one
    /// nothing, so that none holds what holds it. Whether they gave something else in this
    /// round; if not, they give again what they are.
    fn stand_by_changes(&mut self) -> bool {
        let mut standing_by = std::mem::take(&mut self.standing_by);
        let mut changes = false;
        for (node, before) in &mut standing_by {
            let now = StandingBy {
                level: self.components[*node as usize].level,
                share: self.shares[*node as usize],
            };
            let before = std::mem::replace(before, now);
            // One that grows by less than this stays at less than it comes to.
            let grows = now.share - before.share >= LEAST_STEP;
            changes |= before.level != now.level || grows;
        }
        if changes {
            self.standing_by = standing_by;
        }
        changes
    }

    /// Forgets what fallbacks in use within a rank give without reserves.
    fn forget_unreserved(&mut self, rank: u32) {
        let graph = &self.model.graph;
        let of_rank = |node: &u32| graph.rank(*node) == rank;
        let known: Vec<u32> = self.unreserved.keys().copied().filter(of_rank).collect();
        for node in known {
            self.put_unreserved(node, None);
        }
    }

    /// Keeps what the fallbacks in use within a rank give without its reserves, with which the
    /// levels are then worked out once more. Whether that is still to be done.
    fn counts_reserves(&mut self, rank: u32) -> bool {
        if !std::mem::take(&mut self.without_reserves) {
            return false;
        }
        for node in self.used_inside(rank) {
            let given = StandingBy {
                level: self.components[node as usize].level,
                share: self.shares[node as usize],
            };
            self.put_unreserved(node, Some(given));
        }
        true
    }

    fn put_unreserved(&mut self, node: u32, given: Option<StandingBy>) {
        let before = match given {
            Some(given) => self.unreserved.insert(node, given),
            None => self.unreserved.remove(&node),
        };
        if let Some(journal) = &mut self.journal {
            journal.push(Undo::Unreserved(node, before));
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
        let targets = self.used_inside(rank).into_iter();
        self.standing_by = targets.map(|node| (node, StandingBy::NOTHING)).collect();
        self.forget_unreserved(rank);
        self.without_reserves = !self.standing_by.is_empty() && model.graph.has_reserves(rank);
        loop {
            for node in components {
                self.put(*node, Value::fine());
            }
            let mut queue: VecDeque<u32> = components.iter().copied().collect();
            let mut is_in: BTreeSet<u32> = components.iter().copied().collect();
            let mut looks = Looks::default();
            while let Some(node) = queue.pop_front() {
                is_in.remove(&node);
                self.spend(node);
                let old = self.value(node);
                let new = looks.bounded(node, old, self.derive(node));
                if new == old {
                    continue;
                }
                self.put(node, new);
                for other in model.graph.dependents(node) {
                    let counts =
                        model.graph.rank(*other) == rank && self.limit_of(*other).is_none();
                    if counts && is_in.insert(*other) {
                        queue.push_back(*other);
                    }
                }
            }
            if !self.stand_by_changes() && !self.counts_reserves(rank) {
                break;
            }
        }
        components.iter().map(|node| self.value(*node)).collect()
    }
}
