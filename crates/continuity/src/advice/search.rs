use std::collections::BTreeSet;

use super::answer::Method;
use super::bound::Ceiling;
use super::single_points::RANKS;
use super::what_if::{Score, WhatIfEvaluator};
use super::work_clock::WorkClock;

/// Sets that the exact search looks at before it gives up.
const SETS: usize = 60_000;
/// More candidates than this are not searched exactly.
const FEW: usize = 60;
/// Gaps of one round for which a set of several changes is looked for.
const REPAIRS: usize = 400;

/// The changes chosen.
pub(super) struct Choice {
    /// In the order in which they remove most.
    pub(super) changes: Vec<usize>,
    pub(super) method: Method,
    pub(super) removable: usize,
    pub(super) at_most: usize,
    pub(super) at_least_changes: usize,
}

/// At most `most` changes that remove most single points, the highest tier first, and no
/// more changes than that takes. `cost` orders changes that remove the same.
pub(super) fn search(
    evaluator: &mut WhatIfEvaluator,
    most: usize,
    cost: &[(u8, usize)],
    clock: &WorkClock,
) -> Choice {
    let ceiling = Ceiling::of(evaluator);
    let greedy = greedy(evaluator, most, cost, clock);
    let exact = Exact::search((evaluator, clock), &ceiling, most, cost, &greedy);
    let (mut changes, method) = match exact {
        Some(found) => (found, Method::Exact),
        None => (greedy, Method::Greedy),
    };
    changes = in_order(evaluator, changes, cost);
    let removed = evaluator.removed(&changes).len();
    let count = changes.len();
    let (at_most, at_least_changes) = match method {
        Method::Exact => (removed, count),
        Method::Greedy => {
            let enough = (0..count).find(|some| ceiling.at_most(*some) >= removed);
            (ceiling.at_most(count).max(removed), enough.unwrap_or(count))
        }
    };
    Choice {
        changes,
        method,
        removable: ceiling.removable.len(),
        at_most,
        at_least_changes,
    }
}

/// Takes what removes most for each change made, one step after another. A step
/// is one change, or several that a single point needs together.
fn greedy(
    evaluator: &mut WhatIfEvaluator,
    most: usize,
    cost: &[(u8, usize)],
    clock: &WorkClock,
) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < most && !clock.is_past(8) {
        let mut steps: Vec<Vec<usize>> = (0..evaluator.candidates())
            .filter(|at| !chosen.contains(at))
            .map(|at| vec![at])
            .collect();
        steps.extend(joint(
            (evaluator, clock),
            &chosen,
            most - chosen.len(),
            cost,
        ));
        let mut gone = vec![false; evaluator.reach.len()];
        for point in evaluator.removed(&chosen) {
            gone[point] = true;
        }
        let most_of = |step: &Vec<usize>| evaluator.ceiling(&gone, step);
        let mut steps: Vec<(Score, Vec<usize>)> = steps
            .into_iter()
            .map(|step| (most_of(&step), step))
            .collect();
        steps.sort_by(|(a, one), (b, other)| times(*b, one.len()).cmp(&times(*a, other.len())));
        let mut best: Option<(Score, Vec<usize>)> = None;
        for (ceiling, step) in steps {
            let hopeless = |(known, taken): &(Score, Vec<usize>)| {
                times(ceiling, taken.len()) < times(*known, step.len())
            };
            if best.as_ref().is_some_and(hopeless) {
                continue;
            }
            if best.is_some() && clock.is_past(8) {
                break;
            }
            let gain = evaluator.gain(&chosen, &step);
            let better = best.as_ref().is_none_or(|(known, taken)| {
                let order = times(gain, taken.len()).cmp(&times(*known, step.len()));
                order
                    .then_with(|| dear(taken, cost).cmp(&dear(&step, cost)))
                    .is_gt()
            });
            if gain != Score::default() && better {
                best = Some((gain, step));
            }
        }
        let Some((_, step)) = best else {
            break;
        };
        chosen.extend(step);
    }
    chosen
}

/// Sets of changes that single points need together, beyond those chosen.
fn joint(
    (evaluator, clock): (&mut WhatIfEvaluator, &WorkClock),
    chosen: &[usize],
    most: usize,
    cost: &[(u8, usize)],
) -> BTreeSet<Vec<usize>> {
    let mut sets = BTreeSet::new();
    if most < 2 {
        return sets;
    }
    let removed = evaluator.removed(chosen);
    let mut looked = 0;
    for point in 0..evaluator.reach.len() {
        if removed.binary_search(&point).is_ok() || evaluator.reach[point].len() < 2 {
            continue;
        }
        looked += 1;
        if looked > REPAIRS || clock.is_past(7) {
            break;
        }
        if let Some(mut set) = evaluator.repair(point, chosen, most, |at| cost[at])
            && set.len() > 1
        {
            set.sort_unstable();
            sets.insert(set);
        }
    }
    sets
}

/// The same changes, each time the one that removes most by then.
fn in_order(
    evaluator: &mut WhatIfEvaluator,
    changes: Vec<usize>,
    cost: &[(u8, usize)],
) -> Vec<usize> {
    let mut left = changes;
    left.sort_by_key(|at| cost[*at]);
    let mut ordered: Vec<usize> = Vec::new();
    while !left.is_empty() {
        let gains: Vec<Score> = left
            .iter()
            .map(|at| evaluator.gain(&ordered, &[*at]))
            .collect();
        let best = (0..left.len()).max_by_key(|at| (gains[*at], std::cmp::Reverse(*at)));
        ordered.push(left.remove(best.unwrap_or(0)));
    }
    ordered
}

/// Branch and bound over all sets, size by size.
struct Exact<'a> {
    evaluator: &'a mut WhatIfEvaluator,
    clock: &'a WorkClock,
    ceiling: &'a Ceiling,
    left: usize,
    best: (Score, (u8, usize), Vec<usize>),
    cost: &'a [(u8, usize)],
}

impl<'a> Exact<'a> {
    /// The best set of at most `most` changes and the smallest that is as good;
    /// `None` when that is too much to look at.
    fn search(
        (evaluator, clock): (&'a mut WhatIfEvaluator, &'a WorkClock),
        ceiling: &'a Ceiling,
        most: usize,
        cost: &'a [(u8, usize)],
        greedy: &[usize],
    ) -> Option<Vec<usize>> {
        if evaluator.candidates() > FEW {
            return None;
        }
        let everything = evaluator.score(&ceiling.removable);
        let mut search = Self {
            evaluator,
            clock,
            ceiling,
            left: SETS,
            best: (Score::default(), (0, 0), Vec::new()),
            cost,
        };
        for size in 1..=most.min(search.evaluator.candidates()) {
            if search.best.0 == everything {
                break;
            }
            let start: Vec<usize> = greedy.iter().copied().take(size).collect();
            search.offer(&start);
            search.extend(&mut Vec::new(), 0, size)?;
        }
        Some(search.best.2)
    }

    fn offer(&mut self, set: &[usize]) {
        let removed = self.evaluator.removed(set);
        let score = self.evaluator.score(&removed);
        let dear = dear(set, self.cost);
        let (known, cost, taken) = &self.best;
        let cheaper = score == *known && set.len() <= taken.len() && dear < *cost;
        if score > *known || cheaper {
            self.best = (score, dear, set.to_vec());
        }
    }

    /// All sets of `size` that begin with `set` and go on from `from`.
    fn extend(&mut self, set: &mut Vec<usize>, from: usize, size: usize) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        if self.clock.is_past(8) {
            return None;
        }
        if set.len() == size {
            self.offer(set);
            return Some(());
        }
        let gone = self.evaluator.removed(set);
        let score = self.evaluator.score(&gone);
        let mut removed = vec![false; self.evaluator.reach.len()];
        for point in gone {
            removed[point] = true;
        }
        self.clock.spend(self.ceiling.len());
        let more = self.ceiling.beyond(&removed, from, size - set.len());
        let mut most = score;
        for (rank, count) in more.into_iter().enumerate() {
            most[rank] += count;
        }
        if most <= self.best.0 {
            return Some(());
        }
        for at in from..self.evaluator.candidates() {
            set.push(at);
            let done = self.extend(set, at + 1, size);
            set.pop();
            done?;
        }
        Some(())
    }
}

fn times(score: Score, count: usize) -> [usize; RANKS] {
    score.map(|one| one * count)
}

fn dear(set: &[usize], cost: &[(u8, usize)]) -> (u8, usize) {
    let worst = set.iter().map(|at| cost[*at].0).max().unwrap_or(0);
    (worst, set.iter().map(|at| cost[*at].1).sum())
}
