//! Coordinates across the layers (Brandes and Köpf 2001): four aligned layouts, balanced.
//!
//! Each layout lines vertices up with a middle neighbour in the layer before or after, preferring
//! dummies of long edges, then packs the lined-up blocks to the left or right. The result is the
//! mean of the two middle values, which keeps every distance that all four keep. Blocks are packed
//! by longest paths over the graph of blocks, where the paper sorts them into classes.

use std::collections::BTreeSet;

use super::layered::LayeredGraph;

/// Room that vertices keep from each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spacing {
    pub(super) nodes: f64,
    pub(super) dummies: f64,
}

impl Spacing {
    /// The least distance between the middles of two neighbours, `left` first.
    pub(super) fn distance(
        self,
        layered: &LayeredGraph,
        size: &[f64],
        left: usize,
        right: usize,
    ) -> f64 {
        let gap = match (layered.is_dummy(left), layered.is_dummy(right)) {
            (false, false) => self.nodes,
            (true, true) => self.dummies,
            _ => (self.nodes + self.dummies) / 2.0,
        };
        (size[left] + size[right]) / 2.0 + gap
    }
}

/// The middle of every vertex.
pub(super) fn coordinates(layered: &LayeredGraph, size: &[f64], spacing: Spacing) -> Vec<f64> {
    let conflicts = type1_conflicts(layered);
    let mut found: Vec<Vec<f64>> = Vec::with_capacity(4);
    for up in [false, true] {
        for right in [false, true] {
            let pass = Pass::new(layered, up, right);
            let root = align_vertically(layered, &pass, &conflicts);
            let mut across = compact_horizontally(layered, &pass, &root, size, spacing);
            if right {
                across.iter_mut().for_each(|at| *at = -*at);
            }
            found.push(across);
        }
    }
    balance(&found, size)
}

/// The layers as one of the four passes sees them.
struct Pass<'a> {
    layers: Vec<Vec<usize>>,
    positions: Vec<usize>,
    previous: &'a [Vec<usize>],
    up: bool,
}

impl<'a> Pass<'a> {
    fn new(layered: &'a LayeredGraph, up: bool, right: bool) -> Self {
        let mut layers = layered.layers.clone();
        if up {
            layers.reverse();
        }
        if right {
            layers.iter_mut().for_each(|layer| layer.reverse());
        }
        let mut positions = vec![0; layered.layer_of.len()];
        for layer in &layers {
            for (position, &vertex) in layer.iter().enumerate() {
                positions[vertex] = position;
            }
        }
        Self {
            layers,
            positions,
            previous: if up { &layered.lower } else { &layered.upper },
            up,
        }
    }
}

/// Type 1 conflicts: edges that cross a segment between two dummies. They give way to it.
fn type1_conflicts(layered: &LayeredGraph) -> BTreeSet<(usize, usize)> {
    let positions = layered.positions();
    let mut conflicts = BTreeSet::new();
    for pair in layered.layers.windows(2) {
        let mut low = 0;
        let mut done = 0;
        for (at, &vertex) in pair[1].iter().enumerate() {
            let inner = layered.upper[vertex]
                .first()
                .filter(|&&up| layered.is_dummy(vertex) && layered.is_dummy(up));
            if inner.is_none() && at + 1 < pair[1].len() {
                continue;
            }
            let high = inner.map_or(pair[0].len(), |&up| positions[up]);
            for &passed in pair[1].get(done..=at).unwrap_or_default() {
                for &up in &layered.upper[passed] {
                    let stretch = layered.is_dummy(passed) && layered.is_dummy(up);
                    if !stretch && (positions[up] < low || positions[up] > high) {
                        conflicts.insert((up, passed));
                    }
                }
            }
            done = at + 1;
            low = high;
        }
    }
    conflicts
}

/// Lines every vertex up with a middle neighbour in the layer before, where no other such line is in
/// the way, and names each block of lined-up vertices by its first one.
fn align_vertically(
    layered: &LayeredGraph,
    pass: &Pass<'_>,
    conflicts: &BTreeSet<(usize, usize)>,
) -> Vec<usize> {
    let mut root: Vec<usize> = (0..layered.layer_of.len()).collect();
    for layer in &pass.layers {
        let mut free = 0;
        for &vertex in layer {
            let mut ends = pass.previous[vertex].clone();
            ends.sort_unstable_by_key(|&end| pass.positions[end]);
            if ends.is_empty() {
                continue;
            }
            for &end in &ends[(ends.len() - 1) / 2..=ends.len() / 2] {
                let edge = if pass.up {
                    (vertex, end)
                } else {
                    (end, vertex)
                };
                if pass.positions[end] >= free && !conflicts.contains(&edge) {
                    root[vertex] = root[end];
                    free = pass.positions[end] + 1;
                    break;
                }
            }
        }
    }
    root
}

/// Packs the blocks to the left, then pulls those with something to their right up to it.
fn compact_horizontally(
    layered: &LayeredGraph,
    pass: &Pass<'_>,
    root: &[usize],
    size: &[f64],
    spacing: Spacing,
) -> Vec<f64> {
    let mut after: Vec<Vec<(usize, f64)>> = vec![Vec::new(); root.len()];
    let mut waits = vec![0usize; root.len()];
    for layer in &pass.layers {
        for pair in layer.windows(2) {
            let distance = spacing.distance(layered, size, pair[0], pair[1]);
            after[root[pair[0]]].push((root[pair[1]], distance));
            waits[root[pair[1]]] += 1;
        }
    }
    let mut at = vec![0.0f64; root.len()];
    let mut ready: Vec<usize> = (0..root.len())
        .filter(|&block| root[block] == block && waits[block] == 0)
        .collect();
    let mut order = Vec::with_capacity(root.len());
    while let Some(block) = ready.pop() {
        order.push(block);
        for &(next, distance) in &after[block] {
            at[next] = at[next].max(at[block] + distance);
            waits[next] -= 1;
            if waits[next] == 0 {
                ready.push(next);
            }
        }
    }
    for &block in order.iter().rev() {
        let room = after[block]
            .iter()
            .map(|&(next, distance)| at[next] - distance)
            .min_by(f64::total_cmp);
        if let Some(room) = room {
            at[block] = at[block].max(room);
        }
    }
    root.iter().map(|&block| at[block]).collect()
}

/// Shifts all four to the edges of the narrowest, and takes the mean of the middle two.
fn balance(found: &[Vec<f64>], size: &[f64]) -> Vec<f64> {
    let edges: Vec<(f64, f64)> = found
        .iter()
        .map(|across| {
            let ends = across.iter().zip(size);
            ends.fold((f64::MAX, f64::MIN), |(low, high), (&at, &size)| {
                (low.min(at - size / 2.0), high.max(at + size / 2.0))
            })
        })
        .collect();
    let narrowest = edges
        .iter()
        .copied()
        .min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
        .unwrap_or((0.0, 0.0));
    (0..size.len())
        .map(|vertex| {
            let mut values: Vec<f64> = found
                .iter()
                .zip(&edges)
                .enumerate()
                .map(|(pass, (across, edge))| {
                    // Odd passes pack to the right.
                    let shift = if pass % 2 == 0 {
                        narrowest.0 - edge.0
                    } else {
                        narrowest.1 - edge.1
                    };
                    across[vertex] + shift
                })
                .collect();
            values.sort_unstable_by(f64::total_cmp);
            match values.as_slice() {
                [_, low, high, _] => (low + high) / 2.0,
                _ => 0.0,
            }
        })
        .collect()
}
