use std::collections::BTreeSet;

use jurymast_engine::analysis::Analysis;
use jurymast_terms::source::Sources;

use super::candidates::Candidate;
use super::clock::Clock;
use super::ground::texts;
use super::lines;
use super::prepared::{After, Prepared, again, distinct};
use super::question::{Advice, Bound, Gap, Wish};
use super::search::search;
use super::telling::tell;
use super::trial::Trial;

/// The few changes that remove most single points of failure of the services
/// wished for; the plan must have been read from `sources` without errors.
pub fn advise(analysis: &Analysis<'_>, sources: &Sources, wish: &Wish) -> Advice {
    let plan = analysis.plan;
    let mut prepared = Prepared::of(analysis, sources, wish);
    let trial = &mut prepared.trial;
    let choice = search(trial, wish.max_changes, &prepared.cost, &prepared.clock);
    let stopped = prepared.clock.is_past(8);
    let mut made = needed(
        trial,
        &prepared.candidates,
        &choice.changes,
        &prepared.clock,
    );
    let before = prepared.gaps.all_named(plan);
    let texts = texts(sources);
    let (edits, after) = loop {
        let changes: Vec<&Candidate> = made.iter().map(|(_, one)| one).collect();
        let edits = lines::edits(plan, sources, &prepared.targets, &changes);
        let looked_at = prepared.gaps.looked_at.as_slice();
        let asked = (wish.services.as_slice(), looked_at);
        match again(plan, asked, lines::applied(&texts, &edits)) {
            Some(after) => break (edits, after),
            // A text that these lines do not fit into: do without the last of them.
            None if made.pop().is_none() => {
                let (tally, gaps) = (prepared.gaps.tally.clone(), before.clone());
                break (Vec::new(), After { tally, gaps });
            }
            None => {}
        }
    };
    let known: BTreeSet<&Gap> = before.iter().collect();
    let opened = after.gaps.iter().filter(|gap| !known.contains(gap));
    Advice {
        changes: tell(plan, sources, &mut prepared, &made, &after),
        before: prepared.gaps.tally.clone(),
        opened: opened.cloned().collect(),
        bound: Bound {
            method: choice.method,
            candidates: prepared.candidates.len(),
            removable: choice.removable,
            at_most: choice.at_most,
            at_least_changes: choice.at_least_changes,
            complete: prepared.is_whole,
            not_looked_at: distinct(&wish.services).saturating_sub(prepared.gaps.looked_at.len()),
            faults_left: prepared.gaps.by_fault.len() - prepared.faults,
            stopped,
        },
        after: after.tally,
        remaining: after.gaps,
        edits,
    }
}

/// The chosen changes in the entries that they are needed in.
fn needed(
    trial: &mut Trial,
    candidates: &[Candidate],
    chosen: &[usize],
    clock: &Clock,
) -> Vec<(usize, Candidate)> {
    let kept = trial.prune(chosen, clock);
    let made = chosen.iter().zip(kept).map(|(at, places)| {
        let mut one = candidates[*at].clone();
        one.places = places.into_iter().map(|place| one.places[place]).collect();
        (*at, one)
    });
    made.filter(|(_, one)| !one.places.is_empty()).collect()
}
