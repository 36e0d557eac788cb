use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::model::{AfterEnd, Confidence, Lifecycle};
use jurymast_terms::units::Date;

use super::ModelName;
use super::embedded::{self, MODELS};
use super::providers::{day, some_day};
use super::vendors::vendor;

/// The models of one provider, and their ends where they are known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelList {
    /// The provider's id.
    pub provider: String,
    /// Where rows without a source of their own were read.
    pub source: String,
    /// How sure it is, where a model says nothing else.
    pub confidence: Confidence,
    /// The day it was read.
    #[serde(deserialize_with = "day")]
    pub read: Date,
    /// It has nearly all that the provider serves: an id that it lacks is more likely
    /// misspelt than new.
    #[serde(default)]
    pub complete: bool,
    /// Ids in order that were listed on that day, without a word of an end.
    #[serde(default)]
    pub listed: Vec<String>,
    /// How long before an end the provider promises to name it.
    pub notice: Option<NoticeRecord>,
    /// In order of id.
    #[serde(default, rename = "model")]
    pub models: Vec<ModelRecord>,
    #[serde(skip)]
    names: OnceLock<HashMap<ModelName, Vec<ModelMatch>>>,
}

/// How long before an end a provider promises to name it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeRecord {
    /// How many days.
    pub days: u32,
    /// Where that was read.
    pub source: String,
}

/// What is known of the end of one model.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelRecord {
    /// As calls name it.
    pub id: String,
    /// Said only where no end is known.
    pub status: Option<Lifecycle>,
    /// The day it ends.
    #[serde(default, deserialize_with = "some_day")]
    pub retires: Option<Date>,
    /// The provider's "not sooner than", which is no end.
    #[serde(default, deserialize_with = "some_day")]
    pub earliest: Option<Date>,
    /// The day the end was made known.
    #[serde(default, deserialize_with = "some_day")]
    pub announced: Option<Date>,
    /// What becomes of calls after it.
    #[serde(default = "fails")]
    pub after: AfterEnd,
    /// "none" where the provider says there is none.
    pub replacement: Option<String>,
    /// The id that this one stands for, and whose end it shares.
    pub alias_of: Option<String>,
    /// Where this was read, where it was not in the list's own source.
    pub source: Option<String>,
    /// How sure this is, where it differs from the list's.
    pub confidence: Option<Confidence>,
    /// What else is known.
    pub note: Option<String>,
}

fn fails() -> AfterEnd {
    AfterEnd::Fails
}

/// Where a model stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelMatch {
    /// Index in [`ModelList::models`].
    Row(usize),
    /// Index in [`ModelList::listed`].
    Listed(usize),
}

impl ModelList {
    /// The model that a call names by this id. A region prefix such as Bedrock's `eu.`
    /// and the seller in front (`openai/`, `bedrock/converse/`) may be left out or be
    /// there, and so may the owner of a fine-tuned model (`ft:gpt-4o-2024-08-06:acme::1`).
    /// What several regions serve may end there on a day of its own.
    pub fn find(&self, model: &str) -> Option<ModelMatch> {
        let model = match model.match_indices(':').nth(1) {
            Some((end, _)) if model.starts_with("ft:") => &model[..end],
            _ => model,
        };
        spellings(&self.provider, model).find_map(|id| self.exact(id))
    }

    /// The model that the id means, however it is spelt: by case, dots, the way a day is
    /// written; a name without a day means the last of its snapshots. `None` too where
    /// the rows that it may mean differ in whether they end.
    pub fn meant(&self, model: &str) -> Option<ModelMatch> {
        let name = ModelName::of(model);
        if let Some(all) = self.names().get(&name) {
            return self.last(all);
        }
        if !name.floats() {
            return None;
        }
        let kin = self.names().iter().filter(|(one, _)| one.is_kin(&name));
        let mut all: Vec<ModelMatch> = kin.flat_map(|(_, all)| all.iter().copied()).collect();
        all.sort_by_key(|one| self.id(*one));
        self.last(&all)
    }

    /// The listed id that an unknown one is most likely meant to be.
    pub fn nearest(&self, model: &str) -> Option<&str> {
        if let Some(same) = self.meant(model) {
            return Some(self.id(same));
        }
        let name = ModelName::of(model);
        let near = self.names().iter().filter_map(|(one, all)| {
            let id = self.id(*all.first()?);
            Some((name.slips_to(one)?, !one.floats(), id))
        });
        near.min().map(|(_, _, id)| id)
    }

    /// The row of a model, where something is known of its end.
    pub fn row(&self, found: ModelMatch) -> Option<&ModelRecord> {
        match found {
            ModelMatch::Row(at) => self.models.get(at),
            ModelMatch::Listed(_) => None,
        }
    }

    /// Its id as the list has it.
    pub fn id(&self, found: ModelMatch) -> &str {
        match found {
            ModelMatch::Row(at) => &self.models[at].id,
            ModelMatch::Listed(at) => &self.listed[at],
        }
    }

    fn exact(&self, id: &str) -> Option<ModelMatch> {
        let rows = self.models.binary_search_by(|row| row.id.as_str().cmp(id));
        let listed = || self.listed.binary_search_by(|one| one.as_str().cmp(id));
        let row = rows.ok().map(ModelMatch::Row);
        row.or_else(|| listed().ok().map(ModelMatch::Listed))
    }

    fn names(&self) -> &HashMap<ModelName, Vec<ModelMatch>> {
        self.names.get_or_init(|| {
            let rows = (0..self.models.len()).map(ModelMatch::Row);
            let listed = (0..self.listed.len()).map(ModelMatch::Listed);
            let mut names: HashMap<ModelName, Vec<ModelMatch>> = HashMap::new();
            for one in rows.chain(listed) {
                names
                    .entry(ModelName::of(self.id(one)))
                    .or_default()
                    .push(one);
            }
            names
        })
    }

    /// The one that ends last; one without an end ends after all others.
    fn last(&self, all: &[ModelMatch]) -> Option<ModelMatch> {
        let end = |one: &ModelMatch| self.row(*one).and_then(|row| row.retires);
        let lasting = all.iter().find(|one| end(one).is_none());
        let last = || all.iter().max_by_key(|one| end(one));
        lasting.or_else(last).copied()
    }

    /// Where the end of one of its models was read, and how sure that is.
    pub fn source_of<'a>(&'a self, model: &'a ModelRecord) -> (&'a str, Confidence) {
        (
            model.source.as_deref().unwrap_or(&self.source),
            model.confidence.unwrap_or(self.confidence),
        )
    }
}

/// Regions that Bedrock's inference profiles have in front of a model.
const PROFILE_REGIONS: [&str; 10] = [
    "us", "eu", "apac", "au", "jp", "ca", "sa", "in", "us-gov", "global",
];

/// Without the region that Bedrock's inference profiles have in front; `None` where there
/// is none.
pub fn without_region(model: &str) -> Option<&str> {
    let (region, rest) = model.split_once('.')?;
    PROFILE_REGIONS.contains(&region).then_some(rest)
}

/// The ids by which a list of a provider's may have the model that a call names, the
/// surest first: as it is, without the seller in front, without the region.
pub(super) fn spellings<'a>(provider: &str, model: &'a str) -> impl Iterator<Item = &'a str> {
    let sold = model.split_once('/').and_then(|(seller, rest)| {
        let is_it = seller == provider || vendor(seller).is_some_and(|one| one.id == provider);
        is_it.then_some(rest)
    });
    let last = sold.and_then(|rest| Some(rest.rsplit_once('/')?.1));
    let whole = [Some(model), sold, last].into_iter().flatten();
    let bare = whole.clone().filter_map(without_region);
    whole.chain(bare)
}

/// The models of a provider; `None` where no list was read.
pub fn models(provider: &str) -> Option<&'static ModelList> {
    embedded::find(&MODELS, provider)
}

/// The day on which the oldest of the lists was read.
pub fn models_read() -> Date {
    let read = MODELS.iter().map(|file| file.parsed.read);
    read.min().unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order_and_sora_is_gone() {
        for file in &MODELS {
            let ids: Vec<_> = file.parsed.models.iter().map(|m| &m.id).collect();
            assert!(ids.is_sorted(), "{}", file.id);
            assert!(file.parsed.listed.is_sorted(), "{}", file.id);
            let both = |id: &String| file.parsed.models.iter().any(|row| row.id == *id);
            assert!(!file.parsed.listed.iter().any(both), "{}", file.id);
        }
        let sora = row("openai", "sora-2").unwrap();
        assert_eq!(sora.retires.unwrap().to_string(), "2026-09-24");
        assert_eq!(sora.replacement.as_deref(), Some("none"));
    }

    #[test]
    fn every_row_says_an_end_or_that_none_is_known() {
        for list in MODELS.iter().map(|file| &file.parsed) {
            for row in &list.models {
                let id = &row.id;
                assert_ne!(row.retires.is_some(), row.status.is_some(), "{id}");
                if row.after == AfterEnd::Redirects {
                    let named = row.replacement.as_deref().is_some_and(|one| one != "none");
                    assert!(named && row.retires.is_some(), "{id}");
                }
                if let Some(of) = &row.alias_of {
                    let of = list.row(list.find(of).unwrap()).unwrap();
                    assert_eq!(row.retires, of.retires, "{id}");
                }
                // Keys of a price list, not of a call.
                assert!(!id.contains('*') && !id.contains("-x-"), "{id}");
            }
        }
    }

    fn row(provider: &str, model: &str) -> Option<&'static ModelRecord> {
        let list = models(provider)?;
        list.row(list.find(model)?)
    }

    fn end(provider: &str, model: &str) -> Option<String> {
        row(provider, model)?.retires.map(|day| day.to_string())
    }

    #[test]
    fn models_that_left_the_lists_are_known() {
        for (provider, model, day) in [
            ("anthropic", "claude-opus-4-1-20250805", "2026-08-05"),
            ("anthropic", "claude-opus-4-1", "2026-08-05"),
            ("anthropic", "claude-3-5-sonnet-20241022", "2025-10-28"),
            ("openai", "dall-e-3", "2026-05-12"),
            ("openai", "gpt-4o-realtime-preview", "2026-05-07"),
            ("openai", "o1-preview", "2025-07-28"),
            ("openai", "gpt-4o", "2027-01-14"),
            ("openai", "ft:gpt-4o-mini-2024-07-18:acme::1", "2027-01-14"),
            ("groq", "llama-3.3-70b-versatile", "2026-08-16"),
            ("xai", "grok-3", "2026-05-15"),
            ("google-gemini", "gemini-2.0-flash", "2026-06-01"),
            ("mistral", "mistral-large-2411", "2026-05-31"),
            ("mistral", "mistral-large-2512", "2027-04-30"),
            ("azure-openai", "gpt-5-mini", "2027-07-13"),
            ("azure-foundry", "Codestral-2501", "2027-02-15"),
        ] {
            assert_eq!(end(provider, model).as_deref(), Some(day), "{model}");
        }
    }

    #[test]
    fn a_day_before_which_nothing_ends_is_no_end() {
        for (provider, model) in [
            ("anthropic", "claude-haiku-4-5"),
            ("azure-foundry", "claude-opus-4-5"),
            ("google-vertex", "claude-sonnet-4-5"),
            ("aws-bedrock", "eu.anthropic.claude-haiku-4-5-20251001-v1:0"),
            // Deprecated, and still answered.
            ("anthropic", "claude-mythos-preview"),
            ("cohere", "command-r-plus"),
        ] {
            let row = row(provider, model).unwrap();
            assert_eq!(row.retires, None, "{model}");
            assert!(row.status.is_some(), "{model}");
        }
    }

    #[test]
    fn gemini_is_answered_by_another_model() {
        for (model, by) in [
            ("gemini-2.5-pro", "gemini-3.8-flash"),
            ("gemini-2.5-flash", "gemini-3.5-flash-lite"),
        ] {
            let row = row("google-gemini", model).unwrap();
            assert_eq!(row.after, AfterEnd::Redirects);
            assert_eq!(row.replacement.as_deref(), Some(by));
        }
    }

    #[test]
    fn a_region_prefix_does_not_hide_a_model() {
        let bedrock = models("aws-bedrock").unwrap();
        let row = bedrock.models.iter().find(|m| m.id.starts_with("ai21."));
        assert!(bedrock.find(&format!("us.{}", row.unwrap().id)).is_some());
        let ids = bedrock.models.iter().map(|one| &one.id);
        for id in ids.chain(&bedrock.listed) {
            let behind = id.split_once('.').map_or("", |(_, behind)| behind);
            let is_profile = bedrock.exact(behind).is_some();
            assert_eq!(
                is_profile,
                is_profile && without_region(id).is_some(),
                "{id}"
            );
        }
    }

    #[test]
    fn what_several_regions_serve_ends_on_a_day_of_its_own() {
        for (model, day) in [
            ("us.amazon.nova-premier-v1:0", Some("2026-09-14")),
            ("bedrock/us.amazon.nova-premier-v1:0", Some("2026-09-14")),
            (
                "bedrock/converse/us.amazon.nova-premier-v1:0",
                Some("2026-09-14"),
            ),
            ("amazon.nova-premier-v1:0", None),
            ("bedrock/amazon.nova-premier-v1:0", None),
        ] {
            assert_eq!(end("aws-bedrock", model).as_deref(), day, "{model}");
        }
    }

    #[test]
    fn however_it_is_spelt_a_model_ends_when_it_ends() {
        for (provider, model, day) in [
            ("anthropic", "Claude-3.5-Sonnet-2024-10-22", "2025-10-28"),
            ("anthropic", "claude-3.5-sonnet", "2025-10-28"),
            ("anthropic", "claude-opus-4-1-latest", "2026-08-05"),
            ("openai", "GPT-4O-Realtime-Preview", "2026-05-07"),
            ("openai", "openai/dall-e-3", "2026-05-12"),
            ("mistral", "Mistral-Large-2411", "2026-05-31"),
            ("azure-openai", "GPT-5-Mini", "2027-07-13"),
            ("azure-foundry", "codestral-2501", "2027-02-15"),
        ] {
            let list = models(provider).unwrap();
            let found = list.find(model).or_else(|| list.meant(model));
            let row = list.row(found.unwrap()).unwrap();
            assert_eq!(row.retires.unwrap().to_string(), day, "{model}");
        }
    }

    #[test]
    fn a_snapshot_that_nobody_lists_is_not_taken_for_another() {
        let openai = models("openai").unwrap();
        assert_eq!(openai.find("gpt-4o-2026-10-01"), None);
        assert_eq!(openai.meant("gpt-4o-2026-10-01"), None);
        assert_eq!(openai.nearest("gpt-4o-2026-10-01"), Some("gpt-4o"));
        assert_eq!(
            openai.nearest("text-embedding-3-lrage"),
            Some("text-embedding-3-large")
        );
        assert_eq!(openai.nearest("gpt-77"), None);
    }
}
