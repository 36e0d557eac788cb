use super::lanes::{Lanes, WORDS, at_least};
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
        let voters = self.net.voters.get(vote).iter();
        at_least(needed, voters.map(|voter| &self.happened[*voter as usize]))
    }
}

fn wait(waiting: &mut [u64], node: u32) {
    waiting[node as usize / 64] |= 1 << (node % 64);
}
