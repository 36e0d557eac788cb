use std::collections::{BTreeSet, HashMap};

use jurymast_plan::model::Plan;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Sources;

use super::configured::{Comparison, DrawnPlan, compare};
use super::observed::{
    Coverage, FallbackInUse, LikeName, Observation, ObservedPeak, UnknownName, observe,
};
use super::reach::DeclaredReach;
use super::traffic::Traffic;

/// How far a plan is from what runs.
#[derive(Debug, Default)]
pub struct Drift {
    /// In order of path and place.
    pub findings: Vec<Diagnostic>,
    /// Names that were taken for components by likeness alone, by name.
    pub like: Vec<LikeName>,
    /// Names of what was seen that are no component's, by name.
    pub unknown: Vec<UnknownName>,
    /// Ids of components of which no configuration speaks, by id.
    pub not_configured: Vec<String>,
    /// Ids of the plan's gateways whose own files were not given: what they answer with, and what
    /// stands in, was not compared.
    pub gateways_not_given: Vec<String>,
    /// How many declared needs the configurations know both ends of.
    pub compared: usize,
    /// Fallbacks over which calls went.
    pub in_use: Vec<FallbackInUse>,
    /// Declared limits beside what was asked at most.
    pub peaks: Vec<ObservedPeak>,
    /// How much of the plan the calls speak of.
    pub coverage: Coverage,
    /// Files of calls that name nobody of the plan, as problems of these files.
    pub strange: Vec<Diagnostic>,
}

/// Compares a plan with what is configured, if anything is, and with calls that were seen.
/// The texts are those that places lead into, the plan's own first.
pub fn drift(
    plan: &Plan,
    drawn: Option<&DrawnPlan>,
    traffic: &[Traffic],
    sources: &Sources,
) -> Drift {
    let reach = DeclaredReach::new(plan);
    let compared = drawn.map(|drawn| compare(plan, &reach, drawn));
    let observed = match traffic.is_empty() {
        true => Observation::default(),
        false => observe(plan, &reach, traffic),
    };
    let Comparison {
        mut findings,
        like,
        not_configured,
        gateways_not_given,
        compared,
        ..
    } = compared.unwrap_or_default();
    findings.extend(observed.findings);
    let like: BTreeSet<LikeName> = like.into_iter().chain(observed.like).collect();
    Drift {
        findings: in_order(findings, sources),
        like: like.into_iter().collect(),
        unknown: observed.unknown,
        not_configured,
        gateways_not_given,
        compared,
        in_use: observed.in_use,
        peaks: observed.peaks,
        coverage: observed.coverage,
        strange: observed.strange,
    }
}

/// Each fault once, in order of path and place, whichever file was read first.
fn in_order(findings: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let mut known: HashMap<(&'static str, Option<String>, String), usize> = HashMap::new();
    let mut merged: Vec<Diagnostic> = Vec::new();
    for finding in findings {
        let fault = (
            finding.code,
            finding.component.clone(),
            finding.detail.clone(),
        );
        match known.get(&fault) {
            Some(at) => merged[*at] = both(merged[*at].clone(), finding),
            None => {
                known.insert(fault, merged.len());
                merged.push(finding);
            }
        }
    }
    let path = |one: &Diagnostic| sources.get(one.place.file).path.as_str();
    for one in &mut merged {
        let key = |place: jurymast_terms::source::Span| {
            (
                sources.get(place.file).path.as_str(),
                place.start,
                place.end,
            )
        };
        one.related
            .sort_by(|a, b| (key(a.place), &a.text).cmp(&(key(b.place), &b.text)));
        one.related.dedup();
    }
    merged.sort_by(|a, b| {
        let key = |one: &Diagnostic| (one.place.start, one.place.end, one.code);
        path(a)
            .cmp(path(b))
            .then_with(|| key(a).cmp(&key(b)))
            .then_with(|| (&a.detail, &a.message).cmp(&(&b.detail, &b.message)))
    });
    merged
}

/// One finding of what two sides show of one fault: the graver speaks.
fn both(one: Diagnostic, other: Diagnostic) -> Diagnostic {
    let (mut first, second) = match other.severity > one.severity {
        true => (other, one),
        false => (one, other),
    };
    first.related.extend(second.related);
    for note in second.notes {
        if !first.notes.contains(&note) {
            first.notes.push(note);
        }
    }
    if first.message != second.message {
        first.notes.push(second.message);
    }
    first
}
