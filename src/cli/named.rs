//! Components and faults by the names that arguments give.

use jurymast_continuity::incident::NamedFault;
use jurymast_plan::catalogue;
use jurymast_plan::model::{ComponentId, Kind, Origin, Plan, Symptom, Urgency};
use jurymast_terms::{suggest, wording};

use super::exit::Failure;

/// Ids in one sentence; the rest is counted.
const MOST_NAMED: usize = 6;

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
    if name.contains(',') {
        let apart: Vec<&str> = name.split(',').map(str::trim).collect();
        return failure.help(format!("write them apart: {}", apart.join(" ")));
    }
    if let Some(meant) = catalogue::meant(name) {
        return failure.help(suggest::ask(meant));
    }
    if let Some(help) = by_other_words(plan, name) {
        return failure.help(help);
    }
    let mut known: Vec<&str> = plan.components.iter().map(|one| one.id.as_str()).collect();
    catalogue::provider_ids().for_each(|id| known.push(id));
    known.sort_unstable();
    // A model's weights are of another kind than what people call by a name.
    known.retain(|id| id.starts_with("model:") == name.starts_with("model:"));
    failure.suggest(name, known, choices(plan))
}

/// Who people mean that name a component by what it is called, or by the model it calls.
fn by_other_words(plan: &Plan, name: &str) -> Option<String> {
    let is_it = |said: &str| said.eq_ignore_ascii_case(name);
    if let Some((_, called)) = plan.enumerate().find(|(_, one)| is_it(&one.name)) {
        return Some(suggest::ask(&called.id));
    }
    let calls = plan.components.iter().filter(|one| {
        let model = one.ai().and_then(|ai| ai.model.as_ref());
        model.is_some_and(|model| is_it(&model.value))
    });
    let callers: Vec<String> = calls.map(|one| format!("`{}`", one.id)).collect();
    let weights = plan.components.iter().find(|one| {
        let lineage = one.id.strip_prefix("model:");
        lineage.is_some_and(is_it)
    });
    match (weights, callers.as_slice()) {
        (None, []) => None,
        (weights, callers) => {
            let mut all: Vec<String> = callers.iter().take(MOST_NAMED).cloned().collect();
            let weights = weights.map(|one| format!("`{}` for its weights at every host", one.id));
            all.extend(weights);
            Some(format!("it is a model: write {}", wording::or(&all)))
        }
    }
}

/// Ids that can be written here, those first whose loss presses most.
fn choices(plan: &Plan) -> String {
    let own = plan.enumerate().filter(|(_, one)| {
        one.origin == Origin::Plan
            && matches!(
                one.kind(),
                Kind::Activity | Kind::Service | Kind::Resource | Kind::Ai
            )
    });
    let mut own: Vec<(Urgency, ComponentId)> = own.map(|(id, one)| (one.urgency(), id)).collect();
    own.sort_unstable();
    let mut shown: Vec<&str> = own
        .iter()
        .map(|(_, id)| plan.component(*id).id.as_str())
        .collect();
    let count = shown.len();
    shown.truncate(MOST_NAMED);
    let outside = "a provider or place of the catalogue (openai, aws-us-east-1)";
    match shown.as_slice() {
        [] => format!("components are named by id; name {outside}"),
        some => format!(
            "components are named by id: this plan has {}; or name {outside}",
            wording::and_more(some, count)
        ),
    }
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
