use super::bit_set::BitSet;
use super::fault_mask::FaultMask;

/// A mask for each node, held only for those that have any: a sparse set (Briggs and
/// Torczon 1993). They are few beside all nodes, stand close together, and are wiped in time
/// linear in their number.
#[derive(Debug)]
pub(super) struct SparseMasks {
    /// In the order in which they came.
    nodes: Vec<u32>,
    /// By place in `nodes`.
    masks: Vec<FaultMask>,
    /// For each node its place, once it has one.
    place: Vec<u32>,
    present: BitSet,
}

impl SparseMasks {
    /// Sets aside room for all nodes: that costs what is used of it, while growing would
    /// hold the masks twice.
    pub(super) fn with_room(nodes: usize) -> Self {
        Self {
            nodes: Vec::with_capacity(nodes),
            masks: Vec::with_capacity(nodes),
            place: vec![0; nodes],
            present: BitSet::with_room(nodes),
        }
    }

    pub(super) fn contains(&self, node: u32) -> bool {
        self.present.contains(node)
    }

    pub(super) fn get(&self, node: u32) -> FaultMask {
        if self.contains(node) {
            self.masks[self.place[node as usize] as usize]
        } else {
            FaultMask::NONE
        }
    }

    /// Says whether there were new lanes.
    pub(super) fn add(&mut self, node: u32, mask: FaultMask) -> bool {
        let place = &mut self.place[node as usize];
        if self.present.insert(node) {
            *place = self.nodes.len() as u32;
            self.nodes.push(node);
            self.masks.push(mask);
            return !mask.is_empty();
        }
        self.masks[*place as usize].add(mask)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, FaultMask)> {
        let nodes = self.nodes.iter().copied();
        nodes.zip(self.masks.iter().copied())
    }

    pub(super) fn wipe(&mut self) {
        for node in self.nodes.drain(..) {
            self.present.remove(node);
        }
        self.masks.clear();
    }
}
