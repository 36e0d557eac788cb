//! Draws a placed part together: the least weighted sum of edge widths that the distances allow, by
//! network simplex on the auxiliary graph of Gansner, Koutsofios, North and Vo 1993 (section 4.2).

use super::brandes_koepf::Spacing;
use super::layered::LayeredGraph;
use super::network_simplex::{self, WeightedEdge};

/// Work allowed, in visits of a vertex or edge; past it the result is merely better than before.
const BUDGET: usize = 40_000_000;
/// Past this many vertices a round is too dear to be worth the few that the budget allows.
const MOST_VERTICES: usize = 12_000;

/// Shortens edges across the layers, the inside of long ones above all, so that they stay
/// straight. Every edge segment becomes a vertex with an edge to both its ends, and costs its width.
pub(super) fn shorten_edges(
    layered: &LayeredGraph,
    size: &[f64],
    spacing: Spacing,
    across: &mut [f64],
) {
    let vertices = across.len();
    // Sizes and gaps are whole numbers: rounding down keeps all distances.
    let mut at: Vec<i64> = across.iter().map(|at| at.floor() as i64).collect();
    let mut edges = Vec::new();
    for layer in &layered.layers {
        for pair in layer.windows(2) {
            edges.push(WeightedEdge {
                tail: pair[0],
                head: pair[1],
                min_length: spacing.distance(layered, size, pair[0], pair[1]).ceil() as i64,
                weight: 0,
            });
        }
    }
    for pair in layered.chains.iter().flat_map(|chain| chain.windows(2)) {
        let weight = priority(layered, pair[0], pair[1]);
        let vertex = at.len();
        at.push(at[pair[0]].min(at[pair[1]]));
        for &head in pair {
            edges.push(WeightedEdge {
                tail: vertex,
                head,
                min_length: 0,
                weight,
            });
        }
    }
    if at.len() > MOST_VERTICES {
        return;
    }
    network_simplex::minimize(&mut at, &edges, BUDGET);
    for (across, at) in across.iter_mut().zip(at.iter().take(vertices)) {
        *across = *at as f64;
    }
}

/// How much two neighbours in different layers want to be in line: the factors of the paper.
pub(super) fn priority(layered: &LayeredGraph, one: usize, other: usize) -> i64 {
    match (layered.is_dummy(one), layered.is_dummy(other)) {
        (true, true) => 8,
        (false, false) => 1,
        _ => 2,
    }
}
