//! Nodes and waypoints, row by row: the shape every later step works on.

use super::graph::Link;

/// A part as rows of cells. Cells below `real` are nodes; the others are waypoints, where a long
/// link passes through a layer.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) real: usize,
    /// The row of each cell.
    pub(super) layer: Vec<usize>,
    /// The cells of each row, in order.
    pub(super) rows: Vec<Vec<usize>>,
    /// Neighbours in the row before.
    pub(super) above: Vec<Vec<usize>>,
    /// Neighbours in the row after.
    pub(super) below: Vec<Vec<usize>>,
    /// For each link, its cells from tail to head.
    pub(super) chains: Vec<Vec<usize>>,
}

impl Grid {
    pub(super) fn new(layer: &[usize], links: &[Link]) -> Self {
        let real = layer.len();
        let mut layer = layer.to_vec();
        let mut chains = Vec::with_capacity(links.len());
        for link in links {
            let mut chain = vec![link.tail];
            for row in layer[link.tail] + 1..layer[link.head] {
                chain.push(layer.len());
                layer.push(row);
            }
            chain.push(link.head);
            chains.push(chain);
        }
        let mut rows = vec![Vec::new(); layer.iter().max().map_or(0, |last| last + 1)];
        for (cell, &row) in layer.iter().enumerate() {
            rows[row].push(cell);
        }
        let mut above = vec![Vec::new(); layer.len()];
        let mut below = vec![Vec::new(); layer.len()];
        for chain in &chains {
            for pair in chain.windows(2) {
                below[pair[0]].push(pair[1]);
                above[pair[1]].push(pair[0]);
            }
        }
        Self {
            real,
            layer,
            rows,
            above,
            below,
            chains,
        }
    }

    pub(super) fn is_waypoint(&self, cell: usize) -> bool {
        cell >= self.real
    }

    /// The position of every cell in its row.
    pub(super) fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.layer.len()];
        for row in &self.rows {
            for (place, &cell) in row.iter().enumerate() {
                places[cell] = place;
            }
        }
        places
    }
}

/// How many waypoints [`Grid::new`] would add.
pub(super) fn waypoints(layer: &[usize], links: &[Link]) -> usize {
    links
        .iter()
        .map(|link| (layer[link.head] - layer[link.tail]).saturating_sub(1))
        .sum()
}
