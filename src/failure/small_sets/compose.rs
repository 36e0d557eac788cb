use super::found::{Found, Pair};

/// What an event looks at, with the sets of each input.
pub(super) struct Inputs<'a> {
    /// The component whose own fault the event is.
    pub(super) own: Option<u32>,
    pub(super) causes: Vec<&'a Found>,
    /// (how many are needed, the voters); at most 64 voters each.
    pub(super) votes: Vec<(u32, Vec<&'a Found>)>,
}

/// Puts the sets of an event together from those of its inputs.
///
/// A pair that meets a vote is found in one of two places: among the pairs of a
/// voter, or as a single of one voter and a single of another. Sets of three and
/// more never shrink, so leaving them out loses none of the smaller ones
/// (Rauzy 2003, truncation by order).
pub(super) struct Composer {
    /// By component: [`SINGLE`] if it is a single of the event, else the voters of
    /// the vote at hand that its fault alone makes happen.
    marks: Vec<u64>,
    pairs: bool,
    /// What it did so far: pairs and singles looked at.
    pub(super) steps: u64,
}

const SINGLE: u64 = u64::MAX;

impl Composer {
    pub(super) fn new(components: usize, pairs: bool) -> Self {
        Self {
            marks: vec![0; components],
            pairs,
            steps: 0,
        }
    }

    pub(super) fn compose(&mut self, inputs: &Inputs<'_>) -> Found {
        let mut singles: Vec<u32> = inputs.own.into_iter().collect();
        for cause in &inputs.causes {
            singles.extend_from_slice(&cause.singles);
        }
        let mut hits = Vec::new();
        for (needed, voters) in &inputs.votes {
            let hit = self.hit(voters);
            let met = hit.iter().filter(|(_, by)| by.count_ones() >= *needed);
            singles.extend(met.map(|(component, _)| *component));
            hits.push(hit);
        }
        self.steps += singles.len() as u64;
        singles.sort_unstable();
        singles.dedup();
        let mut found = Found {
            singles,
            pairs: Vec::new(),
        };
        if self.pairs {
            self.mark(&found.singles, SINGLE);
            found.pairs = self.pairs(inputs, hits);
            self.mark(&found.singles, 0);
        }
        found
    }

    fn mark(&mut self, components: &[u32], mark: u64) {
        for component in components {
            self.marks[*component as usize] = mark;
        }
    }

    /// Each component whose fault alone makes voters happen, and which.
    fn hit(&mut self, voters: &[&Found]) -> Vec<(u32, u64)> {
        let mut hit = Vec::new();
        for (at, voter) in voters.iter().enumerate() {
            self.steps += voter.singles.len() as u64;
            for &component in &voter.singles {
                let mark = &mut self.marks[component as usize];
                if *mark == 0 {
                    hit.push((component, 0));
                }
                *mark |= 1 << at;
            }
        }
        for (component, by) in &mut hit {
            *by = std::mem::take(&mut self.marks[*component as usize]);
        }
        hit
    }

    fn pairs(&mut self, inputs: &Inputs<'_>, hits: Vec<Vec<(u32, u64)>>) -> Vec<Pair> {
        let mut lists: Vec<Vec<Pair>> = Vec::new();
        for cause in inputs.causes.iter().filter(|cause| !cause.pairs.is_empty()) {
            self.steps += cause.pairs.len() as u64;
            let open = cause.pairs.iter().copied();
            lists.push(open.filter(|pair| !self.holds_single(*pair)).collect());
        }
        let mut apart = Vec::new();
        for ((needed, voters), mut hit) in inputs.votes.iter().zip(hits) {
            hit.retain(|(component, _)| self.marks[*component as usize] != SINGLE);
            self.of_singles(*needed, &mut hit, &mut apart);
            for (component, by) in &hit {
                self.marks[*component as usize] = *by;
            }
            lists.push(self.of_pairs(*needed, voters));
            for (component, _) in &hit {
                self.marks[*component as usize] = 0;
            }
        }
        apart.sort_unstable();
        apart.dedup();
        lists.push(apart);
        lists.retain(|list| !list.is_empty());
        lists.sort_by_key(Vec::len);
        let mut lists = lists.into_iter();
        let first = lists.next().unwrap_or_default();
        lists.fold(first, |all, list| {
            self.steps += (all.len() + list.len()) as u64;
            union(&all, &list)
        })
    }

    fn holds_single(&self, pair: Pair) -> bool {
        let (one, other) = pair.both();
        self.marks[one as usize] == SINGLE || self.marks[other as usize] == SINGLE
    }

    /// Pairs of components that alone make some voters happen, together enough.
    fn of_singles(&mut self, needed: u32, hit: &mut [(u32, u64)], into: &mut Vec<Pair>) {
        hit.sort_unstable_by_key(|(_, by)| *by);
        let alike: Vec<&[(u32, u64)]> = hit.chunk_by(|one, other| one.1 == other.1).collect();
        for (at, any) in alike.iter().enumerate() {
            for with in &alike[at + 1..] {
                self.steps += 1;
                if (any[0].1 | with[0].1).count_ones() < needed {
                    continue;
                }
                self.steps += (any.len() * with.len()) as u64;
                for (one, _) in *any {
                    into.extend(with.iter().map(|(other, _)| Pair::new(*one, *other)));
                }
            }
        }
    }

    /// Pairs that are among those of a voter and make enough of them happen.
    fn of_pairs(&mut self, needed: u32, voters: &[&Found]) -> Vec<Pair> {
        let mut heads: Vec<(&[Pair], u64)> = voters
            .iter()
            .zip(0..)
            .map(|(voter, at)| (&voter.pairs[..], 1 << at))
            .filter(|(pairs, _)| !pairs.is_empty())
            .collect();
        let mut found = Vec::new();
        while let Some(pair) = heads.iter().map(|(pairs, _)| pairs[0]).min() {
            let mut by = 0;
            let mut ended = false;
            for (pairs, voter) in &mut heads {
                if pairs[0] == pair {
                    by |= *voter;
                    *pairs = &pairs[1..];
                    ended |= pairs.is_empty();
                }
            }
            if ended {
                heads.retain(|(pairs, _)| !pairs.is_empty());
            }
            self.steps += 1;
            let (one, other) = pair.both();
            let (one, other) = (self.marks[one as usize], self.marks[other as usize]);
            let open = one != SINGLE && other != SINGLE;
            if open && (by | one | other).count_ones() >= needed {
                found.push(pair);
            }
        }
        found
    }
}

fn union(one: &[Pair], other: &[Pair]) -> Vec<Pair> {
    let mut all = Vec::with_capacity(one.len() + other.len());
    let (mut left, mut right) = (0, 0);
    while left < one.len() && right < other.len() {
        let (a, b) = (one[left], other[right]);
        all.push(a.min(b));
        left += usize::from(a <= b);
        right += usize::from(b <= a);
    }
    all.extend_from_slice(&one[left..]);
    all.extend_from_slice(&other[right..]);
    all
}
