use crate::cli::args::{Output, Shared, Simulate};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{open, terminal};
use crate::model::Plan;
use crate::simulation::{Machine, Runner, Scenario, Timeline};
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
    let mut runner = Runner::new(&machine);
    let ran: Vec<Ran> = scenarios
        .into_iter()
        .map(|(scenario, unused)| Ran {
            timeline: runner.run(&scenario),
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
