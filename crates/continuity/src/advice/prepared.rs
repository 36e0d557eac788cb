use std::cmp::Reverse;
use std::collections::BTreeSet;

use jurymast_engine::analysis::{Analysis, network_at_rest};
use jurymast_plan::language;
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::diagnostic::Severity;
use jurymast_terms::source::Sources;

use super::answer::{SinglePointOfFailure, SinglePointTally};
use super::candidates::{Candidate, How, ProposalContext, propose};
use super::drafted_plan::DraftedPlan;
use super::request::AdviceRequest;
use super::single_points::SinglePointIndex;
use super::sites::{self, CandidateSite};
use super::what_if::WhatIfEvaluator;
use super::work_clock::WorkClock;

/// Of the work there is, for each single point that is looked at.
const STEPS_FOR_EACH: usize = 128;
/// Stand-ins that are kept for one site.
const KEPT: usize = 4;

/// Everything before the choice.
pub(super) struct Prepared {
    pub(super) points: SinglePointIndex,
    pub(super) sites: Vec<CandidateSite>,
    /// So many that stand-ins were sought for.
    pub(super) faults: usize,
    pub(super) candidates: Vec<Candidate>,
    /// Stand-ins that are outdone.
    pub(super) others: Vec<Candidate>,
    pub(super) drafted: DraftedPlan,
    pub(super) evaluator: WhatIfEvaluator,
    /// For each candidate: its class, and its place in the order of preference.
    pub(super) cost: Vec<(u8, usize)>,
    /// Nothing was left out.
    pub(super) is_whole: bool,
    pub(super) clock: WorkClock,
}

impl Prepared {
    pub(super) fn of(analysis: &Analysis<'_>, sources: &Sources, request: &AdviceRequest) -> Self {
        let plan = analysis.plan;
        let clock = WorkClock::start(request.time, request.work);
        let most = request.work.map(|work| work / STEPS_FOR_EACH);
        let services = &request.services;
        let found = SinglePointIndex::of(plan, &analysis.network, services, most, clock.end(2));
        let points = found.unwrap_or_default();
        let (sites, lost, mut is_whole) =
            sites::candidate_sites(plan, sources, &analysis.network, &points, &clock);
        is_whole &= points.looked_at.len() == distinct(&request.services);
        let context = ProposalContext {
            plan,
            points: &points,
            lost: &lost,
            analysis,
            today: request.today,
            clock: &clock,
        };
        let proposed = propose(&context, &sites);
        let drafted = DraftedPlan::of(plan, sources, &proposed);
        let (candidates, others) = best(
            &drafted,
            &points,
            &sites,
            drafted.settle(proposed, &clock),
            &clock,
        );
        let evaluator = WhatIfEvaluator::of(&drafted, &points, &candidates, &clock);
        is_whole &= !clock.is_past(6);
        let mut ranked: Vec<usize> = (0..candidates.len()).collect();
        ranked.sort_by_cached_key(|at| {
            let one = &candidates[*at];
            (one.cost(), one.stand_in.clone(), *at)
        });
        let mut cost = vec![(0, 0); candidates.len()];
        for (rank, at) in ranked.into_iter().enumerate() {
            cost[at] = (candidates[at].cost().0, rank);
        }
        Self {
            faults: lost.len(),
            points,
            sites,
            candidates,
            others,
            drafted,
            evaluator,
            cost,
            is_whole,
            clock,
        }
    }
}

/// The single points once changes are made.
pub(super) struct After {
    pub(super) tally: SinglePointTally,
    /// Of the services that were looked at.
    pub(super) points: Vec<SinglePointOfFailure>,
}

pub(super) fn distinct(services: &[ComponentId]) -> usize {
    services.iter().collect::<BTreeSet<_>>().len()
}

/// The single points of the plan that the texts make: those of all `services` counted, those
/// `looked_at` named; `None` when they make none.
pub(super) fn again(
    plan: &Plan,
    (services, looked_at): (&[ComponentId], &[ComponentId]),
    texts: Vec<(String, String)>,
) -> Option<After> {
    let loaded = language::changed(plan, texts);
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
    let network = network_at_rest(&loaded.plan);
    let points =
        SinglePointIndex::again(&loaded.plan, &network, &find(services)?, &find(looked_at)?);
    Some(After {
        points: points.all_named(&loaded.plan),
        tally: points.tally,
    })
}

/// Of all that stand in for one site: those that no cheaper one outdoes; the
/// rest apart.
fn best(
    drafted: &DraftedPlan,
    points: &SinglePointIndex,
    sites: &[CandidateSite],
    candidates: Vec<Candidate>,
    clock: &WorkClock,
) -> (Vec<Candidate>, Vec<Candidate>) {
    let mut sweep = jurymast_engine::failure::Propagator::new(&drafted.network);
    let mut survived: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); candidates.len()];
    let stand_ins: Vec<Option<ComponentId>> = candidates
        .iter()
        .map(|one| drafted.plan.find(&one.stand_in))
        .collect();
    let mut asked: Vec<Vec<usize>> = vec![Vec::new(); points.by_fault.len()];
    for (at, one) in candidates.iter().enumerate() {
        for fault in &sites[one.site].faults {
            asked[*fault].push(at);
        }
    }
    for (fault, asked) in asked.iter().enumerate() {
        if clock.is_past(5) {
            break;
        }
        let down = jurymast_plan::model::Level::Down;
        let looked = sweep.looked();
        let outcome = sweep.run(&[(drafted.id(points.by_fault[fault].0).0, down)]);
        for at in asked {
            if stand_ins[*at].is_some_and(|id| outcome.level(id.0) < down) {
                survived[*at].insert(fault);
            }
        }
        clock.spend(sweep.looked() - looked + asked.len());
    }
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|at| {
        let one = &candidates[*at];
        (one.site, Reverse(survived[*at].len()), one.cost(), *at)
    });
    let mut kept: Vec<usize> = Vec::new();
    for at in order {
        let one = &candidates[at];
        let rivals = || {
            kept.iter()
                .filter(|other| candidates[**other].site == one.site)
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
