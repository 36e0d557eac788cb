use jurymast_terms::source::At;
use jurymast_terms::units::{Date, Duration, Link};

use super::{ComponentId, Demand, Evidence, ImpactLevel, Kind, Substitutability};

/// What only one kind of component has.
#[derive(Debug, Clone)]
pub enum Detail {
    Activity(Activity),
    Service,
    Resource(Resource),
    Ai(Box<Ai>),
    Provider(Box<Provider>),
    Endpoint(Endpoint),
    Lineage(Lineage),
    Domain(Domain),
}

impl Detail {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Activity(_) => Kind::Activity,
            Self::Service => Kind::Service,
            Self::Resource(_) => Kind::Resource,
            Self::Ai(_) => Kind::Ai,
            Self::Provider(_) => Kind::Provider,
            Self::Endpoint(_) => Kind::Endpoint,
            Self::Lineage(_) => Kind::Model,
            Self::Domain(_) => Kind::Domain,
        }
    }
}

/// A prioritised business activity (ISO 22301 8.2.2).
#[derive(Debug, Clone, Default)]
pub struct Activity {
    /// In order of time.
    pub impact: Vec<Impact>,
    pub alternate_means: Option<String>,
    /// What those who use it call it.
    pub known_as: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Impact {
    pub after: Duration,
    pub level: ImpactLevel,
    pub kind: Option<String>,
    pub note: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Resource {
    /// "database", "queue", ...
    pub kind: Option<String>,
    pub backup: Option<Backup>,
    pub limit: Option<Demand>,
}

#[derive(Debug, Clone, Copy)]
pub struct Backup {
    pub every: Option<At<Duration>>,
    pub restore: Option<At<Duration>>,
    pub verified: Option<At<Date>>,
    pub segregated: Option<bool>,
}

/// An AI call: which model, at whose endpoint.
#[derive(Debug, Clone, Default)]
pub struct Ai {
    /// `None` only when the plan names a provider that does not exist.
    pub provider: Option<At<ComponentId>>,
    pub endpoint: Option<ComponentId>,
    /// The plan named no endpoint; the catalogue's usual one was taken.
    pub endpoint_assumed: bool,
    pub model: Option<At<String>>,
    pub lineage: Option<ComponentId>,
    /// Known end of the model or the endpoint at this provider.
    pub retirement: Option<Retirement>,
    pub needs: AiNeeds,
    pub limit: Option<Demand>,
    pub residency: Vec<String>,
}

/// What a caller needs of a model; `None`: not declared.
#[derive(Debug, Clone, Copy, Default)]
pub struct AiNeeds {
    pub tools: Option<bool>,
    pub structured_output: Option<bool>,
    pub vision: Option<bool>,
    pub streaming: Option<bool>,
    /// Tokens.
    pub context: Option<u64>,
}

/// The end of a model or endpoint: an outage with a known start and no end.
#[derive(Debug, Clone)]
pub struct Retirement {
    /// What ends: a model or an endpoint id.
    pub what: String,
    pub on: Date,
    pub announced: Option<Date>,
    /// `Some("none")` where the provider names no replacement.
    pub replacement: Option<String>,
    /// Where the date was read; `None` when the plan itself declares it without a source.
    pub evidence: Option<Evidence>,
}

/// An outside party that answers AI calls, hosts models, or passes calls on. Its recorded
/// outages are in the catalogue, under the same id.
#[derive(Debug, Clone, Default)]
pub struct Provider {
    /// "lab-api", "cloud-host", "gateway", ...; `None` for a plan's own provider
    /// that does not say.
    pub kind: Option<String>,
    pub hosts: Vec<String>,
    pub status_page: Option<Link>,
    pub contract: Option<Contract>,
    /// Domains the catalogue has heard of but is not sure enough to use.
    pub unconfirmed: Vec<UnconfirmedDomain>,
    pub note: Option<String>,
}

#[derive(Debug, Clone)]
pub struct UnconfirmedDomain {
    pub id: String,
    pub name: String,
    pub evidence: Evidence,
}

/// What was agreed with a provider (DORA art. 28, 30).
#[derive(Debug, Clone, Default)]
pub struct Contract {
    pub reference: Option<String>,
    pub rto: Option<At<Duration>>,
    pub notice: Option<Duration>,
    pub substitutability: Option<Substitutability>,
    pub exit_plan: Option<String>,
    pub exit_tested: Option<Date>,
}

/// `openai/responses`
#[derive(Debug, Clone)]
pub struct Endpoint {
    pub provider: ComponentId,
    pub retirement: Option<Retirement>,
}

/// Weights that share a fate wherever they are hosted: `model:gpt-5.2`.
#[derive(Debug, Clone)]
pub struct Lineage {
    pub lineage: String,
}

/// A failure domain: what fails together.
#[derive(Debug, Clone, Default)]
pub struct Domain {
    /// "cloud", "region", "zone", ...
    pub kind: Option<String>,
    pub evidence: Option<Evidence>,
}
