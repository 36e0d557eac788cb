use std::time::Instant;

use crate::failure::Layout;
use crate::failure::bulk::{Ask, Block, Hits, Lanes};
use jurymast_plan::model::{ComponentId, Level};

/// Which lone faults bring each of some components to a level, asked all at once.
/// Components that always fail together share a row.
#[derive(Debug, Clone, Default)]
pub struct Alone {
    hits: Hits,
    /// By component: its row, [`NOBODY`] for those nobody asks about.
    of: Vec<u32>,
}

const NOBODY: u32 = u32::MAX;

impl Alone {
    /// Faults of components that can fail of themselves, as `own` says. Lists no more
    /// than `most` over all rows, then only the first of each; counts all. `None` when
    /// the deadline came first.
    pub fn of(
        layout: &Layout,
        own: &[bool],
        (asked, level): (&[ComponentId], Level),
        most: usize,
        deadline: Option<Instant>,
    ) -> Option<Self> {
        let mut of = vec![NOBODY; layout.components()];
        let mut of_row = vec![NOBODY; layout.rows()];
        let mut rows = 0;
        for id in asked {
            let row = &mut of_row[layout.row(id.0, level) as usize];
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
        let hits = layout.hits_until(rows as usize, asker, most, deadline)?;
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

impl Ask for Asker<'_> {
    fn ask(&mut self, block: &Block<'_>, yes: &mut dyn FnMut(u32, Lanes)) {
        let own = lanes(block, |fault| self.own[fault as usize]);
        for (row, lanes) in block.touched() {
            let question = self.of_row[row as usize];
            let lanes = lanes & own;
            if question != NOBODY && !lanes.is_empty() {
                yes(question, lanes);
            }
        }
    }
}

/// The lanes of some of a block's faults.
pub(super) fn lanes(block: &Block<'_>, is_meant: impl Fn(u32) -> bool) -> Lanes {
    let mut lanes = Lanes::NONE;
    for (lane, fault) in block.faults().iter().enumerate() {
        if is_meant(*fault) {
            lanes.insert(lane);
        }
    }
    lanes
}
