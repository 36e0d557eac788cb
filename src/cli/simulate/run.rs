use crate::cli::args::{Output, Shared, Simulate};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{open, terminal};
use crate::model::{ComponentId, Kind, Plan};
use crate::simulation::{Machine, Scenario, Timeline, simulate};
use crate::suggest;

use super::{json, text, what_if};

/// A scenario and what came of it.
pub(super) struct Ran {
    pub(super) scenario: Scenario,
    pub(super) timeline: Timeline,
    /// Named, and nothing in the plan leans on them.
    pub(super) unused: Vec<String>,
}

pub(in crate::cli) fn run(args: &Simulate, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let plan = &project.plan;
    let mut scenarios = scenarios(plan, &args.scenarios, args.what_if.is_empty())?;
    if !args.what_if.is_empty() {
        scenarios.push(what_if::scenario(plan, &args.what_if)?);
    }
    let machine = Machine::of(plan);
    let ran: Vec<Ran> = scenarios
        .into_iter()
        .map(|(scenario, unused)| Ran {
            timeline: simulate(&machine, &scenario),
            scenario,
            unused,
        })
        .collect();
    match args.output.format {
        Output::Json => terminal::print_json(&json::json(plan, &ran, args.explain)),
        Output::Text => {
            terminal::print(&text::text(plan, &ran, args.explain))?;
            Ok(Exit::Clean)
        }
    }
}

/// Those named; without a name all of the plan, if `all` are wanted.
fn scenarios(
    plan: &Plan,
    names: &[String],
    all: bool,
) -> Result<Vec<(Scenario, Vec<String>)>, Failure> {
    let of = |one| (Scenario::of(one), Vec::new());
    if names.is_empty() {
        if all && plan.scenarios.is_empty() {
            return Err(Failure::error("the plan has no scenario").help(
                "declare one: [scenario.NAME] with `fails = [...]`, or ask `--what-if ID:SYMPTOM:TIME`",
            ));
        }
        let wanted = plan.scenarios.iter().filter(|_| all);
        return Ok(wanted.map(of).collect());
    }
    let mut found: Vec<(Scenario, Vec<String>)> = Vec::new();
    for name in names {
        let Some(scenario) = plan.scenarios.iter().find(|one| one.id == *name) else {
            let failure = Failure::error(format!("the plan has no scenario called `{name}`"));
            let ids = plan.scenarios.iter().map(|one| one.id.as_str());
            return Err(match suggest::nearest(name, ids) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None if plan.find(name).is_some() => failure.help(format!(
                    "`{name}` is a component; `--what-if {name}:4h` lets it fail"
                )),
                None => failure.help("`jurymast simulate` runs all of the plan's scenarios"),
            });
        };
        if !found.iter().any(|(one, _)| one.id == *name) {
            found.push(of(scenario));
        }
    }
    Ok(found)
}

/// Whom to show: activities and services that were hit, or else whatever was, by
/// tier and then as in the plan.
pub(super) fn shown(plan: &Plan, timeline: &Timeline) -> Vec<ComponentId> {
    let hit = |id: &ComponentId| !timeline.intervals(*id).is_empty();
    let ours =
        |id: &ComponentId| matches!(plan.component(*id).kind(), Kind::Activity | Kind::Service);
    let mut shown: Vec<ComponentId> = plan.ids().filter(hit).filter(ours).collect();
    if shown.is_empty() {
        shown = plan.ids().filter(hit).collect();
    }
    let tier = |id: &ComponentId| {
        plan.component(*id)
            .tier
            .map_or(u8::MAX, |at| at.value.number())
    };
    shown.sort_by_key(|id| (tier(id), *id));
    shown
}
