use std::path::{Component, Path};

use jurymast_import::cyclonedx::{BomPart, PartSort, parts};
use jurymast_import::tree::Node;
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

/// The models, the services and the clients that another scanner has found, each where that
/// one saw it, if the place is there; else where the list names it.
pub fn bom_evidence(bom: &BomFile<'_>) -> Vec<Evidence> {
    let (_, all) = parts(bom.root);
    all.iter().flat_map(|part| bom.part(part)).collect()
}

impl BomFile<'_> {
    fn part(&self, part: &BomPart<'_>) -> Vec<Evidence> {
        let node = part.node;
        let Some(name) = node.text_at(&["name"]) else {
            return Vec::new();
        };
        match part.sort {
            PartSort::Model => {
                let model = model_id(node).unwrap_or(name);
                self.places(node, model, &of_model(part, model))
            }
            PartSort::Service => self.places(node, name, &of_service(part, name)),
            PartSort::Library => match node.text_at(&["purl"]).and_then(of_purl) {
                Some(client) => self.places(node, name, &client),
                None => Vec::new(),
            },
            PartSort::Program => Vec::new(),
        }
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

fn of_model(part: &BomPart<'_>, model: &str) -> Literal {
    Literal {
        provider: part.party().or_else(|| provider_of_model(model)),
        model: Some(model.to_owned()),
        ..literal(Strength::Model)
    }
}

fn of_service(part: &BomPart<'_>, name: &str) -> Literal {
    let provider = part.party();
    Literal {
        provider,
        service: provider.is_none().then(|| name.to_owned()),
        ..literal(Strength::Host)
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

/// The id that calls name, in a property that scanners begin with their own name:
/// `airom:model.id`.
fn model_id(node: &Node) -> Option<&str> {
    let properties = node.get("properties").into_iter().flat_map(Node::items);
    let mut fitting = properties.filter(|one| {
        let name = one.text_at(&["name"]).unwrap_or_default();
        name == "model.id" || name.ends_with(":model.id")
    });
    fitting.find_map(|one| one.text_at(&["value"]))
}
