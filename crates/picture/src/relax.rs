//! Draws vertices towards their neighbours in other layers, as far as their own layer leaves room:
//! to the weighted median, as `medianpos` in Gansner, Koutsofios, North and Vo 1993 (section 4.1).
//! A run of dummies in line moves as one, like the linear segments of Sander 1996.

use super::brandes_koepf::Spacing;
use super::layered::LayeredGraph;
use super::shorten::priority;

/// Rough work allowed, in visits of a vertex or edge.
const BUDGET: usize = 20_000_000;
const ROUNDS: usize = 16;

/// Moves nodes, and straight linear_segments of long edges as a whole, to the weighted median of their
/// neighbours. No move makes the edges longer in sum, and layers keep their order and distances.
pub(super) fn relax(layered: &LayeredGraph, size: &[f64], spacing: Spacing, across: &mut [f64]) {
    let work = layered.layer_of.len() + layered.lower.iter().map(Vec::len).sum::<usize>();
    let rounds = (BUDGET / (work.max(1) * 8)).clamp(1, ROUNDS);
    let positions = layered.positions();
    for round in 0..rounds {
        let mut blocks = linear_segments(layered, across);
        if round % 2 == 1 {
            blocks.reverse();
        }
        let mut moved = false;
        for block in &blocks {
            let now = across[block[0]];
            let Some(target) = target(layered, across, block) else {
                continue;
            };
            let (mut low, mut high) = (f64::MIN, f64::MAX);
            for &vertex in block {
                let layer = &layered.layers[layered.layer_of[vertex]];
                let position = positions[vertex];
                if let Some(&left) = position.checked_sub(1).and_then(|at| layer.get(at)) {
                    low = low.max(across[left] + spacing.distance(layered, size, left, vertex));
                }
                if let Some(&right) = layer.get(position + 1) {
                    high = high.min(across[right] - spacing.distance(layered, size, vertex, right));
                }
            }
            let next = target.min(high).max(low);
            if low <= high && (next - now).abs() > 0.5 {
                moved = true;
                for &vertex in block {
                    across[vertex] = next;
                }
            }
        }
        if !moved {
            break;
        }
    }
}

/// What moves as one: each node alone, and runs of dummies of an edge that stand in line.
fn linear_segments(layered: &LayeredGraph, across: &[f64]) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = (0..layered.node_count).map(|node| vec![node]).collect();
    for chain in &layered.chains {
        let inner = chain.get(1..chain.len() - 1).unwrap_or_default();
        for run in inner.chunk_by(|&a, &b| (across[a] - across[b]).abs() < 0.5) {
            blocks.push(run.to_vec());
        }
    }
    blocks.sort_by_key(|block| (layered.layer_of[block[0]], block[0]));
    blocks
}

/// Where a block would best stand: at the weighted median of its neighbours.
fn target(layered: &LayeredGraph, across: &[f64], block: &[usize]) -> Option<f64> {
    let (first, last) = (block.first()?, block.last()?);
    let mut weighted: Vec<(f64, i64, bool)> = Vec::new();
    let sides = [
        (&layered.upper[*first], false),
        (&layered.lower[*last], true),
    ];
    for (others, is_below) in sides {
        for &other in others {
            let weight = priority(layered, *first, other);
            weighted.push((across[other], weight, is_below));
        }
    }
    weighted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let total: i64 = weighted.iter().map(|priority| priority.1).sum();
    let mut passed = 0;
    let mut low = None;
    for &(at, weight, is_below) in &weighted {
        passed += weight;
        if let Some((low_at, low_below)) = low {
            let now = across[*first];
            // Between two on the same side, stand in the middle; else anywhere between will do.
            return Some(if low_below == is_below {
                (low_at + at) / 2.0
            } else {
                now.min(at).max(low_at)
            });
        }
        if passed * 2 > total {
            return Some(at);
        }
        if passed * 2 == total {
            low = Some((at, is_below));
        }
    }
    low.map(|(at, _)| at)
}
