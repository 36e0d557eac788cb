use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::catalogue::{
    CauseRecord, End, FirstSaid, HitRecord, Outage, OutageSubject, SharedDomain, Source,
};
use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::{Confidence, Level, Symptom};

use super::words::{day, end, tools};

/// A recorded outage.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CatalogueOutage {
    /// As `simulate` and `exercise` take it.
    pub id: &'static str,
    /// One line.
    pub title: &'static str,
    /// When it began, in UTC.
    pub start: String,
    /// When it ended, in UTC; null: it never ended, or nobody recorded when.
    pub end: Option<String>,
    /// The day it ended, YYYY-MM-DD, where no more is known; else null.
    pub end_day: Option<String>,
    /// Whether it is for ever: a retirement.
    pub never_ended: bool,
    /// Seconds, without the time between its phases; null: it never ended, or nobody
    /// recorded when.
    pub lasted_s: Option<u64>,
    /// How exactly the times are known.
    pub times: OutageTimes,
    /// When the provider first said so; null: not recorded.
    pub first_said: Option<FirstSaidEntry>,
    /// Why it happened.
    pub cause: CauseEntry,
    /// The failure domain that made a naive fallback useless; null: none.
    pub shared: Option<SharedFate>,
    /// Ids of the providers that it left degraded or down.
    pub providers: Vec<&'static str>,
    /// What happened to each thing.
    pub hits: Vec<OutageHit>,
    /// What people use on the day, and could not.
    pub tools_lost: Vec<&'static str>,
    /// Points on which sources disagree; none of them counts as a fact.
    pub contradicted: &'static [String],
    /// What it teaches.
    pub lesson: &'static str,
    /// null: there is none.
    pub note: Option<&'static str>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it was read.
    pub sources: Vec<SourceEntry>,
}

/// How exactly the times of an outage are known.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutageTimes {
    /// "to the minute", "about" or "to the day"
    pub precision: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
}

/// When a provider first said that something is wrong.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FirstSaidEntry {
    /// In UTC.
    pub at: String,
    /// Who said so, and where.
    pub by: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Why an outage happened.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CauseEntry {
    /// load, software fault, hardware or power, attack, retirement, legal or not
    /// published
    pub kind: &'static str,
    /// One sentence.
    pub text: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
}

/// What a naive fallback shared with the thing it was to replace.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SharedFate {
    /// lab, model, cloud, region, edge, identity, gateway ...
    pub kind: &'static str,
    /// Its id in the catalogue; null: it has none.
    pub domain: Option<&'static str>,
    /// One sentence.
    pub why: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
}

/// What happened to one thing, for one stretch of time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutageHit {
    /// A provider, an endpoint, a domain or a lineage, as plans name it; null: a product
    /// that no plan calls.
    pub component: Option<&'static str>,
    /// That product; null where `component` is given.
    pub product: Option<&'static str>,
    /// down, degraded, or up: it was looked at, and unaffected.
    pub level: Level,
    /// In UTC.
    pub start: String,
    /// In UTC; null: it never ended, or nobody recorded when.
    pub end: Option<String>,
    /// What callers saw; empty: not recorded.
    pub symptoms: Vec<Symptom>,
    /// How sure the symptoms are.
    pub symptoms_confidence: Confidence,
    /// The share of calls that failed, in words; null: not recorded.
    pub share: Option<&'static str>,
    /// Beginnings of the model ids that were hit; empty: all of them.
    pub models: &'static [String],
    /// Only who stands in one of these domains was hit; empty: wherever one stands.
    #[serde(rename = "in")]
    pub within: &'static [String],
    /// What part was hit; null: the whole.
    pub scope: Option<&'static str>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether it is sure enough to be used as if it were known.
    pub used: bool,
    /// null: there is none.
    pub note: Option<&'static str>,
}

/// Where something was read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SourceEntry {
    /// The title of the page.
    pub title: &'static str,
    /// null: none is known.
    pub url: Option<&'static str>,
    /// YYYY-MM-DD; null: none is known.
    pub date: Option<String>,
}

impl From<&'static Outage> for CatalogueOutage {
    fn from(outage: &'static Outage) -> Self {
        Self {
            id: &outage.id,
            title: &outage.title,
            start: outage.start.to_string(),
            end: end(outage.end),
            end_day: day(outage.last_day),
            never_ended: outage.end == End::Never,
            lasted_s: outage.lasted().map(Duration::seconds),
            times: OutageTimes {
                precision: outage.precision.words(),
                confidence: outage.times,
            },
            first_said: outage.first_said.as_ref().map(FirstSaidEntry::from),
            cause: CauseEntry::from(&outage.cause),
            shared: outage.shared.as_ref().map(SharedFate::from),
            providers: outage.providers(),
            hits: outage.hits.iter().map(OutageHit::from).collect(),
            tools_lost: tools(&outage.tools_lost),
            contradicted: &outage.contradicted,
            lesson: &outage.lesson,
            note: outage.note.as_deref(),
            confidence: outage.confidence,
            sources: outage.sources.iter().map(SourceEntry::from).collect(),
        }
    }
}

impl From<&'static FirstSaid> for FirstSaidEntry {
    fn from(said: &'static FirstSaid) -> Self {
        Self {
            at: said.at.to_string(),
            by: &said.by,
            confidence: said.confidence,
        }
    }
}

impl From<&'static CauseRecord> for CauseEntry {
    fn from(cause: &'static CauseRecord) -> Self {
        Self {
            kind: cause.kind.words(),
            text: &cause.text,
            confidence: cause.confidence,
        }
    }
}

impl From<&'static SharedDomain> for SharedFate {
    fn from(shared: &'static SharedDomain) -> Self {
        Self {
            kind: &shared.kind,
            domain: shared.domain.as_deref(),
            why: &shared.why,
            confidence: shared.confidence,
        }
    }
}

impl From<&'static HitRecord> for OutageHit {
    fn from(hit: &'static HitRecord) -> Self {
        let (component, product) = match &hit.what {
            OutageSubject::Component(id) => (Some(id.as_str()), None),
            OutageSubject::Product(name) => (None, Some(name.as_str())),
        };
        Self {
            component,
            product,
            level: hit.level,
            start: hit.start.to_string(),
            end: end(hit.end),
            symptoms: hit.symptoms.clone(),
            symptoms_confidence: hit.seen,
            share: hit.share.as_deref(),
            models: &hit.models,
            within: &hit.places,
            scope: hit.scope.as_deref(),
            confidence: hit.confidence,
            used: hit.counts(),
            note: hit.note.as_deref(),
        }
    }
}

impl From<&'static Source> for SourceEntry {
    fn from(source: &'static Source) -> Self {
        Self {
            title: &source.title,
            url: source.url.as_deref(),
            date: day(source.date),
        }
    }
}
