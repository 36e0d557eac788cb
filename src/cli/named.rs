use jurymast_plan::catalogue;
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::suggest;

use super::exit::Failure;

/// The component of that name; `None` when the catalogue knows it and nothing in
/// the plan leans on it.
pub(super) fn find(plan: &Plan, name: &str) -> Result<Option<ComponentId>, Failure> {
    let id = plan.find(name);
    if id.is_some() || in_catalogue(name) {
        return Ok(id);
    }
    let failure = Failure::error(format!(
        "nothing in the plan or the catalogue is called `{name}`"
    ));
    Err(match nearest(plan, name) {
        Some(near) => failure.help(suggest::ask(near)),
        None => failure
            .help("components are named by id: checkout, openai, openai/responses, model:gpt-5.2"),
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

fn nearest<'a>(plan: &'a Plan, name: &str) -> Option<&'a str> {
    let mut ids: Vec<&str> = plan.components.iter().map(|c| c.id.as_str()).collect();
    catalogue::provider_ids().for_each(|id| ids.push(id));
    ids.sort_unstable();
    suggest::nearest(name, ids)
}
