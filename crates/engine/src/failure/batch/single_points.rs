use std::time::Instant;

use jurymast_plan::model::{ComponentId, Level};

use super::super::{EventGraph, FaultMask};
use super::query::{FaultAnswers, FaultQuery};
use super::visit::FaultBatch;

/// Which lone faults bring each of some components to a level: single points of failure, asked
/// of all of them at once.
///
/// Components that always fail together share a row, so what stands there includes the faults
/// of all of them; a component's own fault is no single point of its own.
#[derive(Debug, Clone, Default)]
pub struct SinglePointTable {
    answers: FaultAnswers,
    /// By component: its row, [`NOBODY`] for those nobody asks about.
    rows: Vec<u32>,
    /// By component: whether its own fault is one of its row.
    is_itself: Vec<bool>,
}

const NOBODY: u32 = u32::MAX;

impl SinglePointTable {
    /// Faults of components that can fail of themselves, as `own` says. Lists no more than
    /// `most` over all rows, then only the first of each; counts all. `None` when the deadline
    /// came first.
    pub fn of(
        graph: &EventGraph,
        own: &[bool],
        (asked, level): (&[ComponentId], Level),
        most: usize,
        deadline: Option<Instant>,
    ) -> Option<Self> {
        let mut rows = vec![NOBODY; graph.components()];
        let mut is_itself = vec![false; graph.components()];
        let mut row_of_node = vec![NOBODY; graph.nodes()];
        let mut count = 0;
        for id in asked {
            let row = &mut row_of_node[graph.node(id.0, level) as usize];
            if *row == NOBODY {
                *row = count;
                count += 1;
            }
            rows[id.index()] = *row;
            is_itself[id.index()] = own[id.index()];
        }
        let query = || Query {
            own,
            row_of_node: &row_of_node,
        };
        let answers = graph.ask_until(count as usize, query, most, deadline)?;
        Some(Self {
            answers,
            rows,
            is_itself,
        })
    }

    /// How many faults bring the component to the level alone, its own left out; `None` for
    /// one that was not asked about.
    pub fn count(&self, component: ComponentId) -> Option<usize> {
        let row = self.row(component)?;
        let itself = usize::from(self.is_itself[component.index()]);
        Some(self.count_in_row(row).saturating_sub(itself))
    }

    /// Those of them that are listed, in plan order.
    pub fn listed(&self, component: ComponentId) -> impl Iterator<Item = ComponentId> + Clone {
        let row = self.row(component);
        let all = row.map_or(&[][..], |row| self.listed_in_row(row));
        let all = all.iter().map(|fault| ComponentId(*fault));
        all.filter(move |fault| *fault != component)
    }

    /// The row of a component, the same for components that always fail together; `None` for
    /// one that was not asked about.
    pub fn row(&self, component: ComponentId) -> Option<u32> {
        let row = self.rows.get(component.index()).copied();
        row.filter(|row| *row != NOBODY)
    }

    /// How many faults there are in a row, those of its own components included.
    pub fn count_in_row(&self, row: u32) -> usize {
        self.answers.count(row)
    }

    /// Those of them that are listed (components), in order.
    pub fn listed_in_row(&self, row: u32) -> &[u32] {
        self.answers.listed(row)
    }
}

struct Query<'a> {
    own: &'a [bool],
    row_of_node: &'a [u32],
}

impl FaultQuery for Query<'_> {
    fn ask(&mut self, batch: &FaultBatch<'_>, yes: &mut dyn FnMut(u32, FaultMask)) {
        let own = batch.lanes_of(|fault| self.own[fault as usize]);
        for (node, lanes) in batch.happened() {
            let row = self.row_of_node[node as usize];
            let lanes = lanes & own;
            if row != NOBODY && !lanes.is_empty() {
                yes(row, lanes);
            }
        }
    }
}
