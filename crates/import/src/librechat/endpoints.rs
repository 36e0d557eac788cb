use jurymast_plan::catalogue::{model_facts, provider, provider_of_host};

use super::fates::{OF_AZURE, OF_ENDPOINT, OF_ENDPOINTS, OF_GROUP};
use crate::draft::{CalledModel, Doubt, FieldFates};
use crate::gateways::{Account, Address, Answering, Upstream};
use crate::tree::Node;

/// What people may pick.
pub(super) struct Endpoint {
    /// As people see it.
    pub(super) name: String,
    /// Who answers.
    pub(super) upstream: Upstream,
    /// What is to be looked at of the model.
    pub(super) doubt: Option<Doubt>,
    /// Where it is called, of an address that may be a gateway's.
    pub(super) called: Option<CalledModel>,
}

/// All endpoints of a file that say who answers, in its order.
pub(super) fn endpoints(root: &Node, fields: &mut FieldFates) -> Vec<Endpoint> {
    let Some(said) = root.get("endpoints") else {
        return Vec::new();
    };
    fields.all(said, "endpoints", OF_ENDPOINTS);
    let list = |path: &[&str]| said.at(path).map(Node::items).unwrap_or_default();
    let mut found = Vec::new();
    for (at, node) in list(&["custom"]).iter().enumerate() {
        let path = format!("endpoints.custom[{at}]");
        fields.all(node, &path, OF_ENDPOINT);
        let name = node.text_at(&["name"]).unwrap_or("custom");
        let models = node.at(&["models", "default"]).map(Node::items);
        let models = models.unwrap_or_default().iter();
        // An item may say more of a model than its name.
        let models = models.filter_map(|one| one.name().or_else(|| one.text_at(&["name"])));
        found.push(custom(node, name, path, models.collect()));
    }
    if let Some(azure) = said.get("azureOpenAI") {
        fields.all(azure, "endpoints.azureOpenAI", OF_AZURE);
    }
    for (at, node) in list(&["azureOpenAI", "groups"]).iter().enumerate() {
        let path = format!("endpoints.azureOpenAI.groups[{at}]");
        fields.all(node, &path, OF_GROUP);
        let name = node.text_at(&["group"]).unwrap_or("azure");
        let models = node.get("models").map(Node::entries).unwrap_or_default();
        let models = models.iter().map(|one| one.key.text.as_str());
        found.push(azure(node, name, path, models.collect()));
    }
    found
}

fn custom(node: &Node, name: &str, path: String, models: Vec<&str>) -> Endpoint {
    let address = node.text_at(&["baseURL"]).map(address);
    let host = match &address {
        Some(Address::Host { host, .. }) => Some(host.clone()),
        _ => None,
    };
    let answers = Answering::at(address, None, || Answering::Unknown {
        question: format!("who answers for the endpoint `{name}`?"),
        named: name.to_owned(),
    });
    let is_outside = host
        .as_deref()
        .and_then(provider_of_host)
        .and_then(provider)
        .is_some_and(|one| !one.self_hosted);
    let mut one = endpoint(answers, node, name, path, &models);
    one.called = host.filter(|_| !is_outside).map(|host| CalledModel {
        host,
        model: one.upstream.model.clone(),
    });
    one
}

fn azure(node: &Node, name: &str, path: String, models: Vec<&str>) -> Endpoint {
    let mut one = endpoint(Answering::Known("azure-openai"), node, name, path, &models);
    let instance = node.text_at(&["instanceName"]);
    one.upstream.account = match instance {
        Some(text) if variable(text).is_none() => {
            let host = match text.contains('.') {
                true => text.to_owned(),
                false => format!("{text}.openai.azure.com"),
            };
            Some(Account::Resource(host))
        }
        Some(text) => Some(Account::Named {
            key: "instanceName",
            name: variable(text).unwrap_or_default().to_owned(),
        }),
        None => None,
    };
    one
}

fn endpoint(
    answers: Answering,
    node: &Node,
    name: &str,
    path: String,
    models: &[&str],
) -> Endpoint {
    let (model, doubt) = picked(&answers, models).unzip();
    let mut upstream = Upstream::new(answers, model, path, node.span);
    upstream.which_model = format!("which models do people pick at `{name}`?");
    Endpoint {
        name: name.to_owned(),
        upstream,
        doubt: doubt.flatten(),
        called: None,
    }
}

/// The model that stands for all that people may pick: the first of those that go on, as
/// nobody stays with one that ended while there are others.
fn picked<'a>(answers: &Answering, models: &[&'a str]) -> Option<(&'a str, Option<Doubt>)> {
    let first = *models.first()?;
    let goes_on = |model: &&&str| match answers {
        Answering::Known(of) => model_facts(of, model, &[]).retirement.is_none(),
        Answering::Runtime(..) | Answering::Unknown { .. } => true,
    };
    let picked = *models.iter().find(goes_on).unwrap_or(&first);
    let without_end = match picked == first {
        true => "",
        false => " whose end is not known",
    };
    let doubt = (models.len() > 1).then(|| {
        let count = models.len();
        Doubt::Guessed(format!(
            "the first of {count} that people may pick{without_end}"
        ))
    });
    Some((picked, doubt))
}

/// An address, or the variable that stands for it.
fn address(text: &str) -> Address {
    let unknown = || Address::Variable(text.to_owned());
    match variable(text) {
        Some(name) => Address::Variable(name.to_owned()),
        None => Address::of(text).unwrap_or_else(unknown),
    }
}

/// `${NAME}`
fn variable(text: &str) -> Option<&str> {
    text.trim().strip_prefix("${")?.strip_suffix('}')
}
