use jurymast_plan::catalogue::provider;
use jurymast_terms::source::Span;

use super::gateway::Gateway;
use super::read::PROXY;
use crate::draft::{
    Doubt, DraftRequirement, DraftTable, Finding, Ids, Mapping, StandsFor, TableKind, WHO_CALLS,
    where_it_runs,
};
use crate::evidence::hosts_in;
use crate::tree::Node;

/// Keys under which the proxy calls others with what happened.
const CALLBACKS: [&str; 4] = [
    "callbacks",
    "success_callback",
    "failure_callback",
    "service_callback",
];

/// Callbacks that call somebody who is no party of the catalogue.
const COLLECTORS: [&str; 14] = [
    "arize",
    "arize_phoenix",
    "athina",
    "galileo",
    "langfuse",
    "langsmith",
    "literalai",
    "logfire",
    "lunary",
    "mlflow",
    "opik",
    "otel",
    "posthog",
    "traceloop",
];

/// The proxy, and what it needs beside those who answer.
pub(super) fn tables(
    gateway: &Gateway,
    place: Span,
    ids: &mut Ids,
    findings: &mut Vec<Finding>,
) -> Vec<DraftTable> {
    let mut proxy = DraftTable::new(TableKind::Service, PROXY, place);
    proxy.software = Some(PROXY.to_owned());
    let doubt = Doubt::Guessed("every call of a model goes through it".to_owned());
    proxy.set_doubted("tier", 1u64, doubt);
    proxy.doubts.push(Doubt::Asked(format!(
        "{WHO_CALLS}which of these models? give each caller its depends_on"
    )));
    proxy.doubts.push(where_it_runs());
    let mut tables = Vec::new();
    for (id, kind, said) in stores(gateway) {
        let id = ids.give(id);
        let mut table = DraftTable::new(TableKind::Resource, &id, said.place);
        table.set("kind", kind);
        table.doubts.push(Doubt::Asked(
            "where does it stand, and who runs it?".to_owned(),
        ));
        table.stands_for = Some(said.stands_for);
        tables.push(table);
        let doubt = Doubt::Guessed(said.guess.to_owned());
        let need = DraftRequirement::on(id, said.place)
            .with("mode", "soft")
            .doubted(doubt);
        proxy.requirements.push(need.with("why", said.why));
    }
    for (name, key, place) in callbacks(gateway) {
        match collector(&name) {
            Some(Collector::Party(id)) => proxy.requirements.push(soft(id, key, place)),
            Some(Collector::Resource) => {
                let id = ids.give(&name);
                let mut table = DraftTable::new(TableKind::Resource, &id, place);
                table.set("kind", "monitoring");
                table.doubts.push(Doubt::Asked(
                    "where does it stand, and who runs it?".to_owned(),
                ));
                tables.push(table);
                proxy.requirements.push(soft(&id, key, place));
            }
            None => findings.push(Finding {
                source_path: format!("litellm_settings.{key}"),
                place,
                mapping: Mapping::Manual,
                message: format!("`{name}` is called with what happened: say what it needs"),
            }),
        }
    }
    tables.push(proxy);
    tables
}

fn soft(id: &str, key: &str, place: Span) -> DraftRequirement {
    let doubt = Doubt::Guessed("calls go on without it".to_owned());
    let need = DraftRequirement::on(id, place)
        .with("mode", "soft")
        .doubted(doubt);
    need.with("why", key)
}

struct Store {
    place: Span,
    why: &'static str,
    guess: &'static str,
    stands_for: StandsFor,
}

/// What the proxy keeps its own state in.
fn stores(gateway: &Gateway) -> Vec<(&'static str, &'static str, Store)> {
    let mut found = Vec::new();
    let database = gateway.get("general_settings", "database_url");
    if let Some(node) = database {
        found.push((
            "litellm-db",
            "database",
            Store {
                place: node.span,
                why: "general_settings.database_url",
                guess: "keys that are known go on without it for a while",
                stands_for: stands_for(node),
            },
        ));
    }
    let router = |key: &str| gateway.get("router_settings", key);
    let redis = router("redis_host").or_else(|| router("redis_url"));
    let cache = gateway.get("litellm_settings", "cache_params");
    let is_on = gateway
        .get("litellm_settings", "cache")
        .and_then(Node::truth)
        == Some(true);
    let kind = cache
        .and_then(|node| node.text_at(&["type"]))
        .unwrap_or("redis");
    let of_cache = cache
        .or_else(|| gateway.get("litellm_settings", "cache"))
        .filter(|_| is_on && kind.starts_with("redis"));
    let (node, why) = match (redis, of_cache) {
        (Some(node), _) => (node, "router_settings.redis_host"),
        (None, Some(node)) => (node, "litellm_settings.cache"),
        (None, None) => return found,
    };
    found.push((
        "litellm-redis",
        "cache",
        Store {
            place: node.span,
            why,
            guess: "each copy of the proxy goes on by itself",
            stands_for: stands_for(node),
        },
    ));
    found
}

/// The host that the file names; else the store that the proxy is given.
fn stands_for(said: &Node) -> StandsFor {
    let text = said.text().or_else(|| said.text_at(&["host"]));
    let public = text.and_then(|text| text.rsplit('@').next());
    let mut hosts = public.map(hosts_in).unwrap_or_default().into_iter();
    match hosts.find(|one| one.host != "true") {
        Some(one) => StandsFor::Host(one.host.to_owned()),
        None => StandsFor::Store,
    }
}

/// What is called with what happened: name, key and place, each name once.
fn callbacks(gateway: &Gateway) -> Vec<(String, &'static str, Span)> {
    let mut found: Vec<(String, &'static str, Span)> = Vec::new();
    for key in CALLBACKS {
        let named = gateway.get("litellm_settings", key).map(Node::one_or_more);
        for node in named.unwrap_or_default() {
            let Some(name) = node.text() else { continue };
            if found.iter().all(|(known, ..)| known != name) {
                found.push((name.to_owned(), key, node.span));
            }
        }
    }
    found
}

enum Collector {
    Party(&'static str),
    Resource,
}

fn collector(name: &str) -> Option<Collector> {
    let party = provider(&name.replace('_', "-")).map(|one| Collector::Party(one.id.as_str()));
    party.or_else(|| COLLECTORS.contains(&name).then_some(Collector::Resource))
}
