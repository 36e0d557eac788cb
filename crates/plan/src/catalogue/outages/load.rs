use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use crate::catalogue::embedded::{self, OUTAGES};
use crate::catalogue::words::MomentField;
use crate::model::{Confidence, Level, Symptom};
use jurymast_terms::units::{Date, Duration, Moment};
use jurymast_terms::vocabulary::{CauseKind, Precision, Tool};

use super::record::{
    CauseRecord, End, FirstSaid, HitRecord, Outage, OutageSubject, SharedDomain, Source,
};

/// Oldest first.
pub fn outages() -> &'static [&'static Outage] {
    static ALL: LazyLock<Vec<&'static Outage>> = LazyLock::new(|| {
        let mut all: Vec<&'static Outage> = OUTAGES.iter().map(|file| &*file.parsed).collect();
        all.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
        all
    });
    &ALL
}

/// The outage of that id.
pub fn outage(id: &str) -> Option<&'static Outage> {
    embedded::find(&OUTAGES, id)
}

const A_DAY: Duration = Duration::from_seconds(86_400);

/// A file as it is written. A surety that a part leaves out is the whole's.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutageRow {
    id: String,
    title: String,
    start: MomentField,
    /// A day without a time is taken to its last second.
    end: EndRow,
    precision: Precision,
    times: Option<Confidence>,
    confidence: Confidence,
    cause: CauseRow,
    shared: Option<SharedDomain>,
    first_said: Option<FirstSaidRow>,
    #[serde(rename = "hit")]
    hits: Vec<HitRow>,
    #[serde(default)]
    tools_lost: Vec<Tool>,
    #[serde(default)]
    contradicted: Vec<String>,
    lesson: String,
    note: Option<String>,
    #[serde(rename = "source")]
    sources: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CauseRow {
    kind: CauseKind,
    text: String,
    confidence: Option<Confidence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstSaidRow {
    at: MomentField,
    by: String,
    confidence: Option<Confidence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HitRow {
    on: Option<String>,
    product: Option<String>,
    effect: Level,
    start: Option<MomentField>,
    end: Option<EndRow>,
    #[serde(default)]
    symptoms: Vec<Symptom>,
    seen: Option<Confidence>,
    share: Option<String>,
    #[serde(default)]
    models: Vec<String>,
    #[serde(default, rename = "in")]
    places: Vec<String>,
    scope: Option<String>,
    confidence: Option<Confidence>,
    note: Option<String>,
}

/// A time, a day, "never" or "unknown".
#[derive(Debug, Clone, Copy)]
struct EndRow(End, Option<Date>);

impl<'de> Deserialize<'de> for EndRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match toml::Value::deserialize(deserializer)? {
            toml::Value::String(word) if word == "never" => Ok(Self(End::Never, None)),
            toml::Value::String(word) if word == "unknown" => Ok(Self(End::Unknown, None)),
            toml::Value::Datetime(at) if at.time.is_none() => {
                let day: Date = at.to_string().parse().map_err(D::Error::custom)?;
                let begin: Moment = format!("{day}T00:00Z").parse().map_err(D::Error::custom)?;
                Ok(Self(End::At(begin.plus(A_DAY)), Some(day)))
            }
            toml::Value::Datetime(at) => {
                let end = at.to_string().parse().map_err(D::Error::custom)?;
                Ok(Self(End::At(end), None))
            }
            other => Err(D::Error::custom(format!(
                "expected a time, \"never\" or \"unknown\", found a value of type {}",
                other.type_str()
            ))),
        }
    }
}

impl<'de> Deserialize<'de> for Outage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let OutageRow {
            id,
            title,
            start,
            end,
            precision,
            times,
            confidence,
            cause,
            shared,
            first_said,
            hits,
            tools_lost,
            contradicted,
            lesson,
            note,
            sources,
        } = OutageRow::deserialize(deserializer)?;
        let read = |row: HitRow| hit(row, start, end, confidence);
        let hits: Result<Vec<_>, _> = hits.into_iter().map(read).collect();
        Ok(Self {
            id,
            title,
            start: start.0,
            end: end.0,
            last_day: end.1,
            precision,
            times: times.unwrap_or(confidence),
            cause: CauseRecord {
                kind: cause.kind,
                text: cause.text,
                confidence: cause.confidence.unwrap_or(confidence),
            },
            shared,
            first_said: first_said.map(|said| FirstSaid {
                at: said.at.0,
                by: said.by,
                confidence: said.confidence.unwrap_or(confidence),
            }),
            hits: hits.map_err(D::Error::custom)?,
            tools_lost,
            contradicted,
            lesson,
            confidence,
            sources,
            note,
        })
    }
}

fn hit(
    row: HitRow,
    start: MomentField,
    end: EndRow,
    confidence: Confidence,
) -> Result<HitRecord, &'static str> {
    let HitRow {
        on,
        product,
        effect,
        start: own_start,
        end: own_end,
        symptoms,
        seen,
        share,
        models,
        places,
        scope,
        confidence: own,
        note,
    } = row;
    let what = match (on, product) {
        (Some(id), None) => OutageSubject::Component(id),
        (None, Some(name)) => OutageSubject::Product(name),
        _ => return Err("a hit names either `on` or `product`"),
    };
    let confidence = own.unwrap_or(confidence);
    Ok(HitRecord {
        what,
        level: effect,
        start: own_start.unwrap_or(start).0,
        end: own_end.unwrap_or(end).0,
        symptoms,
        seen: seen.unwrap_or(confidence),
        share,
        models,
        places,
        scope,
        confidence,
        note,
    })
}
