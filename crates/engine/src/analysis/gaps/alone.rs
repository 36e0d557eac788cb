use std::time::Instant;

use crate::failure::batch::{FaultAnswers, FaultBatch, FaultQuery};
use crate::failure::{EventGraph, FaultMask};
use jurymast_plan::model::{ComponentId, Level};

/// Which lone faults bring each of some components to a level, asked all at once.
/// Components that always fail together share a row.
#[derive(Debug, Clone, Default)]
pub struct Alone {
    hits: FaultAnswers,
    /// By component: its row, [`NOBODY`] for those nobody asks about.
    of: Vec<u32>,
}

const NOBODY: u32 = u32::MAX;

impl Alone {
    /// Faults of components that can fail of themselves, as `own` says. Lists no more
    /// than `most` over all rows, then only the first of each; counts all. `None` when
    /// the deadline came first.
    pub fn of(
        events: &EventGraph,
        own: &[bool],
        (asked, level): (&[ComponentId], Level),
        most: usize,
        deadline: Option<Instant>,
    ) -> Option<Self> {
        let mut of = vec![NOBODY; events.components()];
        let mut of_row = vec![NOBODY; events.nodes()];
        let mut rows = 0;
        for id in asked {
            let row = &mut of_row[events.node(id.0, level) as usize];
            if *row == NOBODY {
                *row = rows;
                rows += 1;
            }
            of[id.index()] = *row;
        }
        let asker = || Asker {
            own,
            of_row: &of_row,
        };
        let hits = events.ask_until(rows as usize, asker, most, deadline)?;
        Some(Self { hits, of })
    }

    /// The same for components that always fail together; `None` for one that was
    /// not asked about.
    pub fn row(&self, component: ComponentId) -> Option<u32> {
        Some(self.of[component.index()]).filter(|row| *row != NOBODY)
    }

    /// How many faults there are, those of the row's own components included.
    pub fn count(&self, row: u32) -> usize {
        self.hits.count(row)
    }

    /// Those of them that are listed, in order.
    pub fn listed(&self, row: u32) -> &[u32] {
        self.hits.listed(row)
    }
}

struct Asker<'a> {
    own: &'a [bool],
    of_row: &'a [u32],
}

impl FaultQuery for Asker<'_> {
    fn ask(&mut self, batch: &FaultBatch<'_>, yes: &mut dyn FnMut(u32, FaultMask)) {
        let own = batch.lanes_of(|fault| self.own[fault as usize]);
        for (row, lanes) in batch.happened() {
            let question = self.of_row[row as usize];
            let lanes = lanes & own;
            if question != NOBODY && !lanes.is_empty() {
                yes(question, lanes);
            }
        }
    }
}
