use jurymast_continuity::comparison::{PlanDiff, PlanSide, as_asked_before, lowered_demands};
use jurymast_continuity::document::{markdown, text};
use jurymast_continuity::lint::{self, Strictness};
use jurymast_contract::DiffOutput;
use jurymast_engine::analysis::Analysis;
use jurymast_terms::diagnostic::Severity;

use crate::cli::args::Shared;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{open, terminal};
use crate::project::Project;

use super::args::{DiffArgs, DiffFormat, FailOnChange};
use super::sections;
use super::states;

/// By which a comment is found again, to be written anew.
const MARKER: &str = "<!-- jurymast diff -->";

pub(in crate::cli) fn run(args: &DiffArgs, shared: &Shared) -> Result<Exit, Failure> {
    let (old, new) = states::both(args, shared)?;
    let compared = compare((old.name, &old.project), (new.name, &new.project), shared)?;
    let names = (old.name, new.name);
    match args.format {
        DiffFormat::Text => terminal::print(&text(&sections::document(names, &compared)))?,
        DiffFormat::Markdown => {
            let document = sections::document(names, &compared);
            terminal::print_exact(&format!("{MARKER}\n{}", markdown(&document).as_str()))?;
        }
        DiffFormat::Json => {
            terminal::print_json(DiffOutput::of(names.0, names.1, &compared))?;
        }
    }
    let is_found = |what: &FailOnChange| match what {
        FailOnChange::NewGap => !compared.gaps_opened.is_empty(),
        FailOnChange::WiderBlast => !compared.blast_grew.is_empty(),
        FailOnChange::BrokenTarget => !compared.targets_broken.is_empty(),
    };
    // What a limit cut short may hold a gap.
    let is_open =
        args.fail_on.contains(&FailOnChange::NewGap) && !compared.gaps_compared.is_complete;
    Ok(match is_open || args.fail_on.iter().any(is_found) {
        true => Exit::Findings,
        false => Exit::Clean,
    })
}

fn compare(
    (old_name, old): (&str, &Project),
    (new_name, new): (&str, &Project),
    shared: &Shared,
) -> Result<PlanDiff, Failure> {
    let analyses = [old.analysis(), new.analysis()];
    let [before, after] = &analyses;
    let mut found = Vec::new();
    let mut silenced = Vec::new();
    for (name, project, analysis) in [(old_name, old, before), (new_name, new, after)] {
        let mut checked = lint::check(analysis, project.today, Strictness::Usual);
        let mut problems = checked.problems.iter();
        if problems.any(|one| one.severity == Severity::Error) {
            open::tell_problems(&checked.problems, &project.sources, shared);
            return Err(Failure::error(format!(
                "the plan of {name} cannot be judged; nothing was compared"
            )));
        }
        checked.findings.retain(|one| !project.is_echo(one));
        found.push(checked.findings);
        silenced.push(checked.silenced);
    }
    let side = |at: usize| PlanSide {
        analysis: &analyses[at],
        findings: &found[at],
        silenced: &silenced[at],
        today: old.today,
    };
    let asks_less = !lowered_demands(&old.plan, &new.plan).is_empty()
        || !silenced[1].beyond(&silenced[0]).is_empty();
    let as_asked_before = asks_less.then(|| {
        let plan = as_asked_before(&old.plan, &new.plan);
        let mut checked = lint::check(&Analysis::of(&plan), new.today, Strictness::Usual);
        checked.findings.retain(|one| !new.is_echo(one));
        checked.findings
    });
    Ok(PlanDiff::of(&side(0), &side(1), as_asked_before.as_deref()))
}
