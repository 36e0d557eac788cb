use std::collections::BTreeSet;

use crate::failure::{Network, Propagation, propagate};
use crate::simulation::SimulationModel;
use jurymast_plan::model::Level;

/// A cluster of demands, and what may be lost of it.
#[derive(Debug)]
pub(super) struct Cluster {
    /// Whose requirements they are.
    pub(super) owners: Vec<u32>,
    /// A node, and the level at which it counts as lost.
    losses: Vec<(u32, Level)>,
    /// Sets of so many losses and fewer are looked at.
    pub(super) order: usize,
    /// What was looked at tells of so many losses at once in the whole plan.
    pub(super) counted_up_to: usize,
}

/// Sets of losses that are looked at in all, and of one cluster.
const SETS: usize = 1 << 14;
const SETS_OF_ONE: usize = 1 << 8;

/// The clusters of a plan, each with how far it is counted.
pub(super) fn clusters(network: &Network, model: &SimulationModel<'_>) -> Vec<Cluster> {
    let found = model.load_clusters();
    if found.is_empty() {
        return Vec::new();
    }
    let two_levels = network.has_two_levels();
    let at_rest = propagate(network, &[]);
    let mut all: Vec<Cluster> = Vec::with_capacity(found.len());
    for cluster in found {
        let partly = cluster.by_level.iter().copied();
        let partly = partly.filter(|node| two_levels[*node as usize]);
        let partly = partly.map(|node| (node, Level::Degraded));
        let down = cluster.targets.iter().map(|node| (*node, Level::Down));
        let losses = down.chain(partly);
        let losses = losses.filter(|(node, level)| at_rest.level(*node) < *level);
        all.push(Cluster {
            owners: cluster.owners,
            losses: losses.collect(),
            order: 0,
            counted_up_to: 0,
        });
    }
    let mut each = SETS_OF_ONE;
    loop {
        for one in &mut all {
            one.order = order(one.losses.len(), each);
        }
        let sets = all.iter().map(|one| count(one.losses.len(), one.order));
        if each <= 1 || sets.fold(0, usize::saturating_add) <= SETS {
            return all;
        }
        each /= 2;
    }
}

/// Sets of so many and fewer of some losses.
fn count(of: usize, order: usize) -> usize {
    let mut sets = 0_usize;
    let mut here = 1_usize;
    for nth in 0..order.min(of) {
        here = here.saturating_mul(of - nth) / (nth + 1);
        sets = sets.saturating_add(here);
    }
    sets
}

/// Up to which order no more sets than that are looked at; single losses are anyhow.
fn order(of: usize, most: usize) -> usize {
    let mut order = of.min(1);
    while order < of && count(of, order + 1) <= most {
        order += 1;
    }
    order
}

impl Cluster {
    /// Whether all sets of its losses were looked at.
    pub(super) fn is_whole(&self) -> bool {
        self.order == self.losses.len()
    }

    /// Sets of an order could not be looked at.
    pub(super) fn stop_before(&mut self, order: usize) {
        self.order = order - 1;
    }

    /// How many of its losses are there.
    pub(super) fn taken(&self, outcome: &Propagation) -> usize {
        let all = self.losses.iter();
        all.filter(|(node, level)| outcome.level(*node) >= *level)
            .count()
    }

    /// Its sets of so many losses, no node twice.
    pub(super) fn sets(&self, order: usize) -> impl Iterator<Item = Vec<(u32, Level)>> {
        let losses = self.losses.clone();
        let mut next: Option<Vec<usize>> = (order <= losses.len()).then(|| (0..order).collect());
        let indices = std::iter::from_fn(move || {
            let this = next.clone()?;
            next = after(this.clone(), losses.len());
            Some(this.iter().map(|at| losses[*at]).collect::<Vec<_>>())
        });
        indices.filter(|set| {
            let nodes: BTreeSet<u32> = set.iter().map(|(node, _)| *node).collect();
            nodes.len() == set.len()
        })
    }
}

/// The next choice of some of so many, in order.
fn after(mut chosen: Vec<usize>, of: usize) -> Option<Vec<usize>> {
    let picked = chosen.len();
    let at = (0..picked)
        .rev()
        .find(|at| chosen[*at] < of - picked + at)?;
    chosen[at] += 1;
    for later in at + 1..picked {
        chosen[later] = chosen[later - 1] + 1;
    }
    Some(chosen)
}

/// All that the targets of a cluster lean on, themselves included, in order.
pub(super) fn upstream(network: &Network, cluster: &Cluster) -> Vec<u32> {
    let mut found: BTreeSet<u32> = BTreeSet::new();
    let mut open: Vec<u32> = cluster.losses.iter().map(|(node, _)| *node).collect();
    while let Some(node) = open.pop() {
        if found.insert(node) {
            open.extend(network.node(node).inputs().iter().map(|input| input.node));
        }
    }
    found.into_iter().collect()
}
