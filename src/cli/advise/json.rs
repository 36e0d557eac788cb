use serde_json::{Value, json};

use jurymast_continuity::advice::{Advice, Alternative, Change, Edit, Gap, Tally};

use super::text;

pub(super) fn json(advice: &Advice) -> Value {
    let bound = &advice.bound;
    json!({
        "version": 1,
        "changes": advice.changes.iter().map(change).collect::<Vec<_>>(),
        "before": tally(&advice.before),
        "after": tally(&advice.after),
        "remaining": gaps(&advice.remaining),
        "opened": gaps(&advice.opened),
        "bound": {
            "method": bound.method.as_str(),
            "candidates": bound.candidates,
            "removable": bound.removable,
            "at_most": bound.at_most,
            "at_least_changes": bound.at_least_changes,
            "complete": bound.complete && !bound.stopped,
            "not_looked_at": bound.not_looked_at,
            "faults_left": bound.faults_left,
            "stopped": bound.stopped,
        },
        "edits": edits(&advice.edits),
    })
}

fn change(change: &Change) -> Value {
    let places: Vec<Value> = change
        .places
        .iter()
        .map(
            |place| json!({ "component": place.component, "file": place.file, "line": place.line }),
        )
        .collect();
    json!({
        "kind": change.kind.as_str(),
        "component": change.places.first().map(|place| &place.component),
        "on": change.on.join(", "),
        "fallback": change.stand_in,
        "new": change.is_new,
        "serves": if change.is_degraded { "degraded" } else { "up" },
        "sureness": change.sureness.as_str(),
        "why": change.why,
        "caveats": change.caveats,
        "places": places,
        "removes": gaps(&change.removes),
        "left": change.left,
        "remains": gaps(&change.remains),
        "instead": change.instead.iter().map(text::instead).collect::<Vec<_>>(),
        "alternatives": change.instead.iter().map(alternative).collect::<Vec<_>>(),
        "toml": text::paste(&change.edits),
        "edits": edits(&change.edits),
    })
}

fn alternative(one: &Alternative) -> Value {
    json!({
        "kind": one.kind.as_str(),
        "fallback": one.stand_in,
        "new": one.is_new,
        "serves": if one.is_degraded { "degraded" } else { "up" },
        "sureness": one.sureness.as_str(),
        "removes": one.removes,
        "why": one.why,
    })
}

fn gaps(gaps: &[Gap]) -> Vec<Value> {
    gaps.iter()
        .map(|gap| json!({ "service": gap.service, "tier": gap.tier, "fault": gap.fault }))
        .collect()
}

fn tally(tally: &Tally) -> Value {
    let tiers: Vec<Value> = tally
        .tiers
        .iter()
        .map(|(tier, count)| json!({ "tier": tier, "gaps": count }))
        .collect();
    json!({ "gaps": tally.gaps, "tiers": tiers })
}

fn edits(edits: &[Edit]) -> Vec<Value> {
    edits
        .iter()
        .map(|edit| {
            json!({
                "file": edit.file,
                "on": edit.on.join(", "),
                "section": edit.section,
                "line": edit.line,
                "end_line": edit.end_line,
                "start": edit.start,
                "end": edit.end,
                "text": edit.text,
            })
        })
        .collect()
}
