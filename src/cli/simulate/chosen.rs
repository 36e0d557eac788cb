//! Which scenarios the arguments ask for.

use crate::cli::exit::Failure;
use crate::cli::scenarios::{self, Found};
use jurymast_engine::simulation::ScenarioScript;
use jurymast_plan::catalogue;
use jurymast_plan::model::Plan;

use super::args::Simulate;
use super::what_if;

/// What was asked for: scenarios to draw, and ready ones that strike several
/// components, to be told in a table.
#[derive(Default)]
pub(super) struct Chosen {
    /// With the names of faults that nothing in the plan leans on.
    pub(super) drawn: Vec<(ScenarioScript, Vec<String>)>,
    pub(super) ready: Vec<Ready>,
    pub(super) recorded: bool,
}

pub(super) struct Ready {
    pub(super) of: &'static catalogue::ReadyScenario,
    /// One for each component that fits.
    pub(super) scenarios: Vec<ScenarioScript>,
}

pub(super) fn of(plan: &Plan, args: &Simulate) -> Result<Chosen, Failure> {
    let mut chosen = Chosen {
        recorded: args.recorded || args.all,
        ..Chosen::default()
    };
    for name in &args.scenarios {
        chosen.named(plan, name)?;
    }
    let named_nothing = args.scenarios.is_empty() && args.what_if.is_empty();
    if args.all || named_nothing && !args.recorded {
        let all = plan.scenarios.iter();
        chosen
            .drawn
            .extend(all.map(|one| (ScenarioScript::of(one), Vec::new())));
    }
    if !args.what_if.is_empty() {
        chosen.drawn.push(what_if::scenario(plan, &args.what_if)?);
    }
    if chosen.drawn.is_empty() && chosen.ready.is_empty() && !chosen.recorded {
        return Err(Failure::error("the plan has no scenario").help(
            "replay the recorded outages with `--recorded`, ask `--what-if ID:SYMPTOM:TIME`, \
             or declare one: [scenario.NAME] with `fails = [...]`",
        ));
    }
    Ok(chosen)
}

impl Chosen {
    fn named(&mut self, plan: &Plan, name: &str) -> Result<(), Failure> {
        if self.drawn.iter().any(|(one, _)| one.id == name)
            || self.ready.iter().any(|one| one.of.id == name)
        {
            return Ok(());
        }
        let Found {
            mut scenarios,
            description: _,
            ready,
            unused,
        } = scenarios::find(plan, name)?;
        match ready {
            Some(of) if scenarios.len() > 1 => self.ready.push(Ready { of, scenarios }),
            _ => self.drawn.extend(scenarios.pop().map(|one| (one, unused))),
        }
        Ok(())
    }
}
