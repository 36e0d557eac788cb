use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::domains::domains;
use super::embedded::{self, ALIASES};

/// What people type, and the id that is meant.
static TABLE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| embedded::parse(ALIASES));

/// The id of the catalogue that is meant by what people call it: `claude` is
/// `anthropic`, `us-east-1` is `aws-us-east-1`, `eastus2` is `azure-east-us-2`.
pub fn meant(word: &str) -> Option<&'static str> {
    let word = word.trim().to_ascii_lowercase().replace([' ', '_'], "-");
    if let Some(id) = TABLE.get(&word) {
        return Some(id);
    }
    let bare = |text: &str| text.replace('-', "");
    let regions = domains().iter().filter(|one| one.kind == "region");
    let mut regions = regions.map(|one| one.id.as_str());
    regions.find(|id| {
        let own = id.split_once('-').map_or(*id, |(_, own)| own);
        own == word || (id.starts_with("azure-") && bare(own) == bare(&word))
    })
}

/// Companies that answer under several names, and families of models that many serve: whom one
/// may mean, which is nobody of a family.
const SEVERAL: [(&str, &[&str]); 8] = [
    ("amazon", &["aws-bedrock"]),
    ("aws", &["aws-bedrock"]),
    ("azure", &["azure-openai", "azure-foundry"]),
    ("gcp", &["google-vertex"]),
    ("google", &["google-gemini", "google-vertex"]),
    ("llama", &[]),
    ("microsoft", &["azure-openai", "azure-foundry"]),
    ("phi", &[]),
];

/// Whom a name may mean where a provider of models is asked for; `None`: it is no name of the
/// kind.
pub fn providers_of(word: &str) -> Option<&'static [&'static str]> {
    let mut all = SEVERAL.iter();
    let word = word.trim().to_ascii_lowercase();
    all.find(|(name, _)| *name == word).map(|(_, ids)| *ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{domain, provider};

    #[test]
    fn what_people_type_leads_to_what_the_catalogue_knows() {
        for (word, id) in [
            ("claude", "anthropic"),
            ("Gemini", "google-gemini"),
            ("bedrock", "aws-bedrock"),
            ("vertex", "google-vertex"),
            ("grok", "xai"),
            ("us-east-1", "aws-us-east-1"),
            ("eu_west_1", "aws-eu-west-1"),
            ("eastus2", "azure-east-us-2"),
            ("us-central1", "gcp-us-central1"),
        ] {
            assert_eq!(meant(word), Some(id), "{word}");
        }
        assert_eq!(meant("nothing of the kind"), None);
    }

    #[test]
    fn companies_lead_to_their_providers() {
        assert!(SEVERAL.is_sorted_by_key(|(word, _)| *word));
        for (word, ids) in SEVERAL {
            assert!(provider(word).is_none(), "{word}");
            assert!(ids.iter().all(|id| provider(id).is_some()), "{word}");
        }
    }

    #[test]
    fn aliases_lead_to_something_and_hide_nothing() {
        for (word, id) in TABLE.iter() {
            assert!(provider(id).is_some() || domain(id).is_some(), "{word}");
            assert!(provider(word).is_none() && domain(word).is_none(), "{word}");
        }
    }
}
