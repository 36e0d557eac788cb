use serde_json::json;

use crate::cli::args::{Listed, Output};
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal;
use jurymast_plan::catalogue::{self, End, Outage};
use jurymast_plan::model::Confidence;
use jurymast_terms::units::Duration;

use super::lines::sure;

/// A line of the list, in text and as JSON.
struct Row {
    text: String,
    json: serde_json::Value,
}

pub(super) fn list(what: Listed, output: Output) -> Result<Exit, Failure> {
    let (key, rows): (&str, Vec<Row>) = match what {
        Listed::Providers => ("providers", providers()),
        Listed::Domains => ("domains", domains()),
        Listed::Outages => ("outages", outages()),
        Listed::Scenarios => ("scenarios", scenarios()),
    };
    if output == Output::Json {
        let rows: Vec<_> = rows.into_iter().map(|row| row.json).collect();
        return terminal::print_json(&json!({ "version": 1, key: rows }));
    }
    let mut text: String = rows.iter().map(|row| row.text.as_str()).collect();
    text.push_str(&format!(
        "\n{} {key}; `jurymast catalogue show ID` says what is known, and how surely.\n",
        rows.len()
    ));
    terminal::print(&text)?;
    Ok(Exit::Clean)
}

fn providers() -> Vec<Row> {
    let known = catalogue::provider_ids().filter_map(catalogue::provider);
    known
        .map(|one| plain(&one.id, &one.kind, &one.name, one.confidence))
        .collect()
}

fn domains() -> Vec<Row> {
    let known = catalogue::domains().iter();
    known
        .map(|one| plain(&one.id, &one.kind, &one.name, one.confidence))
        .collect()
}

fn plain(id: &str, kind: &str, name: &str, confidence: Confidence) -> Row {
    Row {
        text: format!("{id:<25} {kind:<16} {}\n", shorten(name, 37)),
        json: json!({ "id": id, "kind": kind, "name": name, "confidence": sure(confidence) }),
    }
}

/// The newest first: it is the one people look for.
fn outages() -> Vec<Row> {
    let row = |outage: &&'static Outage| {
        let lasted = match outage.end {
            // Of which only the last day is known: no hours.
            End::At(_) if let (Some(_), Some(length)) = (outage.last_day, outage.length()) => {
                length.trim_start_matches("about ").to_owned()
            }
            End::At(_) => outage.lasted().map_or_else(String::new, rough),
            End::Unknown => "unknown".to_owned(),
            End::Never => "for ever".to_owned(),
        };
        Row {
            text: format!(
                "{:<27} {lasted:>8}  {}\n",
                outage.id,
                shorten(&outage.title, 41)
            ),
            json: json!({
                "id": outage.id,
                "title": outage.title,
                "on": outage.on().to_string(),
                "lasted_s": outage.lasted().map(Duration::seconds),
                "never_ended": outage.end == End::Never,
                "cause": outage.cause.kind.words(),
                "providers": outage.providers(),
                "replayable": outage.strikes().is_some_and(|all| !all.is_empty()),
                "confidence": sure(outage.confidence),
            }),
        }
    };
    catalogue::outages().iter().rev().map(row).collect()
}

/// In two units at most, so that the column stays narrow.
fn rough(lasted: Duration) -> String {
    let text = lasted.to_string();
    let units: Vec<&str> = text.split(' ').take(2).collect();
    units.join(" ")
}

fn scenarios() -> Vec<Row> {
    let row = |one: &'static catalogue::ReadyScenario| {
        let lasts = one.lasts().map_or_else(|| "for ever".to_owned(), rough);
        let cause = one.cause.words();
        Row {
            text: format!(
                "{:<21} {lasts:>8}  {cause:<17} {}\n",
                one.id,
                shorten(&one.name, 29)
            ),
            json: json!({
                "id": one.id,
                "name": one.name,
                "cause": cause,
                "strikes": one.target.what(),
                "kinds": one.target.kinds(),
                "lasts_s": one.lasts().map(Duration::seconds),
                "assumed": one.basis.assumption.is_some(),
            }),
        }
    };
    catalogue::scenarios().iter().map(row).collect()
}

fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width - 3).collect();
    format!("{}...", kept.trim_end())
}
