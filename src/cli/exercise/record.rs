use jurymast_continuity::exercise::record_name;
use jurymast_import::plan_edit::{self, HeldExercise};
use jurymast_plan::model::{ExerciseKind, ExerciseResult};

use crate::cli::args::Shared;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{files, open, reporting, terminal};

use super::args::RecordArgs;
use super::packet;

/// Writes into the plan how an exercise went.
pub(super) fn record(args: &RecordArgs, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let plan = &project.plan;
    packet::find(plan, &args.scenario)?;
    let mut teams = plan.teams.iter().map(|team| team.id.as_str());
    if !teams.clone().any(|id| id == args.by) {
        let failure = Failure::error(format!("no team is called `{}`", args.by));
        let known: Vec<&str> = teams.by_ref().collect();
        let or = match known.as_slice() {
            [] => "the plan has no teams: write [team.x] for who held it".to_owned(),
            all => format!("one of {}", all.join(", ")),
        };
        return Err(failure.suggest(&args.by, known, or));
    }
    if args.on > project.today {
        let message = format!("{} has not come: nothing was held on it yet", args.on);
        return Err(Failure::error(message).help("a planned exercise has a day and no result"));
    }
    if args.seen.trim().is_empty() {
        let failure = Failure::error("`--seen` says nothing");
        return Err(failure.help("write what was seen: how long it took, what did not work"));
    }
    let result: ExerciseResult = args.result.parse()?;
    let kind: Option<ExerciseKind> = match &args.kind {
        Some(kind) => Some(kind.parse()?),
        None => None,
    };
    let name = record_name(plan, &args.scenario, args.on);
    let held = HeldExercise {
        name: &name,
        scenario: &args.scenario,
        kind,
        on: args.on,
        result,
        by: &args.by,
        seen: &args.seen,
    };
    let Some(change) = plan_edit::record(held, plan, &project.sources) else {
        return Err(Failure::error("the plan's file cannot be changed"));
    };
    let source = project.sources.get(change.file);
    if args.diff {
        reporting::print_diff(&source.path, &source.text, &change.after)?;
    } else {
        files::write(&project.path_of(change.file), &change.after)?;
        terminal::note(&format!("wrote it into {}", source.path));
    }
    Ok(Exit::Clean)
}
