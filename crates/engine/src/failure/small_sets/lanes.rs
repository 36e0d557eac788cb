/// Words in a row of lanes.
pub(super) const WORDS: usize = 8;

/// Faults, or pairs of faults, that are set side by side in one sweep.
pub(super) const LANES: usize = 64 * WORDS;

/// A set of lanes: for one event, those in which it happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lanes([u64; WORDS]);

impl Lanes {
    pub(super) const ALL: Self = Self([u64::MAX; WORDS]);

    #[inline]
    pub(super) fn insert(&mut self, lane: usize) {
        self.0[lane / 64] |= 1 << (lane % 64);
    }

    #[inline]
    pub(super) fn contains(&self, lane: usize) -> bool {
        self.0[lane / 64] >> (lane % 64) & 1 == 1
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().fold(0, |all, word| all | word) == 0
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Adds lanes; says whether there were new ones.
    #[inline]
    pub(super) fn add(&mut self, other: &Self) -> bool {
        let mut new = 0;
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            new |= other & !*word;
            *word |= other;
        }
        new != 0
    }

    #[inline]
    pub(super) fn and(mut self, other: &Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
        self
    }

    #[inline]
    pub(super) fn without(mut self, other: &Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
        self
    }

    #[inline]
    pub(super) fn or(mut self, other: &Self) -> Self {
        self.add(other);
        self
    }

    #[inline]
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

/// The lanes that stand in at least `needed` of the rows: where these are not all,
/// the rows are added up as binary numbers, a plane of lanes for each digit.
#[inline]
pub(super) fn at_least<'a>(
    needed: usize,
    mut rows: impl ExactSizeIterator<Item = &'a Lanes>,
) -> Lanes {
    if needed == rows.len() {
        let mut all = Lanes::ALL;
        while let (Some(lanes), false) = (rows.next(), all.is_empty()) {
            all = all.and(lanes);
        }
        return all;
    }
    let mut planes = [Lanes::default(); usize::BITS as usize];
    let digits = (usize::BITS - rows.len().leading_zeros()) as usize;
    for row in rows {
        let mut carry = *row;
        for plane in &mut planes[..digits] {
            if carry.is_empty() {
                break;
            }
            let both = plane.and(&carry);
            *plane = plane.xor(&carry);
            carry = both;
        }
    }
    let mut more = Lanes::default();
    let mut equal = Lanes::ALL;
    for (digit, plane) in planes[..digits].iter().enumerate().rev() {
        if needed >> digit & 1 == 1 {
            equal = equal.and(plane);
        } else {
            more = more.or(&equal.and(plane));
            equal = equal.without(plane);
        }
    }
    more.or(&equal)
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

    #[test]
    fn rows_are_counted_by_lane() {
        let row = |lanes: &[usize]| {
            let mut row = Lanes::default();
            lanes.iter().for_each(|lane| row.insert(*lane));
            row
        };
        let rows = [
            row(&[0, 1, 2, 500]),
            row(&[1, 2]),
            row(&[2]),
            row(&[2, 500]),
        ];
        for (needed, expected) in [
            (1, &[0, 1, 2, 500][..]),
            (2, &[1, 2, 500]),
            (3, &[2]),
            (4, &[2]),
        ] {
            assert_eq!(at_least(needed, rows.iter()), row(expected), "{needed}");
        }
    }
}
