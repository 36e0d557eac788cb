use std::path::{Component, Path};

use jurymast_import::tree::Node;
use jurymast_plan::catalogue::{self, meant, provider_of_host};
use jurymast_terms::files;
use jurymast_terms::source::{FileId, Sources, Span};

use super::evidence::{Evidence, EvidenceKind, Literal, Strength};
use super::kind::FileKind;
use super::literals::provider_of_model;
use super::packages::package_of;

/// Another scanner's list: a document of CycloneDX.
#[derive(Debug, Clone, Copy)]
pub struct BomFile<'a> {
    /// The document.
    pub root: &'a Node,
    /// Its file, and the text that it is in.
    pub file: (FileId, &'a Sources),
    /// Its real path.
    pub path: &'a Path,
    /// The folder that paths are told from.
    pub base: &'a Path,
}

/// Whether a document is a list of CycloneDX.
pub fn is_cyclonedx(root: &Node) -> bool {
    root.text_at(&["bomFormat"]) == Some("CycloneDX")
}

/// The models, the services and the clients that another scanner has found, each where that
/// one saw it, if the place is there; else where the list names it.
pub fn bom_evidence(bom: &BomFile<'_>) -> Vec<Evidence> {
    let mut found = Vec::new();
    for component in nested(bom.root, "components") {
        found.extend(bom.component(component));
    }
    for service in nested(bom.root, "services") {
        found.extend(bom.service(service));
    }
    found
}

/// All entries of a list, and of the lists of that name inside them.
fn nested<'n>(node: &'n Node, key: &str) -> Vec<&'n Node> {
    let mut all = Vec::new();
    let mut open: Vec<&Node> = node
        .get(key)
        .into_iter()
        .flat_map(Node::items)
        .rev()
        .collect();
    while let Some(one) = open.pop() {
        all.push(one);
        open.extend(one.get(key).into_iter().flat_map(Node::items).rev());
    }
    all
}

impl BomFile<'_> {
    fn component(&self, node: &Node) -> Vec<Evidence> {
        let Some(name) = node.text_at(&["name"]) else {
            return Vec::new();
        };
        let (text, seen) = match node.text_at(&["type"]) {
            Some("machine-learning-model") => {
                let model = property(node, "model.id").unwrap_or(name);
                (model, of_model(node, model))
            }
            Some("library" | "framework") => match node.text_at(&["purl"]).and_then(of_purl) {
                Some(client) => (name, client),
                None => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        self.places(node, text, &seen)
    }

    fn service(&self, node: &Node) -> Vec<Evidence> {
        let Some(name) = node.text_at(&["name"]) else {
            return Vec::new();
        };
        let endpoints = node.get("endpoints").into_iter().flat_map(Node::items);
        let hosts = endpoints.filter_map(Node::text).map(host);
        let provider = hosts.filter_map(provider_of_host).next();
        let provider = provider.or_else(|| party(node));
        let mut seen = literal(Strength::Host);
        seen.provider = provider;
        seen.service = provider.is_none().then(|| name.to_owned());
        self.places(node, name, &seen)
    }

    /// The evidence at each place that the other scanner names.
    fn places(&self, node: &Node, text: &str, seen: &Literal) -> Vec<Evidence> {
        let occurrences = node.at(&["evidence", "occurrences"]);
        let places = occurrences.into_iter().flat_map(Node::items);
        let mut found: Vec<Evidence> = places
            .filter_map(|one| self.at_occurrence(one, text, seen))
            .collect();
        if found.is_empty() {
            let place = node.get("name").map_or(node.span, |name| name.span);
            found.push(self.at_list(place, text, seen));
        }
        found
    }

    /// Where the other scanner saw it; nothing of the line is shown but the name.
    fn at_occurrence(&self, node: &Node, text: &str, seen: &Literal) -> Option<Evidence> {
        let location = node.text_at(&["location"])?.trim_start_matches("./");
        let is_inside = Path::new(location)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let line = usize::try_from(node.get("line")?.count()?).ok()?;
        let bytes = std::fs::read(self.base.join(location).as_path()).ok()?;
        let (start, found) = line_of(&bytes, line).filter(|_| is_inside)?;
        let at = found
            .windows(text.len().max(1))
            .position(|one| one == text.as_bytes());
        let range = match at {
            Some(at) => start + at..start + at + text.len(),
            None => start..start,
        };
        let mut one = evidence(location.to_owned(), line, range, text, seen);
        if FileKind::of(location).is_aside {
            one.strength = Strength::Weak;
        }
        Some(one)
    }

    fn at_list(&self, place: Span, text: &str, seen: &Literal) -> Evidence {
        let line = self.file.1.position(place).line;
        let file = files::shown(self.path, self.base);
        evidence(file, line, place.range(), text, seen)
    }
}

/// A line from 1 of a text, and where it begins.
fn line_of(bytes: &[u8], line: usize) -> Option<(usize, &[u8])> {
    let mut start = 0;
    for (number, one) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if number + 1 == line {
            return Some((start, one));
        }
        start += one.len() + 1;
    }
    None
}

fn evidence(
    file: String,
    line: usize,
    range: std::ops::Range<usize>,
    text: &str,
    seen: &Literal,
) -> Evidence {
    Evidence {
        file,
        range,
        line,
        provider: seen.provider,
        model: seen.model.clone(),
        service: seen.service.clone(),
        kind: EvidenceKind::Bom,
        strength: seen.strength,
        text: text.to_owned(),
    }
}

fn literal(strength: Strength) -> Literal {
    Literal {
        range: 0..0,
        provider: None,
        model: None,
        service: None,
        kind: EvidenceKind::Bom,
        strength,
    }
}

fn of_model(node: &Node, model: &str) -> Literal {
    Literal {
        provider: party(node).or_else(|| provider_of_model(model)),
        model: Some(model.to_owned()),
        ..literal(Strength::Model)
    }
}

/// The client that a package URL names.
fn of_purl(purl: &str) -> Option<Literal> {
    let (kind, rest) = purl.strip_prefix("pkg:")?.split_once('/')?;
    const REGISTRIES: [&str; 7] = ["pypi", "npm", "cargo", "maven", "nuget", "gem", "composer"];
    let registry = match kind {
        "golang" => "go",
        kind => REGISTRIES.into_iter().find(|known| *known == kind)?,
    };
    let name = rest.split(['?', '#']).next().unwrap_or(rest);
    let name = match name.rfind('@').filter(|at| *at > 0) {
        Some(at) => &name[..at],
        None => name,
    };
    let name = name.replace("%40", "@").replace("%2F", "/");
    let name = match registry {
        "maven" => name.rsplit('/').next().unwrap_or(&name).to_owned(),
        _ => name,
    };
    package_of(registry, &name)
}

/// Scanners name who answers in the supplier, the group, the properties or the package URL.
fn party(node: &Node) -> Option<&'static str> {
    let said = [
        property(node, "provider"),
        node.text_at(&["supplier", "name"]),
        node.text_at(&["provider", "name"]),
        node.text_at(&["manufacturer", "name"]),
        node.text_at(&["publisher"]),
        node.text_at(&["group"]),
    ];
    let hub = node
        .text_at(&["purl"])
        .and_then(|purl| purl.strip_prefix("pkg:"));
    let hub = hub.and_then(|purl| purl.split('/').next());
    let said = said.into_iter().flatten().chain(hub);
    let mut parties = said.filter_map(party_named);
    parties.next()
}

fn party_named(name: &str) -> Option<&'static str> {
    let id = name.trim().to_lowercase().replace([' ', '_', '.'], "-");
    let found = catalogue::provider(&id).or_else(|| catalogue::provider(meant(&id)?));
    found.map(|one| one.id.as_str())
}

/// A property by the end of its name, which scanners begin with their own: `airom:model.id`.
fn property<'n>(node: &'n Node, ends: &str) -> Option<&'n str> {
    let properties = node.get("properties").into_iter().flat_map(Node::items);
    let mut fitting = properties.filter(|one| {
        let name = one.text_at(&["name"]).unwrap_or_default();
        let rest = name.strip_suffix(ends);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with([':', '.', '/']))
    });
    fitting.find_map(|one| one.text_at(&["value"]))
}

/// The host of an address.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', ':', '?']).next().unwrap_or(rest)
}
