use jurymast_plan::catalogue::provider_of_host;

use super::objects::{Object, Objects};
use crate::draft::Doubt;
use crate::gateways::{Account, Address, Answering, Region, Upstream, without_profile};
use crate::tree::Node;

/// Schemas whose servers are one provider's; others are spoken by many.
const SCHEMAS: [(&str, &str); 5] = [
    ("AWSBedrock", "aws-bedrock"),
    ("AWSAnthropic", "aws-bedrock"),
    ("AzureOpenAI", "azure-openai"),
    ("GCPVertexAI", "google-vertex"),
    ("GCPAnthropic", "google-vertex"),
];

/// Where a policy names a secret, by its type.
const SECRETS: [&[&str]; 5] = [
    &["apiKey", "secretRef"],
    &["anthropicAPIKey", "secretRef"],
    &["awsCredentials", "credentialsFile", "secretRef"],
    &["azureAPIKey", "secretRef"],
    &["gcpCredentials", "credentialsFile", "secretRef"],
];

/// Who answers behind a reference of a rule; `asked` is the model that callers name.
pub(super) fn upstream(
    objects: &Objects<'_>,
    route: &Object<'_>,
    reference: &Node,
    path: &str,
    asked: Option<&str>,
) -> Option<Upstream> {
    let name = reference.text_at(&["name"])?;
    let model = reference.text_at(&["modelNameOverride"]).or(asked);
    if reference.text_at(&["kind"]) == Some("InferencePool") {
        let provider = Answering::Unknown {
            named: name.to_owned(),
            question: format!("what runs in the inference pool `{name}`, and where?"),
        };
        return Some(Upstream::new(provider, model, path, reference.span));
    }
    let namespace = reference.text_at(&["namespace"]);
    let Some(backend) = objects.named("AIServiceBackend", name, namespace, route) else {
        let provider = Answering::Unknown {
            named: name.to_owned(),
            question: format!(
                "who answers behind `{name}`? these files hold no AIServiceBackend of that name"
            ),
        };
        return Some(Upstream::new(provider, model, path, reference.span));
    };
    let host = host(objects, backend);
    let provider = answering(backend, host.as_deref());
    let is_bedrock = provider.known() == Some("aws-bedrock");
    let (behind, crosses) = match model {
        Some(model) if is_bedrock => without_profile(model),
        other => (other.unwrap_or_default(), false),
    };
    let mut one = Upstream::new(provider, Some(behind), path, reference.span);
    one.crosses_regions = crosses;
    let policies = objects.aimed_at(
        "BackendSecurityPolicy",
        ("AIServiceBackend", backend.name),
        backend,
    );
    let named = backend
        .node
        .text_at(&["spec", "backendSecurityPolicyRef", "name"]);
    let named = named.and_then(|name| objects.named("BackendSecurityPolicy", name, None, backend));
    for policy in policies.chain(named) {
        secured(&mut one, policy);
    }
    if one.region.is_none() && is_bedrock {
        one.region = host.as_deref().and_then(|host| region_of(host, backend));
    }
    if one.provider.known() == Some("azure-openai") {
        one.account = host.map(Account::Resource);
    }
    Some(one)
}

fn answering(backend: &Object<'_>, host: Option<&str>) -> Answering {
    let schema = backend.node.at(&["spec", "schema"]);
    let schema = schema.and_then(|schema| schema.text_at(&["name"]).or(schema.text()));
    let known = SCHEMAS.iter().find(|(name, _)| Some(*name) == schema);
    if let Some((_, id)) = known {
        return Answering::Known(id);
    }
    match host {
        Some(host) => match (
            provider_of_host(host),
            Address::of(&format!("http://{host}")),
        ) {
            (Some(id), _) => Answering::Known(id),
            (None, address) => Answering::at(address, None, || unknown(backend)),
        },
        None => unknown(backend),
    }
}

fn unknown(backend: &Object<'_>) -> Answering {
    let name = backend.name;
    Answering::Unknown {
        named: name.to_owned(),
        question: format!("who answers behind the AIServiceBackend `{name}`?"),
    }
}

/// The host that a backend stands for.
fn host(objects: &Objects<'_>, backend: &Object<'_>) -> Option<String> {
    let reference = backend.node.at(&["spec", "backendRef"])?;
    let name = reference.text_at(&["name"])?;
    let namespace = reference.text_at(&["namespace"]);
    if reference
        .text_at(&["kind"])
        .is_none_or(|kind| kind == "Service")
    {
        return Some(name.to_owned());
    }
    let found = objects.named("Backend", name, namespace, backend)?;
    let endpoints = found.node.at(&["spec", "endpoints"]).map(Node::items);
    let mut hosts = endpoints.unwrap_or_default().iter().filter_map(|one| {
        let name = one.text_at(&["fqdn", "hostname"]);
        name.or_else(|| one.text_at(&["ip", "address"]))
    });
    hosts.next().map(str::to_owned)
}

/// `bedrock-runtime.us-east-1.amazonaws.com` stands in us-east-1.
fn region_of(host: &str, backend: &Object<'_>) -> Option<Region> {
    let said = host.split('.').nth(1)?;
    let domain = jurymast_plan::catalogue::domain(&format!("aws-{said}"))?;
    Some(Region {
        source_path: format!("{}.spec.backendRef", backend.path()),
        place: backend.node.span,
        said: said.to_owned(),
        domain: Some(domain.id.as_str()),
    })
}

/// What a policy tells of place and account.
fn secured(one: &mut Upstream, policy: &Object<'_>) {
    let spec = |path: &[&str]| policy.node.get("spec")?.at(path);
    let regions = [("awsCredentials", "aws"), ("gcpCredentials", "gcp")];
    let region = regions.into_iter().find_map(|(key, cloud)| {
        let path = format!("{}.spec.{key}.region", policy.path());
        Region::of(spec(&[key, "region"])?, path, cloud)
    });
    one.region = one.region.take().or(region);
    let project = spec(&["gcpCredentials", "projectName"]).and_then(Node::text);
    let secret = SECRETS
        .iter()
        .find_map(|path| spec(path)?.text_at(&["name"]));
    let account = project
        .map(|name| ("project", name))
        .or(secret.map(|name| ("secret", name)));
    if let Some((key, name)) = account {
        one.account = Some(Account::Named {
            key,
            name: name.to_owned(),
        });
    }
    if spec(&["credentialOverride"]).is_some() {
        let question = "callers may bring credentials of their own: whose account pays?";
        one.doubts.push(Doubt::Asked(question.to_owned()));
    }
}
