use jurymast_plan::catalogue::{self, ModelList, ProviderRecord};
use jurymast_plan::model::AfterEnd;
use jurymast_terms::text::Printout;
use jurymast_terms::units::Date;
use jurymast_terms::wording;

use super::gateway;
use super::lines::{field, read_on, sure};

/// `today` says how old the facts of models are.
pub(super) fn text(provider: &ProviderRecord, today: Date) -> Printout {
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
    if let Some(credit) = &provider.credit_spent {
        let seen: Vec<&str> = credit.symptoms.iter().map(|one| one.as_str()).collect();
        let line = format!(
            "{} [{}]. {}",
            wording::or(&seen),
            sure(credit.confidence),
            credit.source
        );
        field(&mut text, "once the credit is spent", &line);
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
    if let Some(known) = &provider.gateway {
        gateway::lines(&mut text, known);
    }
    recorded(&mut text, provider);
    if let Some(list) = catalogue::models(&provider.id) {
        let read = read_on(list.read, today);
        text.blank();
        text.line(format!("MODELS WITH A KNOWN END, {read}"));
        let ends = list.models.iter();
        let mut ends: Vec<_> = ends.filter_map(|one| Some((one.retires?, one))).collect();
        ends.sort_by(|(a, one), (b, other)| b.cmp(a).then(one.id.cmp(&other.id)));
        for (retires, model) in ends {
            let (_, sure) = list.source_of(model);
            let instead = match model.replacement.as_deref() {
                Some("none") => ", no replacement".to_owned(),
                Some(other) if model.after == AfterEnd::Redirects => {
                    format!(", then answered by {other}")
                }
                Some(other) => format!(", instead: {other}"),
                None => String::new(),
            };
            let line = format!("{retires} {}{instead} [{sure}]", model.id);
            text.wrapped(line, 2, 4);
        }
        without_end(&mut text, list);
    }
    text
}

/// Models that are promised for a time, or whose end has no day yet.
fn without_end(text: &mut Printout, list: &ModelList) {
    let alive = list.models.iter();
    let alive: Vec<_> = alive.filter_map(|one| Some((one.status?, one))).collect();
    if alive.is_empty() && list.listed.is_empty() {
        return;
    }
    text.blank();
    text.line("MODELS WITHOUT A KNOWN END");
    for (status, model) in alive {
        let (_, sure) = list.source_of(model);
        let floor = model.earliest.map(|day| format!(", not before {day}"));
        let floor = floor.unwrap_or_default();
        text.wrapped(format!("{}, {status}{floor} [{sure}]", model.id), 2, 4);
    }
    if !list.listed.is_empty() {
        let listed = format!(
            "listed, of which nothing is said: {}",
            list.listed.join(", ")
        );
        text.wrapped(listed, 2, 4);
    }
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
