use jurymast_plan::catalogue::{self, OutageAtProvider};
use jurymast_plan::model::{ComponentId, Detail, Plan};
use jurymast_terms::units::Link;

use crate::render::views::Reference;

/// The longest recorded outage of who is behind a requirement.
pub(super) struct Record {
    pub(super) provider: Reference,
    pub(super) count: usize,
    pub(super) longest: Option<LongestOutage>,
}

pub(super) struct LongestOutage {
    pub(super) title: String,
    pub(super) on: String,
    pub(super) lasted: String,
    pub(super) share: Option<String>,
    pub(super) confidence: &'static str,
    pub(super) source: String,
    pub(super) source_href: Option<String>,
}

impl Record {
    /// `None` when no outside party with a record stands behind the component.
    pub(super) fn of(plan: &Plan, id: ComponentId, root: &str) -> Option<Self> {
        let provider = plan.provider_of(id)?;
        let outages = catalogue::outages_of(&plan.component(provider).id);
        let endpoint = endpoint_of(plan, id);
        let hits = |outage: &&OutageAtProvider| {
            outage.scope.is_none()
                && (outage.endpoints.is_empty()
                    || endpoint.is_none_or(|at| names(&outage.endpoints, at)))
        };
        let fitting: Vec<_> = outages.iter().filter(hits).collect();
        let longest = fitting
            .iter()
            .max_by_key(|outage| (outage.lasted, outage.outage.on()));
        Some(Self {
            provider: Reference::to(plan, provider, root),
            count: fitting.len(),
            longest: longest.map(|outage| LongestOutage {
                title: outage.outage.title.clone(),
                on: outage.outage.on().to_string(),
                lasted: outage.lasted.to_string(),
                share: outage.share.clone(),
                confidence: outage.outage.confidence.as_str(),
                source: outage.source().to_owned(),
                source_href: outage
                    .source()
                    .parse::<Link>()
                    .ok()
                    .map(|link| link.to_string()),
            }),
        })
    }
}

fn endpoint_of(plan: &Plan, id: ComponentId) -> Option<&str> {
    let component = plan.component(id);
    match &component.detail {
        Detail::Ai(ai) => ai.endpoint.map(|at| plan.component(at).id.as_str()),
        Detail::Endpoint(_) => Some(component.id.as_str()),
        _ => None,
    }
}

fn names(endpoints: &[String], endpoint: &str) -> bool {
    let last = endpoint.rsplit('/').next();
    endpoints
        .iter()
        .any(|one| one == endpoint || Some(one.as_str()) == last)
}
