use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jurymast_plan::model::{Level, Needed};
use jurymast_terms::units::Duration;

use super::Symptoms;
use super::state::{Bound, LimitState, SimulationState, StandingBy};

/// Nodes that wait to be looked at, inputs first.
#[derive(Debug)]
pub(super) struct Queue {
    heap: BinaryHeap<Reverse<(u32, u32)>>,
    is_in: Vec<bool>,
}

/// What is undone when a thing was only tried.
pub(super) type Journal = Vec<Undo>;

/// A node as it was.
#[derive(Debug)]
pub(super) enum Undo {
    Component(u32, Level, Symptoms, f64),
    Limit(u32, LimitState),
    Using(usize, Option<usize>),
    Waiting(usize, Option<Duration>),
    Unreserved(u32, Option<StandingBy>),
}

impl Queue {
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            heap: BinaryHeap::new(),
            is_in: vec![false; nodes],
        }
    }
}

impl SimulationState<'_> {
    /// Lets a node be looked at when levels are next worked out.
    pub(super) fn enqueue(&mut self, node: u32) {
        if self.is_left_out(node) {
            return;
        }
        if !std::mem::replace(&mut self.queue.is_in[node as usize], true) {
            let rank = self.model.graph.rank(node);
            self.queue.heap.push(Reverse((rank, node)));
        }
    }

    pub(super) fn is_left_out(&self, node: u32) -> bool {
        self.left_out
            .get(node as usize)
            .copied()
            .unwrap_or_default()
    }

    /// Whether no node waits to be looked at.
    pub(super) fn is_settled(&self) -> bool {
        self.queue.heap.is_empty()
    }

    /// Counts a look at a node, and at all that it adds up.
    pub(super) fn spend(&mut self, node: u32) {
        let limit = self.limit_of(node);
        let sources = limit.map_or(0, |at| self.model.limits[at as usize].sources.len());
        self.work_left = self.work_left.saturating_sub(1 + sources as u64);
    }

    /// Lets nothing wait any more.
    pub(super) fn forget_waiting(&mut self) {
        while let Some(Reverse((_, node))) = self.queue.heap.pop() {
            self.queue.is_in[node as usize] = false;
        }
    }

    fn enqueue_dependents(&mut self, node: u32) {
        let model = self.model;
        for next in model.graph.dependents(node) {
            self.enqueue(*next);
        }
    }

    /// Works out the levels of all that waits and of what hangs on it: the least
    /// fixpoint of "worse", each strong component after those it hangs on.
    pub(super) fn propagate(&mut self) {
        while let Some(Reverse((rank, node))) = self.queue.heap.pop() {
            self.spend(node);
            if !self.model.graph.is_cycle(rank) {
                self.queue.is_in[node as usize] = false;
                if self.update(node) {
                    self.enqueue_dependents(node);
                }
                continue;
            }
            let mut members = vec![node];
            while let Some(Reverse((other, node))) = self.queue.heap.peek().copied() {
                if other != rank {
                    break;
                }
                self.queue.heap.pop();
                members.push(node);
            }
            for node in &members {
                self.queue.is_in[*node as usize] = false;
            }
            match self.model.graph.loaded_cycle(rank) {
                Some(members) => self.loaded_cycle(rank, members),
                None => self.cycle(rank, members),
            }
        }
    }

    /// Whether all that looks at a node must look again.
    fn update(&mut self, node: u32) -> bool {
        self.touch_node(node);
        let old = self.value(node);
        let new = self.derive(node);
        if new == old {
            return false;
        }
        self.put(node, new);
        match (old, new) {
            (Value::Limit(old), Value::Limit(new)) if old.share == new.share => {
                self.enqueue_away(node);
                false
            }
            _ => true,
        }
    }

    /// Another load of which the same share is served matters to those only who would come
    /// home to it.
    fn enqueue_away(&mut self, limit: u32) {
        let model = self.model;
        for next in model.graph.dependents(limit) {
            let component = model.components.get(*next as usize);
            let mut requirements = component
                .into_iter()
                .flat_map(|one| one.requirements.clone());
            if requirements.any(|at| self.requirements[at].using.is_some()) {
                self.enqueue(*next);
            }
        }
    }

    pub(super) fn touch_node(&mut self, node: u32) {
        match self.limit_of(node) {
            None => self.touch(node),
            Some(limit) => {
                self.limits_walked.insert(limit);
            }
        }
    }

    pub(super) fn limit_of(&self, node: u32) -> Option<u32> {
        node.checked_sub(self.components.len() as u32)
    }

    pub(super) fn is_fine(&self, node: u32) -> bool {
        self.value(node) == Value::fine()
            || matches!(self.value(node), Value::Limit(limit) if limit.share >= 1.0)
    }

    pub(super) fn value(&self, node: u32) -> Value {
        match self.limit_of(node) {
            Some(limit) => Value::Limit(self.limits[limit as usize]),
            None => {
                let state = &self.components[node as usize];
                Value::Component(state.level, state.symptoms, self.shares[node as usize])
            }
        }
    }

    pub(super) fn put(&mut self, node: u32, value: Value) {
        let limit = self.limit_of(node);
        match (limit, value) {
            (None, Value::Component(level, symptoms, share)) => {
                let served = std::mem::replace(&mut self.shares[node as usize], share);
                let state = &mut self.components[node as usize];
                if let Some(journal) = &mut self.journal {
                    journal.push(Undo::Component(node, state.level, state.symptoms, served));
                }
                let crosses = (state.level == Level::Down) != (level == Level::Down);
                (state.level, state.symptoms) = (level, symptoms);
                if crosses && let Some(watchers) = self.model.watchers.get(&node) {
                    for at in watchers {
                        self.touch(self.model.requirements[*at].of);
                    }
                }
            }
            (Some(limit), Value::Limit(new)) => {
                let state = &mut self.limits[limit as usize];
                if let Some(journal) = &mut self.journal {
                    journal.push(Undo::Limit(limit, *state));
                }
                *state = new;
            }
            (Some(limit), Value::Component(..)) => {
                let state = &mut self.limits[limit as usize];
                if let Some(journal) = &mut self.journal {
                    journal.push(Undo::Limit(limit, *state));
                }
                state.share = 1.0;
            }
            (None, Value::Limit(_)) => {}
        }
    }

    pub(super) fn derive(&self, node: u32) -> Value {
        match self.limit_of(node) {
            None => self.derived(node),
            Some(limit) => {
                let load = self.load(limit);
                let share =
                    self.model.limits[limit as usize].share(load, |copy| self.is_down(copy));
                Value::Limit(LimitState { load, share })
            }
        }
    }

    /// The level by faults, by being stopped, by bindings and requirements, what callers
    /// see of what keeps it from being up, and the share of its load that it can serve: the
    /// least that one of its hard requirements lets through.
    fn derived(&self, component: u32) -> Value {
        let state = &self.components[component as usize];
        let model = &self.model.components[component as usize];
        let mut level = state.forced;
        let mut symptoms = state.forced_symptoms;
        let mut share = 1.0_f64;
        if state.stopped {
            level = Level::Down;
            if state.restart_ends.is_some() {
                symptoms = symptoms.union(state.kept);
            }
        }
        for binding in &model.bindings {
            if binding.carries && self.counts(component, binding) && !self.is_down(binding.to) {
                share = share.min(self.shares[binding.to as usize]);
            }
            let of = self.binding_level(component, binding);
            if of != Level::Up {
                level = level.max(of);
                symptoms = symptoms.union(self.components[binding.to as usize].symptoms);
            }
        }
        for at in model.requirements.clone() {
            let requirement = &self.model.requirements[at];
            let met = self.met(at);
            let felt = self.felt_level(at, met.level);
            if requirement.needed == Needed::Start {
                // Only who starts waits for it.
                if state.stopped && !requirement.soft && felt == Level::Down {
                    symptoms = symptoms.union(met.seen);
                }
                continue;
            }
            if felt != Level::Up {
                let most = if requirement.soft {
                    Level::Degraded
                } else {
                    Level::Down
                };
                level = level.max(felt.min(most));
                symptoms = symptoms.union(met.seen);
                if !requirement.soft {
                    share = share.min(met.share);
                }
            }
        }
        if level == Level::Up {
            symptoms = Symptoms::default();
        }
        if level == Level::Down {
            share = 0.0;
        }
        Value::Component(level, symptoms, share)
    }

    /// What something whose failure is the component's does to it, by where it stands.
    pub(super) fn binding_level(
        &self,
        component: u32,
        binding: &super::model::BindingModel,
    ) -> Level {
        let level = self.components[binding.to as usize].level;
        if self.counts(component, binding) {
            level.min(binding.worst)
        } else {
            Level::Up
        }
    }

    fn counts(&self, component: u32, binding: &super::model::BindingModel) -> bool {
        let is_known = binding.is_sure || self.bound == Bound::Greatest;
        is_known && self.stands_by(component, binding)
    }

    /// Whether a binding counts, by where the component stands now.
    pub(super) fn stands_by(&self, component: u32, binding: &super::model::BindingModel) -> bool {
        match self.places.get(&component).filter(|_| binding.is_place) {
            None => !binding.is_elsewhere,
            Some(places) => places.contains(&binding.to),
        }
    }

    /// Takes back all that was tried since a mark.
    pub(super) fn undo(&mut self, mark: usize) {
        let Some(mut journal) = self.journal.take() else {
            return;
        };
        while journal.len() > mark {
            match journal.pop() {
                Some(Undo::Component(node, level, symptoms, share)) => {
                    self.shares[node as usize] = share;
                    let state = &mut self.components[node as usize];
                    (state.level, state.symptoms) = (level, symptoms);
                }
                Some(Undo::Limit(limit, old)) => self.limits[limit as usize] = old,
                Some(Undo::Using(at, using)) => self.requirements[at].using = using,
                Some(Undo::Waiting(at, home)) => self.requirements[at].home_at = home,
                Some(Undo::Unreserved(node, Some(before))) => {
                    self.unreserved.insert(node, before);
                }
                Some(Undo::Unreserved(node, None)) => {
                    self.unreserved.remove(&node);
                }
                None => {}
            }
        }
        self.journal = Some(journal);
    }
}

/// What of a node its dependents look at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    Component(Level, Symptoms, f64),
    Limit(LimitState),
}

impl Value {
    pub(super) fn fine() -> Self {
        Self::Component(Level::Up, Symptoms::default(), 1.0)
    }

    pub(super) fn level(self) -> Level {
        match self {
            Self::Component(level, ..) => level,
            Self::Limit(_) => Level::Up,
        }
    }

    /// The worse of both.
    pub(super) fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Component(one, seen, share), Self::Component(other, more, least)) => {
                Self::Component(one.max(other), seen.union(more), share.min(least))
            }
            (Self::Limit(one), Self::Limit(other)) if other.share < one.share => Self::Limit(other),
            _ => self,
        }
    }
}
