use jurymast_terms::source::{At, Span};
use jurymast_terms::units::{Date, Duration, Link};
use jurymast_terms::vocabulary::AccountAsset;

use super::{
    AfterEnd, ComponentId, Evidence, ImpactLevel, Kind, MissedRun, ModelKnowledge, Substitutability,
};

/// What only one kind of component has.
#[derive(Debug, Clone)]
pub enum Detail {
    /// A business activity.
    Activity(Activity),
    /// Something a team runs.
    Service,
    /// Something a service uses.
    Resource(Resource),
    /// A call of a model at somebody's endpoint.
    Ai(Box<Ai>),
    /// An outside party.
    Provider(Box<Provider>),
    /// Where a provider is called.
    Endpoint(Endpoint),
    /// Weights, wherever they are hosted.
    Lineage(Lineage),
    /// What fails together.
    Domain(Domain),
}

impl Detail {
    /// Whose detail it is.
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
    /// How people carry on meanwhile without the systems.
    pub alternate_means: Option<String>,
    /// What those who use it call it.
    pub known_as: Option<String>,
}

/// What an interruption costs from some time on.
#[derive(Debug, Clone)]
pub struct Impact {
    /// The whole entry.
    pub place: Span,
    /// How long it has lasted.
    pub after: Duration,
    /// How bad it is by then.
    pub level: ImpactLevel,
    /// What suffers: revenue, safety, reputation ...
    pub kind: Option<String>,
    /// What happens, in words.
    pub note: Option<String>,
}

/// Something a service uses: a database, a queue, a person with a key.
#[derive(Debug, Clone, Default)]
pub struct Resource {
    /// "database", "queue", ...
    pub kind: Option<String>,
}

/// One way in which data are saved and brought back.
#[derive(Debug, Clone)]
pub struct Backup {
    /// The whole entry.
    pub place: Span,
    /// The time between two backups.
    pub every: Option<At<Duration>>,
    /// How long bringing the data back takes.
    pub restore: Option<At<Duration>>,
    /// The day a restore was last tried.
    pub verified: Option<At<Date>>,
    /// Whether it stands apart from what it saves.
    pub segregated: Option<bool>,
    /// Where it stands; empty: where what it saves stands, unless it is segregated.
    pub within: Vec<At<ComponentId>>,
    /// What must be up for a restore.
    pub needs: Vec<At<ComponentId>>,
}

/// A copy that follows another component's data.
#[derive(Debug, Clone, Copy)]
pub struct ReplicaOf {
    /// What it copies.
    pub of: At<ComponentId>,
    /// How far it may be behind; `None`: not declared.
    pub lag: Option<At<Duration>>,
}

/// How often a job runs.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// Once in this time.
    pub every: At<Duration>,
    /// What a run means that fell out; `None`: not declared.
    pub missed: Option<At<MissedRun>>,
}

/// An AI call: which model, at whose endpoint.
#[derive(Debug, Clone, Default)]
pub struct Ai {
    /// Who answers: the vendor, also where the plan names a gateway that passes the call
    /// on to it. `None` when the plan names a provider that does not exist, and for a
    /// runtime that the plan's owners run themselves.
    pub provider: Option<At<ComponentId>>,
    /// The runtime that answers, by its id in the catalogue: `ollama`. It has no fault of
    /// its own and shares none with another installation; what it runs on is a binding.
    pub runtime: Option<String>,
    /// A gateway, or a provider that nothing is known of and that sells on another's model,
    /// picks the host that answers, and nothing here says which. Those that it
    /// may use, as far as they are components of the plan, are bindings of the role
    /// [`BindingRole::MayUse`](super::BindingRole::MayUse).
    pub routed: bool,
    /// Where the provider is called; `None` where neither plan nor catalogue say.
    pub endpoint: Option<ComponentId>,
    /// The plan named no endpoint; the catalogue's usual one was taken.
    pub endpoint_assumed: bool,
    /// The model as who answers calls it: without what names a gateway or a vendor.
    pub model: Option<At<String>>,
    /// The weights that answer.
    pub lineage: Option<ComponentId>,
    /// Known end of the model or the endpoint at this provider.
    pub retirement: Option<Retirement>,
    /// What else is known of the model.
    pub knowledge: ModelKnowledge,
    /// What the caller needs of the model.
    pub needs: AiNeeds,
    /// Where data may be processed.
    pub residency: Vec<String>,
    /// What the calls are bound to in one account; of a fallback, what it has a copy of.
    pub assets: Vec<AccountAsset>,
    /// A router on the way sends calls only to hosts that know all parameters; `None`: not
    /// declared.
    pub require_parameters: Option<bool>,
}

/// What a caller needs of a model; `None`: not declared.
#[derive(Debug, Clone, Copy, Default)]
pub struct AiNeeds {
    /// Tool calls.
    pub tools: Option<bool>,
    /// Answers that follow a schema.
    pub structured_output: Option<bool>,
    /// Pictures as input.
    pub vision: Option<bool>,
    /// Answers that arrive piece by piece.
    pub streaming: Option<bool>,
    /// Tokens.
    pub context: Option<u64>,
    /// The time within which 95 of 100 answers come.
    pub latency: Option<Duration>,
}

/// The end of a model or endpoint: an outage with a known start and no end.
#[derive(Debug, Clone)]
pub struct Retirement {
    /// What ends: a model or an endpoint id.
    pub what: String,
    /// The day.
    pub on: Date,
    /// The day it was made known.
    pub announced: Option<Date>,
    /// What becomes of calls after it.
    pub after: AfterEnd,
    /// `Some("none")` where the provider names no replacement.
    pub replacement: Option<String>,
    /// Where the date was read; `None` when the plan itself declares it without a source.
    pub evidence: Option<Evidence>,
}

/// An outside party: whoever answers AI calls, takes payments, logs people in, sends
/// messages ... Its recorded outages are in the catalogue, under the same id.
#[derive(Debug, Clone, Default)]
pub struct Provider {
    /// "lab-api", "gateway", "payments", "identity", ...; `None` for a plan's own provider
    /// that does not say.
    pub kind: Option<String>,
    /// The catalogue knows it as software that one runs oneself: no account, no contract.
    pub self_hosted: bool,
    /// Host names that calls go to.
    pub hosts: Vec<String>,
    /// Where it says what is broken.
    pub status_page: Option<Link>,
    /// What was agreed with it.
    pub contract: Option<Contract>,
    /// Domains the catalogue has heard of but is not sure enough to use.
    pub unconfirmed: Vec<UnconfirmedDomain>,
    /// What else the catalogue knows.
    pub note: Option<String>,
}

/// A domain that a provider may stand in.
#[derive(Debug, Clone)]
pub struct UnconfirmedDomain {
    /// As the catalogue names it.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// Why it is not believed yet.
    pub evidence: Evidence,
}

/// What was agreed with a provider (DORA art. 28, 30).
#[derive(Debug, Clone, Default)]
pub struct Contract {
    /// The reference of the contract.
    pub reference: Option<String>,
    /// The recovery time that the provider promises.
    pub rto: Option<At<Duration>>,
    /// The notice it gives before it ends the service.
    pub notice: Option<Duration>,
    /// How hard it is to replace.
    pub substitutability: Option<Substitutability>,
    /// Where the exit plan is.
    pub exit_plan: Option<String>,
    /// The day the exit was last tried.
    pub exit_tested: Option<Date>,
}

/// `openai/responses`
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Whose endpoint it is.
    pub provider: ComponentId,
    /// Its known end.
    pub retirement: Option<Retirement>,
}

/// Weights that share a fate wherever they are hosted: `model:gpt-5.2`.
#[derive(Debug, Clone)]
pub struct Lineage {
    /// The name of the weights: `gpt-5.2`.
    pub lineage: String,
}

/// A failure domain: what fails together.
#[derive(Debug, Clone, Default)]
pub struct Domain {
    /// "cloud", "region", "zone", ...
    pub kind: Option<String>,
    /// Why it is believed; `None` where the plan declares it.
    pub evidence: Option<Evidence>,
}
