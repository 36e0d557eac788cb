use std::cmp::Reverse;
use std::collections::BTreeSet;

use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::source::Sources;

use super::candidates::{Candidate, How};
use super::gaps::SingleGaps;
use super::lines;
use super::prepared::{After, Prepared};
use super::question::{Alternative, Change, Gap, Place};
use super::trial::Trial;

/// Other stand-ins that are named beside the chosen one.
const INSTEAD: usize = 2;
/// Other stand-ins of one target that are tried.
const TRIED: usize = 8;

/// What each change made does, those before it made; with it, its place among the
/// candidates.
pub(super) fn tell(
    plan: &Plan,
    sources: &Sources,
    prepared: &mut Prepared,
    made: &[(usize, Candidate)],
    after: &After,
) -> Vec<Change> {
    let chosen: Vec<usize> = made.iter().map(|(at, _)| *at).collect();
    let removed: Vec<Vec<usize>> = (0..=made.len())
        .map(|count| prepared.trial.removed(&chosen[..count]))
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
        .flat_map(|one| prepared.targets[one.target].faults.iter().copied())
        .collect();
    let faults: Vec<usize> = faults.into_iter().collect();
    let by_fault = faults.iter().map(|at| prepared.gaps.by_fault[*at].clone());
    let gaps = SingleGaps {
        by_fault: by_fault.collect(),
        ..prepared.gaps.clone()
    };
    let mut telling = Telling {
        plan,
        sources,
        prepared,
        left: after.gaps.iter().collect(),
        trial: Trial::of(&prepared.ground, &gaps, &all, &prepared.clock),
        faults,
        all: &all,
        made: (0..made.len()).collect(),
    };
    let mut changes: Vec<Change> = Vec::new();
    let mut left = prepared.gaps.tally.gaps;
    for (at, rivals) in rivals.iter().enumerate() {
        let mut fresh = removed[at + 1].clone();
        fresh.retain(|gap| removed[at].binary_search(gap).is_err());
        let mut change = telling.change(at, fresh, rivals);
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
    let rest = all.filter(|other| other.target == one.target && other.stand_in != one.stand_in);
    let mut rest: Vec<Candidate> = rest.cloned().collect();
    rest.sort_by_key(Candidate::cost);
    rest.truncate(TRIED);
    rest
}

struct Telling<'a> {
    plan: &'a Plan,
    sources: &'a Sources,
    prepared: &'a Prepared,
    /// After all changes.
    left: BTreeSet<&'a Gap>,
    /// With the changes made, and then all that could be made instead.
    trial: Trial,
    /// Those of the trial, as all are numbered.
    faults: Vec<usize>,
    all: &'a [Candidate],
    made: Vec<usize>,
}

impl Telling<'_> {
    fn change(&mut self, at: usize, fresh: Vec<usize>, rivals: &[usize]) -> Change {
        let candidate = &self.all[at];
        let target = &self.prepared.targets[candidate.target];
        let plan = self.plan;
        let id = |id: ComponentId| plan.component(id).id.clone();
        let removes: Vec<Gap> = fresh
            .into_iter()
            .map(|gap| self.prepared.gaps.named(plan, gap))
            .filter(|gap| !self.left.contains(gap))
            .collect();
        let here = self.faults.iter().enumerate();
        let here = here.filter(|(_, fault)| target.faults.binary_search(fault).is_ok());
        let here: Vec<usize> = here.map(|(at, _)| at).collect();
        let ground = &self.prepared.ground;
        let entries = target.places.iter();
        let entries = entries.map(|(owner, gate)| (ground.id(*owner).0, *gate));
        let entries: BTreeSet<(u32, usize)> = entries.collect();
        let through = if self.prepared.clock.is_past(8) {
            Vec::new()
        } else {
            self.trial.left_through(&self.made, &here, &entries)
        };
        let remains = through
            .into_iter()
            .map(|gap| self.prepared.gaps.named(plan, gap))
            .filter(|gap| self.left.contains(gap));
        let places = candidate.places.iter().map(|(owner, at)| {
            let place = plan.component(*owner).requirements[*at].place;
            Place {
                component: id(*owner),
                file: self.sources.get(place.file).path.clone(),
                line: self.sources.position(place).line,
            }
        });
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
            remains: remains.collect(),
            edits: lines::edits(plan, self.sources, &self.prepared.targets, &[candidate]),
            instead: self.instead(at, rivals, &here, removes.len()),
            removes,
            left: 0,
        }
    }

    /// What one change removes in place of the `at`th, those before it made.
    fn beyond(&mut self, at: usize, one: usize) -> Vec<usize> {
        let before = self.trial.removed(&self.made[..at]);
        let mut set = self.made[..at].to_vec();
        set.push(one);
        let mut now = self.trial.removed(&set);
        now.retain(|gap| before.binary_search(gap).is_err());
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
        let shares = self.trial.shares(&before, at, faults);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for rival in rivals.iter().copied() {
            // Past that, the trial has not looked at all of them.
            if self.prepared.clock.is_past(6) {
                return Vec::new();
            }
            let count = self.beyond(at, rival).len();
            let much = count > 0 && 2 * count >= removes;
            if much && (shares || !self.trial.shares(&before, rival, faults)) {
                found.push((count, rival));
            }
        }
        found.sort_by_key(|(count, rival)| (Reverse(*count), *rival));
        let found = found.into_iter().take(INSTEAD).map(|(removes, rival)| {
            let one = &self.all[rival];
            Alternative {
                kind: one.kind,
                stand_in: one.stand_in.clone(),
                is_new: one.draft.is_some(),
                is_degraded: one.how == How::Degraded,
                sureness: one.sureness,
                removes,
                why: one.why.clone(),
            }
        });
        found.collect()
    }
}
