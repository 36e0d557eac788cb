use std::collections::BTreeSet;

use super::project::Service;
use crate::draft::BY_LABELS;
use crate::tree::Node;

/// Why a service is entered from outside, where the file says that it is.
pub(super) fn entered(service: &Service) -> Option<&'static str> {
    if is_published(service) {
        Some("its port is open to the outside")
    } else if has_router(service) {
        Some(BY_LABELS)
    } else if has_address(service) {
        Some("it is given an address of its own")
    } else {
        None
    }
}

/// Whether a port is reached from outside the machine.
fn is_published(service: &Service) -> bool {
    let ports = service.node.get("ports").map(Node::items);
    let is_published = |port: &Node| match port.text() {
        Some(text) => {
            let text = service.variables.expand(text);
            text.contains(':') && !text.starts_with("127.0.0.1:") && !text.starts_with("localhost:")
        }
        None => {
            let from = port.text_at(&["host_ip"]);
            port.get("published").is_some() && from != Some("127.0.0.1")
        }
    };
    ports.unwrap_or_default().iter().any(is_published)
}

/// The ports of the machine that lead to it.
pub(super) fn published_ports(service: &Service) -> BTreeSet<u16> {
    let ports = service.node.get("ports").map(Node::items);
    let ranges = ports.unwrap_or_default().iter().filter_map(|port| {
        let said = match port.text() {
            Some(text) => {
                let text = service.variables.expand(text);
                let (before, _) = text.rsplit_once(':')?;
                before.rsplit(':').next()?.to_owned()
            }
            None => service.variables.expand(port.text_at(&["published"])?),
        };
        let (first, last) = said.split_once('-').unwrap_or((&said, &said));
        Some(first.trim().parse::<u16>().ok()?..=last.trim().parse::<u16>().ok()?)
    });
    ranges.flatten().collect()
}

/// Whether its labels tell Traefik or Caddy to lead to it.
fn has_router(service: &Service) -> bool {
    let labels = keys_and_values(service, "labels");
    let is_off = |(key, value): &(&str, &str)| *key == "traefik.enable" && *value == "false";
    let is_router = |(key, _): &(&str, &str)| {
        *key == "caddy" || (key.starts_with("traefik.") && key.contains(".routers."))
    };
    labels.iter().any(is_router) && !labels.iter().any(is_off)
}

/// Whether variables give it an address: those of Coolify, and of proxies that look for
/// them.
fn has_address(service: &Service) -> bool {
    let variables = keys_and_values(service, "environment");
    let gives = |(key, _): &(&str, &str)| {
        key.starts_with("SERVICE_FQDN_")
            || key.starts_with("SERVICE_URL_")
            || *key == "VIRTUAL_HOST"
    };
    variables.iter().any(gives)
}

/// The pairs of a map, or of a list of `key=value`.
fn keys_and_values<'a>(service: &'a Service, field: &str) -> Vec<(&'a str, &'a str)> {
    let Some(said) = service.node.get(field) else {
        return Vec::new();
    };
    let pairs = said.entries().iter();
    let pairs = pairs.map(|one| (one.key.text.as_str(), one.value.text().unwrap_or_default()));
    let listed = said.items().iter().filter_map(Node::text);
    let listed = listed.map(|text| text.split_once('=').unwrap_or((text, "")));
    pairs.chain(listed).collect()
}
