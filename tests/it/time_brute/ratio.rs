//! Shares as fractions of whole numbers: nothing is rounded but what is finer than a
//! millionth of a millionth, which shares that pass through circles come to.

use std::cmp::Ordering;
use std::ops::{Add, Mul};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Ratio {
    over: u128,
    under: u128,
}

impl Ratio {
    pub(super) const ZERO: Self = Self { over: 0, under: 1 };
    pub(super) const ONE: Self = Self { over: 1, under: 1 };

    pub(super) fn new(over: u128, under: u128) -> Self {
        let divisor = common(over, under).max(1);
        Self {
            over: over / divisor,
            under: under / divisor,
        }
    }

    /// Itself, or where it is too fine to reckon on with, the next coarser one above.
    fn coarse(self) -> Self {
        const FINEST: u128 = 1_000_000_000_000;
        if self.under <= FINEST {
            return self;
        }
        let whole = self.over / self.under * FINEST;
        let rest = (self.over % self.under * FINEST).div_ceil(self.under);
        Self::new(whole + rest, FINEST)
    }

    /// Whether all of these are the others, but for what rounding gives and takes on the way
    /// around a circle.
    pub(super) fn are_near(these: &[Self], others: &[Self]) -> bool {
        let is_near = |(one, other): (&Self, &Self)| {
            let apart = (one.over * other.under).abs_diff(other.over * one.under);
            apart * 1_000_000_000 <= one.under * other.under
        };
        these.len() == others.len() && these.iter().zip(others).all(is_near)
    }

    /// `self / other`; nothing is divided by zero here.
    pub(super) fn per(self, other: Self) -> Self {
        Self::new(self.over * other.under, self.under * other.over).coarse()
    }
}

fn common(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { common(b, a % b) }
}

impl Add for Ratio {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(
            self.over * other.under + other.over * self.under,
            self.under * other.under,
        )
        .coarse()
    }
}

impl Mul for Ratio {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self::new(self.over * other.over, self.under * other.under).coarse()
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.over * other.under).cmp(&(other.over * self.under))
    }
}
