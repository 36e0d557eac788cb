use super::lanes::{Lanes, WORDS};
use super::meter::{Meter, Spent};
use super::net::Net;

/// Lets faults happen in many lanes at once and follows them through a net.
///
/// Only what a fault reaches is looked at: nodes wait in a bitmap that is read in
/// order, and from an earlier place again where a cycle leads back.
#[derive(Debug)]
pub(super) struct Sweep<'a> {
    net: &'a Net,
    /// For each node the lanes in which it happened.
    happened: Vec<Lanes>,
    /// The nodes where it did.
    touched: Vec<u32>,
    waiting: Vec<u64>,
}

impl<'a> Sweep<'a> {
    pub(super) fn new(net: &'a Net) -> Self {
        Self {
            net,
            happened: vec![Lanes::default(); net.len()],
            touched: Vec::new(),
            waiting: vec![0; net.len().div_ceil(64)],
        }
    }

    /// Lets each (node, lane) happen, and nothing else, to the fixpoint.
    pub(super) fn run(
        &mut self,
        faults: impl Iterator<Item = (u32, usize)>,
        meter: &mut Meter,
    ) -> Result<(), Spent> {
        for node in self.touched.drain(..) {
            self.happened[node as usize] = Lanes::default();
        }
        let mut from = self.waiting.len() as u32 * 64;
        for (node, lane) in faults {
            let mut one = Lanes::default();
            one.insert(lane);
            self.happen(node, &one);
            from = from.min(node);
            wait(&mut self.waiting, node);
        }
        while let Some(node) = self.next(from) {
            let lowest = self.look(node, meter)?;
            from = lowest.min(node + 1);
        }
        Ok(())
    }

    pub(super) fn happened(&self, node: u32) -> &Lanes {
        &self.happened[node as usize]
    }

    /// The nodes that happened in any lane.
    pub(super) fn touched(&self) -> &[u32] {
        &self.touched
    }

    /// The first node at or after `from` that waits; it waits no more.
    fn next(&mut self, from: u32) -> Option<u32> {
        let mut at = from as usize / 64;
        let mut word = self.waiting.get(at)? & (u64::MAX << (from % 64));
        while word == 0 {
            at += 1;
            word = *self.waiting.get(at)?;
        }
        let bit = word.trailing_zeros();
        self.waiting[at] &= !(1 << bit);
        Some(at as u32 * 64 + bit)
    }

    /// Passes on what a node knows; gives the lowest node that now waits.
    fn look(&mut self, node: u32, meter: &mut Meter) -> Result<u32, Spent> {
        let net = self.net;
        let needed = net.needed[node as usize];
        if needed > 0 {
            meter.charge(net.voters.get(node).len() * WORDS)?;
            let met = self.met(node, needed as usize);
            if met.is_empty() || !self.happen(node, &met) {
                return Ok(u32::MAX);
            }
        }
        let consumers = net.consumers.get(node);
        meter.charge(consumers.len() * WORDS)?;
        let lanes = self.happened[node as usize];
        let mut lowest = u32::MAX;
        for &to in consumers {
            let counts = net.needed[to as usize] > 0;
            if counts || self.happen(to, &lanes) {
                wait(&mut self.waiting, to);
                lowest = lowest.min(to);
            }
        }
        Ok(lowest)
    }

    fn happen(&mut self, node: u32, lanes: &Lanes) -> bool {
        let happened = &mut self.happened[node as usize];
        if happened.is_empty() {
            self.touched.push(node);
        }
        happened.add(lanes)
    }

    /// The lanes in which enough voters happened.
    fn met(&self, vote: u32, needed: usize) -> Lanes {
        let voters = self.net.voters.get(vote);
        let mut voters = voters.iter().map(|voter| &self.happened[*voter as usize]);
        if needed == voters.len() {
            let mut all = Lanes::ALL;
            while let (Some(lanes), false) = (voters.next(), all.is_empty()) {
                all = all.and(lanes);
            }
            return all;
        }
        at_least(needed, voters)
    }
}

fn wait(waiting: &mut [u64], node: u32) {
    waiting[node as usize / 64] |= 1 << (node % 64);
}

/// The lanes that stand in at least `needed` of the rows: the rows are added up
/// as binary numbers, a plane of lanes for each digit.
fn at_least<'a>(needed: usize, rows: impl ExactSizeIterator<Item = &'a Lanes>) -> Lanes {
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
