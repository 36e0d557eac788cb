use serde_json::json;

use crate::cli::table::wrap;
use jurymast_plan::catalogue::{self, AtProvider, Provider};
use jurymast_plan::model::Symptom;

use super::lines::{field, sure};
use super::outage;

pub(super) fn text(provider: &Provider) -> String {
    let mut text = format!("{} ({})\n", provider.name, provider.id);
    field(&mut text, "kind", &provider.kind);
    if provider.self_hosted {
        field(&mut text, "hosted", "by yourself");
    }
    if !provider.hosts.is_empty() {
        field(&mut text, "hosts", &provider.hosts.join(", "));
    }
    if let Some(modality) = &provider.modality {
        field(&mut text, "modality", modality);
    }
    if let Some(page) = &provider.status_page {
        field(
            &mut text,
            "status page",
            &format!("{} ({})", page.url, page.format),
        );
    }
    if !provider.also_served_by.is_empty() {
        field(
            &mut text,
            "its models also at",
            &provider.also_served_by.join(", "),
        );
    }
    if !provider.hosts_models_of.is_empty() {
        field(
            &mut text,
            "serves models of",
            &provider.hosts_models_of.join(", "),
        );
    }
    field(
        &mut text,
        "known from",
        &format!(
            "{} ({}, {})",
            provider.source,
            sure(provider.confidence),
            provider.checked
        ),
    );
    if let Some(note) = &provider.note {
        field(&mut text, "note", note);
    }
    if !provider.endpoints.is_empty() {
        text.push_str("\nENDPOINTS\n");
        for endpoint in &provider.endpoints {
            let mut line = endpoint.id.clone();
            if endpoint.default {
                line.push_str(" (taken when a plan names none)");
            }
            if let Some(day) = endpoint.retired {
                line.push_str(&format!(", removed on {day}"));
            }
            line.push_str(&format!(" [{}]", sure(endpoint.confidence)));
            text.push_str(&wrap(&line, 2, 4));
        }
    }
    if !provider.domains.is_empty() {
        text.push_str("\nSTANDS IN\n");
        for row in &provider.domains {
            let sure = row.confidence;
            let used = if sure.is_known() { "" } else { ", not used" };
            let part = if row.endpoints.is_empty() {
                String::new()
            } else {
                format!(" for {}", row.endpoints.join(", "))
            };
            let line = format!(
                "{}{part}: {} with it [{sure}{used}]. {}",
                row.id, row.effect, row.why
            );
            text.push_str(&wrap(&line, 2, 4));
        }
    }
    recorded(&mut text, provider);
    if let Some(list) = catalogue::models(&provider.id) {
        text.push_str(&format!("\nMODELS WITH A KNOWN END (read {})\n", list.read));
        let mut models: Vec<_> = list.models.iter().collect();
        models.sort_by(|a, b| b.retires.cmp(&a.retires).then(a.id.cmp(&b.id)));
        for model in models {
            let (_, sure) = list.source_of(model);
            let instead = match model.replacement.as_deref() {
                Some("none") => ", no replacement".to_owned(),
                Some(other) => format!(", instead: {other}"),
                None => String::new(),
            };
            let line = format!("{} {}{instead} [{}]", model.retires, model.id, sure);
            text.push_str(&wrap(&line, 2, 4));
        }
    }
    text
}

pub(super) fn json(provider: &Provider) -> serde_json::Value {
    let models = catalogue::models(&provider.id);
    serde_json::json!({
        "version": 1,
        "provider": {
            "id": provider.id,
            "name": provider.name,
            "kind": provider.kind,
            "self_hosted": provider.self_hosted,
            "own_hardware": provider.own_hardware,
            "hosts": provider.hosts,
            "modality": provider.modality,
            "also_served_by": provider.also_served_by,
            "hosts_models_of": provider.hosts_models_of,
            "checked": provider.checked.to_string(),
            "confidence": sure(provider.confidence),
            "source": provider.source,
            "note": provider.note,
            "status_page": provider.status_page.as_ref().map(|page| json!({
                "url": page.url,
                "format": page.format,
                "summary": page.summary,
                "note": page.note,
            })),
            "endpoints": provider.endpoints.iter().map(|endpoint| json!({
                "id": endpoint.id,
                "name": endpoint.name,
                "default": endpoint.default,
                "models": endpoint.models,
                "retired": endpoint.retired.map(|day| day.to_string()),
                "confidence": sure(endpoint.confidence),
                "source": endpoint.source,
            })).collect::<Vec<_>>(),
            "domains": provider.domains.iter().map(|row| json!({
                "id": row.id,
                "effect": row.effect.as_str(),
                "endpoints": row.endpoints,
                "confidence": sure(row.confidence),
                "used": row.confidence.is_known(),
                "why": row.why,
            })).collect::<Vec<_>>(),
            "outages": catalogue::outages_of(&provider.id).iter().map(outage_json).collect::<Vec<_>>(),
            "restored": outage::estimate_json(&catalogue::estimate(&provider.id, None)),
            "models": models.map(|list| list.models.iter().map(|model| {
                let (source, surety) = list.source_of(model);
                json!({
                    "id": model.id,
                    "retires": model.retires.to_string(),
                    "announced": model.announced.map(|day| day.to_string()),
                    "replacement": model.replacement,
                    "note": model.note,
                    "confidence": sure(surety),
                    "source": source,
                })
            }).collect::<Vec<_>>()),
        },
    })
}

fn recorded(text: &mut String, provider: &Provider) {
    let outages = catalogue::outages_of(&provider.id);
    if outages.is_empty() {
        return;
    }
    text.push_str("\nRECORDED OUTAGES, longest first\n");
    for at in outages {
        let scope = at
            .scope
            .map_or_else(String::new, |scope| format!(", {scope}"));
        let line = format!(
            "{}, {}{scope}: {} [{}]",
            at.outage.id,
            at.lasted,
            at.outage.title,
            sure(at.outage.confidence)
        );
        text.push_str(&wrap(&line, 2, 4));
    }
    let estimate = catalogue::estimate(&provider.id, None);
    text.push_str(&wrap(&format!("{estimate}."), 2, 4));
    for left in &estimate.left_out {
        let line = format!("not counted: {} ({})", left.id, left.why);
        text.push_str(&wrap(&line, 4, 6));
    }
    for outage in &estimate.without_end {
        let line = format!("not counted: {} (its end is not recorded)", outage.id);
        text.push_str(&wrap(&line, 4, 6));
    }
}

fn outage_json(at: &AtProvider) -> serde_json::Value {
    let outage = at.outage;
    json!({
        "id": outage.id,
        "title": outage.title,
        "on": outage.on().to_string(),
        "lasted_s": at.lasted.seconds(),
        "endpoints": at.endpoints,
        "scope": at.scope,
        "share": at.share,
        "symptoms": at.symptoms.iter().copied().map(Symptom::as_str).collect::<Vec<_>>(),
        "cause": outage.cause.text,
        "lesson": outage.lesson,
        "domain": outage.shared.as_ref().and_then(|shared| shared.domain.as_deref()),
        "note": outage.note,
        "confidence": sure(outage.confidence),
        "source": outage.sources.first().map(catalogue::Source::name),
    })
}
