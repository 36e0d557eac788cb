use serde_json::json;

use crate::catalogue::{self, Domain, Provider};
use crate::model::Confidence;
use crate::suggest;

use super::args::{Catalogue, CatalogueCommand, Listed, Output};
use super::exit::{Exit, Failure};
use super::table::wrap;
use super::terminal;

pub(super) fn run(args: &Catalogue) -> Result<Exit, Failure> {
    match &args.what {
        CatalogueCommand::List { what, output } => list(*what, output.format),
        CatalogueCommand::Show { id, output } => show(id, output.format),
    }
}

fn list(what: Listed, output: Output) -> Result<Exit, Failure> {
    let rows: Vec<(String, String, String, Confidence)> = match what {
        Listed::Providers => catalogue::provider_ids()
            .filter_map(catalogue::provider)
            .map(|one| {
                (
                    one.id.clone(),
                    one.kind.clone(),
                    one.name.clone(),
                    one.confidence.into(),
                )
            })
            .collect(),
        Listed::Domains => catalogue::domains()
            .iter()
            .map(|one| {
                (
                    one.id.clone(),
                    one.kind.clone(),
                    one.name.clone(),
                    one.confidence.into(),
                )
            })
            .collect(),
    };
    let key = match what {
        Listed::Providers => "providers",
        Listed::Domains => "domains",
    };
    if output == Output::Json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(id, kind, name, confidence)| {
                json!({ "id": id, "kind": kind, "name": name, "confidence": confidence.as_str() })
            })
            .collect();
        return terminal::print_json(&json!({ "version": 1, key: rows }));
    }
    let mut text = String::new();
    for (id, kind, name, _) in &rows {
        let name = shorten(name, 37);
        text.push_str(&format!("{id:<25} {kind:<16} {name}\n"));
    }
    text.push_str(&format!(
        "\n{} {key}; `jurymast catalogue show ID` says what is known, and how surely.\n",
        rows.len()
    ));
    terminal::print(&text)?;
    Ok(Exit::Clean)
}

fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width - 3).collect();
    format!("{}...", kept.trim_end())
}

fn show(id: &str, output: Output) -> Result<Exit, Failure> {
    if let Some(provider) = catalogue::provider(id) {
        return match output {
            Output::Text => terminal::print(&provider_text(provider)).map(|()| Exit::Clean),
            Output::Json => terminal::print_json(&provider_json(provider)),
        };
    }
    if let Some(domain) = catalogue::domain(id) {
        return match output {
            Output::Text => terminal::print(&domain_text(domain)).map(|()| Exit::Clean),
            Output::Json => terminal::print_json(&domain_json(domain)),
        };
    }
    let known = catalogue::provider_ids().chain(catalogue::domains().iter().map(|d| d.id.as_str()));
    let near = suggest::nearest(id, known);
    let failure = Failure::error(format!("the catalogue knows no `{id}`"));
    Err(match near {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`jurymast catalogue list` shows what it knows"),
    })
}

fn field(text: &mut String, name: &str, value: &str) {
    text.push_str(&wrap(&format!("{name}: {value}"), 2, 4));
}

fn provider_text(provider: &Provider) -> String {
    let sure = Confidence::from(provider.confidence);
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
        &format!("{} ({sure}, {})", provider.source, provider.checked),
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
            line.push_str(&format!(" [{}]", Confidence::from(endpoint.confidence)));
            text.push_str(&wrap(&line, 2, 4));
        }
    }
    if !provider.domains.is_empty() {
        text.push_str("\nSTANDS IN\n");
        for row in &provider.domains {
            let sure = Confidence::from(row.confidence);
            let used = if sure < Confidence::Secondary {
                ", not used"
            } else {
                ""
            };
            let part = if row.endpoints.is_empty() {
                String::new()
            } else {
                format!(" for {}", row.endpoints.join(", "))
            };
            let line = format!(
                "{}{part}: {} with it [{sure}{used}]. {}",
                row.id,
                row.effect.level(),
                row.why
            );
            text.push_str(&wrap(&line, 2, 4));
        }
    }
    let outages = catalogue::outages_of(&provider.id);
    if !outages.is_empty() {
        text.push_str("\nRECORDED OUTAGES, longest first\n");
        for outage in outages {
            let lasted = outage
                .lasted
                .map_or_else(String::new, |lasted| format!(", {lasted}"));
            let scope = outage
                .scope
                .as_ref()
                .map_or_else(String::new, |scope| format!(", {scope}"));
            let sure = Confidence::from(outage.confidence);
            let line = format!("{}{lasted}{scope}: {} [{sure}]", outage.id, outage.title);
            text.push_str(&wrap(&line, 2, 4));
        }
    }
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
            let line = format!(
                "{} {}{instead} [{}]",
                model.retires,
                model.id,
                Confidence::from(sure)
            );
            text.push_str(&wrap(&line, 2, 4));
        }
    }
    text
}

fn domain_text(domain: &Domain) -> String {
    let mut text = format!("{} ({})\n", domain.name, domain.id);
    field(&mut text, "kind", &domain.kind);
    field(&mut text, "also called", &domain.tag);
    if !domain.within.is_empty() {
        field(&mut text, "in", &domain.within.join(", "));
    }
    field(
        &mut text,
        "confidence",
        Confidence::from(domain.confidence).as_str(),
    );
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

fn provider_json(provider: &Provider) -> serde_json::Value {
    let sure = |surety| Confidence::from(surety).as_str();
    let models = catalogue::models(&provider.id);
    json!({
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
                "effect": row.effect.level().as_str(),
                "endpoints": row.endpoints,
                "confidence": sure(row.confidence),
                "used": Confidence::from(row.confidence) >= Confidence::Secondary,
                "why": row.why,
            })).collect::<Vec<_>>(),
            "outages": catalogue::outages_of(&provider.id).iter().map(|outage| json!({
                "id": outage.id,
                "title": outage.title,
                "on": outage.on.to_string(),
                "lasted_s": outage.lasted.map(|lasted| lasted.seconds()),
                "endpoints": outage.endpoints,
                "scope": outage.scope,
                "share": outage.share,
                "symptoms": outage.symptoms,
                "cause": outage.cause,
                "lesson": outage.lesson,
                "domain": outage.domain,
                "note": outage.note,
                "confidence": sure(outage.confidence),
                "source": outage.source,
            })).collect::<Vec<_>>(),
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

fn domain_json(domain: &Domain) -> serde_json::Value {
    json!({
        "version": 1,
        "domain": {
            "id": domain.id,
            "tag": domain.tag,
            "name": domain.name,
            "kind": domain.kind,
            "in": domain.within,
            "note": domain.note,
            "confidence": Confidence::from(domain.confidence).as_str(),
        },
    })
}
