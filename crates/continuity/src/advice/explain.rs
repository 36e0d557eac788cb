use std::cmp::Reverse;
use std::collections::BTreeSet;

use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::source::Sources;

use super::answer::{Alternative, Change, ChangedEntry, SinglePointOfFailure};
use super::candidates::{Candidate, How};
use super::edits;
use super::prepared::{After, Prepared};
use super::single_points::SinglePointIndex;
use super::what_if::WhatIfEvaluator;

/// Other stand-ins that are named beside the chosen one.
const INSTEAD: usize = 2;
/// Other stand-ins of one site that are tried.
const TRIED: usize = 8;

/// What each change made does, those before it made; with it, its place among the
/// candidates.
pub(super) fn explain(
    plan: &Plan,
    sources: &Sources,
    prepared: &mut Prepared,
    made: &[(usize, Candidate)],
    after: &After,
) -> Vec<Change> {
    let chosen: Vec<usize> = made.iter().map(|(at, _)| *at).collect();
    let removed: Vec<Vec<usize>> = (0..=made.len())
        .map(|count| prepared.evaluator.removed(&chosen[..count]))
        .collect();
    let prepared = &*prepared;
    let mut rivals: Vec<Vec<usize>> = Vec::new();
    let mut all: Vec<Candidate> = made.iter().map(|(_, one)| one.clone()).collect();
    for one in &all[..made.len()].to_vec() {
        let rest = candidates_for(prepared, made, one);
        rivals.push((all.len()..all.len() + rest.len()).collect());
        all.extend(rest);
    }
    // Nothing changes for any other fault.
    let faults: BTreeSet<usize> = all[..made.len()]
        .iter()
        .flat_map(|one| prepared.sites[one.site].faults.iter().copied())
        .collect();
    let faults: Vec<usize> = faults.into_iter().collect();
    let by_fault = faults
        .iter()
        .map(|at| prepared.points.by_fault[*at].clone());
    let points = SinglePointIndex {
        by_fault: by_fault.collect(),
        ..prepared.points.clone()
    };
    let mut explainer = ChangeExplainer {
        plan,
        sources,
        prepared,
        left: after.points.iter().collect(),
        evaluator: WhatIfEvaluator::of(&prepared.drafted, &points, &all, &prepared.clock),
        faults,
        all: &all,
        made: (0..made.len()).collect(),
    };
    let mut changes: Vec<Change> = Vec::new();
    let mut left = prepared.points.tally.points;
    for (at, rivals) in rivals.iter().enumerate() {
        let mut fresh = removed[at + 1].clone();
        fresh.retain(|point| removed[at].binary_search(point).is_err());
        let mut change = explainer.change(at, fresh, rivals);
        left -= change.removes.len();
        change.left = left;
        changes.push(change);
    }
    changes
}

/// What else could stand in for the same, the best first.
fn candidates_for(
    prepared: &Prepared,
    made: &[(usize, Candidate)],
    one: &Candidate,
) -> Vec<Candidate> {
    let unused = prepared.candidates.iter().enumerate();
    let unused = unused.filter(|(at, _)| made.iter().all(|(used, _)| used != at));
    let all = unused.map(|(_, other)| other).chain(&prepared.others);
    let rest = all.filter(|other| other.site == one.site && other.stand_in != one.stand_in);
    let mut rest: Vec<Candidate> = rest.cloned().collect();
    rest.sort_by_key(Candidate::cost);
    rest.truncate(TRIED);
    rest
}

struct ChangeExplainer<'a> {
    plan: &'a Plan,
    sources: &'a Sources,
    prepared: &'a Prepared,
    /// After all changes.
    left: BTreeSet<&'a SinglePointOfFailure>,
    /// With the changes made, and then all that could be made instead.
    evaluator: WhatIfEvaluator,
    /// Those of the trial, as all are numbered.
    faults: Vec<usize>,
    all: &'a [Candidate],
    made: Vec<usize>,
}

impl ChangeExplainer<'_> {
    fn change(&mut self, at: usize, fresh: Vec<usize>, rivals: &[usize]) -> Change {
        let candidate = &self.all[at];
        let site = &self.prepared.sites[candidate.site];
        let plan = self.plan;
        let id = |id: ComponentId| plan.component(id).id.clone();
        let removes: Vec<SinglePointOfFailure> = fresh
            .into_iter()
            .map(|point| self.prepared.points.named(plan, point))
            .filter(|point| !self.left.contains(point))
            .collect();
        let here = self.faults.iter().enumerate();
        let here = here.filter(|(_, fault)| site.faults.binary_search(fault).is_ok());
        let here: Vec<usize> = here.map(|(at, _)| at).collect();
        let drafted = &self.prepared.drafted;
        let entries = site.places.iter();
        let entries = entries.map(|(owner, gate)| (drafted.id(*owner).0, *gate));
        let entries: BTreeSet<(u32, usize)> = entries.collect();
        let through = if self.prepared.clock.is_past(8) {
            Vec::new()
        } else {
            self.evaluator.left_through(&self.made, &here, &entries)
        };
        let remains = through
            .into_iter()
            .map(|point| self.prepared.points.named(plan, point))
            .filter(|point| self.left.contains(point));
        let places = candidate.places.iter().map(|(owner, at)| {
            let place = plan.component(*owner).requirements[*at].place;
            ChangedEntry {
                component: id(*owner),
                file: self.sources.get(place.file).path.clone(),
                line: self.sources.position(place).line,
            }
        });
        Change {
            kind: candidate.kind,
            on: site.group.iter().map(|to| id(*to)).collect(),
            stand_in: candidate.stand_in.clone(),
            is_new: !candidate.drafts.is_empty(),
            is_degraded: candidate.how == How::Degraded,
            places: places.collect(),
            sureness: candidate.sureness,
            why: candidate.why.clone(),
            caveats: candidate.caveats.clone(),
            remains: remains.collect(),
            edits: edits::edits(plan, self.sources, &self.prepared.sites, &[candidate]),
            instead: self.instead(at, rivals, &here, removes.len()),
            removes,
            left: 0,
        }
    }

    /// What one change removes in place of the `at`th, those before it made.
    fn beyond(&mut self, at: usize, one: usize) -> Vec<usize> {
        let before = self.evaluator.removed(&self.made[..at]);
        let mut set = self.made[..at].to_vec();
        set.push(one);
        let mut now = self.evaluator.removed(&set);
        now.retain(|point| before.binary_search(point).is_err());
        now
    }

    /// Those that remove at least half as much, and are not lost together with what
    /// they stand in for where the chosen one is not; what removes most first.
    fn instead(
        &mut self,
        at: usize,
        rivals: &[usize],
        faults: &[usize],
        removes: usize,
    ) -> Vec<Alternative> {
        let before = self.made[..at].to_vec();
        let shares = self.evaluator.shares(&before, at, faults);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for rival in rivals.iter().copied() {
            // Past that, the trial has not looked at all of them.
            if self.prepared.clock.is_past(6) {
                return Vec::new();
            }
            let count = self.beyond(at, rival).len();
            let much = count > 0 && 2 * count >= removes;
            if much && (shares || !self.evaluator.shares(&before, rival, faults)) {
                found.push((count, rival));
            }
        }
        found.sort_by_key(|(count, rival)| (Reverse(*count), *rival));
        let found = found.into_iter().take(INSTEAD).map(|(removes, rival)| {
            let one = &self.all[rival];
            Alternative {
                kind: one.kind,
                stand_in: one.stand_in.clone(),
                is_new: !one.drafts.is_empty(),
                is_degraded: one.how == How::Degraded,
                sureness: one.sureness,
                removes,
                why: one.why.clone(),
            }
        });
        found.collect()
    }
}
