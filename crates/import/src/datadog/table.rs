use super::entities::Entity;
use crate::draft::{Doubt, DraftTable, DraftValue, TableKind, Teams};
use crate::evidence::{ImageRole, role_of_image};
use crate::tree::Node;

/// The table of an entity, but for what it needs; none of what is no thing that runs.
pub(super) fn table(entity: &Entity, id: &str, teams: &mut Teams) -> Option<DraftTable> {
    let (kind, of_kind) = match entity.reference.kind.as_str() {
        "datastore" => (TableKind::Resource, Some(store(entity))),
        "queue" => (TableKind::Resource, Some("queue")),
        "system" => (TableKind::Activity, None),
        "api" | "repository" => return None,
        _ => (TableKind::Service, None),
    };
    let mut table = DraftTable::new(kind, id, entity.place);
    let shown = entity.node.text_at(&["metadata", "displayName"]);
    let shown = shown.or((id != entity.name).then_some(entity.name));
    if let Some(name) = shown {
        table.set("name", name);
    }
    if let Some(text) = entity.node.text_at(&["metadata", "description"]) {
        table.set("description", text.trim());
    }
    if let Some(kind) = of_kind {
        table.set("kind", kind);
    }
    tier(&mut table, entity);
    links(&mut table, entity);
    if let Some(owner) = entity.node.at(&["metadata", "owner"]) {
        let name = owner.text().unwrap_or_default();
        let team = teams.named(name, owner.span);
        table.set("team", team.id.as_str());
        contacts(team, entity);
    }
    Some(table)
}

/// What kind of store it is, by its type.
fn store(entity: &Entity) -> &'static str {
    let said = entity.node.text_at(&["spec", "type"]).unwrap_or_default();
    match role_of_image(said) {
        ImageRole::Store(kind) => kind,
        _ => "database",
    }
}

fn tier(table: &mut DraftTable, entity: &Entity) {
    let Some(said) = entity.node.text_at(&["spec", "tier"]) else {
        return;
    };
    let lower = said.to_ascii_lowercase();
    let number = lower
        .trim_start_matches("tier")
        .trim_matches([' ', '-', '_']);
    if let Some(tier) = number
        .parse::<u64>()
        .ok()
        .filter(|tier| (1..=4).contains(tier))
    {
        return table.set("tier", tier);
    }
    let guess = match lower.as_str() {
        "0" | "tier0" | "tier 0" | "critical" | "mission-critical" | "high" => Some(1u64),
        "medium" | "moderate" => Some(2),
        "low" => Some(3),
        _ => None,
    };
    match guess {
        Some(tier) => {
            let doubt = Doubt::Guessed(format!("its tier is \"{said}\""));
            table.set_doubted("tier", tier, doubt);
        }
        None => {
            let question = format!("which tier is \"{said}\", from 1 to 4?");
            table.doubts.push(Doubt::Asked(question));
        }
    }
}

fn links(table: &mut DraftTable, entity: &Entity) {
    let links = entity.node.at(&["metadata", "links"]).map(Node::items);
    let links = links.unwrap_or_default().iter().filter_map(|link| {
        let url = link.text_at(&["url"])?;
        let is_page = url.starts_with("https://") || url.starts_with("http://");
        let name = link.text_at(&["name"]).unwrap_or(url);
        is_page.then(|| DraftValue::link(name, url))
    });
    let links: Vec<DraftValue> = links.collect();
    if !links.is_empty() {
        table.set("links", DraftValue::List(links));
    }
}

/// How the team is reached, by the first entity that says so.
fn contacts(team: &mut DraftTable, entity: &Entity) {
    if team.get("on_call").is_some() {
        return;
    }
    let contacts = entity.node.at(&["metadata", "contacts"]).map(Node::items);
    let contacts = contacts.unwrap_or_default();
    let of_type = |kind: &str| {
        let mut found = contacts
            .iter()
            .filter(|one| one.text_at(&["type"]) == Some(kind));
        found.find_map(|one| one.text_at(&["contact"]))
    };
    let page = entity
        .node
        .text_at(&["integrations", "pagerduty", "serviceURL"]);
    let page = page.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let ways = [
        (
            "channel",
            of_type("slack").or_else(|| of_type("microsoft-teams")),
        ),
        ("email", of_type("email")),
        ("page", page),
    ];
    let ways = ways
        .into_iter()
        .filter_map(|(key, way)| Some((key, way?.into())));
    let ways: Vec<(&'static str, DraftValue)> = ways.collect();
    if !ways.is_empty() {
        team.set("on_call", DraftValue::Table(ways));
    }
}
