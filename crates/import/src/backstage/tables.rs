use jurymast_plan::catalogue::provider_of_host;

use super::entities::{Entity, Reference};
use crate::draft::{Doubt, DraftTable, DraftValue, Finding, Ids, Mapping, TableKind, Teams};
use crate::evidence::hosts_in;
use crate::tree::Node;

/// The table of a component or resource, but for what it needs.
pub(super) fn table(entity: &Entity, id: &str) -> DraftTable {
    let kind = match entity.kind.as_str() {
        "resource" => TableKind::Resource,
        _ => TableKind::Service,
    };
    let mut table = DraftTable::new(kind, id, entity.place);
    name(&mut table, entity);
    if let Some(said) = entity.spec("type").filter(|_| kind == TableKind::Resource) {
        table.set("kind", said);
    }
    described(&mut table, entity);
    if entity.spec("lifecycle") == Some("deprecated") {
        let question = "it is deprecated: from which day on is it gone? say `expires`";
        table.doubts.push(Doubt::Asked(question.to_owned()));
    }
    table
}

/// What entities of every kind say of themselves.
pub(super) fn described(table: &mut DraftTable, entity: &Entity) {
    if let Some(text) = entity.node.text_at(&["metadata", "description"]) {
        table.set("description", text.trim());
    }
    let links = entity.node.at(&["metadata", "links"]).map(Node::items);
    let links = links.unwrap_or_default().iter().filter_map(|link| {
        let url = link.text_at(&["url"])?;
        let is_page = url.starts_with("https://") || url.starts_with("http://");
        let name = link.text_at(&["title"]).unwrap_or(url);
        is_page.then(|| DraftValue::link(name, url))
    });
    let links: Vec<DraftValue> = links.collect();
    if !links.is_empty() {
        table.set("links", DraftValue::List(links));
    }
}

pub(super) fn name(table: &mut DraftTable, entity: &Entity) {
    let title = entity.node.text_at(&["metadata", "title"]);
    match title {
        Some(title) => table.set("name", title),
        None if table.id != entity.name => table.set("name", entity.name.as_str()),
        None => {}
    }
}

/// The team that owns an entity, and how it is paged.
pub(super) fn owner(
    table: &mut DraftTable,
    entity: &Entity,
    teams: &mut Teams,
    findings: &mut Vec<Finding>,
) {
    let owner = entity.references("owner", "group");
    let Some((owner, place)) = owner.first() else {
        return;
    };
    let team = teams.named(&owner.shown(), *place);
    table.set("team", team.id.as_str());
    let pager = entity.annotation("pagerduty.com/service-id");
    if let Some(service) = pager.filter(|one| is_word(one)) {
        let page = format!("https://app.pagerduty.com/service-directory/{service}");
        let page = DraftValue::Table(vec![("page", page.into())]);
        match team.get("on_call") {
            None => team.set("on_call", page),
            Some(known) if *known == page => {}
            Some(_) => findings.push(entity.finding(
                ".metadata.annotations",
                Mapping::Manual,
                format!("paged by the service {service}, and its team by another one"),
            )),
        }
    }
    if entity.annotation("pagerduty.com/integration-key").is_some() && pager.is_none() {
        let message = "the key of the pager is a secret: say `on_call.page` of its team";
        let finding = entity.finding(".metadata.annotations", Mapping::Manual, message.to_owned());
        findings.push(finding);
    }
}

/// What a group says of the team.
pub(super) fn group(entity: &Entity, reference: &Reference, teams: &mut Teams) {
    let team = teams.named(&reference.shown(), entity.place);
    let name = entity.node.text_at(&["spec", "profile", "displayName"]);
    let name = name.or_else(|| entity.node.text_at(&["metadata", "title"]));
    if let Some(name) = name {
        team.set("name", name);
    }
    if let Some(text) = entity.node.text_at(&["metadata", "description"]) {
        team.set("description", text.trim());
    }
    let mail = entity.node.text_at(&["spec", "profile", "email"]);
    if let Some(mail) = mail.filter(|_| team.get("on_call").is_none()) {
        team.set("on_call", DraftValue::Table(vec![("email", mail.into())]));
    }
}

/// The tables of a server of models: an AI dependency for each model, the usual one by the
/// server's own id; and its host, where nobody knows that.
pub(super) fn model_server(entity: &Entity, id: &str, ids: &mut Ids) -> Vec<DraftTable> {
    let url = entity.spec("serverUrl").unwrap_or_default();
    let host = hosts_in(url).first().map(|one| one.host.to_owned());
    let known = host.as_deref().and_then(provider_of_host);
    let mut tables = Vec::new();
    let provider = match known {
        Some(known) => known.to_owned(),
        None => {
            let provider = ids.give(host.as_deref().unwrap_or(&entity.name));
            let mut table = DraftTable::new(TableKind::Provider, &provider, entity.place);
            let question = match host {
                Some(_) => format!("what runs at {url}?"),
                None => "where does this server stand, and who runs it?".to_owned(),
            };
            table.doubts.push(Doubt::Asked(question));
            tables.push(table);
            provider
        }
    };
    let models = entity
        .node
        .at(&["spec", "models", "available"])
        .map(Node::items);
    let models: Vec<&str> = models
        .unwrap_or_default()
        .iter()
        .filter_map(Node::text)
        .collect();
    let usual = entity.node.text_at(&["spec", "models", "default"]);
    let usual = usual.or_else(|| models.first().copied());
    let mut first = DraftTable::new(TableKind::Ai, id, entity.place);
    name(&mut first, entity);
    described(&mut first, entity);
    first.set("provider", provider.as_str());
    match usual {
        Some(model) => first.set("model", model),
        None => first
            .doubts
            .push(Doubt::Asked("which model is called?".to_owned())),
    }
    tables.push(first);
    for model in models.iter().filter(|model| Some(**model) != usual) {
        let mut one = DraftTable::new(TableKind::Ai, ids.give(model), entity.place);
        one.set("provider", provider.as_str());
        one.set("model", *model);
        tables.push(one);
    }
    tables
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
