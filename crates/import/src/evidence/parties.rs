use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::catalogue::{provider, provider_of_host, provider_of_variable};

use super::hosts::hosts_in;

/// An outside party that variables name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedParty {
    /// Its id in the catalogue.
    pub id: &'static str,
    /// The variables that name it.
    pub keys: BTreeSet<String>,
    /// One of them has a value; else it is used only where somebody sets them.
    pub is_set: bool,
    /// The models that variables beside them name.
    pub models: BTreeSet<String>,
}

/// The outside parties that variables and their values name, by id. What a variable holds
/// stays here, but for the names of models.
pub fn parties_in<'a>(
    variables: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> Vec<NamedParty> {
    let mut found: BTreeMap<&'static str, NamedParty> = BTreeMap::new();
    for (key, value) in variables.clone() {
        let by_host = hosts_in(value).into_iter().filter(|host| host.is_sure);
        let by_host = by_host.filter_map(|host| provider_of_host(host.host));
        let by_key = provider_of_variable(key);
        for id in by_key.into_iter().chain(by_host) {
            let party = found.entry(id).or_insert_with(|| NamedParty {
                id,
                keys: BTreeSet::new(),
                is_set: false,
                models: BTreeSet::new(),
            });
            party.keys.insert(key.to_owned());
            party.is_set |= !value.trim().is_empty();
        }
    }
    for party in found.values_mut() {
        if provider(party.id).is_some_and(|one| one.answers_ai_calls()) {
            party.models = models_beside(&party.keys, variables.clone());
        }
    }
    found.into_values().collect()
}

/// What variables with the first word of one of the keys call the model: `OPENAI_MODEL`
/// beside `OPENAI_API_KEY`.
fn models_beside<'a>(
    keys: &BTreeSet<String>,
    variables: impl Iterator<Item = (&'a str, &'a str)>,
) -> BTreeSet<String> {
    let word = |key: &'a str| key.split('_').next();
    let first: BTreeSet<&str> = keys
        .iter()
        .filter_map(|key| key.split('_').next())
        .collect();
    let named = variables.filter(|(key, value)| {
        let names_model = key.ends_with("_MODEL") || key.ends_with("_MODEL_NAME");
        names_model && word(key).is_some_and(|word| first.contains(word)) && is_model(value)
    });
    named.map(|(_, value)| value.trim().to_owned()).collect()
}

fn is_model(text: &str) -> bool {
    let text = text.trim();
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "-._:/@".contains(c);
    !text.is_empty() && text.len() <= 120 && text.chars().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_and_hosts_name_parties() {
        let variables = [
            ("OPENAI_API_KEY", "sk-secret"),
            ("OPENAI_MODEL", "gpt-5.2"),
            ("ANTHROPIC_API_KEY", ""),
            ("LLM_URL", "https://api.mistral.ai/v1"),
            ("STRIPE_SECRET_KEY", "sk_live"),
            ("DB", "postgres://db:5432"),
        ];
        let found = parties_in(variables.into_iter());
        let short: Vec<_> = found
            .iter()
            .map(|one| {
                (
                    one.id,
                    one.is_set,
                    one.models.iter().next().map(String::as_str),
                )
            })
            .collect();
        assert_eq!(
            short,
            [
                ("anthropic", false, None),
                ("mistral", true, None),
                ("openai", true, Some("gpt-5.2")),
                ("stripe", true, None)
            ]
        );
        assert!(
            !format!("{found:?}").contains("secret\""),
            "no value is kept"
        );
        assert!(!format!("{found:?}").contains("sk-"), "no value is kept");
    }
}
