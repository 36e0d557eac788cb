use std::ops::Range;

use jurymast_plan::model::Level;

use super::super::Events;
use super::super::lists::Lists;
use super::lanes::Lanes;
use super::rows::Rows;

/// The events of a network as rows, numbered in the order in which they can be
/// settled. Events that cause each other in a circle always happen together, and
/// share a row.
#[derive(Debug, Clone)]
pub struct Layout {
    /// For each component: the rows of its events, down and degraded or worse.
    of: Vec<[u32; 2]>,
    rows: usize,
    /// Rows that look at each other, ascending.
    knots: Vec<Range<u32>>,
    /// For each row: those that it makes happen.
    pub(super) pushes: Lists,
    /// For each row: the votes it counts in.
    pub(super) counts: Lists,
    /// For each row: where its votes begin.
    votes: Vec<u32>,
    /// For each vote: how many it needs, the row that happens when it is met.
    pub(super) needed: Vec<u32>,
    pub(super) owner: Vec<u32>,
    pub(super) voters: Lists,
    /// Components in the order of their rows: those that take down much the same
    /// stand in one block, in plan order within.
    pub(super) faults: Vec<u32>,
}

impl Layout {
    pub fn of(events: &Events) -> Self {
        let Rows {
            of_event,
            order,
            rows,
            knots,
        } = Rows::of(events);
        let row = |event: u32| of_event[event as usize];
        let pushes = Lists::gather(rows, |pair| {
            for &event in &order {
                for &cause in events.causes(event) {
                    if row(cause) != row(event) {
                        pair(row(cause), row(event));
                    }
                }
            }
        });
        let mut votes = vec![0u32; rows + 1];
        let mut needed = Vec::new();
        let mut owner = Vec::new();
        let mut voters = Lists::new();
        for &event in &order {
            for vote in events.votes(event) {
                needed.push(vote.needed);
                owner.push(row(event));
                voters.push(vote.voters.iter().map(|voter| row(*voter)));
            }
            votes[row(event) as usize + 1] = needed.len() as u32;
        }
        let counts = Lists::gather(rows, |pair| {
            for vote in 0..needed.len() as u32 {
                for &voter in voters.get(vote) {
                    pair(voter, vote);
                }
            }
        });
        let of: Vec<[u32; 2]> = (0..events.components() as u32)
            .map(|at| [Level::Down, Level::Degraded].map(|level| row(events.event(at, level))))
            .collect();
        let mut faults: Vec<u32> = (0..of.len() as u32).collect();
        faults.sort_by_key(|fault| of[*fault as usize]);
        for block in faults.chunks_mut(Lanes::COUNT) {
            block.sort_unstable();
        }
        Self {
            of,
            rows,
            knots,
            pushes,
            counts,
            votes,
            needed,
            owner,
            voters,
            faults,
        }
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn components(&self) -> usize {
        self.of.len()
    }

    /// The row that the component is at `level` or worse; for [`Level::Up`] the
    /// one of degraded, as in [`Events::event`].
    pub fn row(&self, component: u32, level: Level) -> u32 {
        let [down, worse] = self.of[component as usize];
        match level {
            Level::Down => down,
            Level::Degraded | Level::Up => worse,
        }
    }

    pub(super) fn rows_of(&self, component: u32) -> [u32; 2] {
        self.of[component as usize]
    }

    pub(super) fn votes_of(&self, row: u32) -> Range<u32> {
        let at = row as usize;
        self.votes[at]..self.votes[at + 1]
    }

    /// The end of the knot that a row stands in.
    pub(super) fn end_of_knot(&self, row: u32) -> u32 {
        let at = self.knots.partition_point(|knot| knot.end <= row);
        self.knots
            .get(at)
            .filter(|knot| knot.contains(&row))
            .map_or(row + 1, |knot| knot.end)
    }
}
