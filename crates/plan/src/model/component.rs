use std::fmt;

use jurymast_terms::source::{At, Span};
use jurymast_terms::units::{Duration, Link, Share};

use super::{Confidence, Detail, Kind, Level, NamedLink, Requirement, TeamId};

/// Index of a component in [`super::Plan::components`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ComponentId(pub u32);

impl ComponentId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Importance from 1 (most critical) to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tier(u8);

impl Tier {
    pub fn new(tier: u8) -> Option<Self> {
        (1..=4).contains(&tier).then_some(Self(tier))
    }

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
    pub confidence: Confidence,
    pub why: String,
}

/// Something whose failure is the component's failure: no alternative exists.
#[derive(Debug, Clone)]
pub struct Binding {
    pub to: ComponentId,
    pub role: BindingRole,
    /// The worst the binding can do: `Down`, or `Degraded` for one of several
    /// clouds that a provider runs on.
    pub effect: Level,
    pub place: Span,
    pub evidence: Option<Evidence>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BindingRole {
    /// Stands in a failure domain.
    Domain,
    /// Goes through a gateway.
    Gateway,
    /// An AI dependency calls this endpoint.
    Endpoint,
    /// An AI dependency or an endpoint belongs to this provider.
    Provider,
    /// An AI dependency answers with these weights.
    Lineage,
}

/// Declared objectives. MTPD and MBCO: ISO 22301 8.2.2; RTO, RPO: NIST SP 800-34.
#[derive(Debug, Clone, Copy, Default)]
pub struct Targets {
    pub rto: Option<At<Duration>>,
    pub rpo: Option<At<Duration>>,
    pub mtpd: Option<At<Duration>>,
    pub slo: Option<At<Share>>,
    /// Least acceptable capacity while disrupted.
    pub mbco: Option<At<Share>>,
}

/// One thing that can fail.
#[derive(Debug, Clone)]
pub struct Component {
    /// `checkout`, `openai/responses`, `model:gpt-5.2`.
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    /// The id in its table header; for what a reference pulled in, the reference.
    pub place: Span,
    pub origin: Origin,
    pub team: Option<At<TeamId>>,
    pub tier: Option<At<Tier>>,
    pub targets: Targets,
    /// Its own time to come back once what it needs is back.
    pub restart: Option<At<Duration>>,
    pub requirements: Vec<Requirement>,
    pub bindings: Vec<Binding>,
    /// False for a mere grouping that cannot fail by itself.
    pub own_failure: bool,
    /// Probability of being down by its own failure.
    pub unavailability: Option<At<f64>>,
    pub health: Option<Link>,
    pub links: Vec<NamedLink>,
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
            targets: Targets::default(),
            restart: None,
            requirements: Vec::new(),
            bindings: Vec::new(),
            own_failure: true,
            unavailability: None,
            health: None,
            links: Vec::new(),
            detail,
        }
    }

    pub fn kind(&self) -> Kind {
        self.detail.kind()
    }

    /// The table and id as a waiver names it: `service.checkout`.
    pub fn address(&self) -> String {
        format!("{}.{}", self.kind(), self.id)
    }
}
