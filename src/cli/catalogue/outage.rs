use serde_json::json;

use crate::cli::table::wrap;
use jurymast_plan::catalogue::{End, Estimate, Hit, Outage, What};
use jurymast_plan::model::{Level, Symptom};
use jurymast_terms::units::{Duration, Moment};
use jurymast_terms::vocabulary::{Precision, Tool};

use super::lines::{field, sure};

pub(super) fn text(outage: &Outage) -> String {
    let mut text = wrap(&format!("{} ({})", outage.title, outage.id), 0, 2);
    let precision = outage.precision.words();
    let times = format!("[{precision}, {}]", sure(outage.times));
    field(
        &mut text,
        "began",
        &format!("{} {times}", when(outage, outage.start)),
    );
    let lasted = outage
        .length()
        .map_or_else(String::new, |length| format!(", after {length}"));
    field(&mut text, "ended", &format!("{}{lasted}", ending(outage)));
    let said = match &outage.first_said {
        Some(said) => {
            let at = when(outage, said.at);
            format!("{at}, {} [{}]", said.by, sure(said.confidence))
        }
        None => "not recorded".to_owned(),
    };
    field(&mut text, "first said so", &said);
    let cause = &outage.cause;
    let why = format!(
        "{}. {} [{}]",
        cause.kind.words(),
        cause.text,
        sure(cause.confidence)
    );
    field(&mut text, "cause", &why);
    if let Some(shared) = &outage.shared {
        let named = shared
            .domain
            .as_ref()
            .map_or_else(String::new, |domain| format!(" ({domain})"));
        let line = format!(
            "{}{named}. {} [{}]",
            shared.kind,
            shared.why,
            sure(shared.confidence)
        );
        field(&mut text, "shared", &line);
    }
    if !outage.tools_lost.is_empty() {
        field(
            &mut text,
            "lost for the day",
            &tools(&outage.tools_lost).join(", "),
        );
    }
    field(&mut text, "lesson", &outage.lesson);
    if let Some(note) = &outage.note {
        field(&mut text, "note", note);
    }
    for (title, level) in [
        ("DOWN", Level::Down),
        ("DEGRADED", Level::Degraded),
        ("UNAFFECTED", Level::Up),
    ] {
        hits(&mut text, outage, title, |hit| {
            hit.level == level && hit.counts()
        });
    }
    hits(&mut text, outage, "NOT COUNTED", |hit| !hit.counts());
    if !outage.contradicted.is_empty() {
        text.push_str("\nSOURCES DISAGREE\n");
        for point in &outage.contradicted {
            text.push_str(&wrap(point, 2, 4));
        }
    }
    text.push_str("\nREAD IN\n");
    for source in &outage.sources {
        let mut line = source.title.clone();
        if let Some(day) = source.date {
            line.push_str(&format!(", {day}"));
        }
        text.push_str(&wrap(&line, 2, 4));
        if let Some(url) = &source.url {
            text.push_str(&wrap(url, 4, 4));
        }
    }
    text
}

fn hits(text: &mut String, outage: &Outage, title: &str, fits: impl Fn(&Hit) -> bool) {
    let found: Vec<&Hit> = outage.hits.iter().filter(|hit| fits(hit)).collect();
    if found.is_empty() {
        return;
    }
    text.push_str(&format!("\n{title}\n"));
    for hit in found {
        text.push_str(&wrap(&line(outage, hit), 2, 4));
    }
}

/// `openai/realtime: 90% of calls failed; callers saw 429 [verified]. A note.`
fn line(outage: &Outage, hit: &Hit) -> String {
    let mut parts: Vec<String> = Vec::new();
    if (hit.start, hit.end) != (outage.start, outage.end) {
        parts.push(match hit.end {
            End::At(end) => format!("{} to {}", when(outage, hit.start), when(outage, end)),
            End::Unknown => {
                format!(
                    "from {} on, its end is not recorded",
                    when(outage, hit.start)
                )
            }
            End::Never => format!("from {} on, for ever", when(outage, hit.start)),
        });
    }
    if !hit.models.is_empty() {
        parts.push(format!("models {}", hit.models.join(", ")));
    }
    if !hit.places.is_empty() {
        parts.push(format!("only in {}", hit.places.join(", ")));
    }
    parts.extend(hit.scope.clone());
    if let Some(share) = &hit.share {
        parts.push(format!("{share} of calls failed"));
    }
    if !hit.symptoms.is_empty() {
        let unsure = if hit.seen == hit.confidence {
            String::new()
        } else {
            format!(" ({})", sure(hit.seen))
        };
        parts.push(format!("callers saw {}{unsure}", symptoms(hit).join(", ")));
    }
    let mut line = hit.what.name().to_owned();
    if !parts.is_empty() {
        line.push_str(&format!(": {}", parts.join("; ")));
    }
    line.push_str(&format!(" [{}]", sure(hit.confidence)));
    if let Some(note) = &hit.note {
        line.push_str(&format!(". {note}"));
    }
    line
}

/// The day alone where no more is known.
fn when(outage: &Outage, at: Moment) -> String {
    if outage.precision == Precision::Day && at.is_midnight() {
        at.date().to_string()
    } else {
        at.to_string()
    }
}

fn ending(outage: &Outage) -> String {
    match outage.end {
        End::At(_) if let Some(day) = outage.last_day => format!("{day} [to the day]"),
        End::At(end) => when(outage, end),
        other => other.to_string(),
    }
}

pub(super) fn json(outage: &Outage) -> serde_json::Value {
    json!({
        "version": 1,
        "outage": {
            "id": outage.id,
            "title": outage.title,
            "start": outage.start.to_string(),
            "end": end(outage.end),
            "end_day": outage.last_day.map(|day| day.to_string()),
            "never_ended": outage.end == End::Never,
            "lasted_s": outage.lasted().map(Duration::seconds),
            "times": { "precision": outage.precision.words(), "confidence": sure(outage.times) },
            "first_said": outage.first_said.as_ref().map(|said| json!({
                "at": said.at.to_string(),
                "by": said.by,
                "confidence": sure(said.confidence),
            })),
            "cause": {
                "kind": outage.cause.kind.words(),
                "text": outage.cause.text,
                "confidence": sure(outage.cause.confidence),
            },
            "shared": outage.shared.as_ref().map(|shared| json!({
                "kind": shared.kind,
                "domain": shared.domain,
                "why": shared.why,
                "confidence": sure(shared.confidence),
            })),
            "providers": outage.providers(),
            "hits": outage.hits.iter().map(hit_json).collect::<Vec<_>>(),
            "tools_lost": tools(&outage.tools_lost),
            "contradicted": outage.contradicted,
            "lesson": outage.lesson,
            "note": outage.note,
            "confidence": sure(outage.confidence),
            "sources": outage.sources.iter().map(|source| json!({
                "title": source.title,
                "url": source.url,
                "date": source.date.map(|day| day.to_string()),
            })).collect::<Vec<_>>(),
        },
    })
}

fn hit_json(hit: &Hit) -> serde_json::Value {
    let (component, product) = match &hit.what {
        What::Component(id) => (Some(id), None),
        What::Product(name) => (None, Some(name)),
    };
    json!({
        "component": component,
        "product": product,
        "level": hit.level.as_str(),
        "start": hit.start.to_string(),
        "end": end(hit.end),
        "symptoms": symptoms(hit),
        "symptoms_confidence": sure(hit.seen),
        "share": hit.share,
        "models": hit.models,
        "in": hit.places,
        "scope": hit.scope,
        "confidence": sure(hit.confidence),
        "used": hit.counts(),
        "note": hit.note,
    })
}

/// A restoration estimate and what it rests on.
pub(super) fn estimate_json(estimate: &Estimate) -> serde_json::Value {
    json!({
        "count": estimate.rests_on.len(),
        "median_s": estimate.figures.map(|figures| figures.median.seconds()),
        "worst_s": estimate.figures.map(|figures| figures.worst.seconds()),
        "rests_on": estimate.rests_on.iter().map(|at| &at.outage.id).collect::<Vec<_>>(),
        "without_end": estimate.without_end.iter().map(|one| &one.id).collect::<Vec<_>>(),
        "left_out": estimate.left_out.iter().map(|left| json!({
            "id": left.id,
            "why": left.why,
        })).collect::<Vec<_>>(),
    })
}

/// Null where it never ended, or nobody recorded when; `never_ended` tells.
fn end(end: End) -> Option<String> {
    match end {
        End::At(at) => Some(at.to_string()),
        End::Unknown | End::Never => None,
    }
}

fn symptoms(hit: &Hit) -> Vec<&'static str> {
    hit.symptoms.iter().copied().map(Symptom::as_str).collect()
}

pub(super) fn tools(lost: &[Tool]) -> Vec<&'static str> {
    lost.iter().copied().map(Tool::words).collect()
}
