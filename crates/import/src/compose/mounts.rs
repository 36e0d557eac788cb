use std::path::Path;

use super::project::Service;
use crate::evidence::{ImageRole, Variable, variables_of_text};
use crate::reading::Reading;
use crate::tree::{Entry, Node};

/// Endings of files that hold settings.
pub(super) const SETTINGS: [&str; 14] = [
    "conf",
    "cfg",
    "cnf",
    "config",
    "yml",
    "yaml",
    "json",
    "toml",
    "xml",
    "ini",
    "properties",
    "template",
    "tmpl",
    "Caddyfile",
];

/// What the settings name that a service has mounted: those that stand in the compose
/// file, and files beside it.
pub(super) fn mounted(
    service: &Service,
    role: ImageRole,
    top: &[Entry],
    reading: &mut Reading,
) -> Vec<Variable> {
    // What collects has a list of all that it looks at, and needs none of it.
    if role == ImageRole::Collector {
        return Vec::new();
    }
    let list = |key: &str| service.node.get(key).map(Node::items).unwrap_or_default();
    let mut found = Vec::new();
    for volume in list("volumes") {
        let source = volume.text_at(&["source"]);
        let source = source.or_else(|| volume.text().and_then(|text| text.split(':').next()));
        let Some(source) = source else { continue };
        match volume.get("content") {
            Some(content) => found.extend(lines(source, content, service)),
            None => found.extend(file(source, volume, service, reading)),
        }
    }
    let configs = top.iter().find(|entry| entry.key.text == "configs");
    for named in list("configs") {
        let name = named.text().or_else(|| named.text_at(&["source"]));
        let config = name.and_then(|name| configs?.value.get(name));
        let Some(config) = config else { continue };
        let name = name.unwrap_or_default();
        if let Some(content) = config.get("content") {
            found.extend(lines(name, content, service));
        } else if let Some(path) = config.text_at(&["file"]) {
            found.extend(file(path, named, service, reading));
        }
    }
    found
}

fn lines(source: &str, content: &Node, service: &Service) -> Vec<Variable> {
    let text = service.variables.expand(content.text().unwrap_or_default());
    variables_of_text(last(source), &text, content.span)
}

/// Of a file beside the compose file, where it is there.
fn file(source: &str, by: &Node, service: &Service, reading: &mut Reading) -> Vec<Variable> {
    let path = service.variables.expand(source);
    let name = last(&path).to_owned();
    let ending = name.rsplit('.').next().unwrap_or_default();
    let is_beside = path.starts_with("./") || path.starts_with("../");
    if !is_beside || !SETTINGS.contains(&ending) {
        return Vec::new();
    }
    let beside = reading.beside(by.span.file, &path);
    let read = reading.open(Path::new(&beside));
    let text = read.map(|file| reading.sources.get(file).text.clone());
    text.map_or_else(
        |_| Vec::new(),
        |text| variables_of_text(&name, &text, by.span),
    )
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
