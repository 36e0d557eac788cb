use crate::model::{Level, Symptom};

use super::record::{End, HitRecord, Outage, OutageSubject};

/// A loss of an outage in seconds from its start, for a replay.
#[derive(Debug, Clone, Copy)]
pub struct Strike<'a> {
    /// As plans name it: provider, endpoint, domain or lineage.
    pub on: &'a str,
    /// Beginnings of the model ids that are hit; empty: all of them.
    pub models: &'a [String],
    /// Only who stands in one of these domains is hit; empty: all.
    pub places: &'a [String],
    /// When, in seconds from the start of the outage.
    pub at: u64,
    /// `None`: it never comes back.
    pub until: Option<u64>,
    /// Degraded or down.
    pub level: Level,
    /// What callers saw together; empty: not recorded.
    pub symptoms: &'a [Symptom],
}

impl Outage {
    /// What it did to things that a plan can name, in order of the record; `None`
    /// when the end of a part is not known, so that nobody can replay it, and
    /// empty when only other products were hit, or sources disagree.
    pub fn strikes(&self) -> Option<Vec<Strike<'_>>> {
        let losses = self.hits.iter().filter(|hit| hit.is_loss() && hit.counts());
        losses
            .filter_map(|hit| match &hit.what {
                OutageSubject::Component(id) => Some((hit, id)),
                OutageSubject::Product(_) => None,
            })
            .map(|(hit, id)| self.strike(hit, id))
            .collect()
    }

    fn strike<'a>(&self, hit: &'a HitRecord, id: &'a str) -> Option<Strike<'a>> {
        let until = match hit.end {
            End::At(end) => Some(end.since(self.start)?.seconds()),
            End::Never => None,
            End::Unknown => return None,
        };
        Some(Strike {
            on: id,
            models: &hit.models,
            places: &hit.places,
            at: hit.start.since(self.start)?.seconds(),
            until,
            level: hit.level,
            symptoms: hit.known_symptoms(),
        })
    }

    /// What is recorded of one endpoint of a provider: what names the endpoint, else
    /// what names the provider as a whole. With a model, only what concerns it.
    /// Empty: the record does not speak of it.
    pub fn hits_on(
        &self,
        provider: &str,
        endpoint: Option<&str>,
        model: Option<&str>,
    ) -> Vec<&HitRecord> {
        let concerns = |hit: &&HitRecord| {
            let named = |model: &str| hit.models.iter().any(|one| model.starts_with(one.as_str()));
            hit.provider() == Some(provider)
                && hit.counts()
                && (hit.models.is_empty() || model.is_none_or(named))
        };
        let known: Vec<&HitRecord> = self.hits.iter().filter(concerns).collect();
        let of = |part: Option<&str>| -> Vec<&HitRecord> {
            let fits = known.iter().filter(|hit| hit.endpoint() == part);
            fits.copied().collect()
        };
        let own = of(endpoint);
        if own.is_empty() { of(None) } else { own }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::outage;

    use super::*;

    fn level(id: &str, provider: &str, endpoint: &str, model: Option<&str>) -> Option<Level> {
        let outage = outage(id).unwrap();
        let hits = outage.hits_on(provider, Some(endpoint), model);
        hits.iter().map(|hit| hit.level).max()
    }

    #[test]
    fn impact_is_per_endpoint() {
        let boxing_day = |endpoint| level("openai-2024-12-26", "openai", endpoint, None);
        assert_eq!(boxing_day("realtime"), Some(Level::Down));
        assert_eq!(boxing_day("chat-completions"), Some(Level::Up));
        assert_eq!(boxing_day("embeddings"), None, "nobody recorded it");
    }

    #[test]
    fn what_hits_the_provider_hits_its_endpoints() {
        let telemetry = |endpoint| level("openai-2024-12-11", "openai", endpoint, None);
        assert_eq!(telemetry("embeddings"), Some(Level::Down));
    }

    #[test]
    fn what_hits_one_model_spares_the_others() {
        let update = |model| {
            level(
                "azure-openai-2026-03-09",
                "azure-openai",
                "responses",
                model,
            )
        };
        assert_eq!(update(Some("gpt-5.2-2026-02-11")), Some(Level::Down));
        assert_eq!(update(Some("gpt-4.1")), None);
        assert_eq!(update(None), Some(Level::Down));
    }

    #[test]
    fn a_replay_runs_in_seconds_from_the_start() {
        let outage = outage("cloudflare-2025-11-18").unwrap();
        let strikes = outage.strikes().unwrap();
        let edge: Vec<_> = strikes.iter().filter(|s| s.on == "cloudflare").collect();
        assert_eq!(edge[0].level, Level::Down);
        assert_eq!((edge[0].at, edge[0].until), (0, Some(190 * 60)));
        assert_eq!(edge[1].level, Level::Degraded);
        assert_eq!((edge[1].at, edge[1].until), (190 * 60, Some(346 * 60)));
        assert!(edge[1].symptoms.is_empty(), "known from memory alone");
    }

    #[test]
    fn a_retirement_never_ends_and_an_unknown_end_is_no_replay() {
        let sora = outage("openai-2026-09-24").unwrap().strikes().unwrap();
        assert_eq!(sora.len(), 1);
        assert_eq!((sora[0].on, sora[0].until), ("openai/videos", None));
        assert!(outage("anthropic-2026-05-16").unwrap().strikes().is_none());
    }
}
