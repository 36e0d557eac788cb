use std::fmt;

use serde::Deserialize;

use crate::model::{Confidence, Level, Symptom};
use jurymast_terms::units::{Date, Duration, Moment};
use jurymast_terms::vocabulary::{CauseKind, Precision, Tool};

/// A recorded outage.
#[derive(Debug)]
pub struct Outage {
    /// Provider and day: `openai-2024-12-11`.
    pub id: String,
    /// What happened, in a line.
    pub title: String,
    /// The first loss.
    pub start: Moment,
    /// The end of what the catalogue knows; single hits may differ.
    pub end: End,
    /// Where of the end only the day is known: it is counted to the end of that day.
    pub last_day: Option<Date>,
    /// How exactly the times are known.
    pub precision: Precision,
    /// How sure the times are.
    pub times: Confidence,
    /// Why it happened.
    pub cause: CauseRecord,
    /// What a naive fallback shared with the thing it was to replace.
    pub shared: Option<SharedDomain>,
    /// When the provider first said so; `None`: not recorded.
    pub first_said: Option<FirstSaid>,
    /// What happened to each thing.
    pub hits: Vec<HitRecord>,
    /// What people use on the day, and could not.
    pub tools_lost: Vec<Tool>,
    /// Points on which sources disagree; none of them counts as a fact.
    pub contradicted: Vec<String>,
    /// What it teaches.
    pub lesson: String,
    /// How sure the record is as a whole.
    pub confidence: Confidence,
    /// Where it was read.
    pub sources: Vec<Source>,
    /// What else is known.
    pub note: Option<String>,
}

impl Outage {
    /// Where it can be read up: the first source.
    pub fn first_source(&self) -> &str {
        self.sources.first().map_or("", Source::name)
    }

    /// The day it began, in UTC.
    pub fn on(&self) -> Date {
        self.start.date()
    }

    /// Without the time between its phases; `None`: it never ended, or nobody recorded
    /// when.
    pub fn lasted(&self) -> Option<Duration> {
        let End::At(end) = self.end else { return None };
        let losses = self.hits.iter().filter(|hit| hit.is_loss());
        Some(phases(losses, self.start, end)?.0)
    }

    /// "7h 14m in 2 phases", "about 19d".
    pub fn length(&self) -> Option<String> {
        let lasted = self.lasted()?;
        if self.last_day.is_some() {
            return Some(format!("about {}d", (lasted.seconds() + 43_200) / 86_400));
        }
        let End::At(end) = self.end else { return None };
        let losses = self.hits.iter().filter(|hit| hit.is_loss());
        match phases(losses, self.start, end)?.1 {
            0 | 1 => Some(lasted.to_string()),
            count => Some(format!("{lasted} in {count} phases")),
        }
    }

    /// Catalogue providers that it left degraded or down, by id, in order.
    pub fn providers(&self) -> Vec<&str> {
        let mut found: Vec<&str> = self
            .hits
            .iter()
            .filter(|hit| hit.is_loss() && hit.counts())
            .filter_map(HitRecord::provider)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// How long any of these was lost from `start` to `end`, and in how many stretches.
pub(super) fn phases<'a>(
    hits: impl Iterator<Item = &'a HitRecord>,
    start: Moment,
    end: Moment,
) -> Option<(Duration, usize)> {
    let stretch = |hit: &HitRecord| match hit.end {
        End::At(until) => (hit.start.max(start), until.min(end)),
        End::Unknown | End::Never => (hit.start.max(start), end),
    };
    let mut all: Vec<(Moment, Moment)> = hits.map(stretch).filter(|(a, b)| a < b).collect();
    all.sort_unstable();
    let (mut seconds, mut count) = (0, 0);
    let mut reached: Option<Moment> = None;
    for (from, until) in all {
        if reached.is_none_or(|at| at < from) {
            count += 1;
        }
        let fresh = reached.map_or(from, |at| at.max(from));
        seconds += until.since(fresh).map_or(0, Duration::seconds);
        reached = reached.max(Some(until));
    }
    let whole = end.since(start)?;
    Some(if count > 1 {
        (Duration::from_seconds(seconds), count)
    } else {
        (whole, 1)
    })
}

/// What happened to one thing, for one stretch of time.
#[derive(Debug)]
pub struct HitRecord {
    /// What was hit.
    pub what: OutageSubject,
    /// Up: it was looked at, and unaffected.
    pub level: Level,
    /// The outage's own times where the record gives none for this thing.
    pub start: Moment,
    /// When it was over.
    pub end: End,
    /// What callers saw; empty: not recorded.
    pub symptoms: Vec<Symptom>,
    /// How sure the symptoms are.
    pub seen: Confidence,
    /// The share of calls that failed, where it is recorded.
    pub share: Option<String>,
    /// Beginnings of the model ids that were hit; empty: all of them.
    pub models: Vec<String>,
    /// Only who stands in one of these domains was hit; empty: wherever one stands.
    pub places: Vec<String>,
    /// What part was hit, where it was not the whole: "14 of 28 regions".
    pub scope: Option<String>,
    /// How sure this is.
    pub confidence: Confidence,
    /// What else is known.
    pub note: Option<String>,
}

impl HitRecord {
    /// It was degraded or down.
    pub fn is_loss(&self) -> bool {
        self.level != Level::Up
    }

    /// Sure enough to be used as if it were known.
    pub fn counts(&self) -> bool {
        self.confidence.is_known()
    }

    /// The symptoms, as far as they are sure enough to be used.
    pub fn known_symptoms(&self) -> &[Symptom] {
        if self.seen.is_known() {
            &self.symptoms
        } else {
            &[]
        }
    }

    /// The provider that is hit, or whose endpoint is.
    pub fn provider(&self) -> Option<&str> {
        let OutageSubject::Component(id) = &self.what else {
            return None;
        };
        let provider = id.split('/').next().unwrap_or(id);
        crate::catalogue::provider_ids().find(|known| *known == provider)
    }

    /// The endpoint that is hit; `None`: the whole of what is hit.
    pub fn endpoint(&self) -> Option<&str> {
        match &self.what {
            OutageSubject::Component(id) => id.split_once('/').map(|(_, endpoint)| endpoint),
            OutageSubject::Product(_) => None,
        }
    }
}

/// What was hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutageSubject {
    /// As plans name it: a provider, an endpoint (`openai/realtime`), a domain, or
    /// a lineage (`model:claude-fable-5`).
    Component(String),
    /// A product that no plan calls: ChatGPT.
    Product(String),
}

impl OutageSubject {
    /// As plans name it, or as people call the product.
    pub fn name(&self) -> &str {
        match self {
            Self::Component(name) | Self::Product(name) => name,
        }
    }
}

/// When an outage was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Then.
    At(Moment),
    /// It ended, and nobody recorded when.
    Unknown,
    /// A retirement.
    Never,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(end) => end.fmt(f),
            Self::Unknown => f.write_str("not recorded"),
            Self::Never => f.write_str("never"),
        }
    }
}

/// Why an outage happened.
#[derive(Debug)]
pub struct CauseRecord {
    /// Of which kind.
    pub kind: CauseKind,
    /// In words.
    pub text: String,
    /// How sure this is.
    pub confidence: Confidence,
}

/// The failure domain that made a naive fallback useless.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedDomain {
    /// lab, model, cloud, region, edge, identity, gateway, account, quota, safety,
    /// legal, tooling
    pub kind: String,
    /// Its id in the catalogue, where it has one.
    pub domain: Option<String>,
    /// How it made a fallback useless.
    pub why: String,
    /// How sure this is.
    pub confidence: Confidence,
}

/// When a provider first said that something was wrong.
#[derive(Debug)]
pub struct FirstSaid {
    /// When.
    pub at: Moment,
    /// By which way.
    pub by: String,
    /// How sure this is.
    pub confidence: Confidence,
}

/// Where something was read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// Of which day it is.
    #[serde(default, deserialize_with = "crate::catalogue::providers::some_day")]
    pub date: Option<Date>,
}

impl Source {
    /// The address, else the title.
    pub fn name(&self) -> &str {
        self.url.as_deref().unwrap_or(&self.title)
    }
}
