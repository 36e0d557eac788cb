//! What is known of a provider.

use std::cmp::Reverse;

use crate::render::Input;
use crate::render::paths::UP;
use crate::render::views::{self, LinkView};
use jurymast_plan::catalogue::{self, Outage};
use jurymast_plan::model::{
    BindingRole, Component, ComponentId, Contract, Evidence, Level, Provider,
};
use jurymast_terms::units::Lasting;
use jurymast_terms::wording;

pub(super) struct DomainView {
    pub name: String,
    pub href: Option<String>,
    /// "its loss is the provider's loss", "its loss degrades the provider".
    pub effect: &'static str,
    pub why: String,
    pub confidence: &'static str,
}

pub(super) struct OutageView {
    pub on: String,
    pub title: String,
    pub lasted: String,
    /// The endpoints, scope and share of calls, as far as recorded.
    pub hit: String,
    pub confidence: &'static str,
    pub source: String,
    pub source_href: Option<String>,
}

pub(super) struct Fact {
    pub term: &'static str,
    pub text: String,
}

/// The domains it stands in, then those the catalogue is not sure of.
pub(super) fn domains(
    input: &Input,
    component: &Component,
    provider: &Provider,
) -> Vec<DomainView> {
    let bound = component
        .bindings
        .iter()
        .filter(|one| one.role == BindingRole::Domain);
    let sure = bound.map(|binding| {
        let LinkView { href, label } = views::component_link(input.plan(), binding.to, UP);
        let (why, confidence) = evidence(binding.evidence.as_ref());
        DomainView {
            name: label,
            href: Some(href),
            effect: match binding.effect {
                Level::Down => "its loss is the provider's loss",
                Level::Degraded | Level::Up => "its loss degrades the provider",
            },
            why,
            confidence,
        }
    });
    let unsure = provider.unconfirmed.iter().map(|domain| {
        let (why, confidence) = evidence(Some(&domain.evidence));
        DomainView {
            name: domain.name.clone(),
            href: None,
            effect: "not counted",
            why,
            confidence,
        }
    });
    sure.chain(unsure).collect()
}

fn evidence(evidence: Option<&Evidence>) -> (String, &'static str) {
    evidence.map_or(("the plan says so".to_owned(), ""), |evidence| {
        (evidence.why.clone(), evidence.confidence.as_str())
    })
}

/// The recorded ones, newest first.
pub(super) fn outages(provider: &Component) -> Vec<OutageView> {
    let known = catalogue::outages_of(&provider.id).iter().map(|at| {
        let hit = (&at.scope, at.endpoints.as_slice(), &at.share);
        outage_view(at.outage, at.lasted.to_string(), hit)
    });
    let others = catalogue::outages_without_length(&provider.id);
    let others = others.iter().map(|at| {
        let lasted = match at.is_for_good {
            true => Lasting::Forever.to_string(),
            false => "not recorded".to_owned(),
        };
        let hit = (&at.scope, at.endpoints.as_slice(), &at.share);
        outage_view(at.outage, lasted, hit)
    });
    let mut all: Vec<(&'static Outage, OutageView)> = known.chain(others).collect();
    all.sort_by_key(|(outage, _)| (Reverse(outage.on()), &outage.id));
    all.into_iter().map(|(_, view)| view).collect()
}

fn outage_view(
    outage: &'static Outage,
    lasted: String,
    (scope, endpoints, share): (&Option<String>, &[String], &Option<String>),
) -> (&'static Outage, OutageView) {
    let mut hit: Vec<String> = scope.iter().cloned().collect();
    if !endpoints.is_empty() {
        hit.push(endpoints.join(", "));
    }
    hit.extend(share.iter().map(|share| format!("{share} of calls failed")));
    let source = outage.first_source();
    let view = OutageView {
        on: outage.on().to_string(),
        title: outage.title.clone(),
        lasted,
        hit: match hit.is_empty() {
            true => "the whole API".to_owned(),
            false => hit.join("; "),
        },
        confidence: outage.confidence.as_str(),
        source: source.to_owned(),
        source_href: views::outside(source),
    };
    (outage, view)
}

pub(super) fn contract(contract: &Contract) -> Vec<Fact> {
    let Contract {
        reference,
        rto,
        notice,
        substitutability,
        exit_plan,
        exit_tested,
    } = contract;
    let facts = [
        ("Reference", reference.clone()),
        ("Promised back within", rto.map(|rto| rto.value.to_string())),
        ("Notice", notice.map(|notice| notice.to_string())),
        (
            "Substitutability",
            substitutability.map(|one| one.words().to_owned()),
        ),
        ("Exit plan", exit_plan.clone()),
        ("Exit tested", exit_tested.map(|day| day.to_string())),
    ];
    let said = facts
        .into_iter()
        .filter_map(|(term, text)| Some(Fact { term, text: text? }));
    said.collect()
}

/// A model or endpoint of the provider that ends, and what uses it.
pub(super) struct EndView {
    pub what: String,
    pub on: String,
    pub left: String,
    pub replacement: String,
    pub user: LinkView,
    pub why: String,
}

pub(super) fn ends(input: &Input, users: &[ComponentId]) -> Vec<EndView> {
    use jurymast_plan::model::Detail;
    let mut ends: Vec<_> = users
        .iter()
        .filter_map(|&id| match &input.plan().component(id).detail {
            Detail::Ai(ai) => ai.retirement.as_ref().map(|end| (end, id)),
            Detail::Endpoint(endpoint) => endpoint.retirement.as_ref().map(|end| (end, id)),
            _ => None,
        })
        .collect();
    ends.sort_by_key(|(end, id)| (end.on, *id));
    let view = |(end, id): (&jurymast_plan::model::Retirement, ComponentId)| EndView {
        what: end.what.clone(),
        on: end.on.to_string(),
        left: match input.today.days_until(end.on) {
            days @ ..0 => format!("{} ago", wording::days(days.unsigned_abs())),
            days => format!("in {}", wording::days(days.unsigned_abs())),
        },
        replacement: end
            .replacement
            .clone()
            .unwrap_or_else(|| "not named".to_owned()),
        user: views::component_link(input.plan(), id, UP),
        why: end
            .evidence
            .as_ref()
            .map_or_else(String::new, |one| one.why.clone()),
    };
    ends.into_iter().map(view).collect()
}
