use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::{Plan, Waiver, WaiverScope};
use jurymast_terms::diagnostic::{Diagnostic, Waived};
use jurymast_terms::units::Date;
use jurymast_terms::wording;

/// What a waiver has to do with the findings.
#[derive(Debug, Clone, Default)]
pub(super) struct WaiverUse {
    /// It silenced a finding, or would have before it ended.
    pub(super) is_used: bool,
    /// What the findings that it silences are about, one for each: the causes, or where
    /// none are named the messages.
    pub(super) hides: BTreeSet<String>,
}

/// What it is called.
pub(super) fn what(waiver: &Waiver) -> &'static str {
    match waiver.at.is_line() {
        true => "ignore",
        false => "waiver",
    }
}

/// For each waiver the first one of the same rule, place and cause, where that is another.
pub(super) fn firsts(all: &[Waiver]) -> Vec<Option<&Waiver>> {
    let mut known: BTreeMap<_, &Waiver> = BTreeMap::new();
    let firsts = all.iter().map(|waiver| {
        let (component, line) = match &waiver.at {
            WaiverScope::Component(at) => (Some(at.value), None),
            WaiverScope::Line(line) => (None, Some(line.line)),
        };
        let of = waiver.of.map(|of| of.value);
        let of_name = waiver.of_name.as_ref().map(|of| of.value.as_str());
        let key = (waiver.rule.value.as_str(), component, line, of, of_name);
        match known.entry(key) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(free) => {
                free.insert(waiver);
                None
            }
        }
    });
    firsts.collect()
}

/// Marks the findings that waivers silence. A waiver counts to the end of its last day;
/// past that, its findings come back with a note. It is written at the component that a
/// finding is about, or at its culprit: then for all that share it; or on the line of its
/// place. One that names a cause (`of`) covers only
/// that: a finding is silenced once all that it is about is covered.
pub(super) fn apply(plan: &Plan, today: Date, findings: &mut [Diagnostic]) -> Vec<WaiverUse> {
    let mut uses = vec![WaiverUse::default(); plan.waivers.len()];
    for finding in findings.iter_mut() {
        let about: Vec<String> = finding.each_cause().map(str::to_owned).collect();
        let covers = |waiver: &Waiver, cause: &str| {
            let of = waiver.about(plan);
            of.is_none_or(|of| of == cause)
        };
        let meant = |waiver: &Waiver| {
            let named = [&finding.component, &finding.culprit].into_iter().flatten();
            finding.code == waiver.rule.value
                && waiver
                    .at
                    .covers(plan, finding.place, named.map(String::as_str))
                && (waiver.about(plan).is_none() || about.iter().any(|cause| covers(waiver, cause)))
        };
        let all: Vec<(&Waiver, &mut WaiverUse)> = plan
            .waivers
            .iter()
            .zip(&mut uses)
            .filter(|(waiver, _)| meant(waiver))
            .collect();
        let live = |waiver: &Waiver| today <= waiver.until.value;
        let is_covered = |cause: &str| {
            let mut open = all.iter().map(|(waiver, _)| *waiver);
            open.any(|waiver| live(waiver) && covers(waiver, cause))
        };
        let open: Vec<String> = about
            .iter()
            .filter(|one| !is_covered(one))
            .cloned()
            .collect();
        let whole = all
            .iter()
            .any(|(waiver, _)| live(waiver) && waiver.about(plan).is_none());
        let is_silenced = whole || (!about.is_empty() && open.is_empty() && !all.is_empty());
        let (mut notes, mut waived) = (Vec::new(), None);
        for (waiver, used) in all {
            let until = waiver.until.value;
            used.is_used = true;
            if !live(waiver) {
                let what = what(waiver);
                notes.push(format!("the {what} for this expired on {until}"));
            } else if is_silenced {
                waived.get_or_insert_with(|| Waived {
                    reason: waiver.reason.clone(),
                    until,
                    is_in_source: waiver.at.is_line(),
                });
                let hidden = about.iter().filter(|cause| covers(waiver, cause));
                used.hides.extend(hidden.cloned());
                if about.is_empty() {
                    used.hides.insert(finding.message.clone());
                }
            } else {
                notes.push(format!(
                    "the {} of {} does not cover {}",
                    what(waiver),
                    waiver.about(plan).unwrap_or_default(),
                    wording::and(&open)
                ));
            }
        }
        finding.notes.extend(notes);
        finding.waived = waived;
    }
    uses
}
