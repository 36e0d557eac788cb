use jurymast_plan::catalogue::{provider, provider_of_litellm_prefix};

use super::gateway::GroupDeployment;
use crate::gateways::{
    Account, Address, Answering, Region, Upstream, maker_of_bare, without_profile,
};
use crate::tree::Node;

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

impl GroupDeployment {
    /// Who answers calls to it, as far as the file tells.
    pub(super) fn upstream(&self) -> Upstream {
        let (by_prefix, written) = prefix(self);
        let provider = answering(self, by_prefix);
        let (model, mode) = bare(written);
        let is_bedrock = by_prefix == Some("aws-bedrock");
        let (behind, crosses_regions) = match is_bedrock {
            true => without_profile(model),
            false => (model, false),
        };
        let named = base_model(self, &provider).unwrap_or(behind);
        let limit = ["rpm", "tpm"].into_iter();
        let limit = limit.filter_map(|key| Some((key, self.anywhere(key)?.count()?)));
        // A limit of nothing is none that a plan has.
        let limit = limit.filter(|(_, count)| *count > 0);
        Upstream {
            endpoint: endpoint(self, &provider, mode, named),
            model: (!named.is_empty() && !named.contains('*')).then(|| named.to_owned()),
            region: region(self),
            account: account(self, &provider),
            crosses_regions,
            limit: limit.collect(),
            which_model: format!("which models are called by `{}`?", self.model),
            doubts: Vec::new(),
            path: self.path.clone(),
            place: self.node.span,
            provider,
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
    (custom.or_else(|| maker_of_bare(model)), model)
}

fn answering(deployment: &GroupDeployment, by_prefix: Option<&'static str>) -> Answering {
    let model = deployment.model.as_str();
    Answering::at(address(deployment), by_prefix, || {
        let named = model.split_once('/').map_or(model, |(prefix, _)| prefix);
        Answering::Unknown {
            question: format!("who answers `{model}`?"),
            named: format!("{named} provider"),
        }
    })
}

fn address(deployment: &GroupDeployment) -> Option<Address> {
    let said = deployment
        .param("api_base")
        .or_else(|| deployment.param("base_url"));
    let text = said?.text()?;
    match text.strip_prefix(VARIABLE) {
        Some(name) => Some(Address::Variable(name.to_owned())),
        None => Address::of(text),
    }
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
        let path = format!("{}.litellm_params.{key}", deployment.path);
        Region::of(deployment.param(key)?, path, cloud)
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
        return Some(Account::Resource(name));
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
