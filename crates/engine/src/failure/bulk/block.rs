use super::bits::Bits;
use super::lanes::{Lanes, at_least};
use super::layout::Layout;
use super::touched::Touched;

/// The rows of a few hundred lone faults, a lane for each.
///
/// Only what the faults reach is looked at: rows wait in a bitmap that is read in
/// their order. What made a row happen pushes to it; its votes are counted once,
/// when its turn comes. A knot is read again until nothing in it changes.
#[derive(Debug)]
pub struct Block<'a> {
    layout: &'a Layout,
    faults: &'a [u32],
    touched: Touched,
    waiting: Bits,
    /// Rows that grew since they were last passed on.
    grown: Bits,
    /// Votes of which a voter grew since they were last counted.
    counting: Bits,
    room: Vec<Lanes>,
}

impl<'a> Block<'a> {
    pub(super) fn new(layout: &'a Layout) -> Self {
        let rows = layout.rows();
        Self {
            layout,
            faults: &[],
            touched: Touched::of(rows),
            waiting: Bits::of(rows),
            grown: Bits::of(rows),
            counting: Bits::of(layout.needed.len()),
            room: Vec::new(),
        }
    }

    /// The faults (components), one in each lane, ascending.
    pub fn faults(&self) -> &'a [u32] {
        self.faults
    }

    /// The rows that happened in any lane, with the lanes.
    pub fn touched(&self) -> impl Iterator<Item = (u32, Lanes)> {
        self.touched.iter()
    }

    /// The lanes in which a row happened.
    pub fn row(&self, row: u32) -> Lanes {
        self.touched.get(row)
    }

    /// The least fixpoint above each fault alone.
    pub(super) fn settle(&mut self, faults: &'a [u32]) {
        debug_assert!(faults.len() <= Lanes::COUNT);
        self.touched.wipe();
        self.faults = faults;
        let layout = self.layout;
        let mut first = u32::MAX;
        for (lane, fault) in faults.iter().enumerate() {
            let mut one = Lanes::NONE;
            one.insert(lane);
            for row in layout.rows_of(*fault) {
                self.grow(row, one);
                first = first.min(row);
            }
        }
        self.read(first);
    }

    /// Reads all that wait, from row `at` on.
    fn read(&mut self, mut at: u32) {
        // The first row of a knot to read again, and the end of that knot.
        let mut again: Option<(u32, u32)> = None;
        loop {
            let next = self.waiting.next(at);
            if let Some((from, end)) = again
                && next.is_none_or(|row| row >= end)
            {
                again = None;
                at = from;
                continue;
            }
            let Some(row) = next else {
                return;
            };
            self.waiting.remove(row);
            at = row + 1;
            let lowest = self.look(row);
            if lowest <= row {
                let (from, end) = again.unwrap_or((lowest, self.layout.end_of_knot(row)));
                again = Some((from.min(lowest), end));
            }
        }
    }

    /// Counts the votes of a row and passes on what it knows; gives the lowest
    /// row that waits because of it.
    fn look(&mut self, row: u32) -> u32 {
        let layout = self.layout;
        let mut grown = self.grown.remove(row);
        for vote in layout.votes_of(row) {
            if self.counting.remove(vote) {
                let met = self.met(vote);
                grown |= !met.is_empty() && self.touched.add(row, met);
            }
        }
        let mut lowest = u32::MAX;
        if !grown {
            return lowest;
        }
        let lanes = self.touched.get(row);
        for &to in layout.pushes.get(row) {
            if self.grow(to, lanes) {
                lowest = lowest.min(to);
            }
        }
        for &vote in layout.counts.get(row) {
            let owner = layout.owner[vote as usize];
            self.counting.insert(vote);
            self.waiting.insert(owner);
            lowest = lowest.min(owner);
        }
        lowest
    }

    /// The lanes in which enough voters happened.
    fn met(&mut self, vote: u32) -> Lanes {
        let needed = self.layout.needed[vote as usize];
        let voters = self.layout.voters.get(vote);
        let happened = voters.iter().filter(|row| self.touched.contains(**row));
        if (happened.count() as u32) < needed {
            return Lanes::NONE;
        }
        let rows = voters.iter().map(|row| self.touched.get(*row));
        at_least(needed, rows, &mut self.room)
    }

    /// Adds lanes to a row, which waits when there were new ones.
    fn grow(&mut self, row: u32, lanes: Lanes) -> bool {
        let new = self.touched.add(row, lanes);
        if new {
            self.grown.insert(row);
            self.waiting.insert(row);
        }
        new
    }
}
