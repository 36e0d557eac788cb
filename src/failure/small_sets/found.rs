use super::ways::Ways;

/// Two components, the lesser in the upper half, so that numbers stand in the
/// order of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair(u64);

impl Pair {
    pub(super) fn new(one: u32, other: u32) -> Self {
        Self(u64::from(one.min(other)) << 32 | u64::from(one.max(other)))
    }

    pub(super) fn both(self) -> (u32, u32) {
        ((self.0 >> 32) as u32, self.0 as u32)
    }
}

/// The minimal sets of one and of two own faults that make an event happen, by
/// component, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) singles: Vec<u32>,
    pub(super) pairs: Vec<Pair>,
}

/// Writes out the sets of targets from their reasons.
pub(super) struct Gather {
    components: usize,
    /// By component: it is a reason of the target at hand.
    single: Vec<bool>,
}

impl Gather {
    pub(super) fn new(components: usize) -> Self {
        Self {
            components,
            single: vec![false; components],
        }
    }

    /// The minimal sets of an event, of which `known` gives the ways of a reason
    /// that is a vote; none where its pairs are more than `most`.
    pub(super) fn found<'a>(
        &mut self,
        reasons: &[u32],
        known: impl Fn(u32) -> &'a Ways,
        most: usize,
    ) -> Option<Found> {
        let is_fault = |reason: &u32| (*reason as usize) < self.components;
        let (mut singles, votes): (Vec<u32>, Vec<u32>) =
            reasons.iter().partition(|at| is_fault(at));
        singles.sort_unstable();
        for single in &singles {
            self.single[*single as usize] = true;
        }
        let mut pairs = Some(Vec::new());
        for vote in votes {
            if let Some(all) = &mut pairs
                && !self.add(known(vote), all, most)
            {
                pairs = None;
            }
        }
        for single in &singles {
            self.single[*single as usize] = false;
        }
        let mut pairs = pairs?;
        pairs.sort_unstable();
        pairs.dedup();
        (pairs.len() <= most).then_some(Found { singles, pairs })
    }

    /// Whether all fit: repetitions are counted, up to eight times over.
    fn add(&self, ways: &Ways, pairs: &mut Vec<Pair>, most: usize) -> bool {
        if pairs.len() + ways.len() > 8 * most {
            pairs.sort_unstable();
            pairs.dedup();
            if pairs.len() + ways.len() > 8 * most {
                return false;
            }
        }
        let open = |fault: u32| !self.single[fault as usize];
        for (at, &one) in ways.faults().iter().enumerate() {
            if open(one) {
                let partners = ways.partners(at);
                let later = partners.partition_point(|other| *other < one);
                let others = partners[later..]
                    .iter()
                    .copied()
                    .filter(|other| open(*other));
                pairs.extend(others.map(|other| Pair::new(one, other)));
            }
        }
        true
    }
}
