use std::collections::BTreeSet;

use jurymast_engine::analysis::Analysis;
use jurymast_plan::model::Level;
use jurymast_terms::source::Sources;

use super::answer::{Advice, Bound, SinglePointOfFailure};
use super::candidates::Candidate;
use super::drafted_plan::texts;
use super::edits;
use super::explain::explain;
use super::prepared::{After, Prepared, again, distinct};
use super::request::AdviceRequest;
use super::search::search;
use super::second_place::second_place;
use super::what_if::WhatIfEvaluator;
use super::work_clock::WorkClock;

/// The few changes that remove most single points of failure of the services
/// wished for; the plan must have been read from `sources` without errors.
pub fn advise(analysis: &Analysis<'_>, sources: &Sources, request: &AdviceRequest) -> Advice {
    let plan = analysis.plan;
    let mut prepared = Prepared::of(analysis, sources, request);
    let evaluator = &mut prepared.evaluator;
    let choice = search(
        evaluator,
        request.max_changes,
        &prepared.cost,
        &prepared.clock,
    );
    let stopped = prepared.clock.is_past(8);
    let mut made = needed(
        evaluator,
        &prepared.candidates,
        &choice.changes,
        &prepared.clock,
    );
    let before = prepared.points.all_named(plan);
    let texts = texts(sources);
    let (edits, after) = loop {
        let changes: Vec<&Candidate> = made.iter().map(|(_, one)| one).collect();
        let edits = edits::edits(plan, sources, &prepared.sites, &changes);
        let looked_at = prepared.points.looked_at.as_slice();
        let asked = (request.services.as_slice(), looked_at);
        match again(plan, asked, edits::applied(&texts, &edits)) {
            Some(after) => break (edits, after),
            // A text that these lines do not fit into: do without the last of them.
            None if made.pop().is_none() => {
                let (tally, points) = (prepared.points.tally.clone(), before.clone());
                break (Vec::new(), After { tally, points });
            }
            None => {}
        }
    };
    let known: BTreeSet<&SinglePointOfFailure> = before.iter().collect();
    let opened = after.points.iter().filter(|point| !known.contains(point));
    let mut down_at_rest = request.services.clone();
    down_at_rest.retain(|id| analysis.at_rest(*id) == Level::Down);
    down_at_rest.sort_unstable();
    down_at_rest.dedup();
    let down_at_rest = down_at_rest.iter().map(|id| plan.component(*id).id.clone());
    Advice {
        down_at_rest: down_at_rest.collect(),
        second_place: second_place(plan, &prepared.points, &after.points),
        changes: explain(plan, sources, &mut prepared, &made, &after),
        before: prepared.points.tally.clone(),
        opened: opened.cloned().collect(),
        bound: Bound {
            method: choice.method,
            candidates: prepared.candidates.len(),
            removable: choice.removable,
            at_most: choice.at_most,
            at_least_changes: choice.at_least_changes,
            complete: prepared.is_whole,
            not_looked_at: distinct(&request.services)
                .saturating_sub(prepared.points.looked_at.len()),
            faults_left: prepared.points.by_fault.len() - prepared.faults,
            stopped,
        },
        after: after.tally,
        remaining: after.points,
        edits,
    }
}

/// The chosen changes in the entries that they are needed in.
fn needed(
    evaluator: &mut WhatIfEvaluator,
    candidates: &[Candidate],
    chosen: &[usize],
    clock: &WorkClock,
) -> Vec<(usize, Candidate)> {
    let kept = evaluator.prune(chosen, clock);
    let made = chosen.iter().zip(kept).map(|(at, places)| {
        let mut one = candidates[*at].clone();
        one.places = places.into_iter().map(|place| one.places[place]).collect();
        (*at, one)
    });
    made.filter(|(_, one)| !one.places.is_empty()).collect()
}
