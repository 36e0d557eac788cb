//! Coordinates across the layers: four aligned layouts, balanced.
//!
//! Each layout lines cells up with a middle neighbour in the row before or after, preferring
//! waypoints of long links, then packs the lined-up blocks to the left or right. The result is
//! the mean of the two middle values, which keeps every distance that all four keep.

use std::collections::BTreeSet;

use super::grid::Grid;

/// Room that cells keep from each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gaps {
    pub(super) boxes: f64,
    pub(super) lines: f64,
}

impl Gaps {
    /// The least distance between the middles of two neighbours, `left` first.
    pub(super) fn apart(self, grid: &Grid, size: &[f64], left: usize, right: usize) -> f64 {
        let gap = match (grid.is_waypoint(left), grid.is_waypoint(right)) {
            (false, false) => self.boxes,
            (true, true) => self.lines,
            _ => (self.boxes + self.lines) / 2.0,
        };
        (size[left] + size[right]) / 2.0 + gap
    }
}

/// The middle of every cell.
pub(super) fn place(grid: &Grid, size: &[f64], gaps: Gaps) -> Vec<f64> {
    let weak = weak_links(grid);
    let mut found: Vec<Vec<f64>> = Vec::with_capacity(4);
    for up in [false, true] {
        for right in [false, true] {
            let view = View::new(grid, up, right);
            let root = align(grid, &view, &weak);
            let mut across = pack(grid, &view, &root, size, gaps);
            if right {
                across.iter_mut().for_each(|at| *at = -*at);
            }
            found.push(across);
        }
    }
    balance(&found, size)
}

/// The rows as one of the four passes sees them.
struct View<'a> {
    rows: Vec<Vec<usize>>,
    places: Vec<usize>,
    before: &'a [Vec<usize>],
    up: bool,
}

impl<'a> View<'a> {
    fn new(grid: &'a Grid, up: bool, right: bool) -> Self {
        let mut rows = grid.rows.clone();
        if up {
            rows.reverse();
        }
        if right {
            rows.iter_mut().for_each(|row| row.reverse());
        }
        let mut places = vec![0; grid.layer.len()];
        for row in &rows {
            for (place, &cell) in row.iter().enumerate() {
                places[cell] = place;
            }
        }
        Self {
            rows,
            places,
            before: if up { &grid.below } else { &grid.above },
            up,
        }
    }
}

/// Links that cross a stretch between two waypoints: they give way to it.
fn weak_links(grid: &Grid) -> BTreeSet<(usize, usize)> {
    let places = grid.places();
    let mut weak = BTreeSet::new();
    for pair in grid.rows.windows(2) {
        let mut low = 0;
        let mut done = 0;
        for (at, &cell) in pair[1].iter().enumerate() {
            let inner = grid.above[cell]
                .first()
                .filter(|&&up| grid.is_waypoint(cell) && grid.is_waypoint(up));
            if inner.is_none() && at + 1 < pair[1].len() {
                continue;
            }
            let high = inner.map_or(pair[0].len(), |&up| places[up]);
            for &passed in pair[1].get(done..=at).unwrap_or_default() {
                for &up in &grid.above[passed] {
                    let stretch = grid.is_waypoint(passed) && grid.is_waypoint(up);
                    if !stretch && (places[up] < low || places[up] > high) {
                        weak.insert((up, passed));
                    }
                }
            }
            done = at + 1;
            low = high;
        }
    }
    weak
}

/// Lines every cell up with a middle neighbour in the row before, where no other such line is in
/// the way, and names each block of lined-up cells by its first one.
fn align(grid: &Grid, view: &View<'_>, weak: &BTreeSet<(usize, usize)>) -> Vec<usize> {
    let mut root: Vec<usize> = (0..grid.layer.len()).collect();
    for row in &view.rows {
        let mut free = 0;
        for &cell in row {
            let mut ends = view.before[cell].clone();
            ends.sort_unstable_by_key(|&end| view.places[end]);
            if ends.is_empty() {
                continue;
            }
            for &end in &ends[(ends.len() - 1) / 2..=ends.len() / 2] {
                let link = if view.up { (cell, end) } else { (end, cell) };
                if view.places[end] >= free && !weak.contains(&link) {
                    root[cell] = root[end];
                    free = view.places[end] + 1;
                    break;
                }
            }
        }
    }
    root
}

/// Packs the blocks to the left, then pulls those with something to their right up to it.
fn pack(grid: &Grid, view: &View<'_>, root: &[usize], size: &[f64], gaps: Gaps) -> Vec<f64> {
    let mut after: Vec<Vec<(usize, f64)>> = vec![Vec::new(); root.len()];
    let mut waits = vec![0usize; root.len()];
    for row in &view.rows {
        for pair in row.windows(2) {
            let apart = gaps.apart(grid, size, pair[0], pair[1]);
            after[root[pair[0]]].push((root[pair[1]], apart));
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
        for &(next, apart) in &after[block] {
            at[next] = at[next].max(at[block] + apart);
            waits[next] -= 1;
            if waits[next] == 0 {
                ready.push(next);
            }
        }
    }
    for &block in order.iter().rev() {
        let room = after[block]
            .iter()
            .map(|&(next, apart)| at[next] - apart)
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
        .map(|cell| {
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
                    across[cell] + shift
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
