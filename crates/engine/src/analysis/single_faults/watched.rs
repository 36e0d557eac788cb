use crate::failure::batch::{FaultAnswers, FaultBatch, FaultQuery};
use crate::failure::{EventGraph, FaultMask, Gate, Network, NodeInput, SwitchInput, at_least};
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
    pub(super) fn of(plan: &Plan, network: &Network, events: &EventGraph) -> Self {
        let mut gates = Vec::new();
        let mut by_row = Vec::new();
        for (id, component) in plan.enumerate() {
            for gate in network.node(id.0).gates() {
                let declared = &component.requirements[gate.requirement];
                let runs = gate.needed.counts_while_running();
                if declared.has_no_alternative() || !runs || !has_spare(gate, events) {
                    continue;
                }
                // Once the group is lost for good, it is what stands by that one more loss takes.
                let is_lost = gate.group_level(|node| events.at_rest(node)) == Level::Down;
                let standing_by = gate.fallbacks.inputs().iter().filter(|_| is_lost);
                let inputs = gate.group.iter().chain(standing_by);
                let rows = inputs.map(|input| events.node(input.node, Level::Down));
                by_row.extend(rows.map(|row| (row, gates.len() as u32)));
                gates.push(WatchedGate {
                    component: id.0,
                    gate: gate.requirement,
                });
            }
        }
        by_row.sort_unstable();
        by_row.dedup();
        let mut starts = vec![0; events.nodes() + 1];
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
    /// its group and all its fallbacks; the owner's own apart. Then for each gate those of
    /// them that some fallback outlives, and only the switch to it does not.
    pub(super) fn hits(
        &self,
        plan: &Plan,
        network: &Network,
        events: &EventGraph,
        most: usize,
    ) -> FaultAnswers {
        let asker = || Asker {
            watched: self,
            plan,
            network,
            events,
            asked: vec![0; self.gates.len()],
            batch: 0,
            room: Vec::new(),
        };
        events.ask(2 * self.gates.len(), asker, most)
    }

    fn by_row(&self, row: u32) -> &[(u32, u32)] {
        let at = row as usize;
        &self.by_row[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// At rest it is met, and one more loss need not change that: of what has ended, nothing
/// stands in.
fn has_spare(gate: Gate<'_>, events: &EventGraph) -> bool {
    let serves = |input: &&NodeInput| events.at_rest(input.node) < Level::Down;
    let group = gate.group.iter().filter(serves).count();
    let fallbacks = gate.fallbacks.iter();
    let fallbacks =
        fallbacks.filter(|one| serves(&&one.input) && !one.is_stuck(|need| !serves(&need)));
    let fallbacks = fallbacks.count();
    match group.checked_sub(gate.at_least) {
        Some(more) => more + fallbacks > 0,
        None => fallbacks > 1,
    }
}

struct Asker<'a> {
    watched: &'a Watched,
    plan: &'a Plan,
    network: &'a Network,
    events: &'a EventGraph,
    /// For each gate the last batch it was asked in.
    asked: Vec<u32>,
    batch: u32,
    room: Vec<FaultMask>,
}

impl FaultQuery for Asker<'_> {
    fn ask(&mut self, batch: &FaultBatch<'_>, yes: &mut dyn FnMut(u32, FaultMask)) {
        self.batch += 1;
        let mut own = FaultMask::NONE;
        for (lane, fault) in batch.faults().iter().enumerate() {
            if self.plan.components[*fault as usize].own_failure {
                own.insert(lane);
            }
        }
        for (row, _) in batch.happened() {
            for &(_, at) in self.watched.by_row(row) {
                if std::mem::replace(&mut self.asked[at as usize], self.batch) == self.batch {
                    continue;
                }
                let watched = &self.watched.gates[at as usize];
                let mut asked = own;
                if let Ok(lane) = batch.faults().binary_search(&watched.component) {
                    asked.remove(lane);
                }
                let [lost, stuck] = self.lost(batch, watched.of(self.network));
                if !(asked & lost).is_empty() {
                    yes(at, asked & lost);
                }
                if !(asked & stuck).is_empty() {
                    yes(self.watched.gates.len() as u32 + at, asked & stuck);
                }
            }
        }
    }
}

impl Asker<'_> {
    /// The lanes in which neither the group nor any fallback works; and of these those in
    /// which some fallback does, and cannot be switched to.
    fn lost(&mut self, batch: &FaultBatch<'_>, gate: Gate<'_>) -> [FaultMask; 2] {
        let gone = |input: &NodeInput| {
            let from = input.counts_from.unwrap_or(Level::Down);
            match (input.best, input.worst) {
                (Level::Down, _) => FaultMask::ALL,
                _ if self.events.at_rest(input.node) >= from => FaultMask::ALL,
                (_, Level::Down) => batch.lanes(self.events.node(input.node, from)),
                _ => FaultMask::NONE,
            }
        };
        let needed = gate.group.len() + 1 - gate.at_least;
        let group = gate.group.iter().map(gone);
        let mut lost = at_least(needed as u32, group, &mut self.room);
        let mut outlived = FaultMask::NONE;
        for one in gate.fallbacks.iter() {
            if lost.is_empty() {
                break;
            }
            let all = |all_lost: Option<FaultMask>| all_lost.unwrap_or(FaultMask::NONE);
            let mut itself = gone(&one.input);
            // What nothing sets off lacks nothing that somebody could bring back.
            for set in one.blinding() {
                itself |= all(set.map(gone).reduce(|all, one| all & one));
            }
            let mut with_needs = itself;
            let needs = one.needed_to(SwitchInput::Need);
            needs.for_each(|need| with_needs |= gone(need));
            for what in SwitchInput::ANY_ONE {
                let all_lost = one.needed_to(what).map(gone);
                with_needs |= all(all_lost.reduce(|all, one| all & one));
            }
            lost &= with_needs;
            outlived |= with_needs & !itself;
        }
        [lost, lost & outlived]
    }
}
