use crate::gateways::{
    Account, Address, Answering, Region, Upstream, provider_spelt, without_profile,
};
use crate::tree::Node;

/// Who answers for a target.
pub(super) fn upstream(target: &Node, path: &str) -> Upstream {
    let option = |keys: &[&str]| target.at(&["model", "options"])?.at(keys);
    let said = target.text_at(&["model", "provider"]);
    let project = option(&["gemini", "project_id"]).and_then(Node::text);
    let named = match said {
        // With a project it is called at Vertex.
        Some("gemini") if project.is_some() => Some("google-vertex"),
        Some("llama2" | "openai-compatible") | None => None,
        Some(said) => provider_spelt(said),
    };
    let address = option(&["upstream_url"]).and_then(|url| Address::of(url.text()?));
    let provider = Answering::at(address, named, || Answering::Unknown {
        named: format!("{} provider", said.unwrap_or(path)),
        question: format!("who answers for `{path}`?"),
    });
    let model = target.text_at(&["model", "name"]);
    let is_bedrock = named == Some("aws-bedrock");
    let (behind, crosses) = match model {
        Some(model) if is_bedrock => without_profile(model),
        other => (other.unwrap_or_default(), false),
    };
    let mut one = Upstream::new(provider, Some(behind), path, target.span);
    one.crosses_regions = crosses;
    let regions = [
        ("bedrock", "aws_region", "aws"),
        ("gemini", "location_id", "gcp"),
    ];
    one.region = regions.into_iter().find_map(|(kind, key, cloud)| {
        let path = format!("{path}.model.options.{kind}.{key}");
        Region::of(option(&[kind, key])?, path, cloud)
    });
    let instance = option(&["azure_instance"]).and_then(Node::text);
    one.account = match (instance, project) {
        (Some(name), _) => Some(Account::Resource(format!("{name}.openai.azure.com"))),
        (None, Some(name)) => Some(Account::Named {
            key: "project",
            name: name.to_owned(),
        }),
        (None, None) => key(target),
    };
    one
}

/// The key, which is compared and never shown.
fn key(target: &Node) -> Option<Account> {
    let keys = ["header_value", "param_value", "aws_access_key_id"].into_iter();
    let mut said = keys.filter_map(|key| target.text_at(&["auth", key]));
    said.next().map(|text| Account::InFile(text.to_owned()))
}
