/// The minimal cut sets of one and of two faults of one target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SmallSets {
    /// Components whose own fault alone suffices, in order; the target left out.
    pub singles: Vec<u32>,
    /// By first members. What is listed is true even where it is not complete.
    pub pairs: Vec<Rectangle>,
    /// All sets up to this size are listed: 2 unless the budget ran out before.
    pub complete: u8,
}

/// Every one of `any` with every one of `with` is a minimal cut set.
///
/// Both are components in order and have none in common; over all rectangles of
/// a target each pair stands once.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rectangle {
    pub any: Vec<u32>,
    pub with: Vec<u32>,
}

impl SmallSets {
    /// How many pairs the rectangles hold.
    pub fn pair_count(&self) -> u64 {
        self.pairs.iter().map(Rectangle::count).sum()
    }
}

impl Rectangle {
    pub fn count(&self) -> u64 {
        self.any.len() as u64 * self.with.len() as u64
    }
}
