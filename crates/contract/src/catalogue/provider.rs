use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::catalogue::{
    self, EndpointRecord, Estimate, MembershipRecord, ModelList, ModelRecord, OutageAtProvider,
    ProviderRecord, Source, StatusPage,
};
use jurymast_terms::vocabulary::{AfterEnd, Confidence, FaultLevel, Lifecycle, Symptom};

use super::gateway::{CatalogueGateway, CreditSpentEntry};
use super::words::day;

/// An outside party.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CatalogueProvider {
    /// As plans name it.
    pub id: &'static str,
    /// As people call it.
    pub name: &'static str,
    /// lab-api, cloud-host, inference-cloud, model-hub, gateway, runtime or framework, or
    /// what else it is: payments, identity, messaging, cdn, registry, database ...
    pub kind: &'static str,
    /// Whether one runs it oneself.
    pub self_hosted: bool,
    /// Whether it runs on hardware of its own.
    pub own_hardware: bool,
    /// Host names that calls go to.
    pub hosts: &'static [String],
    /// "text->image"; null: not recorded.
    pub modality: Option<&'static str>,
    /// Ids of providers that serve its models too.
    pub also_served_by: &'static [String],
    /// Makers whose models it serves; not all of them are providers here.
    pub hosts_models_of: &'static [String],
    /// The day it was looked at, YYYY-MM-DD.
    pub checked: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: &'static str,
    /// null: there is none.
    pub note: Option<&'static str>,
    /// null: none is known.
    pub status_page: Option<StatusPageEntry>,
    /// What calls are answered with once the credit is spent; null: not known.
    pub credit_spent: Option<CreditSpentEntry>,
    /// How it passes calls on; null: it does not.
    pub gateway: Option<CatalogueGateway>,
    /// What can be called.
    pub endpoints: Vec<CatalogueEndpoint>,
    /// The failure domains that it stands in.
    pub domains: Vec<DomainMembership>,
    /// Its recorded outages, longest first.
    pub outages: Vec<ProviderOutage>,
    /// How soon it was back, by what is recorded.
    pub restored: RestorationEstimate,
    /// Models whose end is known, by id; null: no list was read.
    pub models: Option<Vec<CatalogueModel>>,
    /// Further models that were listed without a word of an end; null: no list was read.
    pub listed_models: Option<&'static [String]>,
    /// The day on which the models were read, YYYY-MM-DD; null: no list was read.
    pub models_read: Option<String>,
}

/// Where a provider says how it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatusPageEntry {
    /// For people.
    pub url: &'static str,
    /// The service that runs the page: incident-io, statuspage, rss ...
    pub format: &'static str,
    /// Where a machine reads it: a path below `url`, or a whole address; null: not known.
    pub summary: Option<&'static str>,
    /// null: there is none.
    pub note: Option<&'static str>,
}

/// Something that can be called at a provider.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CatalogueEndpoint {
    /// As plans name it, behind the provider's id and a slash.
    pub id: &'static str,
    /// As people call it.
    pub name: &'static str,
    /// Whether it is taken when a plan names none.
    pub default: bool,
    /// Beginnings of the model ids that are called here.
    pub models: &'static [String],
    /// The day of its end, YYYY-MM-DD; null: none is known.
    pub retired: Option<String>,
    /// When that was said, YYYY-MM-DD; null: not recorded.
    pub announced: Option<String>,
    /// What the provider names in its place, or "none"; null: not said.
    pub replacement: Option<&'static str>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: &'static str,
}

/// A failure domain that a provider stands in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DomainMembership {
    /// A domain, or another provider that it rests on.
    pub id: &'static str,
    /// What the loss of it does to the provider: down or degraded.
    pub effect: FaultLevel,
    /// Ids of the endpoints it holds for; empty: the whole provider.
    pub endpoints: &'static [String],
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether it is sure enough to be used as if it were known.
    pub used: bool,
    /// One sentence.
    pub why: &'static str,
}

/// What a recorded outage did to a provider.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProviderOutage {
    /// The outage's id.
    pub id: &'static str,
    /// One line.
    pub title: &'static str,
    /// The day it began, in UTC, YYYY-MM-DD.
    pub on: String,
    /// Seconds that the provider was hit.
    pub lasted_s: u64,
    /// The endpoints that were hit; empty: the whole provider.
    pub endpoints: &'static [String],
    /// What part was hit; null: the whole.
    pub scope: Option<&'static str>,
    /// The share of calls that failed, in words; null: not recorded.
    pub share: Option<&'static str>,
    /// What callers saw; empty: not recorded.
    pub symptoms: &'static [Symptom],
    /// One sentence.
    pub cause: &'static str,
    /// What it teaches.
    pub lesson: &'static str,
    /// The failure domain that a naive fallback shared with it; null: none.
    pub domain: Option<&'static str>,
    /// null: there is none.
    pub note: Option<&'static str>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it was read first; null: not recorded.
    pub source: Option<&'static str>,
}

/// How long outages of a provider took to end. Never a promise: the next may differ.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RestorationEstimate {
    /// How many outages it rests on.
    pub count: usize,
    /// Seconds; null: too few outages are recorded.
    pub median_s: Option<u64>,
    /// Seconds; null: too few outages are recorded.
    pub worst_s: Option<u64>,
    /// Their ids, longest first.
    pub rests_on: Vec<&'static str>,
    /// Ids of outages whose end nobody recorded, oldest first.
    pub without_end: Vec<&'static str>,
    /// Outages that say nothing of how soon a broken service is mended.
    pub left_out: Vec<NotCounted>,
}

/// An outage that an estimate leaves out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NotCounted {
    /// The outage's id.
    pub id: &'static str,
    /// Why it does not count.
    pub why: &'static str,
}

/// What is known of the end of a model.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CatalogueModel {
    /// As calls name it.
    pub id: &'static str,
    /// Where it is in its life, if no end is known; null: `retires` says it.
    pub status: Option<Lifecycle>,
    /// The day of its end, YYYY-MM-DD; null: none is known.
    pub retires: Option<String>,
    /// The day before which it does not end, YYYY-MM-DD; null: not said.
    pub earliest: Option<String>,
    /// What becomes of calls after its end; null: no end is known.
    pub after: Option<AfterEnd>,
    /// The id that this one stands for; null: it stands for itself.
    pub alias_of: Option<&'static str>,
    /// When that was said, YYYY-MM-DD; null: not recorded.
    pub announced: Option<String>,
    /// What the provider names in its place, or "none"; null: not said.
    pub replacement: Option<&'static str>,
    /// null: there is none.
    pub note: Option<&'static str>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: &'static str,
}

impl From<&'static ProviderRecord> for CatalogueProvider {
    fn from(provider: &'static ProviderRecord) -> Self {
        let outages = catalogue::outages_of(&provider.id);
        let models = catalogue::models(&provider.id);
        Self {
            id: &provider.id,
            name: &provider.name,
            kind: &provider.kind,
            self_hosted: provider.self_hosted,
            own_hardware: provider.own_hardware,
            hosts: &provider.hosts,
            modality: provider.modality.as_deref(),
            also_served_by: &provider.also_served_by,
            hosts_models_of: &provider.hosts_models_of,
            checked: provider.checked.to_string(),
            confidence: provider.confidence,
            source: &provider.source,
            note: provider.note.as_deref(),
            status_page: provider.status_page.as_ref().map(StatusPageEntry::from),
            credit_spent: provider.credit_spent.as_ref().map(CreditSpentEntry::from),
            gateway: provider.gateway.as_ref().map(CatalogueGateway::from),
            endpoints: provider
                .endpoints
                .iter()
                .map(CatalogueEndpoint::from)
                .collect(),
            domains: provider
                .domains
                .iter()
                .map(DomainMembership::from)
                .collect(),
            outages: outages.iter().map(ProviderOutage::from).collect(),
            restored: RestorationEstimate::of(&catalogue::estimate(&provider.id, None)),
            listed_models: models.map(|list| list.listed.as_slice()),
            models_read: models.map(|list| list.read.to_string()),
            models: models.map(|list| {
                let all = list.models.iter().map(|one| CatalogueModel::of(list, one));
                all.collect()
            }),
        }
    }
}

impl From<&'static StatusPage> for StatusPageEntry {
    fn from(page: &'static StatusPage) -> Self {
        Self {
            url: &page.url,
            format: &page.format,
            summary: page.summary.as_deref(),
            note: page.note.as_deref(),
        }
    }
}

impl From<&'static EndpointRecord> for CatalogueEndpoint {
    fn from(endpoint: &'static EndpointRecord) -> Self {
        Self {
            id: &endpoint.id,
            name: &endpoint.name,
            default: endpoint.default,
            models: &endpoint.models,
            retired: day(endpoint.retired),
            announced: day(endpoint.announced),
            replacement: endpoint.replacement.as_deref(),
            confidence: endpoint.confidence,
            source: &endpoint.source,
        }
    }
}

impl From<&'static MembershipRecord> for DomainMembership {
    fn from(row: &'static MembershipRecord) -> Self {
        Self {
            id: &row.id,
            effect: row.effect,
            endpoints: &row.endpoints,
            confidence: row.confidence,
            used: row.confidence.is_known(),
            why: &row.why,
        }
    }
}

impl From<&'static OutageAtProvider> for ProviderOutage {
    fn from(at: &'static OutageAtProvider) -> Self {
        let outage = at.outage;
        let shared = outage.shared.as_ref();
        Self {
            id: &outage.id,
            title: &outage.title,
            on: outage.on().to_string(),
            lasted_s: at.lasted.seconds(),
            endpoints: &at.endpoints,
            scope: at.scope.as_deref(),
            share: at.share.as_deref(),
            symptoms: &at.symptoms,
            cause: &outage.cause.text,
            lesson: &outage.lesson,
            domain: shared.and_then(|shared| shared.domain.as_deref()),
            note: outage.note.as_deref(),
            confidence: outage.confidence,
            source: outage.sources.first().map(Source::name),
        }
    }
}

impl RestorationEstimate {
    /// An estimate and what it rests on.
    pub fn of(estimate: &Estimate) -> Self {
        let left_out = estimate.left_out.iter().map(|left| NotCounted {
            id: left.id,
            why: left.why,
        });
        Self {
            count: estimate.rests_on.len(),
            median_s: estimate.figures.map(|figures| figures.median.seconds()),
            worst_s: estimate.figures.map(|figures| figures.worst.seconds()),
            rests_on: estimate
                .rests_on
                .iter()
                .map(|at| at.outage.id.as_str())
                .collect(),
            without_end: estimate
                .without_end
                .iter()
                .map(|one| one.id.as_str())
                .collect(),
            left_out: left_out.collect(),
        }
    }
}

impl CatalogueModel {
    fn of(list: &'static ModelList, model: &'static ModelRecord) -> Self {
        let (source, confidence) = list.source_of(model);
        Self {
            id: &model.id,
            status: model.status,
            retires: day(model.retires),
            earliest: day(model.earliest),
            after: model.retires.map(|_| model.after),
            alias_of: model.alias_of.as_deref(),
            announced: day(model.announced),
            replacement: model.replacement.as_deref(),
            note: model.note.as_deref(),
            confidence,
            source,
        }
    }
}
