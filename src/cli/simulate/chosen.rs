use crate::catalogue;
use crate::cli::args::Simulate;
use crate::cli::exit::Failure;
use crate::model::{ComponentId, Plan};
use crate::simulation::Scenario;
use crate::suggest;

use super::what_if;

/// What was asked for: scenarios to draw, and ready ones that strike several
/// components, to be told in a table.
#[derive(Default)]
pub(super) struct Chosen {
    /// With the names of faults that nothing in the plan leans on.
    pub(super) drawn: Vec<(Scenario, Vec<String>)>,
    pub(super) ready: Vec<Ready>,
    pub(super) recorded: bool,
}

pub(super) struct Ready {
    pub(super) of: &'static catalogue::ReadyScenario,
    /// One for each component that fits.
    pub(super) scenarios: Vec<Scenario>,
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
            .extend(all.map(|one| (Scenario::of(one), Vec::new())));
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
        if let Some(scenario) = plan.scenarios.iter().find(|one| one.id == name) {
            self.drawn.push((Scenario::of(scenario), Vec::new()));
            return Ok(());
        }
        if let Some(outage) = catalogue::outage(name) {
            let Some(scenario) = Scenario::recorded(outage, plan) else {
                return Err(Failure::error(format!(
                    "`{name}` cannot be replayed: nobody recorded when it ended"
                ))
                .help(format!(
                    "`jurymast catalogue show {name}` has what is known"
                )));
            };
            let mut unused = Vec::new();
            if scenario.faults.is_empty() {
                let strikes = outage.strikes().unwrap_or_default();
                unused = strikes.iter().map(|one| one.on.to_owned()).collect();
                unused.dedup();
            }
            self.drawn.push((scenario, unused));
            return Ok(());
        }
        let (kind, on) = match name.split_once('@') {
            Some((kind, on)) => (kind, Some(on)),
            None => (name, None),
        };
        let Some(ready) = catalogue::scenario(kind) else {
            return Err(unknown(plan, name));
        };
        let targets = targets(plan, ready, on)?;
        let laid = targets.iter().map(|to| Scenario::ready(ready, *to, plan));
        let mut scenarios: Vec<Scenario> = laid.collect();
        if scenarios.len() == 1 {
            self.drawn
                .extend(scenarios.pop().map(|one| (one, Vec::new())));
        } else {
            self.ready.push(Ready {
                of: ready,
                scenarios,
            });
        }
        Ok(())
    }
}

/// What a ready scenario strikes: the component named, or all that fit.
fn targets(
    plan: &Plan,
    ready: &catalogue::ReadyScenario,
    on: Option<&str>,
) -> Result<Vec<ComponentId>, Failure> {
    let fitting = ready.targets(plan);
    let Some(on) = on else {
        if fitting.is_empty() {
            return Err(Failure::error(format!(
                "`{}` strikes {}, and the plan has none",
                ready.id, ready.target
            )));
        }
        return Ok(fitting);
    };
    if let Some(id) = fitting.iter().find(|id| plan.component(**id).id == on) {
        return Ok(vec![*id]);
    }
    let failure = Failure::error(format!(
        "`{}` strikes {}; `{on}` is none of the plan",
        ready.id, ready.target
    ));
    let ids = fitting.iter().map(|id| plan.component(*id).id.as_str());
    Err(match suggest::nearest(on, ids.clone()) {
        Some(near) => failure.help(format!("did you mean `{}@{near}`?", ready.id)),
        None => failure.help(match ids.take(8).collect::<Vec<_>>() {
            none if none.is_empty() => "the plan has none".to_owned(),
            some => format!("it could strike {}", some.join(", ")),
        }),
    })
}

fn unknown(plan: &Plan, name: &str) -> Failure {
    let failure = Failure::error(format!("no scenario is called `{name}`"));
    let own = plan.scenarios.iter().map(|one| one.id.as_str());
    let outages = catalogue::outages().iter().map(|one| one.id.as_str());
    let ready = catalogue::scenarios().iter().map(|one| one.id.as_str());
    match suggest::nearest(name, own.chain(outages).chain(ready)) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None if plan.find(name).is_some() => failure.help(format!(
            "`{name}` is a component; `--what-if {name}:4h` lets it fail"
        )),
        None => failure.help(
            "`jurymast catalogue list outages` and `jurymast catalogue list scenarios` \
             name those of the catalogue; without a name all of the plan's are run",
        ),
    }
}
