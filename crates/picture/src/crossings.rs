//! Orders the vertices of each layer so that few edges cross: the layer-by-layer sweep of Sugiyama,
//! Tagawa and Toda 1981, by barycentres and by the weighted medians of Gansner, Koutsofios, North
//! and Vo 1993 (section 3), followed by their `transpose`.

use super::layered::LayeredGraph;

/// Rough work allowed, in visits of a vertex or edge.
const BUDGET: usize = 60_000_000;
/// Rounds without a better result after which a start is given up.
const PATIENCE: usize = 8;

/// Reorders the layers: from three different starts, sweeps down and up by medians and barycentres,
/// swaps neighbours while that helps, and keeps the order with the fewest crossings seen.
pub(super) fn reduce(layered: &mut LayeredGraph) {
    let size = layered.layer_of.len() + layered.lower.iter().map(Vec::len).sum::<usize>();
    let starts = if size > 20_000 { 1 } else { 3 };
    // A round sorts, counts and swaps: some forty visits of everything.
    let rounds = (BUDGET / (size.max(1) * 40 * starts)).clamp(2, 28);
    let mut best = layered.layers.clone();
    let mut fewest = u64::MAX;
    for start in 0..starts {
        layered.layers = depth_first(layered, start);
        let mut stale = 0;
        for round in 0..=rounds {
            if round > 0 {
                sweep(layered, round % 2 == 1, round % 4 < 2, round % 8 > 3);
            }
            transpose(layered, round % 2 == 0);
            let found = crossings(layered);
            stale += 1;
            if found < fewest {
                fewest = found;
                best.clone_from(&layered.layers);
                stale = 0;
            }
            if fewest == 0 || stale > PATIENCE {
                break;
            }
        }
        if fewest == 0 {
            break;
        }
    }
    layered.layers = best;
}

/// How many pairs of edges cross between neighbouring layers: inversions, summed up with a Fenwick
/// tree where Barth, Jünger and Mutzel 2002 take a complete binary one.
pub(super) fn crossings(layered: &LayeredGraph) -> u64 {
    let positions = layered.positions();
    let mut total = 0;
    for pair in layered.layers.windows(2) {
        let width = pair[1].len();
        let mut tree = vec![0u64; width + 1];
        let mut seen = 0;
        let mut ends: Vec<usize> = Vec::new();
        for &vertex in &pair[0] {
            ends.clear();
            ends.extend(layered.lower[vertex].iter().map(|&next| positions[next]));
            for &end in &ends {
                let mut at = end + 1;
                let mut before = 0;
                while at > 0 {
                    before += tree[at];
                    at &= at - 1;
                }
                total += seen - before;
            }
            for &end in &ends {
                let mut at = end + 1;
                while at <= width {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
                seen += 1;
            }
        }
    }
    total
}

/// Layers filled in the order of a depth-first walk: from the top, from the bottom, or from the
/// top with the last branch first.
fn depth_first(layered: &LayeredGraph, start: usize) -> Vec<Vec<usize>> {
    let (toward, against) = if start == 1 {
        (&layered.upper, &layered.lower)
    } else {
        (&layered.lower, &layered.upper)
    };
    let mut layers = vec![Vec::new(); layered.layers.len()];
    let mut seen = vec![false; layered.layer_of.len()];
    let mut open: Vec<usize> = (0..layered.layer_of.len())
        .rev()
        .filter(|&vertex| against[vertex].is_empty())
        .collect();
    if start == 2 {
        open.reverse();
    }
    while let Some(vertex) = open.pop() {
        if seen[vertex] {
            continue;
        }
        seen[vertex] = true;
        layers[layered.layer_of[vertex]].push(vertex);
        if start == 2 {
            open.extend(toward[vertex].iter());
        } else {
            open.extend(toward[vertex].iter().rev());
        }
    }
    layers
}

/// Sorts each layer by where its neighbours in the layer just passed stand. Vertices without such
/// neighbours keep their places. Ties keep their order, or turn it round if `turn` is set.
fn sweep(layered: &mut LayeredGraph, down: bool, median: bool, turn: bool) {
    let mut positions = layered.positions();
    let last = layered.layers.len().saturating_sub(1);
    for step in 1..=last {
        let layer = if down { step } else { last - step };
        let fixed = if down { &layered.upper } else { &layered.lower };
        let vertices = &mut layered.layers[layer];
        let mut keyed: Vec<(f64, usize, usize)> = Vec::with_capacity(vertices.len());
        for (position, &vertex) in vertices.iter().enumerate() {
            let mut ends: Vec<usize> = fixed[vertex]
                .iter()
                .map(|&other| positions[other])
                .collect();
            if !ends.is_empty() {
                ends.sort_unstable();
                let key = if median {
                    median_of(&ends)
                } else {
                    ends.iter().sum::<usize>() as f64 / ends.len() as f64
                };
                keyed.push((
                    key,
                    if turn { count_back(position) } else { position },
                    vertex,
                ));
            }
        }
        keyed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut sorted = keyed.into_iter();
        for vertex in vertices
            .iter_mut()
            .filter(|vertex| !fixed[**vertex].is_empty())
        {
            if let Some((_, _, next)) = sorted.next() {
                *vertex = next;
            }
        }
        for (position, &vertex) in vertices.iter().enumerate() {
            positions[vertex] = position;
        }
    }
}

fn count_back(position: usize) -> usize {
    usize::MAX - position
}

/// The weighted median: between two middle values, nearer to the side where the others crowd.
fn median_of(ends: &[usize]) -> f64 {
    let half = ends.len() / 2;
    if ends.len() % 2 == 1 {
        return ends[half] as f64;
    }
    let (low, high) = (ends[half - 1] as f64, ends[half] as f64);
    let left = low - ends[0] as f64;
    let right = ends[ends.len() - 1] as f64 - high;
    if ends.len() == 2 || left + right == 0.0 {
        (low + high) / 2.0
    } else {
        (low * right + high * left) / (left + right)
    }
}

/// Swaps neighbours in a layer while that removes crossings; with `level`, a pass also swaps those
/// where it makes no difference, which lets a later swap get through.
fn transpose(layered: &mut LayeredGraph, level: bool) {
    let mut positions = layered.positions();
    for pass in 0..4 {
        let mut better = false;
        for layer in 0..layered.layers.len() {
            let ends = |edges: &[Vec<usize>]| -> Vec<Vec<usize>> {
                let of_vertex = |&vertex: &usize| {
                    let mut ends: Vec<usize> =
                        edges[vertex].iter().map(|&n| positions[n]).collect();
                    ends.sort_unstable();
                    ends
                };
                layered.layers[layer].iter().map(of_vertex).collect()
            };
            let (mut upper, mut lower) = (ends(&layered.upper), ends(&layered.lower));
            for at in 1..layered.layers[layer].len() {
                let (kept_up, swapped_up) = pair_crossings(&upper[at - 1], &upper[at]);
                let (kept_down, swapped_down) = pair_crossings(&lower[at - 1], &lower[at]);
                let (kept, swapped) = (kept_up + kept_down, swapped_up + swapped_down);
                if swapped < kept || (level && pass == 0 && swapped == kept && kept > 0) {
                    better |= swapped < kept;
                    layered.layers[layer].swap(at - 1, at);
                    upper.swap(at - 1, at);
                    lower.swap(at - 1, at);
                }
            }
            for (position, &vertex) in layered.layers[layer].iter().enumerate() {
                positions[vertex] = position;
            }
        }
        if !better {
            break;
        }
    }
}

/// Crossings between the edges of two neighbours as they stand, and if they were swapped.
fn pair_crossings(left: &[usize], right: &[usize]) -> (u64, u64) {
    let count = |first: &[usize], second: &[usize]| {
        let mut total = 0;
        let mut less = 0;
        for &end in first {
            while second.get(less).is_some_and(|&other| other < end) {
                less += 1;
            }
            total += less as u64;
        }
        total
    };
    (count(left, right), count(right, left))
}

#[cfg(test)]
mod tests {
    use super::super::{graph, layers, samples};
    use super::*;

    fn fewest(count: usize, edges: &[(usize, usize)]) -> u64 {
        let edges = graph::acyclic_edges(&samples::plain(count, edges));
        let mut layered = LayeredGraph::new(&layers::assign(count, &edges), &edges);
        reduce(&mut layered);
        crossings(&layered)
    }

    #[test]
    fn a_planar_ladder_has_no_crossings() {
        let mut edges = Vec::new();
        for step in 0..15 {
            edges.push((2 * step, 2 * step + 1));
            if step < 14 {
                edges.push((2 * step, 2 * step + 2));
                edges.push((2 * step + 1, 2 * step + 3));
            }
        }
        assert_eq!(fewest(30, &edges), 0);
    }

    #[test]
    fn a_shuffled_tree_has_no_crossings() {
        let mut dice = samples::Dice::new(7);
        let edges: Vec<_> = (1..60).map(|node| (dice.below(node), node)).collect();
        assert_eq!(fewest(60, &edges), 0);
    }

    #[test]
    fn two_by_two_crosses_once() {
        assert_eq!(fewest(4, &[(0, 2), (0, 3), (1, 2), (1, 3)]), 1);
    }
}
