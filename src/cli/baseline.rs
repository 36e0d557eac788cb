//! What a baseline makes of the findings of a command.

use std::path::{Path, PathBuf};

use clap::Args;
use jurymast_continuity::lint;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::files::{self as paths, real};
use jurymast_terms::source::{FileId, Sources};

use crate::baseline::{self, Baseline, HeldBack};
use crate::project::Project;
use crate::report;

use super::args::Shared;
use super::exit::Failure;
use super::{files, open, terminal};

/// Which baseline, and what is done with it. A file without a name is [`FILE`].
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(in crate::cli) struct BaselineArgs {
    /// Hold back the findings that this file knows, and find its entries that are gone
    /// [default: jurymast-baseline.json beside the plan]
    #[arg(long, num_args = 0..=1, require_equals = true, value_name = "FILE")]
    baseline: Option<Option<PathBuf>>,
    /// Write all findings that are open into this file, and end well
    #[arg(long, num_args = 0..=1, require_equals = true, value_name = "FILE")]
    write_baseline: Option<Option<PathBuf>>,
    /// Take the entries that are gone out of this file, then go on with what is left of it
    #[arg(long, num_args = 0..=1, require_equals = true, value_name = "FILE")]
    prune_baseline: Option<Option<PathBuf>>,
}

/// The file where the arguments name none, beside the plan.
const FILE: &str = "jurymast-baseline.json";

/// The findings of a command, and all that a baseline must know of them.
pub(super) struct Judged<'a> {
    pub(super) project: &'a Project,
    /// Those that are held back go.
    pub(super) findings: &'a mut Vec<Diagnostic>,
    /// The rules that ran.
    pub(super) ran: Vec<&'static str>,
    /// The texts of the places; the baseline's comes behind them.
    pub(super) sources: &'a mut Sources,
    /// Nothing was left out that could hold a finding.
    pub(super) is_whole: bool,
}

impl BaselineArgs {
    /// Whether it makes or changes a baseline.
    pub(super) fn writes(&self) -> bool {
        self.write_baseline.is_some() || self.prune_baseline.is_some()
    }

    /// Whether findings may be held back, or are written down to be.
    pub(super) fn is_named(&self) -> bool {
        self.baseline.is_some() || self.writes()
    }

    /// One file cannot be the baseline of several plans: of the one, all that the others
    /// hold would be gone.
    /// Nor can two that stand in one folder share the one beside them.
    pub(super) fn for_plans(&self, projects: &[Project]) -> Result<(), Failure> {
        let all = [&self.baseline, &self.write_baseline, &self.prune_baseline];
        let names_one = all.into_iter().flatten().any(Option::is_some);
        let plans = projects.len();
        if plans > 1 && names_one {
            return Err(
                Failure::error("one file cannot be the baseline of several plans")
                    .help("leave its name out: each plan has its own beside it"),
            );
        }
        let is_asked = all.into_iter().any(Option::is_some);
        let mut roots: Vec<PathBuf> = projects.iter().map(|one| real(&one.root)).collect();
        roots.sort_unstable();
        match roots.windows(2).find(|two| two[0] == two[1]) {
            Some(two) if is_asked => Err(Failure::error(format!(
                "two plans stand in `{}`, and one file cannot be the baseline of both",
                two[0].display()
            ))
            .help("name one plan at a time, each with a baseline of its own: --baseline=FILE")),
            _ => Ok(()),
        }
    }
}

/// What came of it.
pub(super) enum Applied {
    /// The arguments name no baseline.
    None,
    /// So many findings are held back.
    Held(usize),
    /// The baseline was written: nothing is left to be told.
    Written,
}

/// Holds back what the baseline knows, or writes it.
pub(super) fn apply(
    args: &BaselineArgs,
    judged: Judged<'_>,
    shared: &Shared,
) -> Result<Applied, Failure> {
    let BaselineArgs {
        baseline,
        write_baseline,
        prune_baseline,
    } = args;
    let path = |named: &Option<PathBuf>| -> PathBuf {
        let beside = || judged.project.root.join(FILE);
        named.clone().unwrap_or_else(beside)
    };
    let is_half = !judged.is_whole && baseline.is_none();
    match (write_baseline, prune_baseline, baseline) {
        (Some(_), ..) | (_, Some(_), _) if is_half => Err(Failure::error(
            "not all could be read, so that findings may be missing; the baseline is as it was",
        )),
        (Some(named), ..) => write(&path(named), judged, shared),
        (_, Some(named), _) => hold(&path(named), judged, true, shared),
        (_, _, Some(named)) => hold(&path(named), judged, false, shared),
        (None, None, None) => Ok(Applied::None),
    }
}

fn write(path: &Path, judged: Judged<'_>, shared: &Shared) -> Result<Applied, Failure> {
    let before = match path.exists() {
        true => read(path, judged.sources, shared)?,
        false => Baseline::default(),
    };
    if let Some(other) = before
        .files()
        .find(|file| is_other_plan(file, judged.project))
    {
        return Err(Failure::error(format!(
            "`{}` is the baseline of `{other}`, and would forget all of it",
            shown(path)?
        ))
        .help("name another file: --write-baseline=FILE"));
    }
    let here = open::here()?;
    let root = real(&judged.project.root);
    let file = |one: &Diagnostic| {
        let path = here.join(&judged.sources.get(one.place.file).path);
        paths::shown(&real(&path), &root)
    };
    let (text, count) = baseline::written(&before, judged.findings, &judged.ran, file);
    files::write(path, &text)?;
    let noun = if count == 1 { "entry" } else { "entries" };
    let shown = shown(path)?;
    let open = judged.findings.iter().filter(|one| one.waived.is_none());
    let of = match open.count() {
        1 => "1 finding".to_owned(),
        many => format!("{many} findings"),
    };
    terminal::note(&format!("wrote {count} {noun} for {of}: {shown}"));
    Ok(Applied::Written)
}

/// Whether a file that a baseline speaks of is the root of another plan.
fn is_other_plan(file: &str, project: &Project) -> bool {
    let path = real(&project.root.join(file));
    let mut own = project.sources.iter();
    let is_own = own.any(|(id, _)| real(&project.path_of(id)) == path);
    let is_root = |text: String| text.lines().any(|line| line.trim() == "[plan]");
    let is_plan = path.extension().is_some_and(|end| end == "toml");
    !is_own && is_plan && std::fs::read_to_string(&path).is_ok_and(is_root)
}

fn hold(path: &Path, judged: Judged<'_>, prune: bool, shared: &Shared) -> Result<Applied, Failure> {
    let known = read(path, judged.sources, shared)?;
    let own = lint::custom_rules(&judged.project.plan);
    let mut held = baseline::hold(&known, judged.findings, &judged.ran, &own);
    if !held.again.is_empty() {
        lint::say_costs(&judged.project.analysis(), &mut held.again);
        judged.findings.append(&mut held.again);
    }
    if prune {
        let (text, gone) = baseline::pruned(&known, &held);
        if gone > 0 {
            files::write(path, &text)?;
        }
        let noun = if gone == 1 { "entry" } else { "entries" };
        let shown = shown(path)?;
        terminal::note(&format!("took {gone} {noun} out: {shown}"));
        held = HeldBack {
            stale: Vec::new(),
            ..held
        };
    }
    // Of what could not be read nothing is known, nor whether it is gone.
    if judged.is_whole {
        let project = judged.project;
        let stale = lint::settle(&project.plan, project.today, held.stale);
        judged.findings.extend(stale);
    }
    Ok(Applied::Held(held.count))
}

fn read(path: &Path, sources: &mut Sources, shared: &Shared) -> Result<Baseline, Failure> {
    let name = shown(path)?;
    let text = paths::read(path, &name, &open::limits(shared)).map_err(|problem| {
        Failure::from(problem).help("--write-baseline writes one of what is open")
    })?;
    let file: FileId = sources.add(name, text);
    baseline::read(sources, file).map_err(|problems| {
        let look = terminal::error_look(shared.color);
        terminal::tell_exact(&report::diagnostics_full(&problems, sources, look));
        Failure::error("the baseline cannot be read; nothing was done")
    })
}

fn shown(path: &Path) -> Result<String, Failure> {
    let here = open::here()?;
    Ok(paths::shown(&real(&here.join(path)), &real(&here)))
}
