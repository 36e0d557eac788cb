use std::collections::BTreeMap;

use jurymast_terms::source::Span;

use super::entities::{Entity, Reference};
use crate::draft::{Finding, Mapping};

/// That one entity needs another, or one of several.
#[derive(Debug)]
pub(super) struct Need {
    pub(super) from: Reference,
    pub(super) on: Vec<Reference>,
    pub(super) why: String,
    pub(super) place: Span,
}

/// Who needs whom, by the references that end in something of its own.
pub(super) fn needs(all: &BTreeMap<Reference, Entity>, findings: &mut Vec<Finding>) -> Vec<Need> {
    let providers = providers(all);
    let mut found = Vec::new();
    for (from, entity) in all {
        if !matches!(from.kind.as_str(), "component" | "resource") {
            continue;
        }
        for (to, place) in entity.references("dependsOn", "") {
            let to = guessed_kind(to, all);
            found.push(need(from, ends(&to, &providers, all), "dependsOn", place));
        }
        for (by, place) in entity.references("dependencyOf", "") {
            let by = guessed_kind(by, all);
            found.push(need(&by, vec![from.clone()], "dependencyOf", place));
        }
        for (api, place) in entity.references("consumesApis", "api") {
            let why = format!("consumesApis: {}", api.shown());
            found.push(need(from, ends(&api, &providers, all), &why, place));
        }
        if let Some(parent) = entity.spec("subcomponentOf") {
            let message = format!("part of {parent}: say which of them needs the other");
            findings.push(entity.finding(".spec.subcomponentOf", Mapping::Manual, message));
        }
    }
    found
}

fn need(from: &Reference, on: Vec<Reference>, why: &str, place: Span) -> Need {
    Need {
        from: from.clone(),
        on,
        why: why.to_owned(),
        place,
    }
}

/// The components that provide each API.
fn providers(all: &BTreeMap<Reference, Entity>) -> BTreeMap<Reference, Vec<Reference>> {
    let mut found: BTreeMap<Reference, Vec<Reference>> = BTreeMap::new();
    for (reference, entity) in all {
        for (api, _) in entity.references("providesApis", "api") {
            found.entry(api).or_default().push(reference.clone());
        }
    }
    found
}

/// What a reference leads to: of an API the components that provide it. A model server
/// is a thing by itself.
fn ends(
    to: &Reference,
    providers: &BTreeMap<Reference, Vec<Reference>>,
    all: &BTreeMap<Reference, Entity>,
) -> Vec<Reference> {
    if all.get(to).is_some_and(is_model_server) {
        return vec![to.clone()];
    }
    providers
        .get(to)
        .cloned()
        .unwrap_or_else(|| vec![to.clone()])
}

/// Whether an API is a server of models.
pub(super) fn is_model_server(entity: &Entity) -> bool {
    entity.kind == "api" && entity.spec("type") == Some("ai-model-server")
}

/// A reference without the kind that its field asks for: a component, else a resource,
/// else an API.
fn guessed_kind(reference: Reference, all: &BTreeMap<Reference, Entity>) -> Reference {
    if !reference.kind.is_empty() {
        return reference;
    }
    let of_kind = |kind: &str| Reference {
        kind: kind.to_owned(),
        ..reference.clone()
    };
    let kinds = ["component", "resource", "api"].into_iter();
    let known = kinds.map(of_kind).find(|one| all.contains_key(one));
    known.unwrap_or_else(|| of_kind("component"))
}
