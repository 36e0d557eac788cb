use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jurymast_plan::catalogue::{models, provider_ids, vendor};

use super::evidence::{Evidence, Strength};

/// Whose lists have an id that some list says ends.
static SELLERS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut sellers: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
    for list in provider_ids().filter_map(models) {
        let ending = list.models.iter().filter(|row| row.retires.is_some());
        for row in ending {
            sellers.entry(row.id.as_str()).or_default();
        }
    }
    for (id, all) in &mut sellers {
        let lists = provider_ids().filter_map(|one| Some((one, models(one)?)));
        let having = lists.filter(|(_, list)| list.find(id).is_some_and(|at| list.id(at) == *id));
        all.extend(having.map(|(one, _)| one));
    }
    sellers
});

/// The ids of models that end, of whatever form.
pub(super) fn ids_that_end() -> impl Iterator<Item = &'static str> {
    SELLERS.keys().copied()
}

/// Who answers for an id that ends: `None` where no list has it, `Some(None)` where the id alone
/// does not tell. The name of who published weights stands in front of what anybody may run.
pub(super) fn seller_of(id: &str) -> Option<Option<&'static str>> {
    let sellers = SELLERS.get(id)?;
    let is_published = id
        .split_once('/')
        .is_some_and(|(by, _)| vendor(by).is_none());
    Some(match sellers.as_slice() {
        [only] if !is_published => Some(only),
        _ => None,
    })
}

/// Whether an id is more than a word that source is full of: `ada`, `model-router`.
pub(super) fn is_telling(id: &str) -> bool {
    id.contains(|c: char| c.is_ascii_digit()) || id.contains('/')
}

/// Who answers for models whose ids do not tell: the one of those who list it that is seen by
/// more than the names of models.
pub(super) fn settle(evidence: &mut [Evidence]) {
    let proven = evidence.iter().filter(|one| one.strength != Strength::Weak);
    let parties = proven.filter(|one| one.model.is_none());
    let seen: BTreeSet<&'static str> = parties.filter_map(|one| one.provider).collect();
    for one in evidence.iter_mut().filter(|one| one.provider.is_none()) {
        let Some(sellers) = one.model.as_deref().and_then(|id| SELLERS.get(id)) else {
            continue;
        };
        let mut sellers = sellers.iter().filter(|seller| seen.contains(**seller));
        if let (Some(only), None) = (sellers.next(), sellers.next()) {
            one.provider = Some(only);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EvidenceKind, end_of, scan_text};
    use jurymast_terms::units::Date;

    #[test]
    fn every_model_that_ends_is_found_as_a_literal() {
        let mut missed = Vec::new();
        for id in ids_that_end() {
            for (path, text) in [
                ("a.py", format!("client.create(model=\"{id}\")")),
                ("a.ts", format!("const options = {{ model: '{id}' }}")),
                ("a.yaml", format!("model: {id}\n")),
            ] {
                let found = scan_text(path, text.as_bytes());
                let is_it = |one: &Evidence| {
                    one.kind == EvidenceKind::Model && text[one.range.clone()].ends_with(id)
                };
                if !found.iter().any(is_it) {
                    missed.push(text);
                }
            }
        }
        assert!(missed.is_empty(), "{}: {missed:#?}", missed.len());
    }

    #[test]
    fn what_the_maker_alone_sells_is_judged_by_its_end() {
        let today: Date = "2026-11-29".parse().unwrap();
        let ended = |text: &str| {
            let found = scan_text("a.py", text.as_bytes());
            let ends = found.iter().filter_map(|one| end_of(one, today));
            ends.map(|one| one.cause).collect::<Vec<_>>()
        };
        for id in [
            "text-davinci-003",
            "code-davinci-002",
            "text-embedding-004",
            "open-mixtral-8x7b",
            "llama-3.1-70b-versatile",
            "claude-instant-1",
        ] {
            assert_eq!(ended(&format!("model = \"{id}\"")), [id]);
        }
        // Whoever has the weights may run them.
        assert_eq!(ended("model = \"Qwen/QwQ-32B\""), [""; 0]);
        // Words.
        assert_eq!(ended("import ada\nx = \"whisper\""), [""; 0]);
    }
}
