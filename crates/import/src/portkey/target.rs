use super::strategy::Inherited;
use crate::draft::Doubt;
use crate::gateways::{
    Account, Address, Answering, Region, Upstream, provider_spelt, without_profile,
};
use crate::tree::Node;

/// The keys that name a region, with the cloud.
const REGIONS: [(&str, &str); 2] = [("aws_region", "aws"), ("vertex_region", "gcp")];

/// The keys that tell accounts apart and may be told.
const ACCOUNTS: [&str; 4] = [
    "openai_project",
    "openai_organization",
    "vertex_project_id",
    "aws_role_arn",
];

/// Those that may not.
const KEYS: [&str; 3] = ["virtual_key", "api_key", "aws_access_key_id"];

/// Who answers for a target.
pub(super) fn upstream(target: &Node, inherited: &Inherited, path: &str) -> Upstream {
    let written = inherited.model.and_then(Node::text);
    let (slug, model) = slug_of(written);
    let mut doubts = Vec::new();
    let said = target.text_at(&["provider"]);
    let named = said.and_then(|said| match said.strip_prefix('@') {
        Some(slug) => guessed(slug, "by the name of its integration", &mut doubts),
        None => provider_spelt(said),
    });
    let named = named.or_else(|| {
        let slug = slug?;
        guessed(slug, "by the name of its integration", &mut doubts)
    });
    let named = named.or_else(|| {
        let key = target
            .text_at(&["virtual_key"])
            .filter(|_| said.is_none())?;
        guessed(key, "by the name of its virtual key", &mut doubts)
    });
    let address = inherited.host.and_then(|host| Address::of(host.text()?));
    let resource = target
        .text_at(&["resource_name"])
        .or_else(|| target.text_at(&["azure_resource_name"]));
    let provider = Answering::at(address, named, || unknown(target, said, path));
    let model = target.text_at(&["azure_model_name"]).or(model);
    let deployment = target
        .text_at(&["deployment_id"])
        .filter(|_| model.is_none());
    let is_bedrock = named == Some("aws-bedrock");
    let (behind, crosses) = match model {
        Some(model) if is_bedrock => without_profile(model),
        other => (other.unwrap_or_default(), false),
    };
    let mut one = Upstream::new(provider, Some(behind), path, target.span);
    one.crosses_regions = crosses;
    one.doubts = doubts;
    if let Some(deployment) = deployment {
        one.which_model = format!("which model is the deployment `{deployment}`?");
    }
    one.region = REGIONS
        .into_iter()
        .find_map(|(key, cloud)| Region::of(target.get(key)?, format!("{path}.{key}"), cloud));
    one.account = match resource {
        Some(resource) => Some(Account::Resource(format!("{resource}.openai.azure.com"))),
        None => account(target, slug),
    };
    one
}

fn account(target: &Node, slug: Option<&str>) -> Option<Account> {
    let integration = target.text_at(&["provider"]);
    let integration = integration.and_then(|said| said.strip_prefix('@')).or(slug);
    let of_key = |key: &'static str| {
        let name = target.text_at(&[key])?.to_owned();
        Some(Account::Named { key, name })
    };
    let named = integration.map(|name| Account::Named {
        key: "integration",
        name: name.to_owned(),
    });
    let secret = || KEYS.into_iter().find_map(|key| target.text_at(&[key]));
    named
        .or_else(|| ACCOUNTS.into_iter().find_map(of_key))
        .or_else(|| secret().map(|text| Account::InFile(text.to_owned())))
}

/// `@openai-prod/gpt-5.2`: the name of an integration, and the model.
fn slug_of(written: Option<&str>) -> (Option<&str>, Option<&str>) {
    let split = written.and_then(|model| model.strip_prefix('@')?.split_once('/'));
    match split {
        Some((slug, model)) => (Some(slug), Some(model)),
        None => (None, written),
    }
}

/// The provider whose name stands in another one: `openai-prod-1a2b`.
fn guessed(name: &str, by: &str, doubts: &mut Vec<Doubt>) -> Option<&'static str> {
    let words: Vec<&str> = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let pairs = words.windows(2).map(|pair| pair.join("-"));
    let mut all = pairs.chain(words.iter().map(|word| (*word).to_owned()));
    let id = all.find_map(|word| provider_spelt(&word))?;
    doubts.push(Doubt::Guessed(format!("whose it is: {by}")));
    Some(id)
}

fn unknown(target: &Node, said: Option<&str>, path: &str) -> Answering {
    let reference = ["config", "id"].into_iter();
    let mut reference = reference.filter_map(|key| target.text_at(&[key]));
    match (said, reference.next()) {
        (Some(said), _) => Answering::Unknown {
            named: format!("{said} provider"),
            question: format!("who is `{said}`?"),
        },
        (None, Some(id)) => Answering::Unknown {
            named: format!("saved {id}"),
            question: format!("what does the saved configuration `{id}` call? import it too"),
        },
        (None, None) => Answering::Unknown {
            named: format!("provider of {path}"),
            question: format!("who answers for `{path}`? it names no provider"),
        },
    }
}
