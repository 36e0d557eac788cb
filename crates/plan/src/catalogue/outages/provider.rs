use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::catalogue::provider_ids;
use crate::model::{Level, Symptom};
use jurymast_terms::units::Duration;

use super::load::outages;
use super::record::{End, HitRecord, Outage, phases};

/// An outage as one provider's API had it.
#[derive(Debug)]
pub struct OutageAtProvider {
    /// The whole of it.
    pub outage: &'static Outage,
    /// The worst that the provider was in.
    pub level: Level,
    /// From its first loss to the end of its last, the time between phases left out.
    pub lasted: Duration,
    /// `openai/realtime`; empty: the whole of the provider.
    pub endpoints: Vec<String>,
    /// The share of calls that failed, where it is recorded.
    pub share: Option<String>,
    /// What part was hit, where it was not the API as a whole.
    pub scope: Option<String>,
    /// What callers saw.
    pub symptoms: Vec<Symptom>,
}

/// An outage of a provider's API of which no length is known.
#[derive(Debug, Clone)]
pub struct OutageWithoutLength {
    /// The whole of it.
    pub outage: &'static Outage,
    /// It has no end: what was lost stays so. Else nobody recorded when it ended.
    pub is_for_good: bool,
    /// `openai/realtime`; empty: the whole of the provider.
    pub endpoints: Vec<String>,
    /// The share of calls that failed, where it is recorded.
    pub share: Option<String>,
    /// What part was hit, where it was not the API as a whole.
    pub scope: Option<String>,
}

/// The outages of a provider's API of which it is known how long they lasted,
/// longest first; none of what the catalogue does not know.
pub fn outages_of(provider: &str) -> &'static [OutageAtProvider] {
    static ALL: LazyLock<BTreeMap<&'static str, Vec<OutageAtProvider>>> = LazyLock::new(|| {
        let ids = provider_ids().map(|id| (id, of_provider(id)));
        ids.collect()
    });
    ALL.get(provider).map_or(&[], Vec::as_slice)
}

/// The others of its outages, in the order of their days: those whose end nobody recorded,
/// and those that have none.
pub fn outages_without_length(provider: &str) -> Vec<OutageWithoutLength> {
    let known = outages_of(provider);
    let is_known = |outage: &Outage| known.iter().any(|at| at.outage.id == outage.id);
    let others = outages().iter().copied().filter(|one| !is_known(one));
    let found = others.filter_map(|outage| {
        let hits = hits_on(outage, provider);
        (!hits.is_empty()).then(|| OutageWithoutLength {
            outage,
            is_for_good: hits.iter().all(|hit| hit.end == End::Never),
            endpoints: endpoints(&hits),
            share: share(&hits),
            scope: scope(&hits),
        })
    });
    found.collect()
}

/// Its losses of a provider.
fn hits_on(outage: &'static Outage, provider: &str) -> Vec<&'static HitRecord> {
    let hits = outage.hits.iter();
    hits.filter(|hit| hit.is_loss() && hit.counts() && hit.provider() == Some(provider))
        .collect()
}

/// None where the whole of the provider was hit.
fn endpoints(hits: &[&HitRecord]) -> Vec<String> {
    match hits.iter().any(|hit| hit.endpoint().is_none()) {
        true => Vec::new(),
        false => hits.iter().map(|hit| hit.what.name().to_owned()).collect(),
    }
}

fn share(hits: &[&HitRecord]) -> Option<String> {
    hits.iter().find_map(|hit| hit.share.clone())
}

fn of_provider(id: &str) -> Vec<OutageAtProvider> {
    let at = |outage: &&'static Outage| OutageAtProvider::of(outage, id);
    let mut found: Vec<_> = outages().iter().filter_map(at).collect();
    found.sort_by(|a, b| {
        let order = b.lasted.cmp(&a.lasted);
        order.then_with(|| a.outage.id.cmp(&b.outage.id))
    });
    found
}

impl OutageAtProvider {
    fn of(outage: &'static Outage, provider: &str) -> Option<Self> {
        let hits = hits_on(outage, provider);
        let start = hits.iter().map(|hit| hit.start).min()?;
        let ends = hits.iter().map(|hit| match hit.end {
            End::At(end) => Some(end),
            End::Unknown | End::Never => None,
        });
        // One part whose end is not known leaves the length of the whole unknown.
        let ends: Option<Vec<_>> = ends.collect();
        let end = ends?.into_iter().max()?;
        let lasted = phases(hits.iter().copied(), start, end)?.0;
        let mut symptoms: Vec<Symptom> = Vec::new();
        for symptom in hits.iter().flat_map(|hit| hit.known_symptoms()) {
            if !symptoms.contains(symptom) {
                symptoms.push(*symptom);
            }
        }
        Some(Self {
            outage,
            level: hits.iter().map(|hit| hit.level).max()?,
            lasted,
            endpoints: endpoints(&hits),
            share: share(&hits),
            scope: scope(&hits),
            symptoms,
        })
    }
}

/// `None` as soon as one hit has no limits of its own.
fn scope(hits: &[&HitRecord]) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for hit in hits {
        let part = hit.scope.as_deref()?;
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    Some(parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_of_openai_come_first() {
        let all = outages_of("openai");
        assert_eq!(all[0].outage.id, "openai-2026-08-31");
        assert_eq!(all[0].lasted.to_string(), "20h 37m 50s");
        assert_eq!(all[0].endpoints, ["openai/responses"]);
        assert_eq!(all[1].outage.id, "openai-2025-06-10");
        assert_eq!(all[1].lasted.to_string(), "12h 54m");
        assert!(all[1].endpoints.is_empty() && all[1].scope.is_none());
    }

    #[test]
    fn each_provider_has_its_own_end_of_a_common_outage() {
        let lasted = |provider| {
            let all = outages_of(provider);
            let one = all
                .iter()
                .find(|o| o.outage.id == "google-cloud-2025-06-12");
            one.map(|at| at.lasted.to_string())
        };
        assert_eq!(lasted("cloudflare-ai").as_deref(), Some("2h 28m"));
        assert_eq!(lasted("google-vertex").as_deref(), Some("7h 27m"));
        assert_eq!(lasted("openrouter"), None);
    }

    #[test]
    fn a_retirement_has_no_length() {
        let gone = |at: &OutageAtProvider| at.outage.id == "openai-2026-09-24";
        assert!(!outages_of("openai").iter().any(gone));
    }
}
