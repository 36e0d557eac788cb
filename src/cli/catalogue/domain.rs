use crate::catalogue::{self, Domain};

use super::show::{field, sure};

pub(super) fn text(domain: &Domain) -> String {
    let mut text = format!("{} ({})\n", domain.name, domain.id);
    field(&mut text, "kind", &domain.kind);
    field(&mut text, "also called", &domain.tag);
    if !domain.within.is_empty() {
        field(&mut text, "in", &domain.within.join(", "));
    }
    field(&mut text, "confidence", sure(domain.confidence));
    if let Some(note) = &domain.note {
        field(&mut text, "note", note);
    }
    let within: Vec<&str> = catalogue::provider_ids()
        .filter_map(catalogue::provider)
        .filter(|provider| provider.domains.iter().any(|row| row.id == domain.id))
        .map(|provider| provider.id.as_str())
        .collect();
    if !within.is_empty() {
        field(&mut text, "providers in it", &within.join(", "));
    }
    text
}

pub(super) fn json(domain: &Domain) -> serde_json::Value {
    serde_json::json!({
        "version": 1,
        "domain": {
            "id": domain.id,
            "tag": domain.tag,
            "name": domain.name,
            "kind": domain.kind,
            "in": domain.within,
            "note": domain.note,
            "confidence": sure(domain.confidence),
        },
    })
}
