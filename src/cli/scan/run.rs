use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::cli::args::Shared;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{clock, files, open, terminal};
use crate::project::Project;
use crate::source_uses::{plan_files, repository_of};
use jurymast_scan::{ScanFault, ScanLimits, ScanScope, Scanned, UNDECLARED, judge};

use super::args::ScanArgs;
use super::report::ScannedFolder;
use super::{listing, proposal};

pub(in crate::cli) fn run(args: &ScanArgs, shared: &Shared) -> Result<Exit, Failure> {
    let start = open::here()?.join(&args.path);
    let project = plan_of(&start, shared)?;
    let base = repository_of(folder_of(&start));
    let mut found = look(&start, &base, project.as_ref(), shared)
        .with_context(|| format!("cannot read `{}`", args.path.display()))?;
    let lists_are_whole = listing::join(&args.cyclonedx, &base, &mut found, shared)?;
    let plan = project.as_ref().map(|project| &project.plan);
    let today = clock::today(shared)?;
    let judged = ScannedFolder {
        judged: judge(&found.evidence, &found.services, plan, today),
        found: &found,
        base: &base,
        has_plan: project.is_some(),
    };
    tell_left_out(&start, &args.path, &found);
    let fails_from = args.fail_on.severity();
    for to in &args.format {
        match &to.file {
            // The entries stand there instead.
            None if args.write => {}
            None => terminal::print_exact(&judged.report(to.format, fails_from, shared)?)?,
            Some(file) => files::write(file, &judged.report(to.format, fails_from, shared)?)?,
        }
    }
    if args.write {
        proposal::write(&found, project.as_ref(), &base, today)?;
    }
    let is_open = |fault: &&ScanFault| !args.write || fault.rule != UNDECLARED;
    let mut faults = judged.faults().map(|(_, fault)| fault).filter(is_open);
    let failed = faults.any(|fault| args.fail_on.reached_by(fault.severity));
    // What cannot be read may hold any fault.
    // Where nothing was looked at, silence means nothing.
    let is_partial = !lists_are_whole
        || found.files == 0 && !start.is_file() && args.cyclonedx.is_empty()
        || found.skipped.iter().any(|one| one.is_unreadable);
    Ok(match (is_partial, failed) {
        (true, _) => Exit::Error,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Clean,
    })
}

/// The plan that the arguments name, or the nearest at or above the folder; without one
/// nothing is undeclared.
fn plan_of(start: &Path, shared: &Shared) -> Result<Option<Project>, Failure> {
    if shared.plan.is_some() {
        return open::open_whole(shared).map(Some);
    }
    open::nearest_whole(start, shared)
}

fn folder_of(start: &Path) -> &Path {
    match start.is_file() {
        true => start.parent().unwrap_or(start),
        false => start,
    }
}

/// What stands below a path, without the files of plans: those say what is declared, and
/// use nothing.
fn look(
    start: &Path,
    base: &Path,
    project: Option<&Project>,
    shared: &Shared,
) -> anyhow::Result<Scanned> {
    let here = std::env::current_dir()?;
    let plans = project.map_or_else(BTreeSet::new, plan_files);
    let mut found = jurymast_scan::scan(&ScanScope {
        start,
        base,
        glob: None,
        plans: &plans,
        limits: ScanLimits {
            file_bytes: shared.max_file_size << 20,
        },
    })?;
    let parts = parts_of_plans(&found.plans, &here, shared);
    let is_part = |file: &str| !parts.is_empty() && parts.contains(&base.join(file));
    found.evidence.retain(|one| !is_part(&one.file));
    Ok(found)
}

/// The files of the plans whose root files were met.
fn parts_of_plans(roots: &[PathBuf], here: &Path, shared: &Shared) -> BTreeSet<PathBuf> {
    let today = clock::today(shared).ok();
    let open = |root: &PathBuf| Project::open(Some(root), here, &open::limits(shared), today?).ok();
    let projects = roots.iter().filter_map(open);
    projects.flat_map(|project| plan_files(&project)).collect()
}

/// Says on standard error what was not looked at, and why.
fn tell_left_out(start: &Path, asked: &Path, found: &Scanned) {
    for one in &found.skipped {
        terminal::tell(&format!("not looked at: {}: {}", one.file, one.why));
    }
    if found.files == 0 && !start.is_file() {
        let why = "no source stands in it, so that nothing is known of it";
        terminal::tell(&format!("nothing looked at: {}: {why}", asked.display()));
    }
    if start.is_file() && found.no_source > 0 {
        let why = "it holds no source: words for people, a binary, or a plan";
        terminal::tell(&format!("not looked at: {}: {why}", asked.display()));
    }
}
