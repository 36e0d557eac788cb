//! Components and faults by the names that arguments give.

use jurymast_continuity::incident::NamedFault;
use jurymast_plan::catalogue;
use jurymast_plan::model::{ComponentId, Plan, Symptom};
use jurymast_terms::suggest;

use super::exit::Failure;

/// The component of that name; `None` when the catalogue knows it and nothing in
/// the plan leans on it.
pub(super) fn find(plan: &Plan, name: &str) -> Result<Option<ComponentId>, Failure> {
    let id = plan.find(name);
    if id.is_some() || in_catalogue(name) {
        return Ok(id);
    }
    Err(unknown(plan, name))
}

/// What fails, each once: components by their ids, and what the catalogue knows and
/// nothing in the plan leans on as it was given.
pub(super) fn faults(plan: &Plan, names: &[String]) -> Result<Vec<NamedFault>, Failure> {
    let mut faults: Vec<NamedFault> = Vec::new();
    for name in names {
        let id = find(plan, name)?;
        let name = id.map_or_else(|| name.clone(), |id| plan.component(id).id.clone());
        if faults.iter().all(|one| one.name != name) {
            faults.push(NamedFault { name, id });
        }
    }
    Ok(faults)
}

/// Components of the plan, each once.
pub(super) fn components(plan: &Plan, names: &[String]) -> Result<Vec<ComponentId>, Failure> {
    let mut components = Vec::new();
    for name in names {
        let id = find(plan, name)?.ok_or_else(|| {
            Failure::error(format!("nothing in the plan leans on `{name}`"))
                .help("the catalogue alone knows it: `jurymast catalogue show` says what")
        })?;
        if !components.contains(&id) {
            components.push(id);
        }
    }
    Ok(components)
}

fn unknown(plan: &Plan, name: &str) -> Failure {
    let failure = Failure::error(format!(
        "nothing in the plan or the catalogue is called `{name}`"
    ));
    if let Some(meant) = catalogue::meant(name) {
        return failure.help(suggest::ask(meant));
    }
    let mut known: Vec<&str> = plan.components.iter().map(|one| one.id.as_str()).collect();
    catalogue::provider_ids().for_each(|id| known.push(id));
    known.sort_unstable();
    failure.suggest(
        name,
        known,
        "components are named by id: checkout, openai, openai/responses, model:gpt-5.2",
    )
}

/// What callers see, by its word; `within` is the argument that it stands in.
pub(super) fn symptom(word: &str, within: &str) -> Result<Symptom, Failure> {
    word.parse().map_err(|_| {
        let words = Symptom::ALL.map(Symptom::as_str);
        let of = if word == within {
            String::new()
        } else {
            format!(", in `{within}`")
        };
        let failure = Failure::error(format!("`{word}` is no symptom{of}"));
        failure.suggest(word, words, format!("symptoms: {}", words.join(", ")))
    })
}

fn in_catalogue(name: &str) -> bool {
    catalogue::provider(name).is_some()
        || catalogue::domain(name).is_some()
        || name
            .strip_prefix("model:")
            .is_some_and(|model| !model.is_empty())
        || name.split_once('/').is_some_and(|(provider, endpoint)| {
            catalogue::provider(provider).is_some_and(|known| known.endpoint(endpoint).is_some())
        })
}
