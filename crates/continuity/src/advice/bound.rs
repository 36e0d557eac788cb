use super::single_points::RANKS;
use super::what_if::{Score, WhatIfEvaluator};

/// What any changes can remove at most, from which candidates matter to which
/// single point at all.
pub(super) struct Ceiling {
    /// For each candidate: the removable single points it matters to.
    touches: Vec<Vec<usize>>,
    ranks: Vec<usize>,
    /// All candidates together remove these.
    pub(super) removable: Vec<usize>,
}

impl Ceiling {
    pub(super) fn of(evaluator: &mut WhatIfEvaluator) -> Self {
        let all: Vec<usize> = (0..evaluator.candidates()).collect();
        let removable = evaluator.removed(&all);
        let mut touches = vec![Vec::new(); all.len()];
        for point in &removable {
            for candidate in &evaluator.reach[*point] {
                touches[*candidate].push(*point);
            }
        }
        let ranks = (0..evaluator.reach.len())
            .map(|point| evaluator.rank(point))
            .collect();
        Self {
            touches,
            ranks,
            removable,
        }
    }

    /// How many single points [`Self::beyond`] looks at.
    pub(super) fn len(&self) -> usize {
        self.touches.iter().map(Vec::len).sum()
    }

    /// At most so many single points can `more` further changes from `from` on remove
    /// beyond `removed`, rank by rank: a single point counts as removed once one change
    /// that matters to it is made, and those counts are added up.
    pub(super) fn beyond(&self, removed: &[bool], from: usize, more: usize) -> Score {
        let mut by_rank: [Vec<usize>; RANKS] = Default::default();
        for touched in self.touches.iter().skip(from) {
            let mut score = Score::default();
            for point in touched.iter().filter(|point| !removed[**point]) {
                score[self.ranks[*point]] += 1;
            }
            for (rank, count) in score.into_iter().enumerate() {
                by_rank[rank].push(count);
            }
        }
        let mut left = Score::default();
        for point in self.removable.iter().filter(|point| !removed[**point]) {
            left[self.ranks[*point]] += 1;
        }
        let mut most = Score::default();
        for (rank, mut counts) in by_rank.into_iter().enumerate() {
            counts.sort_unstable_by(|a, b| b.cmp(a));
            most[rank] = counts.iter().take(more).sum::<usize>().min(left[rank]);
        }
        most
    }

    /// At most so many single points can any `changes` of the candidates remove. Taking
    /// the change that matters to most of the rest, one after another, reaches
    /// 1 - (1 - 1/k)^k of that (Nemhauser, Wolsey and Fisher 1978), and what k
    /// changes matter to cannot be more than its first k counts added up.
    pub(super) fn at_most(&self, changes: usize) -> usize {
        let mut counts: Vec<usize> = self.touches.iter().map(Vec::len).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let mut most = counts
            .iter()
            .take(changes)
            .sum::<usize>()
            .min(self.removable.len());
        let mut covered = vec![false; self.ranks.len()];
        let mut count = 0;
        for _ in 0..changes {
            let fresh =
                |touched: &[usize]| touched.iter().filter(|point| !covered[**point]).count();
            let mut rest: Vec<usize> = self.touches.iter().map(|one| fresh(one)).collect();
            let best = (0..rest.len()).max_by_key(|at| (rest[*at], std::cmp::Reverse(*at)));
            let Some(best) = best.filter(|at| rest[*at] > 0) else {
                break;
            };
            for point in &self.touches[best] {
                covered[*point] = true;
            }
            count += rest[best];
            rest = self
                .touches
                .iter()
                .map(|one| one.iter().filter(|point| !covered[**point]).count())
                .collect();
            rest.sort_unstable_by(|a, b| b.cmp(a));
            most = most.min(count + rest.iter().take(changes).sum::<usize>());
        }
        most
    }
}
