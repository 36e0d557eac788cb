use std::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, Not};

/// Machine words in a [`FaultMask`].
pub(super) const WORDS: usize = 8;

/// A bit lane for each of the faults, or sets of faults, that are followed side by side.
///
/// Of an event: those lanes in which it happens. All operations work on 512 lanes at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub struct FaultMask([u64; WORDS]);

impl FaultMask {
    /// How many lanes there are.
    pub const LANES: usize = WORDS * 64;
    /// No lane.
    pub const NONE: Self = Self([0; WORDS]);
    /// Every lane.
    pub const ALL: Self = Self([u64::MAX; WORDS]);

    /// That lane alone.
    pub fn lane(lane: usize) -> Self {
        let mut mask = Self::NONE;
        mask.insert(lane);
        mask
    }

    /// The lanes after `lane`.
    pub(super) fn after(lane: usize) -> Self {
        Self(std::array::from_fn(|at| {
            let first = (lane + 1).saturating_sub(at * 64);
            if first < 64 { u64::MAX << first } else { 0 }
        }))
    }

    /// Puts a lane in.
    #[inline]
    pub fn insert(&mut self, lane: usize) {
        self.0[lane / 64] |= 1 << (lane % 64);
    }

    /// Takes a lane out.
    pub fn remove(&mut self, lane: usize) {
        self.0[lane / 64] &= !(1 << (lane % 64));
    }

    /// Whether a lane is in it.
    #[inline]
    pub fn contains(&self, lane: usize) -> bool {
        self.0[lane / 64] >> (lane % 64) & 1 == 1
    }

    /// Whether no lane is in it.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.iter().fold(0, |all, word| all | word) == 0
    }

    /// How many lanes are in it.
    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The lanes in it, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(at, mut word)| {
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
                word &= word - 1;
                Some(at * 64 + bit)
            })
        })
    }

    /// Adds lanes; says whether there were new ones.
    #[inline]
    pub(super) fn add(&mut self, other: Self) -> bool {
        let mut new = 0;
        for (word, other) in self.0.iter_mut().zip(other.0) {
            new |= other & !*word;
            *word |= other;
        }
        new != 0
    }

    #[inline]
    fn zip(self, other: Self, op: impl Fn(u64, u64) -> u64) -> Self {
        Self(std::array::from_fn(|at| op(self.0[at], other.0[at])))
    }
}

/// The lanes that are in at least `needed` of the masks. Where these are not all, masks are
/// added up as binary numbers, a mask for each digit, and the sums compared with `needed`
/// from the highest digit down: bit-sliced arithmetic, 512 counters at once. `digits` is room
/// to work in.
pub fn at_least(
    needed: u32,
    mut masks: impl ExactSizeIterator<Item = FaultMask>,
    digits: &mut Vec<FaultMask>,
) -> FaultMask {
    if needed as usize == masks.len() {
        let mut all = FaultMask::ALL;
        while let (Some(mask), false) = (masks.next(), all.is_empty()) {
            all &= mask;
        }
        return all;
    }
    digits.clear();
    digits.resize(
        (usize::BITS - masks.len().leading_zeros()) as usize,
        FaultMask::NONE,
    );
    for mask in masks {
        let mut carry = mask;
        for digit in &mut *digits {
            if carry.is_empty() {
                break;
            }
            (*digit, carry) = (*digit ^ carry, *digit & carry);
        }
    }
    if needed >> digits.len() != 0 {
        return FaultMask::NONE;
    }
    let mut more = FaultMask::NONE;
    let mut equal = FaultMask::ALL;
    for (at, digit) in digits.iter().enumerate().rev() {
        if needed >> at & 1 == 1 {
            equal &= *digit;
        } else {
            more |= equal & *digit;
            equal &= !*digit;
        }
    }
    more | equal
}

impl BitAnd for FaultMask {
    type Output = Self;
    #[inline]
    fn bitand(self, other: Self) -> Self {
        self.zip(other, |a, b| a & b)
    }
}

impl BitOr for FaultMask {
    type Output = Self;
    #[inline]
    fn bitor(self, other: Self) -> Self {
        self.zip(other, |a, b| a | b)
    }
}

impl BitXor for FaultMask {
    type Output = Self;
    #[inline]
    fn bitxor(self, other: Self) -> Self {
        self.zip(other, |a, b| a ^ b)
    }
}

impl Not for FaultMask {
    type Output = Self;
    #[inline]
    fn not(self) -> Self {
        Self(self.0.map(|word| !word))
    }
}

impl BitAndAssign for FaultMask {
    #[inline]
    fn bitand_assign(&mut self, other: Self) {
        *self = *self & other;
    }
}

impl BitOrAssign for FaultMask {
    #[inline]
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_after_one_begin_behind_it() {
        for lane in [
            0,
            62,
            63,
            64,
            127,
            FaultMask::LANES - 2,
            FaultMask::LANES - 1,
        ] {
            let after: Vec<usize> = FaultMask::after(lane).iter().collect();
            assert_eq!(after, (lane + 1..FaultMask::LANES).collect::<Vec<_>>());
        }
    }

    #[test]
    fn masks_are_counted_by_lane() {
        let mask = |lanes: &[usize]| {
            let lanes = lanes.iter().map(|lane| FaultMask::lane(*lane));
            lanes.fold(FaultMask::NONE, BitOr::bitor)
        };
        let masks = [
            mask(&[0, 1, 2, 500]),
            mask(&[1, 2]),
            mask(&[2]),
            mask(&[2, 500]),
        ];
        let mut room = Vec::new();
        for (needed, expected) in [
            (1, &[0, 1, 2, 500][..]),
            (2, &[1, 2, 500]),
            (3, &[2]),
            (4, &[2]),
            (5, &[]),
            (9, &[]),
        ] {
            let met = at_least(needed, masks.iter().copied(), &mut room);
            assert_eq!(met.iter().collect::<Vec<_>>(), expected, "{needed}");
        }
    }
}
