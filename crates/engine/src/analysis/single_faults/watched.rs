use crate::failure::bulk::{Ask, Block, Hits, Lanes, at_least};
use crate::failure::{Gate, Input, Layout, Network};
use jurymast_plan::model::{Level, Plan};

/// The gates with an alternative, and the rows that bear on their groups.
pub(super) struct Watched {
    /// In plan order.
    pub(super) gates: Vec<WatchedGate>,
    /// (row, index of a gate), ascending.
    by_row: Vec<(u32, u32)>,
    /// For each row, where its gates begin.
    starts: Vec<u32>,
}

pub(super) struct WatchedGate {
    pub(super) component: u32,
    /// Index in the node's gates.
    gate: usize,
}

impl WatchedGate {
    pub(super) fn of<'a>(&self, network: &'a Network) -> Gate<'a> {
        network.node(self.component).gate(self.gate)
    }
}

impl Watched {
    pub(super) fn of(plan: &Plan, network: &Network, layout: &Layout) -> Self {
        let mut gates = Vec::new();
        let mut by_row = Vec::new();
        for (id, component) in plan.enumerate() {
            for gate in network.node(id.0).gates() {
                if component.requirements[gate.requirement].has_no_alternative() {
                    continue;
                }
                let inputs = gate.group.iter();
                let rows = inputs.map(|input| layout.row(input.node, Level::Down));
                by_row.extend(rows.map(|row| (row, gates.len() as u32)));
                gates.push(WatchedGate {
                    component: id.0,
                    gate: gate.requirement,
                });
            }
        }
        by_row.sort_unstable();
        by_row.dedup();
        let mut starts = vec![0; layout.rows() + 1];
        for (row, _) in &by_row {
            starts[*row as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self {
            gates,
            by_row,
            starts,
        }
    }

    /// For each gate, the faults of components that can fail of themselves that take
    /// its group and all its fallbacks; the owner's own apart.
    pub(super) fn hits(
        &self,
        plan: &Plan,
        network: &Network,
        layout: &Layout,
        most: usize,
    ) -> Hits {
        let asker = || Asker {
            watched: self,
            plan,
            network,
            layout,
            asked: vec![0; self.gates.len()],
            block: 0,
            room: Vec::new(),
        };
        layout.hits(self.gates.len(), asker, most)
    }

    fn by_row(&self, row: u32) -> &[(u32, u32)] {
        let at = row as usize;
        &self.by_row[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

struct Asker<'a> {
    watched: &'a Watched,
    plan: &'a Plan,
    network: &'a Network,
    layout: &'a Layout,
    /// For each gate the last block it was asked in.
    asked: Vec<u32>,
    block: u32,
    room: Vec<Lanes>,
}

impl Ask for Asker<'_> {
    fn ask(&mut self, block: &Block<'_>, yes: &mut dyn FnMut(u32, Lanes)) {
        self.block += 1;
        let mut own = Lanes::NONE;
        for (lane, fault) in block.faults().iter().enumerate() {
            if self.plan.components[*fault as usize].own_failure {
                own.insert(lane);
            }
        }
        for (row, _) in block.touched() {
            for &(_, at) in self.watched.by_row(row) {
                if std::mem::replace(&mut self.asked[at as usize], self.block) == self.block {
                    continue;
                }
                let watched = &self.watched.gates[at as usize];
                let mut lost = own & self.lost(block, watched.of(self.network));
                if let Ok(lane) = block.faults().binary_search(&watched.component) {
                    lost.remove(lane);
                }
                if !lost.is_empty() {
                    yes(at, lost);
                }
            }
        }
    }
}

impl Asker<'_> {
    /// The lanes in which neither the group nor any fallback works.
    fn lost(&mut self, block: &Block<'_>, gate: Gate<'_>) -> Lanes {
        let gone = |input: &Input| match (input.best, input.worst) {
            (Level::Down, _) => Lanes::ALL,
            (_, Level::Down) => block.row(self.layout.row(input.node, Level::Down)),
            _ => Lanes::NONE,
        };
        let needed = gate.group.len() + 1 - gate.at_least;
        let group = gate.group.iter().map(gone);
        let mut lost = at_least(needed as u32, group, &mut self.room);
        for fallback in gate.fallbacks {
            if lost.is_empty() {
                break;
            }
            lost &= gone(fallback);
        }
        lost
    }
}
