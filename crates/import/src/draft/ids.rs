use std::collections::BTreeMap;

use jurymast_plan::catalogue::{provider, provider_ids};

/// Ids of a draft: in kebab-case, each given once.
#[derive(Debug, Default)]
pub struct Ids {
    given: BTreeMap<String, usize>,
}

impl Ids {
    /// An id from a name; of two names that make one id the later gets a number.
    pub fn give(&mut self, name: &str) -> String {
        let wanted = kebab(name);
        let mut id = wanted.clone();
        let mut number = self.given.get(&wanted).copied().unwrap_or(0);
        while self.given.contains_key(&id) {
            number += 1;
            id = format!("{wanted}-{}", number + 1);
        }
        self.given.insert(wanted, number);
        self.given.entry(id.clone()).or_insert(0);
        id
    }

    /// None is given yet, and none of an outside party's will be; software that one runs
    /// oneself may bear its own name.
    pub fn beside_catalogue() -> Self {
        let mut ids = Self::default();
        let outside = provider_ids()
            .filter_map(provider)
            .filter(|one| !one.self_hosted);
        outside.for_each(|one| ids.reserve(&one.id));
        ids
    }

    /// An id for what is none of the software that the catalogue knows: whoever names that
    /// software as who answers would mean this else.
    pub fn give_beside(&mut self, name: &str) -> String {
        let wanted = kebab(name);
        match provider(&wanted) {
            Some(one) if one.self_hosted => self.give(&format!("{wanted}-own")),
            _ => self.give(&wanted),
        }
    }

    /// Keeps an id from being given.
    pub fn reserve(&mut self, id: &str) {
        self.given.entry(id.to_owned()).or_insert(0);
    }
}

/// `rag_api` as an id: `rag-api`; a camel's humps are no borders.
pub fn kebab(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        "unnamed".to_owned()
    } else {
        words.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_id_is_given_once() {
        let mut ids = Ids::default();
        let given = ["a_b", "a-b", "A.B", "a-b-2", "日本", "x"].map(|name| ids.give(name));
        assert_eq!(given, ["a-b", "a-b-2", "a-b-3", "a-b-2-2", "unnamed", "x"]);
        ids.reserve("openai");
        assert_eq!(ids.give("openai"), "openai-2");
    }
}
