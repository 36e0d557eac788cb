use super::super::lists::Lists;

/// A cone as nodes that either happen with any of their causes or count votes.
///
/// Nodes are numbered so that inputs come first, cycles apart.
#[derive(Debug)]
pub(super) struct Net {
    /// What the sets are asked of.
    pub(super) goal: u32,
    /// For each node: how many voters it needs; 0 for one that needs any cause.
    pub(super) needed: Vec<u32>,
    /// For each node that counts: the nodes it counts, repeated where merging made
    /// one of several.
    pub(super) voters: Lists,
    /// For each node: those that it causes, and those that count it, as often as
    /// they do.
    pub(super) consumers: Lists,
    /// Nodes with faults of their own, in order.
    pub(super) faulty: Vec<u32>,
    /// For each of them: the components whose fault it is.
    pub(super) members: Lists,
}

impl Net {
    pub(super) fn len(&self) -> usize {
        self.needed.len()
    }

    /// The nodes that count this one.
    pub(super) fn votes_of(&self, node: u32) -> impl Iterator<Item = u32> {
        let consumers = self.consumers.get(node).iter().copied();
        consumers.filter(|to| self.needed[*to as usize] > 0)
    }

    /// What follows at once when a vote is met.
    pub(super) fn settles(&self, vote: u32) -> bool {
        self.consumers.get(vote).contains(&self.goal)
    }
}
