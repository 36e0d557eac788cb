//! Draws a placed part together: the least sum of link widths that the distances allow.

use super::grid::Grid;
use super::place::Gaps;
use super::simplex::{self, Tie};

/// Work allowed, in visits of a point or tie; past it the result is merely better than before.
const BUDGET: usize = 40_000_000;
/// Past this many points a round is too dear to be worth the few that the budget allows.
const MOST_POINTS: usize = 12_000;

/// Shortens links across the layers, the inside of long ones above all, so that they stay
/// straight. Every link segment becomes a point tied to both its ends, and costs its width.
pub(super) fn compact(grid: &Grid, size: &[f64], gaps: Gaps, across: &mut [f64]) {
    let cells = across.len();
    // Sizes and gaps are whole numbers: rounding down keeps all distances.
    let mut at: Vec<i64> = across.iter().map(|at| at.floor() as i64).collect();
    let mut ties = Vec::new();
    for row in &grid.rows {
        for pair in row.windows(2) {
            ties.push(Tie {
                tail: pair[0],
                head: pair[1],
                least: gaps.apart(grid, size, pair[0], pair[1]).ceil() as i64,
                weight: 0,
            });
        }
    }
    for pair in grid.chains.iter().flat_map(|chain| chain.windows(2)) {
        let weight = pull(grid, pair[0], pair[1]);
        let point = at.len();
        at.push(at[pair[0]].min(at[pair[1]]));
        for &head in pair {
            ties.push(Tie {
                tail: point,
                head,
                least: 0,
                weight,
            });
        }
    }
    if at.len() > MOST_POINTS {
        return;
    }
    simplex::shorten(&mut at, &ties, BUDGET);
    for (across, at) in across.iter_mut().zip(at.iter().take(cells)) {
        *across = *at as f64;
    }
}

/// How much two neighbours in different rows want to be in line.
pub(super) fn pull(grid: &Grid, one: usize, other: usize) -> i64 {
    match (grid.is_waypoint(one), grid.is_waypoint(other)) {
        (true, true) => 8,
        (false, false) => 1,
        _ => 2,
    }
}
