use std::fmt;

use jurymast_terms::source::{At, Span};
use jurymast_terms::units::{Date, Duration, Link, Share};

use super::{
    Ai, Backup, Confidence, DataKind, Demand, Detail, Kind, Level, NamedLink, ReplicaOf,
    Requirement, Schedule, TeamId,
};

/// Index of a component in [`super::Plan::components`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ComponentId(pub u32);

impl ComponentId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Importance from 1 (most critical) to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tier(u8);

impl Tier {
    /// `None` where there is no such tier.
    pub fn new(tier: u8) -> Option<Self> {
        (1..=4).contains(&tier).then_some(Self(tier))
    }

    /// From 1 to 4.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Who declared a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The plan itself.
    Plan,
    /// The built-in catalogue, pulled in by a reference.
    Catalogue,
    /// Derived from a reference that neither declares nor finds details (the
    /// endpoint of a plan's own provider, a model lineage).
    Derived,
}

/// Why a fact of the catalogue is believed.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// How sure it is.
    pub confidence: Confidence,
    /// On what it rests.
    pub why: String,
}

/// Something whose failure is the component's failure: no alternative exists.
#[derive(Debug, Clone)]
pub struct Binding {
    /// What takes the component with it.
    pub to: ComponentId,
    /// What that is to the component.
    pub role: BindingRole,
    /// The worst the binding can do: `Down`, or `Degraded` for one of several
    /// clouds that a provider runs on.
    pub effect: Level,
    /// Where the plan says so, or what made the catalogue say so.
    pub place: Span,
    /// Why it is believed; `None` where the plan says so.
    pub evidence: Option<Evidence>,
}

/// What a binding leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BindingRole {
    /// Stands in a failure domain.
    Domain,
    /// Goes through a gateway.
    Gateway,
    /// An AI dependency is answered by software that runs on this component of the plan.
    Host,
    /// An AI dependency calls this endpoint.
    Endpoint,
    /// An AI dependency or an endpoint belongs to this provider.
    Provider,
    /// An AI dependency answers with these weights.
    Lineage,
    /// A gateway that picks its hosts itself may send an AI dependency's calls there.
    /// Nobody knows whether it does, so its loss leaves it unknown whether they are
    /// answered.
    MayUse,
}

/// Declared objectives. MTPD and MBCO: ISO 22301 8.2.2; RTO, RPO: NIST SP 800-34.
#[derive(Debug, Clone, Copy, Default)]
pub struct Targets {
    /// Recovery time objective: how long it may be unavailable.
    pub rto: Option<At<Duration>>,
    /// Recovery point objective: how far back data may be lost.
    pub rpo: Option<At<Duration>>,
    /// Maximum tolerable period of disruption, all impacts included.
    pub mtpd: Option<At<Duration>>,
    /// Service level objective: the share of time it shall work.
    pub slo: Option<At<Share>>,
    /// Least acceptable capacity while disrupted.
    pub mbco: Option<At<Share>>,
}

/// The copies that one component runs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replicas {
    /// Each in a place of its own, as far as there are places.
    pub members: Vec<ComponentId>,
    /// How many of them are enough.
    pub at_least: usize,
}

/// One thing that can fail.
#[derive(Debug, Clone)]
pub struct Component {
    /// `checkout`, `openai/responses`, `model:gpt-5.2`.
    pub id: String,
    /// As people call it; the id where the plan says nothing.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// The id in its table header; for what a reference pulled in, the reference.
    pub place: Span,
    /// Who declared it.
    pub origin: Origin,
    /// Who answers for it.
    pub team: Option<At<TeamId>>,
    /// How critical it is.
    pub tier: Option<At<Tier>>,
    /// How critical it counts as while nobody declares a tier: see
    /// [`Component::counted_tier`].
    pub provisional_tier: Option<Tier>,
    /// What is promised.
    pub targets: Targets,
    /// Its own time to start again once it was stopped and all it needs is back.
    pub restart: Option<At<Duration>>,
    /// The load that it can carry; shared by all that goes through it.
    pub limit: Option<At<Demand>>,
    /// The day from which on it no longer works: a certificate, a domain name, a contract,
    /// a key.
    pub expires: Option<At<Date>>,
    /// How often it runs, where it comes and goes; `None`: it runs all the time, or nobody
    /// said.
    pub schedule: Option<Schedule>,
    /// What it keeps; `None`: not declared.
    pub data: Option<At<DataKind>>,
    /// How its data are saved and brought back; empty: not declared.
    pub backups: Vec<Backup>,
    /// What it is a copy of.
    pub replica_of: Option<ReplicaOf>,
    /// The copies that it is a grouping of; `None`: it runs in one.
    pub replicas: Option<Replicas>,
    /// As one of its replicas: the component that they are of.
    pub copy_of: Option<ComponentId>,
    /// What it needs, each with what stands in.
    pub requirements: Vec<Requirement>,
    /// What takes it down without any alternative.
    pub bindings: Vec<Binding>,
    /// False for a mere grouping that cannot fail by itself.
    pub own_failure: bool,
    /// Probability of being down by its own failure.
    pub unavailability: Option<At<f64>>,
    /// Where to look whether it works.
    pub health: Option<Link>,
    /// A command that shows whether it works.
    pub check: Option<String>,
    /// Further pages.
    pub links: Vec<NamedLink>,
    /// What only its kind has.
    pub detail: Detail,
}

impl Component {
    /// One of which no more is known than this: it bears its id as its name.
    pub fn bare(id: String, place: Span, origin: Origin, detail: Detail) -> Self {
        Self {
            name: id.clone(),
            id,
            description: None,
            place,
            origin,
            team: None,
            tier: None,
            provisional_tier: None,
            targets: Targets::default(),
            restart: None,
            limit: None,
            expires: None,
            schedule: None,
            data: None,
            backups: Vec::new(),
            replica_of: None,
            replicas: None,
            copy_of: None,
            requirements: Vec::new(),
            bindings: Vec::new(),
            own_failure: true,
            unavailability: None,
            health: None,
            check: None,
            links: Vec::new(),
            detail,
        }
    }

    /// The `kind` that a resource, a provider or a domain declares, as written.
    pub fn declared_kind(&self) -> Option<&str> {
        match &self.detail {
            Detail::Resource(resource) => resource.kind.as_deref(),
            Detail::Provider(provider) => provider.kind.as_deref(),
            Detail::Domain(domain) => domain.kind.as_deref(),
            _ => None,
        }
    }

    /// The first of these kinds that it declares, however people write it: `Data center`,
    /// `data_center` and `datacenter` are `data-center`.
    pub fn kind_among<'k>(&self, known: &[&'k str]) -> Option<&'k str> {
        let declared = self.declared_kind()?;
        let said = declared.trim().to_lowercase().replace([' ', '_'], "-");
        let is_it = |kind: &&&str| **kind == said || kind.replace('-', "") == said;
        known.iter().find(is_it).copied()
    }

    /// The failure domains that take it down with them, those alone that it names.
    pub fn domains(&self) -> impl Iterator<Item = ComponentId> {
        let bindings = self.bindings.iter();
        let domains = bindings.filter(|one| one.role == BindingRole::Domain);
        let domains = domains.filter(|one| one.effect == Level::Down);
        domains.map(|one| one.to)
    }

    /// The AI call that it is; `None` of all else.
    pub fn ai(&self) -> Option<&Ai> {
        match &self.detail {
            Detail::Ai(ai) => Some(ai),
            _ => None,
        }
    }

    /// What a gateway may use to answer it, while nobody knows whether it does.
    pub fn may_use(&self) -> impl Iterator<Item = ComponentId> {
        let bindings = self.bindings.iter();
        let possible = bindings.filter(|one| one.role == BindingRole::MayUse);
        possible.map(|one| one.to)
    }

    /// Whether nothing is ever done about it itself: it cannot fail by itself, nor is it what
    /// its copies are of.
    pub fn is_mere_grouping(&self) -> bool {
        !self.own_failure && self.replicas.is_none()
    }

    /// What kind of thing it is.
    pub fn kind(&self) -> Kind {
        self.detail.kind()
    }

    /// The table and id as a waiver names it: `service.checkout`.
    pub fn address(&self) -> String {
        format!("{}.{}", self.kind(), self.id)
    }
}
