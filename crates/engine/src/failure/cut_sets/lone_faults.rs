use jurymast_diagram::{BudgetExhausted, BudgetMeter};

use super::super::FaultMask;
use super::super::csr::Csr;
use super::super::fault_sweep::FaultSweep;
use super::limits::kept_entries;
use super::reduced_graph::ReducedGraph;

/// What every fault does alone. Faults are those of the reduced graph, by number; batch `b`
/// holds those from `b * FaultMask::LANES`.
#[derive(Debug)]
pub(super) struct LoneFaults {
    /// By fault: it alone reaches the goal.
    pub(super) single: Vec<bool>,
    /// By batch: which voters happen through which of its faults, singles apart.
    entries: Vec<VoterLanes>,
    batches: Vec<usize>,
    /// By node: its entries, in order of batch.
    by_node: Csr,
    /// All entries are there.
    pub(super) all_kept: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct VoterLanes {
    pub(super) batch: u32,
    pub(super) node: u32,
    pub(super) lanes: FaultMask,
}

impl LoneFaults {
    pub(super) fn of(
        reduced: &ReducedGraph,
        sweep: &mut FaultSweep<'_>,
        meter: &mut BudgetMeter,
    ) -> Result<Self, BudgetExhausted> {
        let mut lone = Self {
            single: vec![false; reduced.faulty.len()],
            entries: Vec::new(),
            batches: vec![0],
            by_node: Csr::new(),
            all_kept: true,
        };
        for (batch, faulty) in (0u32..).zip(reduced.faulty.chunks(FaultMask::LANES)) {
            sweep.run(faulty.iter().copied().zip(0..), meter)?;
            let reached = sweep.happened(reduced.goal);
            for lane in reached.iter() {
                lone.single[batch as usize * FaultMask::LANES + lane] = true;
            }
            lone.all_kept &=
                lone.entries.len() + sweep.all().count() <= kept_entries(meter.budget());
            if lone.all_kept {
                let voters = sweep.all();
                let voters = voters.filter(|(node, _)| !reduced.votes_of(*node).is_empty());
                let entries = voters.map(|(node, lanes)| VoterLanes {
                    batch,
                    node,
                    lanes: lanes & !reached,
                });
                lone.entries
                    .extend(entries.filter(|entry| !entry.lanes.is_empty()));
            }
            lone.batches.push(lone.entries.len());
        }
        let by_node = lone.entries.iter().zip(0..);
        let by_node = by_node.map(|(entry, at)| (entry.node, at));
        lone.by_node = Csr::of(reduced.graph.len(), by_node);
        Ok(lone)
    }

    /// Keeps of all faults with the same voters only the first, and gives for each
    /// fault that first one. Two such faults are alike in every pair: what a pair
    /// adds to its parts follows from the votes that the parts' voters meet.
    pub(super) fn keep_first_of_alike(
        &mut self,
        meter: &mut BudgetMeter,
    ) -> Result<Vec<u32>, BudgetExhausted> {
        let faults = self.single.len();
        let mut groups = Partition::whole(faults);
        for node in 0..self.by_node.len() as u32 {
            for entry in self.by_node(node) {
                meter.charge(entry.lanes.count() as u64)?;
                for fault in entry.faults() {
                    groups.split_off(fault, node);
                }
            }
            groups.end_of_node();
        }
        let mut first = vec![u32::MAX; groups.size.len()];
        let mut alike = Vec::with_capacity(faults);
        let mut kept = vec![FaultMask::NONE; faults.div_ceil(FaultMask::LANES)];
        for (fault, group) in groups.of.iter().enumerate() {
            let first = &mut first[*group as usize];
            if *first == u32::MAX {
                *first = fault as u32;
                kept[fault / FaultMask::LANES].insert(fault % FaultMask::LANES);
            }
            alike.push(*first);
        }
        for entry in &mut self.entries {
            entry.lanes &= kept[entry.batch as usize];
        }
        Ok(alike)
    }

    pub(super) fn batches(&self) -> usize {
        self.batches.len() - 1
    }

    pub(super) fn batch(&self, batch: usize) -> &[VoterLanes] {
        &self.entries[self.batches[batch]..self.batches[batch + 1]]
    }

    pub(super) fn by_node(&self, node: u32) -> impl Iterator<Item = &VoterLanes> {
        let entries = self.by_node.get(node).iter();
        entries.map(|at| &self.entries[*at as usize])
    }
}

impl VoterLanes {
    pub(super) fn faults(&self) -> impl Iterator<Item = usize> {
        let first = self.batch as usize * FaultMask::LANES;
        self.lanes.iter().map(move |lane| first + lane)
    }
}

/// Faults by the nodes they make happen, refined node by node (partition refinement, Paige
/// and Tarjan 1987).
struct Partition {
    /// By fault.
    of: Vec<u32>,
    size: Vec<u32>,
    /// By group: the node that split it last, and into what.
    split: Vec<(u32, u32)>,
    /// Empty groups, to be used again from the next node on.
    free: Vec<u32>,
    emptied: Vec<u32>,
}

impl Partition {
    fn whole(faults: usize) -> Self {
        Self {
            of: vec![0; faults],
            size: vec![faults as u32],
            split: vec![(u32::MAX, 0)],
            free: Vec::new(),
            emptied: Vec::new(),
        }
    }

    /// Moves a fault that makes the node happen to the part of its group that does.
    fn split_off(&mut self, fault: usize, node: u32) {
        let old = self.of[fault];
        if self.split[old as usize].0 != node {
            let new = self.free.pop().unwrap_or_else(|| {
                self.size.push(0);
                self.split.push((u32::MAX, 0));
                self.size.len() as u32 - 1
            });
            self.split[old as usize] = (node, new);
        }
        let new = self.split[old as usize].1;
        self.of[fault] = new;
        self.size[new as usize] += 1;
        self.size[old as usize] -= 1;
        if self.size[old as usize] == 0 {
            self.emptied.push(old);
        }
    }

    fn end_of_node(&mut self) {
        self.free.append(&mut self.emptied);
    }
}
