use std::cmp::Reverse;

use super::lanes::{LANES, WORDS};
use super::order::Order;

/// The own faults of what the targets lean on, by number: first the wide ones, then
/// all others, each in the order of their places.
///
/// Wide are those that many events follow from, such as the loss of a zone. The
/// pairs of two of them would be half of all if they were written out.
pub(super) struct Faults {
    /// By place: the number of its own fault, [`NONE`] where it has none.
    numbers: Vec<u32>,
    /// By number.
    places: Vec<u32>,
    wide: u32,
}

const NONE: u32 = u32::MAX;

/// With fewer events, all pairs are written out as fast.
const LEAST_EVENTS: usize = if cfg!(test) { 4 } else { 1 << 14 };
/// How many events are asked what they follow from.
const ASKED: usize = 1 << 10;
/// One of so many must name a wide fault.
const SHARE: usize = if cfg!(test) { 3 } else { 128 };
/// Steps that all of them may take.
const STEPS: usize = 1 << 20;
/// The most wide faults: one for each lane.
const MOST: usize = LANES;

impl Faults {
    /// `is_fault` by place. Pairs of wide faults cost [`Self::words_of_wide`]; where
    /// that is more than `words`, none is wide.
    pub(super) fn of(order: &Order, is_fault: &[bool], words: u64) -> Self {
        let mut places: Vec<u32> = (0..order.len() as u32)
            .filter(|place| is_fault[*place as usize])
            .collect();
        let named = asked(order);
        let wide = (places.iter().copied()).filter(|place| named[*place as usize] > 0);
        let mut wide: Vec<u32> = wide.collect();
        wide.sort_by_key(|place| Reverse(named[*place as usize]));
        wide.truncate(MOST);
        let mut is_wide = vec![false; order.len()];
        for place in &wide {
            is_wide[*place as usize] = true;
        }
        let mut faults = Self {
            numbers: vec![NONE; order.len()],
            places: Vec::new(),
            wide: wide.len() as u32,
        };
        if faults.words_of_wide(order) > words {
            faults.wide = 0;
        } else {
            places.sort_by_key(|place| !is_wide[*place as usize]);
        }
        for (place, number) in places.iter().zip(0..) {
            faults.numbers[*place as usize] = number;
        }
        faults.places = places;
        faults
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn of_place(&self, place: u32) -> Option<u32> {
        let number = self.numbers[place as usize];
        (number != NONE).then_some(number)
    }

    pub(super) fn place(&self, fault: u32) -> u32 {
        self.places[fault as usize]
    }

    /// How many are wide.
    pub(super) fn wide(&self) -> u32 {
        self.wide
    }

    #[inline]
    pub(super) fn is_wide(&self, fault: u32) -> bool {
        fault < self.wide
    }

    pub(super) fn pairs_of_wide(&self) -> impl Iterator<Item = (u32, u32)> {
        let wide = self.wide;
        (0..wide).flat_map(move |one| (one + 1..wide).map(move |other| (one, other)))
    }

    /// Words that are looked at where pairs of wide faults happen in lanes.
    pub(super) fn words_of_wide(&self, order: &Order) -> u64 {
        let pairs = self.wide as usize * self.wide as usize / 2;
        (pairs.div_ceil(LANES) * WORDS * order.len()) as u64
    }
}

/// Asks some events what they follow from, votes apart; gives for each place how
/// many named it, none where that is too few.
fn asked(order: &Order) -> Vec<u32> {
    let mut named = vec![0; order.len()];
    if order.len() < LEAST_EVENTS || !order.has_votes() {
        return named;
    }
    let mut seen = vec![NONE; order.len()];
    let (mut answers, mut steps) = (0, 0);
    let mut open = Vec::new();
    for asked in (0..order.len() as u32).step_by(order.len().div_ceil(ASKED)) {
        answers += 1;
        open.push(asked);
        while let Some(place) = open.pop() {
            if std::mem::replace(&mut seen[place as usize], asked) != asked {
                steps += 1;
                named[place as usize] += 1;
                open.extend(order.causes(place));
            }
        }
        if steps > STEPS {
            break;
        }
    }
    for named in &mut named {
        if *named as usize * SHARE < answers {
            *named = 0;
        }
    }
    named
}
