use super::found::Pair;

/// The pairs of faults that meet a vote, from either side: for each fault that is in
/// any, those it is paired with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ways {
    /// In order.
    faults: Vec<u32>,
    /// For each fault: where its partners end.
    ends: Vec<u32>,
    /// In order for each fault.
    partners: Vec<u32>,
}

impl Ways {
    pub(super) const fn none() -> Self {
        Self {
            faults: Vec::new(),
            ends: Vec::new(),
            partners: Vec::new(),
        }
    }

    /// Of pairs, each once and in order; `both` is for its own use.
    pub(super) fn of(pairs: &[Pair], both: &mut Vec<(u32, u32)>) -> Self {
        both.clear();
        both.extend(pairs.iter().map(|pair| pair.both()));
        both.extend(
            pairs
                .iter()
                .map(|pair| pair.both())
                .map(|(one, other)| (other, one)),
        );
        both.sort_unstable();
        let mut ways = Self::none();
        ways.partners.reserve_exact(both.len());
        for same in both.chunk_by(|one, other| one.0 == other.0) {
            ways.faults.push(same[0].0);
            ways.partners
                .extend(same.iter().map(|(_, partner)| *partner));
            ways.ends.push(ways.partners.len() as u32);
        }
        ways
    }

    pub(super) fn faults(&self) -> &[u32] {
        &self.faults
    }

    /// The partners of the fault at a place among [`faults`](Self::faults).
    pub(super) fn partners(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.partners[start as usize..self.ends[at] as usize]
    }

    pub(super) fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// How many pairs.
    pub(super) fn len(&self) -> usize {
        self.partners.len() / 2
    }
}
