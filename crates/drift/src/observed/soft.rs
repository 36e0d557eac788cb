use std::collections::{BTreeMap, HashMap};

use jurymast_plan::model::{ComponentId, Mode};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::vocabulary::Severity;

use super::ends::CallEnd;
use super::observe::{Observation, TrafficView};

/// So many times it must have failed before anything is said of what followed.
const FEWEST: usize = 3;

/// A time in a file: of a file without times all of it is one.
type Time = (usize, i64);

/// Dependencies that are called soft, and whose failures the caller did not get over, as far
/// as a file can show it: failures at several times, each followed by the caller's.
pub(super) fn soft(look: &TrafficView<'_>, found: &mut Observation) {
    let mut errors: HashMap<(ComponentId, ComponentId), BTreeMap<Time, f64>> = HashMap::new();
    let mut inbound: HashMap<ComponentId, BTreeMap<Time, f64>> = HashMap::new();
    for (file, call, from, to) in look.seen.calls() {
        let CallEnd::Known(to) = to else { continue };
        let times: Vec<(Time, f64)> = match (call.steps.is_empty(), call.errors) {
            (false, Some(_)) => call
                .steps
                .iter()
                .map(|one| ((file, one.at), one.errors))
                .collect(),
            (true, Some(errors)) => vec![((file, 0), errors)],
            (_, None) => continue,
        };
        for (time, count) in times {
            if from != Some(CallEnd::Known(to)) {
                *inbound.entry(to).or_default().entry(time).or_default() += count;
            }
            if let Some(CallEnd::Known(from)) = from {
                let own = errors.entry((from, to)).or_default();
                *own.entry(time).or_default() += count;
            }
        }
    }
    for ((from, to), files) in &look.seen.pairs {
        let (CallEnd::Known(from), CallEnd::Known(to)) = (*from, *to) else {
            continue;
        };
        let Some(cover) = look.reach.cover(from, to) else {
            continue;
        };
        if cover.need.requirement.mode != Mode::Soft || cover.need.is_fallback() {
            continue;
        }
        let (caller, callee) = (look.name(from), look.name(to));
        let finding = |message: String| {
            let place = cover.need.requirement.place;
            let finding = Diagnostic::new("hard-called-soft", Severity::Warning, message, place)
                .component(look.plan.component(from).id.as_str())
                .detail(look.plan.component(to).id.as_str())
                .label("said to be soft")
                .help("make it hard, or find out why its failures reach the callers");
            look.with_files(finding, files)
        };
        let followed = followed(errors.get(&(from, to)), inbound.get(&from));
        if let Some(times) = followed {
            let message = format!(
                "{callee} is soft for {caller}, and each of the {times} times that it failed calls of {caller} failed too"
            );
            let note = "that both failed at the same times does not prove that the one is why the other did";
            found.findings.push(finding(message).note(note));
        } else if files.iter().any(|one| one.is_hard == Some(true)) {
            let message = format!(
                "{callee} is soft for {caller}, and rated as a hard dependency where it was seen"
            );
            found.findings.push(finding(message));
        }
    }
}

/// How many times the callee failed, if each was followed by failures of the caller, and the
/// caller mostly did not fail otherwise.
fn followed(
    callee: Option<&BTreeMap<Time, f64>>,
    caller: Option<&BTreeMap<Time, f64>>,
) -> Option<usize> {
    let (callee, caller) = (callee?, caller?);
    let fails_at = |time: &Time| caller.get(time).is_some_and(|count| *count > 0.0);
    let fails_from = |time: &Time| {
        let mut next = caller.range(*time..).take(2);
        next.any(|((file, _), count)| *file == time.0 && *count > 0.0)
    };
    let (bad, quiet): (Vec<&Time>, Vec<&Time>) = caller
        .keys()
        .chain(callee.keys())
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .partition(|time| callee.get(time).is_some_and(|count| *count > 0.0));
    let calm = quiet.iter().filter(|time| !fails_at(time)).count();
    let all_follow = bad.iter().all(|time| fails_from(time));
    let is_telling = bad.len() >= FEWEST && calm * 2 > quiet.len();
    (all_follow && is_telling).then_some(bad.len())
}
