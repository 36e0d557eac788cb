use jurymast_plan::catalogue::{End, HitRecord, Outage};
use jurymast_plan::model::{Level, Symptom};
use jurymast_terms::text::Printout;
use jurymast_terms::units::{Lasting, Moment};
use jurymast_terms::vocabulary::{Precision, Tool};

use super::lines::{field, sure};

pub(super) fn text(outage: &Outage) -> Printout {
    let mut text = Printout::new();
    text.wrapped(format!("{} ({})", outage.title, outage.id), 0, 2);
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
        text.blank();
        text.line("SOURCES DISAGREE");
        for point in &outage.contradicted {
            text.wrapped(point, 2, 4);
        }
    }
    text.blank();
    text.line("READ IN");
    for source in &outage.sources {
        let mut line = source.title.clone();
        if let Some(day) = source.date {
            line.push_str(&format!(", {day}"));
        }
        text.wrapped(line, 2, 4);
        if let Some(url) = &source.url {
            text.wrapped(url, 4, 4);
        }
    }
    text
}

fn hits(text: &mut Printout, outage: &Outage, title: &str, fits: impl Fn(&HitRecord) -> bool) {
    let found: Vec<&HitRecord> = outage.hits.iter().filter(|hit| fits(hit)).collect();
    if found.is_empty() {
        return;
    }
    text.blank();
    text.line(title);
    for hit in found {
        text.wrapped(line(outage, hit), 2, 4);
    }
}

/// `openai/realtime: 90% of calls failed; callers saw 429 [verified]. A note.`
fn line(outage: &Outage, hit: &HitRecord) -> String {
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
            End::Never => format!("from {} on, {}", when(outage, hit.start), Lasting::Forever),
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

fn symptoms(hit: &HitRecord) -> Vec<&'static str> {
    hit.symptoms.iter().copied().map(Symptom::as_str).collect()
}

pub(super) fn tools(lost: &[Tool]) -> Vec<&'static str> {
    lost.iter().copied().map(Tool::words).collect()
}
