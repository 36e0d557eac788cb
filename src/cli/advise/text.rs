use std::collections::BTreeMap;

use jurymast_continuity::advice::{
    Advice, AdviceRequest, Bound, Change, Method, SinglePointOfFailure, SinglePointTally, paste,
};
use jurymast_terms::text::{Printout, wrap};
use jurymast_terms::wording;

/// Names of one list that are shown.
const SHOWN: usize = 6;

/// The advice for people.
pub(super) fn text(advice: &Advice, request: &AdviceRequest) -> Printout {
    let mut out = Printout::new();
    if !advice.down_at_rest.is_empty() {
        let all = wording::up_to(SHOWN, &advice.down_at_rest);
        let line = format!("Down with nothing failing, which comes first: {all}.");
        out.wrapped(line, 0, 2);
    }
    if advice.before.points == 0 && advice.bound.complete {
        let what = match request.services.len() {
            _ if !advice.down_at_rest.is_empty() => "anything else that was looked at".to_owned(),
            1 => "what was looked at".to_owned(),
            many => format!("any of the {many} services and activities that were looked at"),
        };
        let line = format!("Nothing to advise: no single failure takes down {what}.");
        out.wrapped(line, 0, 0);
        return out;
    }
    let before = format!(
        "{} of failure now: {}.",
        points(advice.before.points),
        tiers(&advice.before)
    );
    out.wrapped(before, 0, 2);
    if advice.changes.is_empty() {
        out.wrapped(
            "No stand-in is known that would remove one: each lies in the service or activity itself, \
             in where it stands, or in something that nothing known replaces.",
            0,
            2,
        );
    }
    for (number, change) in (1..).zip(&advice.changes) {
        out.blank();
        one(number, change, &mut out);
    }
    if !advice.changes.is_empty() {
        out.blank();
        out.wrapped(vouched(advice), 0, 2);
    }
    if !advice.opened.is_empty() {
        let count = advice.opened.len();
        let mends = advice.opened.iter();
        let mends = mends.filter(|one| advice.down_at_rest.contains(&one.service));
        let why = match mends.count() {
            0 => "",
            _ => ", as what is down now can be taken down again once it works",
        };
        let line = format!("They open {count} new{why}: {}.", faults(&advice.opened));
        out.wrapped(line, 0, 2);
    }
    if let Some(place) = &advice.second_place {
        let line = format!(
            "All of this stands in {}, and no fallback helps when that is lost: what helps is a \
             second place, with {} in it as well.",
            place.domain,
            wording::up_to(SHOWN, &place.holds)
        );
        out.wrapped(line, 0, 2);
    }
    if advice.after.points > 0 {
        let left = points(advice.after.points);
        out.wrapped(format!("Left: {left}: {}.", tiers(&advice.after)), 0, 2);
        remaining(&advice.remaining, &mut out);
    }
    if let Some(line) = incomplete(advice, request) {
        out.wrapped(line, 0, 2);
    }
    if !advice.changes.is_empty() {
        out.line("`jurymast advise --toml` prints the lines to paste.");
    }
    out
}

/// What the limits left out.
fn incomplete(advice: &Advice, request: &AdviceRequest) -> Option<String> {
    let bound = &advice.bound;
    if bound.complete && !bound.stopped {
        return None;
    }
    let mut parts = Vec::new();
    if bound.not_looked_at > 0 {
        parts.push(format!(
            "{} of {} services and activities were not looked at",
            bound.not_looked_at,
            request.services.len()
        ));
    }
    if bound.faults_left > 0 {
        parts.push(format!(
            "for {} faults no stand-in was sought",
            bound.faults_left
        ));
    }
    if bound.stopped {
        parts.push("the time was over before the search was".to_owned());
    }
    if parts.is_empty() {
        parts.push("not every place for a stand-in was looked at".to_owned());
    }
    Some(format!(
        "INCOMPLETE: {}. Name services, or give it more with --time-limit.",
        parts.join("; ")
    ))
}

/// All lines to paste, with comments that say where.
pub(super) fn lines(advice: &Advice) -> Printout {
    let mut out = Printout::new();
    if advice.changes.is_empty() {
        out.line("# Nothing to advise.");
        return out;
    }
    for (number, change) in (1..).zip(&advice.changes) {
        for line in wrap(&format!("{number}. {}", change.title()), 0, 3).lines() {
            out.line(format!("# {line}"));
        }
    }
    out.blank();
    out.block(paste(&advice.edits));
    out
}

fn one(number: usize, change: &Change, out: &mut Printout) {
    out.wrapped(format!("{number}. {}", change.title()), 0, 3);
    let mut say = |text: String| out.wrapped(text, 3, 5);
    if change.removes.is_empty() {
        say("removes none by itself: it is needed by another change".to_owned());
    } else {
        say(format!(
            "removes {}, {} left: {}",
            change.removes.len(),
            change.left,
            faults(&change.removes)
        ));
    }
    if !change.remains.is_empty() {
        say(format!(
            "still through {}, in the end: {}",
            list(&change.on),
            faults(&change.remains)
        ));
    }
    say(format!(
        "{}: {}",
        change.sureness.as_str(),
        change.why.join("; ")
    ));
    for caveat in &change.caveats {
        say(format!("- {caveat}"));
    }
    for other in &change.instead {
        say(format!("or: {}", other.sentence()));
    }
}

/// "listing, removes 3 (sure: it stands in elsewhere)"
fn vouched(advice: &Advice) -> String {
    let Bound {
        method,
        candidates,
        removable,
        at_most,
        at_least_changes,
        ..
    } = advice.bound;
    let gone: usize = advice.changes.iter().map(|one| one.removes.len()).sum();
    let count = advice.changes.len();
    let noun = if count == 1 {
        "change removes"
    } else {
        "changes remove"
    };
    let verb = format!(
        "{count} {noun} {gone} of {}, recomputed from the changed plan",
        advice.before.points
    );
    let all = if gone == removable && candidates == 1 {
        "all that the one candidate can remove".to_owned()
    } else if gone == removable {
        format!("all that any of the {candidates} candidates can remove")
    } else {
        format!("of {removable} that all {candidates} candidates together would")
    };
    match method {
        Method::Exact if candidates == 1 => format!("{verb}; exact: {all}."),
        Method::Exact if count == 1 => {
            format!(
                "{verb}; exact: {all}, and no other single one of them removes more, tier by tier."
            )
        }
        Method::Exact => format!(
            "{verb}; exact: {all}. No other {count} of them remove more, tier by tier, and no {} as much.",
            count - 1
        ),
        Method::Greedy => {
            let share = (gone * 100).checked_div(at_most).unwrap_or(100);
            format!(
                "{verb}; {all}. Found greedily: at least {share}% of what any {count} of them can \
                 remove; to remove as much, no fewer than {at_least_changes} do."
            )
        }
    }
}

fn points(count: usize) -> String {
    match count {
        1 => "1 single point".to_owned(),
        many => format!("{many} single points"),
    }
}

fn tiers(tally: &SinglePointTally) -> String {
    let one = |(tier, count): &(Option<u8>, usize)| match tier {
        Some(tier) => format!("{count} of tier {tier}"),
        None => format!("{count} of services without a tier"),
    };
    tally.tiers.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// "openai for checkout and search; llm-gateway for checkout"
fn faults(gaps: &[SinglePointOfFailure]) -> String {
    let mut by_services: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    let mut services_of: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for gap in gaps {
        let services = services_of.entry(&gap.fault).or_default();
        if services.is_empty() {
            order.push(&gap.fault);
        }
        services.push(gap.service.clone());
    }
    for fault in order {
        let services = services_of.get(fault).cloned().unwrap_or_default();
        match by_services.iter_mut().find(|(known, _)| *known == services) {
            Some((_, faults)) => faults.push(fault.to_owned()),
            None => by_services.push((services, vec![fault.to_owned()])),
        }
    }
    let more = by_services.len().saturating_sub(SHOWN);
    let parts = by_services.iter().take(SHOWN);
    let mut parts: Vec<String> = parts
        .map(|(services, faults)| format!("{} for {}", list(faults), list(services)))
        .collect();
    if more > 0 {
        parts.push(format!("and {more} more groups"));
    }
    parts.join("; ")
}

/// What is left, by service.
fn remaining(gaps: &[SinglePointOfFailure], out: &mut Printout) {
    let services: Vec<&[SinglePointOfFailure]> =
        gaps.chunk_by(|a, b| a.service == b.service).collect();
    for of in services.iter().take(2 * SHOWN) {
        let faults: Vec<String> = of.iter().map(|gap| gap.fault.clone()).collect();
        out.wrapped(format!("{}: {}", of[0].service, list(&faults)), 2, 4);
    }
    let more = services.len().saturating_sub(2 * SHOWN);
    if more > 0 {
        out.line(format!(
            "  and {more} more services; --format json has them all"
        ));
    }
}

fn list(names: &[String]) -> String {
    wording::up_to(SHOWN, names)
}
