use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::catalogue::{End, Outage, ReadyScenario};
use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::Confidence;

use super::scenario::{main_kinds, main_target};

/// What the catalogue knows of one kind, under the name of the kind, and how old that is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast catalogue list --format json")]
pub struct CatalogueListOutput {
    /// The list.
    #[serde(flatten)]
    pub listing: CatalogueListing,
    /// The day on which the ends of models were read, of the oldest list, YYYY-MM-DD.
    pub models_read: String,
}

/// One kind of thing that the catalogue knows.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CatalogueListing {
    /// Providers of models.
    Providers(Vec<ListedName>),
    /// Failure domains.
    Domains(Vec<ListedName>),
    /// Recorded outages, the newest first.
    Outages(Vec<ListedOutage>),
    /// Ready scenarios.
    Scenarios(Vec<ListedScenario>),
}

/// A provider or a failure domain.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListedName {
    /// As plans name it.
    pub id: &'static str,
    /// lab-api, gateway, region, edge ...
    pub kind: &'static str,
    /// As people call it.
    pub name: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A recorded outage.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListedOutage {
    /// As `simulate` and `exercise` take it.
    pub id: &'static str,
    /// One line.
    pub title: &'static str,
    /// The day it began, in UTC, YYYY-MM-DD.
    pub on: String,
    /// Seconds, without the time between its phases; null: it never ended, or nobody
    /// recorded when.
    pub lasted_s: Option<u64>,
    /// Whether it is for ever: a retirement.
    pub never_ended: bool,
    /// load, software fault, hardware or power, attack, retirement, legal or not
    /// published
    pub cause: &'static str,
    /// Ids of the providers that it left degraded or down.
    pub providers: Vec<&'static str>,
    /// Whether it can be laid on a plan.
    pub replayable: bool,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A ready scenario.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListedScenario {
    /// As `simulate` and `exercise` take it.
    pub id: &'static str,
    /// One line.
    pub name: &'static str,
    /// As that of an outage.
    pub cause: &'static str,
    /// What kind of component it strikes: service, provider, domain or model.
    pub strikes: &'static str,
    /// The kinds of providers or domains it keeps to; empty: any.
    pub kinds: &'static [String],
    /// Seconds; null: for ever.
    pub lasts_s: Option<u64>,
    /// Whether it rests on an assumption, beside what is recorded.
    pub assumed: bool,
}

impl ListedName {
    /// A line of the list.
    pub fn of(
        id: &'static str,
        kind: &'static str,
        name: &'static str,
        confidence: Confidence,
    ) -> Self {
        Self {
            id,
            kind,
            name,
            confidence,
        }
    }
}

impl From<&'static Outage> for ListedOutage {
    fn from(outage: &'static Outage) -> Self {
        Self {
            id: &outage.id,
            title: &outage.title,
            on: outage.on().to_string(),
            lasted_s: outage.lasted().map(Duration::seconds),
            never_ended: outage.end == End::Never,
            cause: outage.cause.kind.words(),
            providers: outage.providers(),
            replayable: outage.strikes().is_some_and(|all| !all.is_empty()),
            confidence: outage.confidence,
        }
    }
}

impl From<&'static ReadyScenario> for ListedScenario {
    fn from(one: &'static ReadyScenario) -> Self {
        Self {
            id: &one.id,
            name: &one.name,
            cause: one.cause.words(),
            strikes: main_target(one),
            kinds: main_kinds(one),
            lasts_s: one.lasts().map(Duration::seconds),
            assumed: one.basis.assumption.is_some(),
        }
    }
}
