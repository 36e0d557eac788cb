use super::super::lists::Lists;
use super::lanes::{LANES, Lanes};
use super::meter::{Meter, Spent};
use super::net::Net;
use super::sweep::Sweep;

/// What every fault does alone. Faults are those of the net, by number; block `b`
/// holds those from `b * LANES`.
#[derive(Debug)]
pub(super) struct Rows {
    /// By fault: it alone reaches the goal.
    pub(super) single: Vec<bool>,
    /// By block: which voters happen through which of its faults, singles apart.
    entries: Vec<Entry>,
    blocks: Vec<usize>,
    /// By node: its entries, in order of block.
    by_node: Lists,
    /// All entries are there.
    pub(super) kept: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) block: u32,
    pub(super) node: u32,
    pub(super) lanes: Lanes,
}

impl Rows {
    pub(super) fn of(net: &Net, sweep: &mut Sweep<'_>, meter: &mut Meter) -> Result<Self, Spent> {
        let mut rows = Self {
            single: vec![false; net.faulty.len()],
            entries: Vec::new(),
            blocks: vec![0],
            by_node: Lists::new(),
            kept: true,
        };
        for (block, faulty) in (0u32..).zip(net.faulty.chunks(LANES)) {
            sweep.run(faulty.iter().copied().zip(0..), meter)?;
            let reached = *sweep.happened(net.goal);
            for lane in reached.iter() {
                rows.single[block as usize * LANES + lane] = true;
            }
            rows.kept &= rows.entries.len() + sweep.touched().len() <= meter.kept();
            if rows.kept {
                let voters = sweep.touched().iter().copied();
                let voters = voters.filter(|node| net.votes_of(*node).next().is_some());
                let entries = voters.map(|node| Entry {
                    block,
                    node,
                    lanes: sweep.happened(node).without(&reached),
                });
                rows.entries
                    .extend(entries.filter(|entry| !entry.lanes.is_empty()));
            }
            rows.blocks.push(rows.entries.len());
        }
        let by_node = rows.entries.iter().zip(0..);
        let by_node = by_node.map(|(entry, at)| (entry.node, at));
        rows.by_node = Lists::of(net.len(), by_node);
        Ok(rows)
    }

    /// Keeps of all faults with the same voters only the first, and gives for each
    /// fault that first one. Two such faults are alike in every pair: what a pair
    /// adds to its parts follows from the votes that the parts' voters meet.
    pub(super) fn keep_first_of_alike(&mut self, meter: &mut Meter) -> Result<Vec<u32>, Spent> {
        let faults = self.single.len();
        let mut groups = Groups::one(faults);
        for node in 0..self.by_node.len() as u32 {
            for entry in self.by_node(node) {
                meter.charge(entry.lanes.count())?;
                for fault in entry.faults() {
                    groups.split_off(fault, node);
                }
            }
            groups.end_row();
        }
        let mut first = vec![u32::MAX; groups.size.len()];
        let mut alike = Vec::with_capacity(faults);
        let mut kept = vec![Lanes::default(); faults.div_ceil(LANES)];
        for (fault, group) in groups.of.iter().enumerate() {
            let first = &mut first[*group as usize];
            if *first == u32::MAX {
                *first = fault as u32;
                kept[fault / LANES].insert(fault % LANES);
            }
            alike.push(*first);
        }
        for entry in &mut self.entries {
            entry.lanes = entry.lanes.and(&kept[entry.block as usize]);
        }
        Ok(alike)
    }

    pub(super) fn blocks(&self) -> usize {
        self.blocks.len() - 1
    }

    pub(super) fn block(&self, block: usize) -> &[Entry] {
        &self.entries[self.blocks[block]..self.blocks[block + 1]]
    }

    pub(super) fn by_node(&self, node: u32) -> impl Iterator<Item = &Entry> {
        let entries = self.by_node.get(node).iter();
        entries.map(|at| &self.entries[*at as usize])
    }
}

impl Entry {
    pub(super) fn faults(&self) -> impl Iterator<Item = usize> {
        let first = self.block as usize * LANES;
        self.lanes.iter().map(move |lane| first + lane)
    }
}

/// Faults by the rows they stand in, refined row by row.
struct Groups {
    /// By fault.
    of: Vec<u32>,
    size: Vec<u32>,
    /// By group: the row that split it last, and into what.
    split: Vec<(u32, u32)>,
    /// Empty groups, to be used again from the next row on.
    free: Vec<u32>,
    emptied: Vec<u32>,
}

impl Groups {
    fn one(faults: usize) -> Self {
        Self {
            of: vec![0; faults],
            size: vec![faults as u32],
            split: vec![(u32::MAX, 0)],
            free: Vec::new(),
            emptied: Vec::new(),
        }
    }

    /// Moves a fault that stands in the row to the part of its group that does.
    fn split_off(&mut self, fault: usize, row: u32) {
        let old = self.of[fault];
        if self.split[old as usize].0 != row {
            let new = self.free.pop().unwrap_or_else(|| {
                self.size.push(0);
                self.split.push((u32::MAX, 0));
                self.size.len() as u32 - 1
            });
            self.split[old as usize] = (row, new);
        }
        let new = self.split[old as usize].1;
        self.of[fault] = new;
        self.size[new as usize] += 1;
        self.size[old as usize] -= 1;
        if self.size[old as usize] == 0 {
            self.emptied.push(old);
        }
    }

    fn end_row(&mut self) {
        self.free.append(&mut self.emptied);
    }
}
