use std::collections::{BTreeMap, HashMap, HashSet};

use jurymast_plan::model::{ComponentId, Mode};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::vocabulary::Severity;

use super::ends::CallEnd;
use super::observe::{Observation, TrafficView};
use crate::reach::ExpandedNeed;

/// So many times it must have failed before anything is said of what followed.
const FEWEST: usize = 3;

/// A time in a file: of a file without times all of it is one.
type Time = (usize, i64);

/// Dependencies that are called soft, and whose failures the caller did not get over, as far
/// as a file can show it: failures at several times, each followed by the caller's.
pub(super) fn soft(look: &TrafficView<'_>, found: &mut Observation) {
    let soft: Vec<(ComponentId, ComponentId)> = look
        .seen
        .pairs
        .keys()
        .filter_map(|(from, to)| match (*from, *to) {
            (CallEnd::Known(from), CallEnd::Known(to)) => Some((from, to)),
            _ => None,
        })
        .filter(|(from, to)| look.soft_need(*from, *to).is_some())
        .collect();
    let callers: HashSet<ComponentId> = soft.iter().map(|(from, _)| *from).collect();
    let mut errors: HashMap<(ComponentId, ComponentId), BTreeMap<Time, f64>> =
        soft.iter().map(|pair| (*pair, BTreeMap::new())).collect();
    let mut inbound: HashMap<ComponentId, BTreeMap<Time, f64>> = HashMap::new();
    for (file, call, from, to) in look.seen.calls() {
        let (CallEnd::Known(to), Some(all)) = (to, call.errors) else {
            continue;
        };
        let whole = [((file, 0), all)];
        let steps = call.steps.iter().map(|one| ((file, one.at), one.errors));
        let whole = whole.into_iter().filter(|_| call.steps.is_empty());
        let times = steps.chain(whole);
        if callers.contains(&to) && from != Some(CallEnd::Known(to)) {
            let own = inbound.entry(to).or_default();
            for (time, count) in times.clone() {
                *own.entry(time).or_default() += count;
            }
        }
        if let Some(CallEnd::Known(from)) = from
            && let Some(own) = errors.get_mut(&(from, to))
        {
            for (time, count) in times {
                *own.entry(time).or_default() += count;
            }
        }
    }
    for (from, to) in soft {
        let ends = (CallEnd::Known(from), CallEnd::Known(to));
        let (Some(need), Some(files)) = (look.soft_need(from, to), look.seen.pairs.get(&ends))
        else {
            continue;
        };
        let (caller, callee) = (look.name(from), look.name(to));
        let finding = |message: String| {
            let place = need.requirement.place;
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

impl<'a> TrafficView<'a> {
    /// The need by which one calls another softly, and not only when something else is lost.
    fn soft_need(&self, from: ComponentId, to: ComponentId) -> Option<ExpandedNeed<'a>> {
        let need = self.reach.cover(from, to)?.need;
        let is_soft = need.requirement.mode == Mode::Soft && !need.is_fallback();
        is_soft.then_some(need)
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
