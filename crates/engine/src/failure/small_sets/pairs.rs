use super::lanes::{LANES, Lanes, WORDS};
use super::meter::{Meter, Spent};
use super::net::Net;
use super::rows::Rows;
use super::sweep::Sweep;

/// Finds the pairs of faults that reach the goal together; both no singles.
///
/// What a pair does beyond its parts begins with a vote that is met by the voters
/// of both and of neither alone. If that vote settles the goal, the pair is found;
/// else a sweep tells.
pub(super) struct Pairs<'a, 'b> {
    net: &'a Net,
    rows: &'a Rows,
    sweep: &'a mut Sweep<'b>,
    heavy: Heavy,
    now: Current,
    /// Pairs that a sweep has to tell of.
    open: Vec<(u32, u32)>,
    /// Pairs of faults, the first being less; in no order.
    pub(super) found: Vec<(u32, u32)>,
}

impl<'a, 'b> Pairs<'a, 'b> {
    pub(super) fn new(
        net: &'a Net,
        rows: &'a Rows,
        sweep: &'a mut Sweep<'b>,
        meter: &mut Meter,
    ) -> Result<Self, Spent> {
        Ok(Self {
            net,
            rows,
            sweep,
            heavy: Heavy::of(net, rows, meter)?,
            now: Current::new(net, rows),
            open: Vec::new(),
            found: Vec::new(),
        })
    }

    /// Goes through all pairs; those found before the budget ends stay.
    pub(super) fn find(&mut self, meter: &mut Meter) -> Result<(), Spent> {
        let mut held: Vec<Vec<u32>> = vec![Vec::new(); LANES];
        for block in 0..self.rows.blocks() {
            for entry in self.rows.block(block) {
                meter.charge(entry.lanes.count())?;
                for lane in entry.lanes.iter() {
                    held[lane].push(entry.node);
                }
            }
            for (lane, voters) in held.iter_mut().enumerate() {
                if !voters.is_empty() {
                    self.partners(block * LANES + lane, voters, meter)?;
                    voters.clear();
                }
            }
        }
        self.settle(meter)
    }

    /// Finds the later partners of a fault that alone gives the voters.
    fn partners(&mut self, fault: usize, voters: &[u32], meter: &mut Meter) -> Result<(), Spent> {
        let net = self.net;
        for &voter in voters {
            self.now.has[voter as usize] = true;
            for vote in net.votes_of(voter) {
                let count = &mut self.now.count[vote as usize];
                if *count == 0 {
                    self.now.votes.push(vote);
                }
                *count += 1;
            }
        }
        let mut charged = Ok(());
        for at in 0..self.now.votes.len() {
            let vote = self.now.votes[at];
            charged = charged.and_then(|()| self.propose(fault, vote, meter));
        }
        self.now
            .votes
            .iter()
            .for_each(|vote| self.now.count[*vote as usize] = 0);
        self.now.votes.clear();
        voters
            .iter()
            .for_each(|voter| self.now.has[*voter as usize] = false);
        charged?;
        self.collect(fault, meter)
    }

    /// Adds the partners with which a vote is met that is not met alone.
    fn propose(&mut self, fault: usize, vote: u32, meter: &mut Meter) -> Result<(), Spent> {
        let (net, now) = (self.net, &mut self.now);
        let needed = net.needed[vote as usize];
        let count = now.count[vote as usize];
        if count >= needed {
            return Ok(());
        }
        let first = (fault / LANES) as u32;
        if needed - count > 1 {
            // Voters in common count once, so this may propose too many.
            for &(other, count_of_other) in self.heavy.of_vote(vote) {
                meter.charge(1)?;
                if count + count_of_other < needed {
                    break;
                }
                if other / LANES as u32 >= first {
                    let mut lanes = Lanes::default();
                    lanes.insert(other as usize % LANES);
                    now.maybe.add(other / LANES as u32, &lanes);
                }
            }
            return Ok(());
        }
        let partners = if net.settles(vote) {
            &mut now.sure
        } else {
            &mut now.maybe
        };
        for &voter in net.voters.get(vote) {
            meter.charge(1)?;
            if now.has[voter as usize] {
                continue;
            }
            for entry in self.rows.by_node(voter) {
                if entry.block >= first {
                    meter.charge(WORDS)?;
                    partners.add(entry.block, &entry.lanes);
                }
            }
        }
        Ok(())
    }

    /// Takes what was proposed for a fault.
    fn collect(&mut self, fault: usize, meter: &mut Meter) -> Result<(), Spent> {
        let (own, lane) = ((fault / LANES) as u32, fault % LANES);
        let later = |block: u32, lanes: &Lanes| match block == own {
            true => lanes.and(&Lanes::after(lane)),
            false => *lanes,
        };
        let pair = |block: u32, other: usize| (fault as u32, block * LANES as u32 + other as u32);
        for at in 0..self.now.maybe.blocks.len() {
            let block = self.now.maybe.blocks[at];
            let maybe = later(block, self.now.maybe.lanes(block));
            let open = maybe.without(self.now.sure.lanes(block));
            for other in open.iter() {
                self.open.push(pair(block, other));
                if self.open.len() == LANES {
                    self.settle(meter)?;
                }
            }
        }
        for &block in &self.now.sure.blocks {
            let sure = later(block, self.now.sure.lanes(block));
            meter.charge(sure.count())?;
            self.found
                .extend(sure.iter().map(|other| pair(block, other)));
        }
        self.now.maybe.clear();
        self.now.sure.clear();
        if self.found.len() > meter.kept() {
            return Err(Spent);
        }
        Ok(())
    }

    /// Sweeps the open pairs, each in a lane of its own.
    fn settle(&mut self, meter: &mut Meter) -> Result<(), Spent> {
        let node = |fault: u32| self.net.faulty[fault as usize];
        let faults = self.open.iter().zip(0..);
        let faults =
            faults.flat_map(|((one, other), lane)| [(node(*one), lane), (node(*other), lane)]);
        self.sweep.run(faults, meter)?;
        let reached = self.sweep.happened(self.net.goal);
        self.found
            .extend(reached.iter().map(|lane| self.open[lane]));
        self.open.clear();
        Ok(())
    }
}

/// What is known of the fault whose partners are sought.
struct Current {
    /// By node: it is a voter that happens.
    has: Vec<bool>,
    /// By node: how many of the vote's voters happen.
    count: Vec<u32>,
    /// The votes with any.
    votes: Vec<u32>,
    /// Partners that reach the goal.
    sure: Partners,
    /// Partners that might.
    maybe: Partners,
}

impl Current {
    fn new(net: &Net, rows: &Rows) -> Self {
        Self {
            has: vec![false; net.len()],
            count: vec![0; net.len()],
            votes: Vec::new(),
            sure: Partners::new(rows),
            maybe: Partners::new(rows),
        }
    }
}

/// A set of faults.
struct Partners {
    by_block: Vec<Lanes>,
    /// The blocks with any.
    blocks: Vec<u32>,
}

impl Partners {
    fn new(rows: &Rows) -> Self {
        Self {
            by_block: vec![Lanes::default(); rows.blocks()],
            blocks: Vec::new(),
        }
    }

    fn add(&mut self, block: u32, lanes: &Lanes) {
        let into = &mut self.by_block[block as usize];
        if into.is_empty() {
            self.blocks.push(block);
        }
        into.add(lanes);
    }

    fn lanes(&self, block: u32) -> &Lanes {
        &self.by_block[block as usize]
    }

    fn clear(&mut self) {
        for block in self.blocks.drain(..) {
            self.by_block[block as usize] = Lanes::default();
        }
    }
}

/// For each vote that needs three or more: the faults that alone give two or more
/// of its voters, those that give most first.
struct Heavy {
    /// By node: where its faults begin.
    starts: Vec<usize>,
    faults: Vec<(u32, u32)>,
}

impl Heavy {
    fn of(net: &Net, rows: &Rows, meter: &mut Meter) -> Result<Self, Spent> {
        let mut heavy = Self {
            starts: vec![0],
            faults: Vec::new(),
        };
        let mut count = vec![0u32; rows.single.len()];
        let mut counted: Vec<u32> = Vec::new();
        for vote in 0..net.len() as u32 {
            if net.needed[vote as usize] >= 3 {
                let entries = net.voters.get(vote).iter();
                for entry in entries.flat_map(|voter| rows.by_node(*voter)) {
                    meter.charge(entry.lanes.count())?;
                    for fault in entry.faults() {
                        if count[fault] == 0 {
                            counted.push(fault as u32);
                        }
                        count[fault] += 1;
                    }
                }
                let first = heavy.faults.len();
                for fault in counted.drain(..) {
                    let count = std::mem::take(&mut count[fault as usize]);
                    if count >= 2 {
                        heavy.faults.push((fault, count));
                    }
                }
                heavy.faults[first..]
                    .sort_unstable_by_key(|(fault, count)| (u32::MAX - count, *fault));
                if heavy.faults.len() > meter.kept() {
                    return Err(Spent);
                }
            }
            heavy.starts.push(heavy.faults.len());
        }
        Ok(heavy)
    }

    fn of_vote(&self, vote: u32) -> &[(u32, u32)] {
        let at = vote as usize;
        &self.faults[self.starts[at]..self.starts[at + 1]]
    }
}
