use jurymast_plan::catalogue::{
    domain, maker, meant, models, provider, provider_of_host, provider_of_variable, vendor,
    without_region,
};
use jurymast_terms::source::Span;

use crate::draft::Doubt;
use crate::evidence::{hosts_in, is_own_machine};
use crate::tree::Node;

/// One model at one place that a gateway calls, as far as its file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Upstream {
    /// Who answers.
    pub(crate) provider: Answering,
    /// The model as the provider is asked for it; `None`: any.
    pub(crate) model: Option<String>,
    /// The endpoint, where the file tells.
    pub(crate) endpoint: Option<&'static str>,
    /// Where it stands, in the file's words and the catalogue's.
    pub(crate) region: Option<Region>,
    /// What the account is known by: never the value of a key.
    pub(crate) account: Option<Account>,
    /// Whatever the region, it is served from several.
    pub(crate) crosses_regions: bool,
    /// How much it carries: `rpm`, `tpm`.
    pub(crate) limit: Vec<(&'static str, u64)>,
    /// What to ask where no model is named.
    pub(crate) which_model: String,
    /// What else a person must look at.
    pub(crate) doubts: Vec<Doubt>,
    /// Its path in the file: `model_list[3]`.
    pub(crate) path: String,
    /// Where the file says it.
    pub(crate) place: Span,
}

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answering {
    /// A party of the catalogue.
    Known(&'static str),
    /// Software that one runs oneself, and the machine that it runs on.
    Runtime(&'static str, Option<String>),
    /// Somebody of whom only this is known: an address, a variable, a prefix.
    Unknown { named: String, question: String },
}

/// Where an upstream stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Region {
    /// The field that says so, as a path in the file.
    pub(crate) source_path: String,
    /// Where that stands.
    pub(crate) place: Span,
    /// As the file says it.
    pub(crate) said: String,
    /// The domain of the catalogue.
    pub(crate) domain: Option<&'static str>,
}

/// What tells one account of a provider from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Account {
    /// A variable, a project, a named credential.
    Named { key: &'static str, name: String },
    /// A resource with a host of its own.
    Resource(String),
    /// A key that stands in the file. It is compared, and never shown.
    InFile(String),
}

/// Where a gateway is told to call, in place of the provider's own address.
pub(crate) enum Address {
    /// A host, and how it may be shown: without names, paths and queries.
    Host { host: String, shown: String },
    /// Only a variable knows.
    Variable(String),
}

impl Upstream {
    /// A model of somebody, of which nothing else is said.
    pub(crate) fn new(
        provider: Answering,
        model: Option<&str>,
        path: impl Into<String>,
        place: Span,
    ) -> Self {
        let model = model.filter(|model| !model.is_empty() && !model.contains('*'));
        Self {
            provider,
            model: model.map(str::to_owned),
            endpoint: None,
            region: None,
            account: None,
            crosses_regions: false,
            limit: Vec::new(),
            which_model: "which models do callers ask for here?".to_owned(),
            doubts: Vec::new(),
            path: path.into(),
            place,
        }
    }

    /// Whether two entries call one thing.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let region = |one: &Self| one.region.as_ref().map(|region| region.said.clone());
        self.provider == other.provider
            && self.model == other.model
            && (self.model.is_some() || self.which_model == other.which_model)
            && self.endpoint == other.endpoint
            && self.account == other.account
            && self.limit == other.limit
            && region(self) == region(other)
    }
}

impl Answering {
    /// Its id in the catalogue.
    pub(crate) fn known(&self) -> Option<&'static str> {
        match self {
            Self::Known(id) | Self::Runtime(id, _) => Some(id),
            Self::Unknown { .. } => None,
        }
    }

    /// By the address that is called, and the provider that the file names.
    pub(crate) fn at(
        address: Option<Address>,
        named: Option<&'static str>,
        otherwise: impl FnOnce() -> Self,
    ) -> Self {
        let runtime = named.filter(|id| provider(id).is_some_and(|one| one.is_runtime()));
        match (address, named) {
            (Some(Address::Host { host, shown }), _) if is_own_machine(&host) => {
                match runtime.or_else(|| provider_of_host(&host)) {
                    Some(id) => Self::Runtime(id, Some(host)),
                    None => Self::Unknown {
                        question: format!("what runs at {shown}, the machine of the gateway?"),
                        named: host,
                    },
                }
            }
            (Some(Address::Host { host, shown }), _) => match (provider_of_host(&host), runtime) {
                (Some(id), _) => Self::Known(id),
                (None, Some(id)) => Self::Runtime(id, Some(host)),
                (None, None) => Self::Unknown {
                    question: format!("what runs at {shown}?"),
                    named: host,
                },
            },
            (_, Some(id)) if runtime.is_some() => Self::Runtime(id, None),
            // An address that only a variable knows may be anybody's who speaks like OpenAI.
            (Some(Address::Variable(name)), Some("openai")) => match provider_of_variable(&name) {
                Some(id) => Self::Known(id),
                None => Self::Unknown {
                    question: format!("what runs where {name} points to?"),
                    named: name,
                },
            },
            (_, Some(id)) => Self::Known(id),
            (_, None) => otherwise(),
        }
    }

    /// What to ask of a party of which only an address or a name is known.
    pub(crate) fn question(&self) -> Option<Doubt> {
        match self {
            Self::Unknown { question, .. } => Some(Doubt::Asked(question.clone())),
            Self::Runtime(_, None) => {
                Some(Doubt::Asked("on which machine does it run?".to_owned()))
            }
            Self::Known(_) | Self::Runtime(..) => None,
        }
    }
}

impl Address {
    /// An address in a text; a variable that stands for one is told by its name.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let host = hosts_in(text).first()?.host.to_owned();
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        let port = text
            .split_once(&format!("{host}:"))
            .map_or("", |(_, rest)| {
                let end = rest
                    .find(|c: char| !c.is_ascii_digit())
                    .unwrap_or(rest.len());
                &rest[..end]
            });
        let mut shown = host.clone();
        if !scheme.is_empty() {
            shown = format!("{scheme}://{shown}");
        }
        if !port.is_empty() {
            shown = format!("{shown}:{port}");
        }
        Some(Self::Host { host, shown })
    }
}

impl Region {
    /// As a node of the file says it, in a cloud: `us-east-1` of `aws`.
    pub(crate) fn of(node: &Node, source_path: String, cloud: &str) -> Option<Self> {
        let said = node.text()?;
        let found = domain(&format!("{cloud}-{said}"));
        Some(Self {
            source_path,
            place: node.span,
            said: said.to_owned(),
            domain: found.map(|one| one.id.as_str()),
        })
    }
}

/// The model of Bedrock behind a profile, and whether several regions serve it. A profile
/// that ends on another day than the model keeps its name.
pub(crate) fn without_profile(model: &str) -> (&str, bool) {
    let Some(behind) = without_region(model) else {
        return (model, false);
    };
    let end = |id: &str| {
        let list = models("aws-bedrock")?;
        list.row(list.find(id)?)?.retires
    };
    match end(model) == end(behind) {
        true => (behind, true),
        false => (model, true),
    }
}

/// The provider that a gateway calls by this word: `mistral-ai`, `AWSBedrock`.
pub(crate) fn provider_spelt(word: &str) -> Option<&'static str> {
    let kebab = word.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    let known = provider(&kebab).map(|one| one.id.as_str());
    let prefix = || vendor(&kebab.replace('-', "_")).or_else(|| vendor(&kebab));
    known
        .or_else(|| prefix().map(|one| one.id.as_str()))
        .or_else(|| meant(&kebab))
        .filter(|id| provider(id).is_some_and(|one| one.answers_ai_calls()))
}

/// Who answers for a bare name of a model: its maker.
pub(crate) fn maker_of_bare(model: &str) -> Option<&'static str> {
    maker(model)
        .filter(|_| !model.contains('/'))
        .map(|one| one.id.as_str())
}
