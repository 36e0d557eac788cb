//! Draws cells towards their neighbours in other rows, as far as their own row leaves room.

use super::compact::pull;
use super::grid::Grid;
use super::place::Gaps;

/// Rough work allowed, in visits of a cell or link.
const BUDGET: usize = 20_000_000;
const ROUNDS: usize = 16;

/// Moves nodes, and straight stretches of long links as a whole, to the weighted median of their
/// neighbours. No move makes the links longer in sum, and rows keep their order and distances.
pub(super) fn relax(grid: &Grid, size: &[f64], gaps: Gaps, across: &mut [f64]) {
    let work = grid.layer.len() + grid.below.iter().map(Vec::len).sum::<usize>();
    let rounds = (BUDGET / (work.max(1) * 8)).clamp(1, ROUNDS);
    let places = grid.places();
    for round in 0..rounds {
        let mut blocks = stretches(grid, across);
        if round % 2 == 1 {
            blocks.reverse();
        }
        let mut moved = false;
        for block in &blocks {
            let now = across[block[0]];
            let Some(target) = target(grid, across, block) else {
                continue;
            };
            let (mut low, mut high) = (f64::MIN, f64::MAX);
            for &cell in block {
                let row = &grid.rows[grid.layer[cell]];
                let place = places[cell];
                if let Some(&left) = place.checked_sub(1).and_then(|at| row.get(at)) {
                    low = low.max(across[left] + gaps.apart(grid, size, left, cell));
                }
                if let Some(&right) = row.get(place + 1) {
                    high = high.min(across[right] - gaps.apart(grid, size, cell, right));
                }
            }
            let next = target.min(high).max(low);
            if low <= high && (next - now).abs() > 0.5 {
                moved = true;
                for &cell in block {
                    across[cell] = next;
                }
            }
        }
        if !moved {
            break;
        }
    }
}

/// What moves as one: each node alone, and runs of waypoints of a link that stand in line.
fn stretches(grid: &Grid, across: &[f64]) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = (0..grid.real).map(|node| vec![node]).collect();
    for chain in &grid.chains {
        let inner = chain.get(1..chain.len() - 1).unwrap_or_default();
        for run in inner.chunk_by(|&a, &b| (across[a] - across[b]).abs() < 0.5) {
            blocks.push(run.to_vec());
        }
    }
    blocks.sort_by_key(|block| (grid.layer[block[0]], block[0]));
    blocks
}

/// Where a block would best stand: at the weighted median of its neighbours.
fn target(grid: &Grid, across: &[f64], block: &[usize]) -> Option<f64> {
    let (first, last) = (block.first()?, block.last()?);
    let mut pulls: Vec<(f64, i64, bool)> = Vec::new();
    let sides = [(&grid.above[*first], false), (&grid.below[*last], true)];
    for (others, is_below) in sides {
        for &other in others {
            let weight = pull(grid, *first, other);
            pulls.push((across[other], weight, is_below));
        }
    }
    pulls.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let total: i64 = pulls.iter().map(|pull| pull.1).sum();
    let mut passed = 0;
    let mut low = None;
    for &(at, weight, is_below) in &pulls {
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
