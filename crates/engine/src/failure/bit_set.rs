/// A set of small numbers that can be read in order.
#[derive(Debug)]
pub(super) struct BitSet(Vec<u64>);

impl BitSet {
    /// Empty, with room for the numbers `0..len`.
    pub(super) fn with_room(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    pub(super) fn contains(&self, at: u32) -> bool {
        self.0[at as usize / 64] >> (at % 64) & 1 == 1
    }

    /// Says whether it is new.
    pub(super) fn insert(&mut self, at: u32) -> bool {
        let word = &mut self.0[at as usize / 64];
        let before = *word;
        *word |= 1 << (at % 64);
        *word != before
    }

    /// Says whether it was there.
    pub(super) fn remove(&mut self, at: u32) -> bool {
        let word = &mut self.0[at as usize / 64];
        let before = *word;
        *word &= !(1 << (at % 64));
        *word != before
    }

    /// The first at or after `from`.
    pub(super) fn next(&self, from: u32) -> Option<u32> {
        let mut at = from as usize / 64;
        let mut word = self.0.get(at)? & (u64::MAX << (from % 64));
        while word == 0 {
            at += 1;
            word = *self.0.get(at)?;
        }
        Some(at as u32 * 64 + word.trailing_zeros())
    }
}
