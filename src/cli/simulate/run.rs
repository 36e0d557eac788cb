use crate::cli::args::{Output, Shared};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{open, terminal};
use jurymast_contract::{ReplaySummary, ScenarioRun, SimulateOutput};
use jurymast_engine::simulation::{Note, Replays, Runner, ScenarioScript, SimulationModel};
use jurymast_plan::model::Plan;

use super::answer::{Drawn, Ran, SimulateAnswer};
use super::args::Simulate;
use super::chosen::{self, Ready};
use super::{explain, text};

pub(in crate::cli) fn run(args: &Simulate, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let plan = &project.plan;
    let chosen = chosen::of(plan, args)?;
    let machine = SimulationModel::of(plan);
    let mut runner = Runner::new(&machine);
    let mut ran = |(scenario, unused): (ScenarioScript, Vec<String>)| Ran {
        timeline: runner.run(&scenario),
        scenario,
        unused,
    };
    let drawn = chosen.drawn.into_iter().map(&mut ran).collect();
    let mut all_ran = |ready: Ready| {
        let laid = ready.scenarios.into_iter();
        let all = laid.map(|one| ran((one, Vec::new()))).collect();
        (ready.of.id.as_str(), all)
    };
    let answer = SimulateAnswer {
        drawn,
        ready: chosen.ready.into_iter().map(&mut all_ran).collect(),
        replays: chosen.recorded.then(|| Replays::of(plan, &machine)),
    };
    match args.output.format {
        Output::Json => terminal::print_json(output(plan, &answer, args.explain)),
        Output::Text => {
            terminal::print(&text::text(&project.analysis(), &answer, args.explain))?;
            Ok(Exit::Clean)
        }
    }
}

/// The same for programs.
fn output<'a>(
    plan: &'a Plan,
    answer: &'a SimulateAnswer,
    with_reasons: bool,
) -> SimulateOutput<'a> {
    let drawn = answer.drawn.iter().map(Drawn::from);
    let ready = answer.ready.iter().flat_map(|(_, ran)| ran);
    let replays = answer.replays.iter().flat_map(|all| &all.ran);
    let all = drawn.chain(ready.map(Drawn::from));
    let all = all.chain(replays.map(Drawn::from));
    SimulateOutput {
        scenarios: all
            .map(|one| {
                let say = |note: &Note| explain::sentence(plan, one.timeline, note);
                let reason: Option<&dyn Fn(&Note) -> String> =
                    if with_reasons { Some(&say) } else { None };
                ScenarioRun::of(plan, one.scenario, one.timeline, one.unused, reason)
            })
            .collect(),
        recorded: answer
            .replays
            .as_ref()
            .map(|replays| ReplaySummary::of(plan, replays)),
    }
}
