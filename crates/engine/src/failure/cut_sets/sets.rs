/// The minimal cut sets of orders 1 and 2 of one target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SmallCutSets {
    /// Components whose own fault alone suffices, in order; the target left out.
    pub singles: Vec<u32>,
    /// By first members. What is listed is true even where it is not complete.
    pub pairs: Vec<Biclique>,
    /// All sets up to this size are listed: 2 unless the budget ran out before.
    pub complete: u8,
}

/// Every one of `any` with every one of `with` is a minimal cut set.
///
/// Both are components in order and have none in common; over all bicliques of
/// a target each pair stands once.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Biclique {
    /// One side, with the least component of both.
    pub any: Vec<u32>,
    /// The other side.
    pub with: Vec<u32>,
}

impl SmallCutSets {
    /// How many pairs the bicliques hold.
    pub fn pair_count(&self) -> u64 {
        self.pairs.iter().map(Biclique::count).sum()
    }
}

impl Biclique {
    /// How many pairs it stands for.
    pub fn count(&self) -> u64 {
        self.any.len() as u64 * self.with.len() as u64
    }
}
