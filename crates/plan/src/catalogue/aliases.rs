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
    fn aliases_lead_to_something_and_hide_nothing() {
        for (word, id) in TABLE.iter() {
            assert!(provider(id).is_some() || domain(id).is_some(), "{word}");
            assert!(provider(word).is_none() && domain(word).is_none(), "{word}");
        }
    }
}
