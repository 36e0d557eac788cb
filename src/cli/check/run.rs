use crate::cli::args::{FormatTo, Shared};
use crate::cli::baseline::{self, Applied};
use crate::cli::exit::{Exit, Failure};
use crate::cli::findings::JudgedPlan;
use crate::cli::{findings, open, plans, reporting};
use crate::project::Project;
use crate::report::Format;
use jurymast_continuity::lint::{self, Family, Rule, RuleChoice, Strictness};

use super::args::Check;

pub(in crate::cli) fn run(args: &Check, shared: &Shared) -> Result<Exit, Failure> {
    if args.statistics {
        let read_by_people =
            |to: &FormatTo| matches!(to.format, Format::Full | Format::Concise | Format::Json);
        if let Some(other) = args.format.iter().find(|to| !read_by_people(to)) {
            let format = other.format;
            return Err(Failure::error(format!("--statistics has no {format} form"))
                .help("full, concise and json have one"));
        }
    }
    let strictness = if args.pedantic {
        Strictness::Pedantic
    } else {
        Strictness::Usual
    };
    if args.changed.is_some() && args.baseline.writes() {
        return Err(
            Failure::error("a baseline of what changed would forget all else")
                .help("leave --changed out where a baseline is written"),
        );
    }
    args.fixes.check(args.plans.reads_stdin())?;
    let mut projects = plans::opened(&args.plans, shared)?;
    let own = projects
        .iter()
        .flat_map(|one| lint::custom_rules(&one.plan));
    let own: Vec<Rule> = own.collect();
    let choice = RuleChoice::of(strictness, &args.select, &args.ignore, &own);
    let mut choice =
        choice.map_err(|problem| match tell_broken_rules(args, &projects, shared) {
            true => Failure::error("rules of the plan's own cannot be used; nothing was checked"),
            false => problem.into(),
        })?;
    if args.baseline.is_named() {
        choice = choice.telling_all();
    }
    if let Some(exit) = args.fixes.run(&mut projects, &choice, shared)? {
        return Ok(exit);
    }
    if args.no_ignores {
        projects.iter_mut().for_each(|one| one.plan.waivers.clear());
    }
    args.baseline.for_plans(&projects)?;
    let mut all: Option<JudgedPlan> = None;
    for project in &projects {
        let mut judged = findings::judge(project, &project.analysis(), &choice, shared)?;
        judged.counts_by_rule = args.statistics;
        match baseline::apply(&args.baseline, judged.for_baseline(project), shared)? {
            Applied::None => {}
            Applied::Held(count) => judged.baselined = Some(count),
            Applied::Written => continue,
        }
        if let Some(reference) = &args.changed {
            judged.keep_changed((reference, args.no_ignores), project, &choice, shared)?;
        }
        judged.gather(project);
        match &mut all {
            None => all = Some(judged),
            Some(all) => all.join(judged),
        }
    }
    let Some(judged) = all else {
        return Ok(Exit::Clean);
    };
    let fails_from = args.fail_on.severity().filter(|_| !args.exit_zero);
    let outcome = judged.outcome(fails_from);
    reporting::report(&args.format, &outcome, shared)?;
    let failed = judged
        .findings
        .iter()
        .any(|found| found.waived.is_none() && args.fail_on.reached_by(found.severity));
    Ok(if judged.is_broken() {
        Exit::Error
    } else if failed && !args.exit_zero {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// Shows what is wrong with rules of the plans' own, which may be those that are asked for, and
/// says whether anything is.
fn tell_broken_rules(args: &Check, projects: &[Project], shared: &Shared) -> bool {
    let asks_for_all = args.select.iter().any(|one| one == Family::Custom.as_str());
    let mut is_broken = false;
    for project in projects {
        let (_, mut problems) = lint::custom_rules_read(&project.plan);
        if asks_for_all && project.is_broken() {
            problems.extend(project.problems.iter().cloned());
        }
        is_broken |= !problems.is_empty();
        open::tell_problems(&problems, &project.sources, shared);
    }
    is_broken
}
