//! Scenarios by the names that arguments give.

use jurymast_engine::simulation::ScenarioScript;
use jurymast_plan::catalogue::{self, OnPlan, ReadyScenario};
use jurymast_plan::model::Plan;
use jurymast_terms::suggest;

use super::exit::Failure;

/// What a name stands for: of the plan, a recorded outage, or a ready scenario.
pub(super) struct Found<'a> {
    /// Several only where a ready scenario fits several components.
    pub(super) scenarios: Vec<ScenarioScript>,
    pub(super) description: Option<&'a str>,
    pub(super) ready: Option<&'static ReadyScenario>,
    /// What it strikes, where nothing in the plan leans on any of it.
    pub(super) unused: Vec<String>,
}

/// A scenario of the plan comes first where the library has one of the same name.
pub(super) fn find<'a>(plan: &'a Plan, name: &str) -> Result<Found<'a>, Failure> {
    let mut found = Found {
        scenarios: Vec::new(),
        description: None,
        ready: None,
        unused: Vec::new(),
    };
    if let Some(own) = plan.scenarios.iter().find(|one| one.id == name) {
        found.scenarios.push(ScenarioScript::of(own));
        found.description = own.description.as_deref();
        return Ok(found);
    }
    let on_plan = catalogue::on_plan(name, &plan.components).ok_or_else(|| unknown(plan, name))?;
    let on_plan = on_plan?;
    found.scenarios = ScenarioScript::laid(&on_plan, plan);
    match on_plan {
        OnPlan::Recorded(outage) => {
            if found.scenarios.iter().all(|one| one.faults.is_empty()) {
                let strikes = outage.strikes().unwrap_or_default();
                found.unused = strikes.iter().map(|one| one.on.to_owned()).collect();
                found.unused.dedup();
            }
            found.description = Some(&outage.lesson);
        }
        OnPlan::Ready(ready, _) => {
            found.description = Some(&ready.description);
            found.ready = Some(ready);
        }
    }
    Ok(found)
}

fn unknown(plan: &Plan, name: &str) -> Failure {
    let failure = Failure::error(format!("no scenario is called `{name}`"));
    let own = plan.scenarios.iter().map(|one| one.id.as_str());
    match catalogue::nearest_scenario(name, own) {
        Some(near) => failure.help(suggest::ask(near)),
        None if plan.find(name).is_some() => failure.help(format!(
            "`{name}` is a component; `jurymast simulate --what-if {name}:4h` lets it fail"
        )),
        None => failure.help(
            "declare one: [scenario.NAME] with `fails = [...]`, or take one of \
             `jurymast catalogue list outages` and `jurymast catalogue list scenarios`",
        ),
    }
}
