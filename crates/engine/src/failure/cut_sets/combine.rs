use std::ops::Range;

use super::basic_events::BasicEvents;
use super::cut_set_list::{CutSetList, END, PairRows, RowCursors, SpareLists};
use super::marks::{RowMarks, VoterMarks};

/// What a node looks at, with the cut sets of each input.
pub(super) struct InputSets<'a> {
    /// The node's own fault.
    pub(super) own: Option<u32>,
    /// Common causes whose pairs are not asked for.
    pub(super) idle: &'a [u32],
    pub(super) causes: Vec<&'a CutSetList>,
    pub(super) votes: Vec<VoteSets<'a>>,
}

/// Happens once `needed` of its voters did; 64 of them at most.
pub(super) struct VoteSets<'a> {
    pub(super) needed: u32,
    pub(super) voters: Vec<&'a CutSetList>,
}

impl VoteSets<'_> {
    #[inline]
    fn is_met(&self, mut by: u64) -> bool {
        // Few are needed as a rule: faster than to count all.
        for _ in 1..self.needed {
            by &= by.wrapping_sub(1);
        }
        by != 0
    }
}

/// Puts the cut sets of a node together from those of its inputs, bottom-up (after MOCUS,
/// Fussell and Vesely 1972, read upwards).
///
/// A pair that meets a vote is found in one of two places: among the pairs of a
/// voter, or as a single of one voter and a single of another. Sets of three and
/// more never shrink, so leaving them out loses none of the smaller ones
/// (truncation by order, Rauzy 2003).
///
/// Rows of one fault are read together, and partners told apart by what is noted
/// of each: nothing is sorted but the pairs of singles, which are few.
pub(super) struct Combiner<'a> {
    faults: &'a BasicEvents,
    /// Without, singles only.
    pairs: bool,
    taken: RowMarks,
    /// For each vote of the node: what alone makes its voters happen.
    alone: Vec<VoterMarks>,
    /// What makes voters of a vote happen with the fault of the row.
    joint: VoterMarks,
    /// Pairs of singles, the lesser fault in the upper half.
    fresh: Vec<u64>,
    /// The pairs so far.
    found: PairRows,
    pub(super) spare: SpareLists,
    /// What it did so far: pairs and singles looked at.
    pub(super) steps: u64,
}

impl<'a> Combiner<'a> {
    /// Pairs of two common causes are left out; without `pairs`, all are.
    pub(super) fn new(faults: &'a BasicEvents, pairs: bool) -> Self {
        Self {
            faults,
            pairs,
            taken: RowMarks::new(faults.len()),
            alone: Vec::new(),
            joint: VoterMarks::new(faults.len()),
            fresh: Vec::new(),
            found: PairRows::default(),
            spare: SpareLists::default(),
            steps: 0,
        }
    }

    pub(super) fn combine(&mut self, inputs: &InputSets<'_>) -> CutSetList {
        self.taken.rewind();
        while self.alone.len() < inputs.votes.len() {
            self.alone.push(VoterMarks::new(self.faults.len()));
        }
        for (vote, alone) in inputs.votes.iter().zip(&mut self.alone) {
            for (voter, bit) in vote.voters.iter().zip(0..) {
                self.steps += voter.singles().len() as u64;
                alone.add(voter.singles(), 1 << bit);
            }
        }
        let singles = self.singles(inputs);
        self.found.clear();
        if self.pairs {
            self.taken.close(&singles);
            self.taken.close(inputs.idle);
            self.pairs_of_singles(&inputs.votes);
            self.rows(inputs);
            self.taken.open(&singles);
            self.taken.open(inputs.idle);
        }
        for alone in &mut self.alone {
            alone.clear();
        }
        CutSetList::new(&singles, &self.found, &mut self.spare)
    }

    fn singles(&mut self, inputs: &InputSets<'_>) -> Vec<u32> {
        self.taken.next_turn();
        self.taken.take(inputs.own.as_slice());
        for cause in &inputs.causes {
            self.steps += cause.singles().len() as u64;
            self.taken.take(cause.singles());
        }
        for (vote, alone) in inputs.votes.iter().zip(&self.alone) {
            let meets = |fault| vote.is_met(alone.by(fault));
            self.taken.take_if(alone.faults(), meets);
        }
        self.taken.row().to_vec()
    }

    /// Pairs of faults that alone make some voters happen, together enough.
    fn pairs_of_singles(&mut self, votes: &[VoteSets<'_>]) {
        self.fresh.clear();
        for (vote, alone) in votes.iter().zip(&self.alone) {
            let faults = alone.faults().iter().copied();
            let open = faults.filter(|fault| !self.taken.is_closed(*fault));
            let mut hit: Vec<(u64, u32)> = open.map(|fault| (alone.by(fault), fault)).collect();
            hit.sort_unstable();
            let alike: Vec<&[(u64, u32)]> = hit.chunk_by(|one, other| one.0 == other.0).collect();
            for (at, any) in alike.iter().enumerate() {
                for with in &alike[at + 1..] {
                    self.steps += 1;
                    if !vote.is_met(any[0].0 | with[0].0) {
                        continue;
                    }
                    self.steps += (any.len() * with.len()) as u64;
                    for (_, one) in *any {
                        let others = with.iter().map(|(_, other)| *other);
                        let left_out =
                            |other| self.faults.is_common(*one) && self.faults.is_common(other);
                        let others = others.filter(|other| !left_out(*other));
                        self.fresh.extend(others.map(|other| pair(*one, other)));
                    }
                }
            }
        }
        self.fresh.sort_unstable();
        self.fresh.dedup();
    }

    /// Puts the rows together, fault by fault.
    fn rows(&mut self, inputs: &InputSets<'_>) {
        let fresh = std::mem::take(&mut self.fresh);
        let mut fresh_left = &fresh[..];
        let voters = inputs.votes.iter().flat_map(|vote| &vote.voters);
        let mut rows = RowCursors::of(inputs.causes.iter().chain(voters));
        loop {
            let of_fresh = fresh_left.first().map_or(END, |pair| lesser(*pair));
            let first = rows.first().min(of_fresh);
            if first == END {
                break;
            }
            if self.taken.is_closed(first) {
                rows.skip(first);
                continue;
            }
            self.taken.next_turn();
            let causes = 0..inputs.causes.len();
            let mut end = causes.end;
            for cause in causes {
                if let Some(partners) = rows.take(cause, first) {
                    self.steps += partners.len() as u64;
                    self.taken.take(partners);
                }
            }
            for (at, vote) in inputs.votes.iter().enumerate() {
                let voters = end..end + vote.voters.len();
                end = voters.end;
                if rows.has(voters.clone(), first) {
                    self.row(first, (at, vote), voters, &mut rows);
                }
            }
            while let Some((pair, left)) = fresh_left.split_first()
                && lesser(*pair) == first
            {
                self.taken.take(&[*pair as u32]);
                fresh_left = left;
            }
            self.found.push(first, self.taken.row());
        }
        self.fresh = fresh;
    }

    /// Takes those that meet a vote with `first` and are its partners in a voter.
    fn row(
        &mut self,
        first: u32,
        (at, vote): (usize, &VoteSets<'_>),
        voters: Range<usize>,
        rows: &mut RowCursors<'_>,
    ) {
        let alone = &self.alone[at];
        let by_first = alone.by(first);
        let joint = &mut self.joint;
        let (mut last, mut voter): (&[u32], u64) = (&[], 0);
        for (place, bit) in voters.zip(0..) {
            if let Some(partners) = rows.take(place, first) {
                self.steps += partners.len() as u64;
                joint.add(last, voter);
                (last, voter) = (partners, 1 << bit);
            }
        }
        // Those of the last voter need no note.
        let by = voter | by_first;
        let meets = |partner| vote.is_met(by | joint.by(partner) | alone.by(partner));
        self.taken.take_if(last, meets);
        let meets = |partner| vote.is_met(by_first | joint.by(partner) | alone.by(partner));
        self.taken.take_if(joint.faults(), meets);
        joint.clear();
    }
}

fn pair(one: u32, other: u32) -> u64 {
    u64::from(one.min(other)) << 32 | u64::from(one.max(other))
}

fn lesser(pair: u64) -> u32 {
    (pair >> 32) as u32
}
