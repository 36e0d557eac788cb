/// Words in a row of lanes.
pub(super) const WORDS: usize = 8;

/// Faults, or pairs of faults, that are set side by side in one sweep.
pub(super) const LANES: usize = 64 * WORDS;

/// A set of lanes: for one event, those in which it happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lanes([u64; WORDS]);

impl Lanes {
    pub(super) const ALL: Self = Self([u64::MAX; WORDS]);

    pub(super) fn insert(&mut self, lane: usize) {
        self.0[lane / 64] |= 1 << (lane % 64);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().fold(0, |all, word| all | word) == 0
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Adds lanes; says whether there were new ones.
    pub(super) fn add(&mut self, other: &Self) -> bool {
        let mut new = 0;
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            new |= other & !*word;
            *word |= other;
        }
        new != 0
    }

    pub(super) fn and(mut self, other: &Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
        self
    }

    pub(super) fn without(mut self, other: &Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
        self
    }

    pub(super) fn or(mut self, other: &Self) -> Self {
        self.add(other);
        self
    }

    pub(super) fn xor(mut self, other: &Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word ^= other;
        }
        self
    }

    /// The lanes after `lane`.
    pub(super) fn after(lane: usize) -> Self {
        let mut lanes = Self::default();
        for (at, word) in lanes.0.iter_mut().enumerate() {
            let first = (lane + 1).saturating_sub(at * 64);
            *word = if first < 64 { u64::MAX << first } else { 0 };
        }
        lanes
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(at, mut word)| {
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
                word &= word - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_after_one_begin_behind_it() {
        for lane in [0, 62, 63, 64, 127, LANES - 2, LANES - 1] {
            let after: Vec<usize> = Lanes::after(lane).iter().collect();
            assert_eq!(after, (lane + 1..LANES).collect::<Vec<_>>());
        }
    }
}
