/// Two components, the lesser in the upper half, so that numbers stand in the
/// order of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair(u64);

impl Pair {
    pub(super) fn new(one: u32, other: u32) -> Self {
        Self(u64::from(one.min(other)) << 32 | u64::from(one.max(other)))
    }

    pub(super) fn both(self) -> (u32, u32) {
        ((self.0 >> 32) as u32, self.0 as u32)
    }
}

/// The minimal sets of one and of two own faults that make an event happen, by
/// component, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) singles: Vec<u32>,
    pub(super) pairs: Vec<Pair>,
}

impl Found {
    pub(super) fn len(&self) -> usize {
        self.singles.len() + self.pairs.len()
    }
}
