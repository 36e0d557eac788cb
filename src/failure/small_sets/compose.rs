use super::found::Pair;
use super::ways::Ways;

/// What an event looks at, with the reasons of each input.
pub(super) struct Inputs<'a> {
    /// The component whose own fault the event is.
    pub(super) own: Option<u32>,
    pub(super) causes: Vec<&'a [u32]>,
    pub(super) votes: Vec<VoteInputs<'a>>,
}

pub(super) struct VoteInputs<'a> {
    /// The vote as a reason.
    pub(super) reason: u32,
    pub(super) needed: u32,
    /// The reasons of each voter; at most 64 voters.
    pub(super) voters: Vec<&'a [u32]>,
}

/// An event put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Composed {
    pub(super) reasons: Vec<u32>,
    /// For each of its votes, in order.
    pub(super) ways: Vec<Ways>,
}

/// Puts the reasons of an event, and the ways of its votes, together from those
/// of its inputs.
///
/// A *reason* of an event is a component whose own fault alone, or a vote whose
/// meeting alone, makes it happen. A pair of faults that does, neither being a
/// reason, meets a vote among the reasons: so pairs are kept by vote, once each,
/// however many events a vote is a reason of. The *ways* of a vote are its pairs
/// less those of votes that are reasons of it.
pub(super) struct Composer {
    components: u32,
    /// By reason: the voters of the vote at hand that it makes happen.
    marks: Vec<u64>,
    /// By reason: the last event it was noted for.
    noted: Vec<u32>,
    event: u32,
    /// By component: the voters that happen by votes it helps to meet.
    leads: Vec<u64>,
    pairs: bool,
    found: Vec<Pair>,
    several: Vec<(Pair, u64)>,
    both: Vec<(u32, u32)>,
    /// What it did so far: reasons and pairs looked at.
    pub(super) steps: u64,
}

/// The mark of a fault that alone meets the vote at hand.
const MET: u64 = u64::MAX;

impl Composer {
    pub(super) fn new(components: usize, votes: usize, pairs: bool) -> Self {
        Self {
            components: components as u32,
            marks: vec![0; components + votes],
            noted: vec![0; components + votes],
            event: 0,
            leads: vec![0; components],
            pairs,
            found: Vec::new(),
            several: Vec::new(),
            both: Vec::new(),
            steps: 0,
        }
    }

    /// `known` gives the ways of a reason that is a vote.
    pub(super) fn compose<'a>(
        &mut self,
        inputs: &Inputs<'_>,
        known: impl Fn(u32) -> &'a Ways,
    ) -> Composed {
        let mut composed = Composed::default();
        self.event += 1;
        composed.reasons.extend(inputs.own);
        for cause in &inputs.causes {
            self.note(cause.iter().copied(), &mut composed.reasons);
        }
        for vote in &inputs.votes {
            let hit = self.hit(&vote.voters);
            let met = hit.iter().filter(|(_, by)| by.count_ones() >= vote.needed);
            self.note(met.map(|(reason, _)| *reason), &mut composed.reasons);
            let ways = if self.pairs {
                self.note([vote.reason], &mut composed.reasons);
                self.ways(vote.needed, &hit, &known)
            } else {
                Ways::default()
            };
            composed.ways.push(ways);
        }
        composed
    }

    fn note(&mut self, reasons: impl IntoIterator<Item = u32>, into: &mut Vec<u32>) {
        for reason in reasons {
            self.steps += 1;
            let noted = &mut self.noted[reason as usize];
            if *noted != self.event {
                *noted = self.event;
                into.push(reason);
            }
        }
    }

    /// Each reason of any voter, and of which.
    fn hit(&mut self, voters: &[&[u32]]) -> Vec<(u32, u64)> {
        let mut hit = Vec::new();
        for (at, voter) in voters.iter().enumerate() {
            self.steps += voter.len() as u64;
            for &reason in *voter {
                let mark = &mut self.marks[reason as usize];
                if *mark == 0 {
                    hit.push((reason, 0));
                }
                *mark |= 1 << at;
            }
        }
        for (reason, by) in &mut hit {
            *by = std::mem::take(&mut self.marks[*reason as usize]);
        }
        hit
    }

    fn ways<'a>(
        &mut self,
        needed: u32,
        hit: &[(u32, u64)],
        known: &impl Fn(u32) -> &'a Ways,
    ) -> Ways {
        let mut faults = Vec::new();
        let mut votes = Vec::new();
        for &(reason, by) in hit {
            let few = by.count_ones() < needed;
            if reason < self.components {
                self.marks[reason as usize] = if few { by } else { MET };
                if few {
                    faults.push((reason, by));
                }
            } else if few {
                let of_vote = known(reason);
                if !of_vote.is_empty() {
                    votes.push((of_vote, by));
                }
            }
        }
        self.found.clear();
        self.of_reasons(needed, faults);
        for (of_vote, by) in &votes {
            self.with_a_reason(needed, of_vote, *by);
        }
        self.of_several(needed, &votes);
        for &(reason, _) in hit.iter().filter(|(reason, _)| *reason < self.components) {
            self.marks[reason as usize] = 0;
        }
        self.found.sort_unstable();
        self.found.dedup();
        Ways::of(&self.found, &mut self.both)
    }

    /// Pairs of faults that alone make some voters happen, together enough.
    fn of_reasons(&mut self, needed: u32, mut faults: Vec<(u32, u64)>) {
        faults.sort_unstable_by_key(|(_, by)| *by);
        let alike: Vec<&[(u32, u64)]> = faults.chunk_by(|one, other| one.1 == other.1).collect();
        for (at, any) in alike.iter().enumerate() {
            for with in &alike[at + 1..] {
                if (any[0].1 | with[0].1).count_ones() < needed {
                    continue;
                }
                self.steps += (any.len() * with.len()) as u64;
                for (one, _) in *any {
                    let pairs = with.iter().map(|(other, _)| Pair::new(*one, *other));
                    self.found.extend(pairs);
                }
            }
        }
    }

    /// Pairs that meet a vote, where one of the two makes further voters happen.
    fn with_a_reason(&mut self, needed: u32, of_vote: &Ways, by: u64) {
        self.steps += of_vote.faults().len() as u64;
        for (at, &one) in of_vote.faults().iter().enumerate() {
            let mark = self.marks[one as usize];
            if mark == MET || mark & !by == 0 {
                continue;
            }
            let partners = of_vote.partners(at);
            self.steps += partners.len() as u64;
            for &other in partners {
                let own = mark | self.marks[other as usize];
                if own != MET && own.count_ones() < needed && (own | by).count_ones() >= needed {
                    self.found.push(Pair::new(one, other));
                }
            }
        }
    }

    /// Pairs that meet several votes, which together make enough voters happen.
    fn of_several(&mut self, needed: u32, votes: &[(&Ways, u64)]) {
        let Some((_, first)) = votes.first() else {
            return;
        };
        if votes.iter().all(|(_, by)| by == first) {
            return;
        }
        for (of_vote, by) in votes {
            for &fault in of_vote.faults() {
                self.leads[fault as usize] |= by;
            }
        }
        self.several.clear();
        for (of_vote, by) in votes {
            // Where one of the two helps with a single vote, it is found already.
            let may = |fault: u32| {
                let mark = self.marks[fault as usize];
                self.leads[fault as usize] != *by && mark != MET && (needed > 2 || mark & !by == 0)
            };
            for (at, &one) in of_vote.faults().iter().enumerate() {
                if !may(one) {
                    continue;
                }
                let partners = of_vote.partners(at);
                let later = partners.partition_point(|other| *other < one);
                let others = partners[later..]
                    .iter()
                    .copied()
                    .filter(|other| may(*other));
                self.several
                    .extend(others.map(|other| (Pair::new(one, other), *by)));
            }
        }
        for (of_vote, _) in votes {
            for &fault in of_vote.faults() {
                self.leads[fault as usize] = 0;
            }
        }
        self.steps += self.several.len() as u64;
        self.several.sort_unstable();
        for same in self.several.chunk_by(|one, other| one.0 == other.0) {
            let (pair, first) = same[0];
            let by = same.iter().fold(0, |all, (_, by)| all | by);
            let (one, other) = pair.both();
            let own = self.marks[one as usize] | self.marks[other as usize];
            if by != first && (by | own).count_ones() >= needed && own.count_ones() < needed {
                self.found.push(pair);
            }
        }
    }
}
