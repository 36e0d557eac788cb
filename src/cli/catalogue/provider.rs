use jurymast_plan::catalogue::{self, ProviderRecord};
use jurymast_terms::text::Printout;

use super::lines::{field, sure};

pub(super) fn text(provider: &ProviderRecord) -> Printout {
    let mut text = Printout::new();
    text.line(format!("{} ({})", provider.name, provider.id));
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
        text.blank();
        text.line("ENDPOINTS");
        for endpoint in &provider.endpoints {
            let mut line = endpoint.id.clone();
            if endpoint.default {
                line.push_str(" (taken when a plan names none)");
            }
            if let Some(day) = endpoint.retired {
                line.push_str(&format!(", removed on {day}"));
            }
            line.push_str(&format!(" [{}]", sure(endpoint.confidence)));
            text.wrapped(line, 2, 4);
        }
    }
    if !provider.domains.is_empty() {
        text.blank();
        text.line("STANDS IN");
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
            text.wrapped(line, 2, 4);
        }
    }
    recorded(&mut text, provider);
    if let Some(list) = catalogue::models(&provider.id) {
        text.blank();
        text.line(format!("MODELS WITH A KNOWN END (read {})", list.read));
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
            text.wrapped(line, 2, 4);
        }
    }
    text
}

fn recorded(text: &mut Printout, provider: &ProviderRecord) {
    let outages = catalogue::outages_of(&provider.id);
    if outages.is_empty() {
        return;
    }
    text.blank();
    text.line("RECORDED OUTAGES, longest first");
    for at in outages {
        let scope = at
            .scope
            .as_ref()
            .map_or_else(String::new, |scope| format!(", {scope}"));
        let line = format!(
            "{}, {}{scope}: {} [{}]",
            at.outage.id,
            at.lasted,
            at.outage.title,
            sure(at.outage.confidence)
        );
        text.wrapped(line, 2, 4);
    }
    let estimate = catalogue::estimate(&provider.id, None);
    text.wrapped(format!("{estimate}."), 2, 4);
    for left in &estimate.left_out {
        let line = format!("not counted: {} ({})", left.id, left.why);
        text.wrapped(line, 4, 6);
    }
    for outage in &estimate.without_end {
        let line = format!("not counted: {} (its end is not recorded)", outage.id);
        text.wrapped(line, 4, 6);
    }
}
