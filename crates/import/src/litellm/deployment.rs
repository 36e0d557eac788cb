use jurymast_plan::catalogue::{
    domain, maker, provider, provider_of_host, provider_of_litellm_prefix, provider_of_variable,
};

use super::gateway::GroupDeployment;
use crate::draft::Doubt;
use crate::evidence::hosts_in;
use crate::tree::Node;

/// Who answers the calls to a deployment, as far as the file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DeploymentFacts {
    /// Who it is.
    pub(super) provider: Answering,
    /// The model as the provider is asked for it; `None`: any.
    pub(super) model: Option<String>,
    /// The endpoint, where the file tells.
    pub(super) endpoint: Option<&'static str>,
    /// Where in `litellm_params` the place is said, and the place in the catalogue's words.
    pub(super) region: Option<Region>,
    /// What the account is known by: never the value of a key.
    pub(super) account: Option<Account>,
    /// Whatever the region, it is served from several.
    pub(super) crosses_regions: bool,
}

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answering {
    /// A party of the catalogue.
    Known(&'static str),
    /// Software that one runs oneself, and the machine that it runs on.
    Runtime(&'static str, Option<String>),
    /// Somebody of whom only this is known: an address, a variable, a prefix.
    Unknown { named: String, question: String },
}

/// Where a deployment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region {
    /// The key that says so.
    pub(super) key: &'static str,
    /// As the file says it.
    pub(super) said: String,
    /// The domain of the catalogue.
    pub(super) domain: Option<&'static str>,
}

/// What tells one account of a provider from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Account {
    /// A variable, a project, a named credential, the host of a resource.
    Named { key: &'static str, name: String },
    /// A key that stands in the file. It is compared, and never shown.
    InFile(String),
}

/// What stands in front of a variable's name.
const VARIABLE: &str = "os.environ/";

/// The keys of `litellm_params` that name a region, with the prefix of its domain.
const REGIONS: [(&str, &str); 2] = [("aws_region_name", "aws"), ("vertex_location", "gcp")];

/// The keys that tell accounts apart, the surest first.
const ACCOUNTS: [&str; 6] = [
    "litellm_credential_name",
    "api_key",
    "vertex_project",
    "aws_role_name",
    "aws_profile_name",
    "aws_access_key_id",
];

/// What stands in front of models of Bedrock that several regions serve.
const PROFILES: [&str; 8] = [
    "us.", "eu.", "apac.", "global.", "jp.", "au.", "ca.", "us-gov.",
];

impl DeploymentFacts {
    pub(super) fn of(deployment: &GroupDeployment) -> Self {
        let (by_prefix, written) = prefix(deployment);
        let provider = answering(deployment, by_prefix, &deployment.model);
        let (model, mode) = bare(written);
        let is_bedrock = by_prefix == Some("aws-bedrock");
        let profile = PROFILES.iter().filter(|_| is_bedrock);
        let profile = profile.filter_map(|one| model.strip_prefix(one)).next();
        let named = base_model(deployment, &provider).unwrap_or(profile.unwrap_or(model));
        Self {
            endpoint: endpoint(deployment, &provider, mode, named),
            model: (!named.is_empty() && !named.contains('*')).then(|| named.to_owned()),
            region: region(deployment),
            account: account(deployment, &provider),
            crosses_regions: profile.is_some(),
            provider,
        }
    }
}

impl Answering {
    /// Its id in the catalogue.
    pub(super) fn known(&self) -> Option<&'static str> {
        match self {
            Self::Known(id) | Self::Runtime(id, _) => Some(id),
            Self::Unknown { .. } => None,
        }
    }
}

/// The party that the model's prefix names, and what follows the prefix.
fn prefix(deployment: &GroupDeployment) -> (Option<&'static str>, &str) {
    let model = deployment.model.as_str();
    if let Some((id, rest)) = provider_of_litellm_prefix(model) {
        return (Some(id), rest);
    }
    let custom = deployment.param("custom_llm_provider").and_then(Node::text);
    let custom = custom.and_then(|prefix| {
        let (id, _) = provider_of_litellm_prefix(&format!("{prefix}/"))?;
        Some(id)
    });
    // Of a bare name the maker answers.
    let by_name = || {
        maker(model)
            .filter(|_| !model.contains('/'))
            .map(|one| one.id.as_str())
    };
    (custom.or_else(by_name), model)
}

fn answering(
    deployment: &GroupDeployment,
    by_prefix: Option<&'static str>,
    model: &str,
) -> Answering {
    let runtime = by_prefix.filter(|id| provider(id).is_some_and(|one| one.is_runtime()));
    match (address(deployment), by_prefix) {
        (Some(Address::Host { host, shown }), _) => match (provider_of_host(&host), runtime) {
            (Some(id), _) => Answering::Known(id),
            (None, Some(id)) => Answering::Runtime(id, Some(host)),
            (None, None) => Answering::Unknown {
                question: format!("what runs at {shown}?"),
                named: host,
            },
        },
        (_, Some(id)) if runtime.is_some() => Answering::Runtime(id, None),
        // An address that only a variable knows may be anybody's who speaks like OpenAI.
        (Some(Address::Variable(name)), Some("openai")) => match provider_of_variable(&name) {
            Some(id) => Answering::Known(id),
            None => Answering::Unknown {
                question: format!("what runs where {name} points to?"),
                named: name,
            },
        },
        (_, Some(id)) => Answering::Known(id),
        (_, None) => {
            let named = model.split_once('/').map_or(model, |(prefix, _)| prefix);
            Answering::Unknown {
                question: format!("who answers `{model}`?"),
                named: format!("{named} provider"),
            }
        }
    }
}

enum Address {
    Host { host: String, shown: String },
    Variable(String),
}

fn address(deployment: &GroupDeployment) -> Option<Address> {
    let said = deployment
        .param("api_base")
        .or_else(|| deployment.param("base_url"));
    let text = said?.text()?;
    if let Some(name) = text.strip_prefix(VARIABLE) {
        return Some(Address::Variable(name.to_owned()));
    }
    let host = hosts_in(text).first()?.host.to_owned();
    // Without names, paths and queries, which may be secrets.
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
    Some(Address::Host { host, shown })
}

/// The model without what only says how it is called.
fn bare(model: &str) -> (&str, Option<&'static str>) {
    const WAYS: [(&str, Option<&str>); 6] = [
        ("converse/", None),
        ("invoke/", None),
        ("converse_like/", None),
        ("chat/", None),
        ("responses/", Some("responses")),
        ("gemini/", None),
    ];
    let way = WAYS
        .iter()
        .find_map(|(way, mode)| Some((model.strip_prefix(way)?, *mode)));
    way.unwrap_or((model, None))
}

/// On Azure the model is what somebody called a deployment; the file may say which it is.
fn base_model<'d>(deployment: &'d GroupDeployment, provider: &Answering) -> Option<&'d str> {
    let said = deployment.node.text_at(&["model_info", "base_model"])?;
    let is_azure = provider.known() == Some("azure-openai");
    let bare = provider_of_litellm_prefix(said).map_or(said, |(_, rest)| rest);
    is_azure.then_some(bare)
}

/// The endpoint: by the mode that the file says, else chat, where the model does not tell
/// another one.
fn endpoint(
    deployment: &GroupDeployment,
    answering: &Answering,
    way: Option<&'static str>,
    model: &str,
) -> Option<&'static str> {
    let Answering::Known(id) = answering else {
        return None;
    };
    let known = provider(id)?;
    let of = |id: &str| known.endpoint(id).map(|one| one.id.as_str());
    let mode = deployment.node.text_at(&["model_info", "mode"]);
    match way.or(mode) {
        Some("embedding") => of("embeddings").or_else(|| of("embed")),
        Some("image_generation" | "image_edit") => of("images"),
        Some("audio_transcription" | "audio_speech") => of("audio"),
        Some("video_generation") => of("videos"),
        Some("completion") => of("completions"),
        Some("batch") => of("batches").or_else(|| of("message-batches")),
        Some("chat") => of("chat-completions"),
        Some(other) => of(other),
        None => {
            let usual = known.usual_endpoint(Some(model)).map(|one| one.id.as_str());
            // LiteLLM calls chat completions unless it is told to call responses.
            of("chat-completions").filter(|_| matches!(usual, None | Some("responses")))
        }
    }
}

fn region(deployment: &GroupDeployment) -> Option<Region> {
    REGIONS.into_iter().find_map(|(key, cloud)| {
        let said = deployment.param(key)?.text()?;
        let found = domain(&format!("{cloud}-{said}"));
        Some(Region {
            key,
            said: said.to_owned(),
            domain: found.map(|one| one.id.as_str()),
        })
    })
}

fn account(deployment: &GroupDeployment, provider: &Answering) -> Option<Account> {
    // A resource of Azure's is an account with a host of its own.
    if matches!(provider.known(), Some("azure-openai" | "azure-foundry")) {
        let name = match address(deployment) {
            Some(Address::Host { host, .. }) => host,
            Some(Address::Variable(name)) => name,
            None => return None,
        };
        return Some(Account::Named {
            key: "api_base",
            name,
        });
    }
    ACCOUNTS.into_iter().find_map(|key| {
        let said = deployment.param(key)?.text()?;
        let is_secret = matches!(key, "api_key" | "aws_access_key_id");
        Some(match said.strip_prefix(VARIABLE) {
            Some(name) => Account::Named {
                key,
                name: name.to_owned(),
            },
            None if is_secret => Account::InFile(said.to_owned()),
            None => Account::Named {
                key,
                name: said.to_owned(),
            },
        })
    })
}

/// What to ask of a party of which only an address or a name is known.
pub(super) fn question(answering: &Answering) -> Option<Doubt> {
    match answering {
        Answering::Unknown { question, .. } => Some(Doubt::Asked(question.clone())),
        Answering::Runtime(_, None) => {
            Some(Doubt::Asked("on which machine does it run?".to_owned()))
        }
        Answering::Known(_) | Answering::Runtime(..) => None,
    }
}
