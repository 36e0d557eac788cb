use std::ops::Range;

use super::super::Events;
use super::super::lists::Lists;
use super::knots::knots;

/// Which event stands in which row.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) of_event: Vec<u32>,
    /// The events in the order of their rows.
    pub(super) order: Vec<u32>,
    pub(super) rows: usize,
    /// Rows that look at each other, ascending.
    pub(super) knots: Vec<Range<u32>>,
}

impl Rows {
    pub(super) fn of(events: &Events) -> Self {
        let found = knots(events.len(), |event| {
            (events.causes(event), events.voters(event))
        });
        let mut rows = Self {
            of_event: vec![0; events.len()],
            order: Vec::with_capacity(events.len()),
            rows: 0,
            knots: Vec::new(),
        };
        let mut place = vec![u32::MAX; events.len()];
        let mut done = 0;
        for knot in found.knots {
            rows.each_alone(&found.order[done..knot.start]);
            done = knot.end;
            rows.knot(events, &found.order[knot], &mut place);
        }
        rows.each_alone(&found.order[done..]);
        rows
    }

    fn each_alone(&mut self, events: &[u32]) {
        for &event in events {
            self.row(&[event]);
        }
    }

    /// One row for those of a knot that cause each other, in their order.
    fn knot(&mut self, events: &Events, knot: &[u32], place: &mut [u32]) {
        let first = self.rows as u32;
        for (event, at) in knot.iter().zip(0..) {
            place[*event as usize] = at;
        }
        let causes = Lists::gather(knot.len(), |pair| {
            for (event, at) in knot.iter().zip(0..) {
                for cause in events.causes(*event) {
                    let inside = place[*cause as usize];
                    if inside != u32::MAX {
                        pair(at, inside);
                    }
                }
            }
        });
        for event in knot {
            place[*event as usize] = u32::MAX;
        }
        let together = knots(knot.len(), |at| (causes.get(at), &[]));
        let members: Vec<u32> = together.order.iter().map(|at| knot[*at as usize]).collect();
        let mut done = 0;
        for part in together.knots {
            self.each_alone(&members[done..part.start]);
            done = part.end;
            self.row(&members[part]);
        }
        self.each_alone(&members[done..]);
        if self.rows as u32 > first + 1 {
            self.knots.push(first..self.rows as u32);
        }
    }

    fn row(&mut self, events: &[u32]) {
        for event in events {
            self.of_event[*event as usize] = self.rows as u32;
        }
        self.order.extend_from_slice(events);
        self.rows += 1;
    }
}
