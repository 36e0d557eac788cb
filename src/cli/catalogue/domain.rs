use jurymast_plan::catalogue::{self, DomainRecord, OutageSubject};
use jurymast_terms::text::Printout;

use super::lines::{field, sure};

pub(super) fn text(domain: &DomainRecord) -> Printout {
    let mut text = Printout::new();
    text.line(format!("{} ({})", domain.name, domain.id));
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
    let outages = outages(domain);
    if !outages.is_empty() {
        field(&mut text, "recorded outages", &outages.join(", "));
    }
    text
}

/// Those that began in it or hit it, by id, oldest first.
pub(super) fn outages(domain: &DomainRecord) -> Vec<&'static str> {
    let hit = |outage: &&&'static catalogue::Outage| {
        let shared = outage.shared.as_ref().and_then(|one| one.domain.as_ref());
        let hits = outage.hits.iter().filter(|hit| hit.is_loss());
        let named = |what: &OutageSubject| what.name() == domain.id;
        shared == Some(&domain.id) || hits.map(|hit| &hit.what).any(named)
    };
    let found = catalogue::outages().iter().filter(hit);
    found.map(|outage| outage.id.as_str()).collect()
}
