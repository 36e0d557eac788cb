use std::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, Not};

const WORDS: usize = 8;

/// One bit for each fault of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub struct Lanes([u64; WORDS]);

impl Lanes {
    /// Faults in a block.
    pub const COUNT: usize = WORDS * 64;
    pub const NONE: Self = Self([0; WORDS]);
    pub const ALL: Self = Self([u64::MAX; WORDS]);

    pub fn insert(&mut self, lane: usize) {
        self.0[lane / 64] |= 1 << (lane % 64);
    }

    pub fn remove(&mut self, lane: usize) {
        self.0[lane / 64] &= !(1 << (lane % 64));
    }

    pub fn contains(&self, lane: usize) -> bool {
        self.0[lane / 64] >> (lane % 64) & 1 == 1
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().fold(0, |all, word| all | word) == 0
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The lanes in it, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..WORDS).flat_map(move |at| {
            let mut rest = self.0[at];
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    at * 64 + bit
                })
            })
        })
    }

    /// Adds lanes; says whether there were new ones.
    pub(super) fn add(&mut self, other: Self) -> bool {
        let mut new = 0;
        for (word, other) in self.0.iter_mut().zip(other.0) {
            new |= other & !*word;
            *word |= other;
        }
        new != 0
    }

    fn zip(self, other: Self, op: impl Fn(u64, u64) -> u64) -> Self {
        Self(std::array::from_fn(|at| op(self.0[at], other.0[at])))
    }
}

/// The lanes that stand in at least `needed` of the rows: rows are added up as
/// binary numbers, a plane of lanes for each digit. `planes` is room to work in.
pub fn at_least(
    needed: u32,
    rows: impl ExactSizeIterator<Item = Lanes>,
    planes: &mut Vec<Lanes>,
) -> Lanes {
    if needed as usize == rows.len() {
        return rows.fold(Lanes::ALL, Lanes::bitand);
    }
    planes.clear();
    planes.resize(
        (usize::BITS - rows.len().leading_zeros()) as usize,
        Lanes::NONE,
    );
    for row in rows {
        let mut carry = row;
        for plane in &mut *planes {
            if carry.is_empty() {
                break;
            }
            (*plane, carry) = (*plane ^ carry, *plane & carry);
        }
    }
    if needed >> planes.len() != 0 {
        return Lanes::NONE;
    }
    let mut more = Lanes::NONE;
    let mut equal = Lanes::ALL;
    for (digit, plane) in planes.iter().enumerate().rev() {
        if needed >> digit & 1 == 1 {
            equal &= *plane;
        } else {
            more |= equal & *plane;
            equal &= !*plane;
        }
    }
    more | equal
}

impl BitAnd for Lanes {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        self.zip(other, |a, b| a & b)
    }
}

impl BitOr for Lanes {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.zip(other, |a, b| a | b)
    }
}

impl BitXor for Lanes {
    type Output = Self;
    fn bitxor(self, other: Self) -> Self {
        self.zip(other, |a, b| a ^ b)
    }
}

impl Not for Lanes {
    type Output = Self;
    fn not(self) -> Self {
        Self(self.0.map(|word| !word))
    }
}

impl BitAndAssign for Lanes {
    fn bitand_assign(&mut self, other: Self) {
        *self = *self & other;
    }
}

impl BitOrAssign for Lanes {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_by_lane() {
        let row = |lanes: &[usize]| {
            let mut row = Lanes::NONE;
            lanes.iter().for_each(|lane| row.insert(*lane));
            row
        };
        let rows = [
            row(&[0, 1, 2, 500]),
            row(&[1, 2]),
            row(&[2]),
            row(&[2, 500]),
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
            let met = at_least(needed, rows.iter().copied(), &mut room);
            assert_eq!(met.iter().collect::<Vec<_>>(), expected, "{needed}");
        }
    }
}
