use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::analysis::Analysis;
use crate::diagnostic::Severity;
use crate::failure::Network;
use crate::language;
use crate::model::{ComponentId, Plan};
use crate::source::Sources;

use super::candidates::{Candidate, Grounds, How, propose};
use super::clock::Clock;
use super::gaps::SingleGaps;
use super::ground::{Ground, texts};
use super::lines;
use super::places::{self, Target};
use super::question::{Advice, Bound, Change, Gap, Place, Tally, Wish};
use super::search::search;
use super::trial::Trial;

/// Other stand-ins that are named beside the chosen one.
const INSTEAD: usize = 2;
/// Stand-ins that are kept for one target.
const KEPT: usize = 4;

/// The few changes that remove most single points of failure of the services
/// wished for; the plan must have been read from `sources` without errors.
pub fn advise(plan: &Plan, sources: &Sources, analysis: &Analysis, wish: &Wish) -> Advice {
    let Prepared {
        gaps,
        targets,
        lost,
        candidates,
        others,
        mut trial,
        cost,
        is_whole,
        clock,
    } = Prepared::of(plan, sources, analysis, wish);
    let choice = search(&mut trial, wish.max_changes, &cost, &clock);
    let stopped = clock.is_past(8);
    let mut chosen = choice.changes;
    let before = gaps.all_named(plan);
    let texts = texts(sources);
    let (edits, after) = loop {
        let made: Vec<&Candidate> = chosen.iter().map(|at| &candidates[*at]).collect();
        let edits = lines::edits(plan, sources, &targets, &made);
        let asked = (wish.services.as_slice(), gaps.looked_at.as_slice());
        match again(plan, asked, lines::applied(&texts, &edits)) {
            Some(after) => break (edits, after),
            // A text that these lines do not fit into: do without the last of them.
            None if chosen.pop().is_none() => {
                let (tally, gaps) = (gaps.tally.clone(), before.clone());
                break (Vec::new(), After { tally, gaps });
            }
            None => {}
        }
    };
    let report = Report {
        plan,
        sources,
        gaps: &gaps,
        lost: &lost,
        targets: &targets,
        after: &after.gaps,
        others: &others,
    };
    let mut changes = Vec::new();
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for (at, candidate) in chosen.iter().enumerate() {
        let now: BTreeSet<usize> = trial.removed(&chosen[..=at]).into_iter().collect();
        let fresh: Vec<usize> = now.difference(&gone).copied().collect();
        changes.push(report.change(&candidates[*candidate], &fresh));
        gone = now;
    }
    let known: BTreeSet<&Gap> = before.iter().collect();
    let opened = after
        .gaps
        .iter()
        .filter(|gap| !known.contains(gap))
        .cloned()
        .collect();
    Advice {
        changes,
        before: gaps.tally.clone(),
        after: after.tally,
        opened,
        remaining: after.gaps,
        bound: Bound {
            method: choice.method,
            candidates: candidates.len(),
            removable: choice.removable,
            at_most: choice.at_most,
            at_least_changes: choice.at_least_changes,
            complete: is_whole,
            not_looked_at: distinct(&wish.services).saturating_sub(gaps.looked_at.len()),
            faults_left: gaps.by_fault.len() - lost.len(),
            stopped,
        },
        edits,
    }
}

/// Everything before the choice.
pub(super) struct Prepared {
    pub(super) gaps: SingleGaps,
    pub(super) targets: Vec<Target>,
    lost: Vec<Vec<u32>>,
    pub(super) candidates: Vec<Candidate>,
    /// Stand-ins that are outdone.
    others: Vec<Candidate>,
    trial: Trial,
    /// For each candidate: its class, and its place in the order of preference.
    cost: Vec<(u8, usize)>,
    /// Nothing was left out.
    is_whole: bool,
    clock: Clock,
}

impl Prepared {
    pub(super) fn of(plan: &Plan, sources: &Sources, analysis: &Analysis, wish: &Wish) -> Self {
        let clock = Clock::start(wish.time);
        let found = SingleGaps::of(plan, &analysis.network, &wish.services, clock.end(2));
        let gaps = found.unwrap_or_default();
        let (targets, lost, mut is_whole) =
            places::targets(plan, sources, &analysis.network, &gaps, &clock);
        is_whole &= gaps.looked_at.len() == distinct(&wish.services);
        let grounds = Grounds {
            plan,
            gaps: &gaps,
            lost: &lost,
            analysis,
            today: wish.today,
            clock: &clock,
        };
        let proposed = propose(&grounds, &targets);
        let ground = Ground::of(plan, sources, &proposed);
        let (candidates, others) = best(
            &ground,
            &gaps,
            &targets,
            ground.settle(proposed, &clock),
            &clock,
        );
        let trial = Trial::of(&ground, &gaps, &candidates, &clock);
        is_whole &= !clock.is_past(6);
        let mut ranked: Vec<usize> = (0..candidates.len()).collect();
        ranked.sort_by_key(|at| (candidates[*at].cost(), *at));
        let mut cost = vec![(0, 0); candidates.len()];
        for (rank, at) in ranked.into_iter().enumerate() {
            cost[at] = (candidates[at].cost().0, rank);
        }
        Self {
            gaps,
            targets,
            lost,
            candidates,
            others,
            trial,
            cost,
            is_whole,
            clock,
        }
    }
}

/// The single points once changes are made.
pub(super) struct After {
    tally: Tally,
    /// Of the services that were looked at.
    pub(super) gaps: Vec<Gap>,
}

fn distinct(services: &[ComponentId]) -> usize {
    services.iter().collect::<BTreeSet<_>>().len()
}

/// The gaps of the plan that the texts make: those of all `services` counted, those
/// `looked_at` named; `None` when they make none.
pub(super) fn again(
    plan: &Plan,
    (services, looked_at): (&[ComponentId], &[ComponentId]),
    texts: Vec<(String, String)>,
) -> Option<After> {
    let loaded = language::reread(texts);
    if loaded
        .problems
        .iter()
        .any(|one| one.severity == Severity::Error)
    {
        return None;
    }
    let find = |ids: &[ComponentId]| -> Option<Vec<ComponentId>> {
        let ids = ids.iter();
        ids.map(|id| loaded.plan.find(&plan.component(*id).id))
            .collect()
    };
    let network = Network::of(&loaded.plan);
    let gaps = SingleGaps::again(&loaded.plan, &network, &find(services)?, &find(looked_at)?);
    Some(After {
        gaps: gaps.all_named(&loaded.plan),
        tally: gaps.tally,
    })
}

/// Of all that stand in for one target: those that no cheaper one outdoes; the
/// rest apart.
fn best(
    ground: &Ground,
    gaps: &SingleGaps,
    targets: &[Target],
    candidates: Vec<Candidate>,
    clock: &Clock,
) -> (Vec<Candidate>, Vec<Candidate>) {
    let mut sweep = crate::failure::Sweep::new(&ground.network);
    let mut survived: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); candidates.len()];
    let stand_ins: Vec<Option<ComponentId>> = candidates
        .iter()
        .map(|one| ground.plan.find(&one.stand_in))
        .collect();
    let mut asked: Vec<Vec<usize>> = vec![Vec::new(); gaps.by_fault.len()];
    for (at, one) in candidates.iter().enumerate() {
        for fault in &targets[one.target].faults {
            asked[*fault].push(at);
        }
    }
    for (fault, asked) in asked.iter().enumerate() {
        if clock.is_past(5) {
            break;
        }
        let down = crate::model::Level::Down;
        let outcome = sweep.run(&[(ground.id(gaps.by_fault[fault].0).0, down)]);
        for at in asked {
            if stand_ins[*at].is_some_and(|id| outcome.level(id.0) < down) {
                survived[*at].insert(fault);
            }
        }
    }
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|at| {
        let one = &candidates[*at];
        (one.target, Reverse(survived[*at].len()), one.cost(), *at)
    });
    let mut kept: Vec<usize> = Vec::new();
    for at in order {
        let one = &candidates[at];
        let rivals = || {
            kept.iter()
                .filter(|other| candidates[**other].target == one.target)
        };
        let outdone = rivals().any(|rival| {
            let other = &candidates[*rival];
            let degraded = other.how == How::Degraded && one.how != How::Degraded;
            !degraded
                && survived[*rival].is_superset(&survived[at])
                && one.places.iter().all(|place| other.places.contains(place))
        });
        if !survived[at].is_empty() && !outdone && rivals().count() < KEPT {
            kept.push(at);
        }
    }
    let kept: BTreeSet<usize> = kept.into_iter().collect();
    let mut best = Vec::new();
    let mut rest = Vec::new();
    for (at, one) in candidates.into_iter().enumerate() {
        if kept.contains(&at) {
            best.push(one);
        } else if !survived[at].is_empty() {
            rest.push(one);
        }
    }
    (best, rest)
}

/// What is needed to tell people of a change.
struct Report<'a> {
    plan: &'a Plan,
    sources: &'a Sources,
    gaps: &'a SingleGaps,
    lost: &'a [Vec<u32>],
    targets: &'a [Target],
    /// Sorted as the gaps before are.
    after: &'a [Gap],
    others: &'a [Candidate],
}

impl Report<'_> {
    fn change(&self, candidate: &Candidate, fresh: &[usize]) -> Change {
        let target = &self.targets[candidate.target];
        let id = |id: ComponentId| self.plan.component(id).id.clone();
        let left: BTreeSet<&Gap> = self.after.iter().collect();
        let removes = fresh.iter().map(|gap| self.gaps.named(self.plan, *gap));
        let removes: Vec<Gap> = removes.filter(|gap| !left.contains(gap)).collect();
        let through = target.faults.iter().flat_map(|fault| {
            let takes = target
                .group
                .iter()
                .all(|id| self.lost[*fault].binary_search(&id.0).is_ok());
            let gaps = self.gaps.by_fault[*fault].1.iter();
            gaps.filter(move |_| takes)
                .map(|gap| self.gaps.named(self.plan, *gap))
        });
        let remains: BTreeSet<Gap> = through.filter(|gap| left.contains(gap)).collect();
        let places = candidate.places.iter().map(|(owner, at)| {
            let place = self.plan.component(*owner).requirements[*at].place;
            Place {
                component: id(*owner),
                file: self.sources.get(place.file).path.clone(),
                line: self.sources.position(place).line,
            }
        });
        let others = self
            .others
            .iter()
            .filter(|one| one.target == candidate.target);
        let instead = others.filter(|one| one.stand_in != candidate.stand_in);
        Change {
            kind: candidate.kind,
            on: target.group.iter().map(|to| id(*to)).collect(),
            stand_in: candidate.stand_in.clone(),
            is_new: candidate.draft.is_some(),
            is_degraded: candidate.how == How::Degraded,
            places: places.collect(),
            sureness: candidate.sureness,
            why: candidate.why.clone(),
            caveats: candidate.caveats.clone(),
            removes,
            remains: remains.into_iter().collect(),
            edits: lines::edits(self.plan, self.sources, self.targets, &[candidate]),
            instead: instead
                .take(INSTEAD)
                .map(|one| format!("{} ({})", one.stand_in, one.why.join("; ")))
                .collect(),
        }
    }
}
