use crate::cli::args::{Output, Shared, Simulate};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{open, terminal};
use jurymast_engine::simulation::{Machine, Replays, Runner, Scenario};

use super::answer::{Answer, Ran};
use super::chosen::{self, Ready};
use super::{json, text};

pub(in crate::cli) fn run(args: &Simulate, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let plan = &project.plan;
    let chosen = chosen::of(plan, args)?;
    let machine = Machine::of(plan);
    let mut runner = Runner::new(&machine);
    let mut ran = |(scenario, unused): (Scenario, Vec<String>)| Ran {
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
    let answer = Answer {
        drawn,
        ready: chosen.ready.into_iter().map(&mut all_ran).collect(),
        replays: chosen.recorded.then(|| Replays::of(plan, &machine)),
    };
    match args.output.format {
        Output::Json => terminal::print_json(&json::json(plan, &answer, args.explain)),
        Output::Text => {
            terminal::print(&text::text(plan, &answer, args.explain))?;
            Ok(Exit::Clean)
        }
    }
}
