use std::collections::{BTreeMap, BTreeSet};

use super::mounts::SETTINGS;
use super::project::Service;
use crate::draft::{Doubt, DraftTable, Finding, Mapping};
use crate::evidence::ImageRole;
use crate::tree::Node;

/// Words in the names of volumes of which nobody misses what is in them.
const PASSING: [&str; 6] = ["cache", "log", "logs", "tmp", "temp", "config"];

/// Endings of files, beside those of settings, that are mounted one by one.
const FILES: [&str; 12] = [
    "sock", "sh", "sql", "py", "js", "env", "txt", "crt", "pem", "key", "lua", "gz",
];

/// The services that use each named volume.
pub(super) type Users<'a> = BTreeMap<String, BTreeSet<&'a str>>;

pub(super) fn users_of_volumes(services: &BTreeMap<String, Service>) -> Users<'_> {
    let mut users = Users::new();
    for (name, service) in services {
        for volume in kept(service).filter(|source| is_named(source)) {
            users.entry(volume).or_default().insert(name);
        }
    }
    users
}

/// What is told of volumes that several use.
pub(super) fn shared(users: &Users, services: &BTreeMap<String, Service>) -> Vec<Finding> {
    let shared = users.iter().filter(|(_, by)| by.len() > 1);
    let findings = shared.filter_map(|(volume, by)| {
        let first = by.iter().next()?;
        let names: Vec<&str> = by.iter().copied().collect();
        Some(Finding {
            source_path: format!("volumes.{volume}"),
            place: services.get(*first)?.place,
            mapping: Mapping::Manual,
            message: format!(
                "used by {}: make it a resource if its loss is one of its own",
                names.join(", ")
            ),
        })
    });
    findings.collect()
}

/// Whether it keeps data: a named volume or a folder of the machine is kept, what is in
/// memory or in the container alone is not. Of what is no store only a volume of its own
/// counts.
pub(super) fn data(table: &mut DraftTable, service: &Service, role: ImageRole, users: &Users) {
    let mut volumes = kept(service);
    match role {
        ImageRole::Store(_) if volumes.next().is_some() => table.set("data", "persistent"),
        ImageRole::Store(_) => {
            let doubt = Doubt::Guessed("no volume of its own".to_owned());
            table.set_doubted("data", "ephemeral", doubt);
        }
        ImageRole::Service => {
            let is_own = |volume: &String| users.get(volume).is_some_and(|by| by.len() == 1);
            if let Some(volume) = volumes.find(|volume| is_own(volume) && !is_passing(volume)) {
                let doubt = Doubt::Guessed(format!("its volume {volume}"));
                table.set_doubted("data", "persistent", doubt);
            }
        }
        ImageRole::Proxy | ImageRole::Collector => {}
    }
}

fn is_named(source: &str) -> bool {
    !source.starts_with(['.', '/', '~', '$'])
}

fn is_passing(volume: &str) -> bool {
    let mut words = volume.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| PASSING.contains(&word.to_ascii_lowercase().as_str()))
}

/// The sources of volumes that outlive the container and that it may write to.
fn kept(service: &Service) -> impl Iterator<Item = String> {
    let volumes = service.node.get("volumes").map(Node::items);
    let volumes = volumes.unwrap_or_default().iter();
    volumes.filter_map(|volume| {
        let (source, target, is_read_only) = match volume.text() {
            Some(text) => {
                let text = service.variables.expand(text);
                let mut parts = text.split(':');
                let source = parts.next()?.to_owned();
                let target = parts.next()?.to_owned();
                let flags = parts.next().unwrap_or_default();
                (source, target, flags.split(',').any(|one| one == "ro"))
            }
            None => {
                let kind = volume.text_at(&["type"]).unwrap_or("volume");
                let source = volume.text_at(&["source"])?;
                let target = volume.text_at(&["target"]).unwrap_or_default();
                let is_read_only = volume.get("read_only").and_then(Node::truth) == Some(true);
                matches!(kind, "volume" | "bind").then_some(())?;
                let expand = |text| service.variables.expand(text);
                (expand(source), expand(target), is_read_only)
            }
        };
        (!is_read_only && !is_file(&source, &target)).then_some(source)
    })
}

/// Whether one file is mounted and no folder. A dot in a name says nothing alone: folders
/// have versions and names of sites. Where nothing tells it is a folder, which keeps data.
fn is_file(source: &str, target: &str) -> bool {
    let Some(ending) = ending(source) else {
        return false;
    };
    let is_as_there = ending != "d" && self::ending(target) == Some(ending);
    let is_version = ending.starts_with(|c: char| c.is_ascii_digit());
    FILES.contains(&ending) || SETTINGS.contains(&ending) || is_as_there && !is_version
}

fn ending(path: &str) -> Option<&str> {
    let last = path.rsplit('/').next().unwrap_or_default();
    let (_, ending) = last.trim_start_matches('.').rsplit_once('.')?;
    Some(ending)
}
