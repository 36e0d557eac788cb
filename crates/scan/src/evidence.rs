use std::ops::Range;

/// A place that shows that something outside is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The file, from the root, with `/` between its parts.
    pub file: String,
    /// Bytes of the file.
    pub range: Range<usize>,
    /// The line, from 1.
    pub line: usize,
    /// The party, by its id in the catalogue.
    pub provider: Option<&'static str>,
    /// The model, as it stands there.
    pub model: Option<String>,
    /// The name of a service of one's own that is called there.
    pub service: Option<String>,
    /// What kind of place it is.
    pub kind: EvidenceKind,
    /// How much it proves.
    pub strength: Strength,
    /// What stands there: a host, a name; never a value.
    pub text: String,
}

/// What a place of a text is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) range: Range<usize>,
    pub(super) provider: Option<&'static str>,
    pub(super) model: Option<String>,
    pub(super) service: Option<String>,
    pub(super) kind: EvidenceKind,
    pub(super) strength: Strength,
}

/// What kind of place shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceKind {
    /// The name of a host.
    Host,
    /// The id of a model.
    Model,
    /// The name of a variable.
    Env,
    /// A package of a manifest or a lock file.
    Package,
    /// An import, or the call of a client.
    Code,
    /// A container image.
    Image,
    /// A resource of Terraform, CloudFormation, Kubernetes, or a step of Actions.
    Infrastructure,
    /// The configuration of a gateway.
    Gateway,
    /// Another scanner's list.
    Bom,
}

/// How much a place proves; the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Calls go to this host.
    Host,
    /// This model is called.
    Model,
    /// A variable that only this party has.
    Env,
    /// A client of this party's is installed.
    Package,
    /// A family of clients, an example, a test: nothing is proven.
    Weak,
}

impl EvidenceKind {
    /// As JSON says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Model => "model",
            Self::Env => "env",
            Self::Package => "package",
            Self::Code => "code",
            Self::Image => "image",
            Self::Infrastructure => "infrastructure",
            Self::Gateway => "gateway",
            Self::Bom => "bom",
        }
    }
}

impl Strength {
    /// As JSON says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Model => "model",
            Self::Env => "env",
            Self::Package => "package",
            Self::Weak => "weak",
        }
    }
}
