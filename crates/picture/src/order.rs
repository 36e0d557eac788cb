//! Orders the cells of each row so that few links cross.

use super::grid::Grid;

/// Rough work allowed, in visits of a cell or link.
const BUDGET: usize = 60_000_000;
/// Rounds without a better result after which a start is given up.
const PATIENCE: usize = 8;

/// Reorders the rows: from three different starts, sweeps down and up by medians and averages,
/// swaps neighbours while that helps, and keeps the order with the fewest crossings seen.
pub(super) fn untangle(grid: &mut Grid) {
    let size = grid.layer.len() + grid.below.iter().map(Vec::len).sum::<usize>();
    let starts = if size > 20_000 { 1 } else { 3 };
    // A round sorts, counts and swaps: some forty visits of everything.
    let rounds = (BUDGET / (size.max(1) * 40 * starts)).clamp(2, 28);
    let mut best = grid.rows.clone();
    let mut fewest = u64::MAX;
    for start in 0..starts {
        grid.rows = walked(grid, start);
        let mut stale = 0;
        for round in 0..=rounds {
            if round > 0 {
                sweep(grid, round % 2 == 1, round % 4 < 2, round % 8 > 3);
            }
            swap_neighbours(grid, round % 2 == 0);
            let found = crossings(grid);
            stale += 1;
            if found < fewest {
                fewest = found;
                best.clone_from(&grid.rows);
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
    grid.rows = best;
}

/// How many pairs of links cross between neighbouring rows.
pub(super) fn crossings(grid: &Grid) -> u64 {
    let places = grid.places();
    let mut total = 0;
    for pair in grid.rows.windows(2) {
        let width = pair[1].len();
        let mut tree = vec![0u64; width + 1];
        let mut seen = 0;
        let mut ends: Vec<usize> = Vec::new();
        for &cell in &pair[0] {
            ends.clear();
            ends.extend(grid.below[cell].iter().map(|&next| places[next]));
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

/// Rows filled in the order of a depth-first walk: from the top, from the bottom, or from the
/// top with the last branch first.
fn walked(grid: &Grid, start: usize) -> Vec<Vec<usize>> {
    let (toward, against) = if start == 1 {
        (&grid.above, &grid.below)
    } else {
        (&grid.below, &grid.above)
    };
    let mut rows = vec![Vec::new(); grid.rows.len()];
    let mut seen = vec![false; grid.layer.len()];
    let mut open: Vec<usize> = (0..grid.layer.len())
        .rev()
        .filter(|&cell| against[cell].is_empty())
        .collect();
    if start == 2 {
        open.reverse();
    }
    while let Some(cell) = open.pop() {
        if seen[cell] {
            continue;
        }
        seen[cell] = true;
        rows[grid.layer[cell]].push(cell);
        if start == 2 {
            open.extend(toward[cell].iter());
        } else {
            open.extend(toward[cell].iter().rev());
        }
    }
    rows
}

/// Sorts each row by where its neighbours in the row just passed stand. Cells without such
/// neighbours keep their places. Ties keep their order, or turn it round if `turn` is set.
fn sweep(grid: &mut Grid, down: bool, median: bool, turn: bool) {
    let mut places = grid.places();
    let count = grid.rows.len();
    for step in 1..count {
        let row = if down { step } else { count - 1 - step };
        let fixed = if down { &grid.above } else { &grid.below };
        let cells = &mut grid.rows[row];
        let mut keyed: Vec<(f64, usize, usize)> = Vec::with_capacity(cells.len());
        for (place, &cell) in cells.iter().enumerate() {
            let mut ends: Vec<usize> = fixed[cell].iter().map(|&other| places[other]).collect();
            if !ends.is_empty() {
                ends.sort_unstable();
                let key = if median {
                    median_of(&ends)
                } else {
                    ends.iter().sum::<usize>() as f64 / ends.len() as f64
                };
                keyed.push((key, if turn { count_back(place) } else { place }, cell));
            }
        }
        keyed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut sorted = keyed.into_iter();
        for cell in cells.iter_mut().filter(|cell| !fixed[**cell].is_empty()) {
            if let Some((_, _, next)) = sorted.next() {
                *cell = next;
            }
        }
        for (place, &cell) in cells.iter().enumerate() {
            places[cell] = place;
        }
    }
}

fn count_back(place: usize) -> usize {
    usize::MAX - place
}

/// The median; between two middle values, nearer to the side where the others crowd.
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

/// Swaps neighbours in a row while that removes crossings; with `level`, a pass also swaps those
/// where it makes no difference, which lets a later swap get through.
fn swap_neighbours(grid: &mut Grid, level: bool) {
    let mut places = grid.places();
    for pass in 0..4 {
        let mut better = false;
        for row in 0..grid.rows.len() {
            let ends = |links: &[Vec<usize>]| -> Vec<Vec<usize>> {
                let of_cell = |&cell: &usize| {
                    let mut ends: Vec<usize> = links[cell].iter().map(|&n| places[n]).collect();
                    ends.sort_unstable();
                    ends
                };
                grid.rows[row].iter().map(of_cell).collect()
            };
            let (mut above, mut below) = (ends(&grid.above), ends(&grid.below));
            for at in 1..grid.rows[row].len() {
                let (kept_up, swapped_up) = pair_crossings(&above[at - 1], &above[at]);
                let (kept_down, swapped_down) = pair_crossings(&below[at - 1], &below[at]);
                let (kept, swapped) = (kept_up + kept_down, swapped_up + swapped_down);
                if swapped < kept || (level && pass == 0 && swapped == kept && kept > 0) {
                    better |= swapped < kept;
                    grid.rows[row].swap(at - 1, at);
                    above.swap(at - 1, at);
                    below.swap(at - 1, at);
                }
            }
            for (place, &cell) in grid.rows[row].iter().enumerate() {
                places[cell] = place;
            }
        }
        if !better {
            break;
        }
    }
}

/// Crossings between the links of two neighbours as they stand, and if they were swapped.
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
        let links = graph::links(&samples::plain(count, edges));
        let mut grid = Grid::new(&layers::assign(count, &links), &links);
        untangle(&mut grid);
        crossings(&grid)
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
