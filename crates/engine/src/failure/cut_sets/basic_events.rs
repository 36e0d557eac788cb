use std::cmp::Reverse;

use super::super::FaultMask;
use super::super::csr::Csr;
use super::super::fault_mask::WORDS;
use super::schedule::Schedule;

/// The basic events that the targets lean on, by number: one for each node that a component's
/// own failure makes happen, whose components all do the same. First the common causes, then
/// all others, each in the order of their places.
///
/// Common causes are those that many nodes follow from, such as the loss of a zone. The
/// pairs of two of them would be half of all if they were written out.
pub(super) struct BasicEvents {
    /// By place: the number of its own fault, [`NONE`] where it has none.
    numbers: Vec<u32>,
    /// By number.
    places: Vec<u32>,
    common: u32,
}

const NONE: u32 = u32::MAX;

/// With fewer nodes, all pairs are written out as fast.
const LEAST_NODES: usize = if cfg!(test) { 4 } else { 1 << 14 };
/// How many nodes are asked what they follow from.
const ASKED: usize = 1 << 10;
/// One of so many must name a common cause.
const SHARE: usize = if cfg!(test) { 3 } else { 128 };
/// Steps that all of them may take.
const STEPS: usize = 1 << 20;
/// The most common causes: one for each lane.
const MOST: usize = FaultMask::LANES;

impl BasicEvents {
    /// `components` gives those whose own fault makes a node of the event graph happen. Pairs
    /// of common causes cost [`Self::words_of_common`]; where that is more than `words`, there
    /// are none.
    pub(super) fn of(schedule: &Schedule, components: &Csr, words: u64) -> Self {
        let nodes = schedule.nodes().iter().zip(0u32..);
        let faulty = nodes.filter(|(node, _)| !components.get(**node).is_empty());
        let mut places: Vec<u32> = faulty.map(|(_, place)| place).collect();
        let named = asked(schedule);
        let common = (places.iter().copied()).filter(|place| named[*place as usize] > 0);
        let mut common: Vec<u32> = common.collect();
        common.sort_by_key(|place| Reverse(named[*place as usize]));
        common.truncate(MOST);
        let mut is_common = vec![false; schedule.len()];
        for place in &common {
            is_common[*place as usize] = true;
        }
        let mut found = Self {
            numbers: vec![NONE; schedule.len()],
            places: Vec::new(),
            common: common.len() as u32,
        };
        if found.words_of_common(schedule) > words {
            found.common = 0;
        } else {
            places.sort_by_key(|place| !is_common[*place as usize]);
        }
        for (place, number) in places.iter().zip(0..) {
            found.numbers[*place as usize] = number;
        }
        found.places = places;
        found
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

    /// How many are common causes; they have the first numbers.
    pub(super) fn common(&self) -> u32 {
        self.common
    }

    #[inline]
    pub(super) fn is_common(&self, fault: u32) -> bool {
        fault < self.common
    }

    pub(super) fn pairs_of_common(&self) -> impl Iterator<Item = (u32, u32)> {
        let common = self.common;
        (0..common).flat_map(move |one| (one + 1..common).map(move |other| (one, other)))
    }

    /// Words that are looked at where pairs of common causes happen in lanes.
    pub(super) fn words_of_common(&self, schedule: &Schedule) -> u64 {
        let pairs = self.common as usize * self.common as usize / 2;
        (pairs.div_ceil(FaultMask::LANES) * WORDS * schedule.len()) as u64
    }
}

/// Asks some nodes what they follow from, votes apart; gives for each place how many
/// named it, none where that is too few.
fn asked(schedule: &Schedule) -> Vec<u32> {
    let mut named = vec![0; schedule.len()];
    if schedule.len() < LEAST_NODES || schedule.definitions().vote_count() == 0 {
        return named;
    }
    let mut seen = vec![NONE; schedule.len()];
    let (mut answers, mut steps) = (0, 0);
    let mut open = Vec::new();
    for asked in (0..schedule.len() as u32).step_by(schedule.len().div_ceil(ASKED)) {
        answers += 1;
        open.push(asked);
        while let Some(place) = open.pop() {
            if std::mem::replace(&mut seen[place as usize], asked) != asked {
                steps += 1;
                named[place as usize] += 1;
                open.extend(schedule.definitions().causes(place));
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
