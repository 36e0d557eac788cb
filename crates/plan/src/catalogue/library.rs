use crate::model::{Component, ComponentId};
use jurymast_terms::problem::Problem;
use jurymast_terms::suggest;

use super::{Outage, ReadyScenario, outage, outages, scenario, scenarios};

/// What a name of the library stands for on a plan.
#[derive(Debug, Clone)]
pub enum OnPlan {
    /// An outage that took place.
    Recorded(&'static Outage),
    /// With what it strikes: the component named behind the `@`, else all that fit.
    Ready(&'static ReadyScenario, Vec<ComponentId>),
}

/// The recorded outage (`openai-2024-12-11`) or ready scenario (`gateway-down`,
/// `gateway-down@openrouter`) of that name on these components; `None` when the
/// library knows none.
pub fn on_plan(name: &str, components: &[Component]) -> Option<Result<OnPlan, Problem>> {
    if let Some(outage) = outage(name) {
        let unfit = || {
            let message = format!("`{name}` cannot be replayed: nobody recorded when it ended");
            Problem::new(message).help(format!(
                "`jurymast catalogue show {name}` has what is known"
            ))
        };
        let strikes = outage.strikes().ok_or_else(unfit);
        return Some(strikes.map(|_| OnPlan::Recorded(outage)));
    }
    let (kind, on) = match name.split_once('@') {
        Some((kind, on)) => (kind, Some(on)),
        None => (name, None),
    };
    let ready = scenario(kind)?;
    let targets = targets(ready, on, components);
    Some(targets.map(|targets| OnPlan::Ready(ready, targets)))
}

/// The name of a plan's own scenarios or of the library that was meant.
pub fn nearest_scenario<'a>(name: &str, own: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let ready = || scenarios().iter().map(|one| one.id.as_str());
    if let Some((kind, on)) = name.split_once('@') {
        return suggest::nearest(kind, ready()).map(|near| format!("{near}@{on}"));
    }
    let outages = outages().iter().map(|one| one.id.as_str());
    let known = own.into_iter().chain(outages).chain(ready());
    suggest::nearest(name, known).map(str::to_owned)
}

fn targets(
    ready: &ReadyScenario,
    on: Option<&str>,
    components: &[Component],
) -> Result<Vec<ComponentId>, Problem> {
    let fitting = ready.struck(components);
    let id = |at: &ComponentId| components[at.index()].id.as_str();
    let Some(on) = on else {
        if fitting.is_empty() {
            return Err(Problem::new(format!(
                "`{}` strikes {}, and the plan has none",
                ready.id, ready.targets
            )));
        }
        return Ok(fitting);
    };
    if let Some(at) = fitting.iter().find(|at| id(at) == on) {
        return Ok(vec![*at]);
    }
    let ids = fitting.iter().map(id);
    let problem = Problem::new(format!(
        "`{}` strikes {}; `{on}` is none of the plan",
        ready.id, ready.targets
    ));
    Err(problem.help(match suggest::nearest(on, ids.clone()) {
        Some(near) => suggest::ask(format!("{}@{near}", ready.id)),
        None => match ids.take(8).collect::<Vec<_>>() {
            none if none.is_empty() => "the plan has none".to_owned(),
            some => format!("it could strike {}", some.join(", ")),
        },
    }))
}
