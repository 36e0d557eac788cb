//! What the source that a plan names uses and the plan does not declare.
//!
//! In:  a project whose plan names paths in `scan` of `[lint]`.
//! Out: [`SourceUses`]: a finding for each use that the plan lacks and one for the end of the
//!      model that is called there, at the path that the
//!      plan names, and an error for each path that cannot be looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use jurymast_continuity::lint;
use jurymast_plan::language::path_and_glob;
use jurymast_plan::model::Plan;
use jurymast_scan::{
    Evidence, ScanFault, ScanLimits, ScanScope, Scanned, SkippedFile, UNDECLARED, UndeclaredUse,
    end_of, scan, undeclared,
};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::files::{self, ReadLimits};
use jurymast_terms::problem::Problem;
use jurymast_terms::source::{FileId, Sources, Span};
use jurymast_terms::text;

use crate::project::Project;

/// What is wrong with a path that source is looked for below.
const SCANNED_PATH: &str = "scanned-path";

/// What source uses and the plan does not declare.
#[derive(Debug)]
pub(crate) struct SourceUses {
    /// In order of their places; waived ones included.
    pub(crate) findings: Vec<Diagnostic>,
    /// Paths that cannot be looked at.
    pub(crate) problems: Vec<Diagnostic>,
    /// The plan's texts, and behind them those of the source: blank but for what was found.
    pub(crate) sources: Sources,
}

/// Looks below the paths that the plan names; `None` where it names none. `here` is where
/// paths are shown from.
pub(crate) fn source_uses(
    project: &Project,
    here: &Path,
    limits: &ReadLimits,
) -> Option<SourceUses> {
    let named = &project.plan.lint.scan;
    if named.is_empty() {
        return None;
    }
    let looker = Looker {
        repository: repository_of(&project.root),
        plans: plan_files(project),
        project,
        here,
        limits,
    };
    let mut problems = Vec::new();
    let mut uses = Uses::default();
    for path in named {
        match looker.look(&path.value) {
            Ok((base, scanned)) => {
                problems.extend(scanned.skipped.iter().map(|one| not_read(one, path.span)));
                uses.take(scanned, &base, path.span, &project.plan);
            }
            Err(problem) => {
                problems.push(Diagnostic::of(SCANNED_PATH, problem, path.span).label("named here"));
            }
        }
    }
    let mut sources = project.sources.clone();
    let findings = uses.findings(&looker, &mut sources);
    Some(SourceUses {
        findings: lint::settle(&project.plan, project.today, findings),
        problems,
        sources,
    })
}

/// The nearest folder at or above this that is a repository's root; this one where there is
/// none.
pub(crate) fn repository_of(folder: &Path) -> PathBuf {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let root = folder.ancestors().find(|one| one.join(".git").exists());
    root.unwrap_or(&folder).to_owned()
}

/// The files of a plan, by their real paths.
pub(crate) fn plan_files(project: &Project) -> BTreeSet<PathBuf> {
    let files = project.sources.iter();
    let real = files.filter_map(|(id, _)| project.path_of(id).canonicalize().ok());
    real.collect()
}

fn not_read(skipped: &SkippedFile, place: Span) -> Diagnostic {
    let severity = match skipped.is_unreadable {
        true => Severity::Error,
        false => Severity::Warning,
    };
    let message = format!("`{}` was not looked at: {}", skipped.file, skipped.why);
    Diagnostic::new(SCANNED_PATH, severity, message, place).label("below this path")
}

struct Looker<'a> {
    project: &'a Project,
    here: &'a Path,
    limits: &'a ReadLimits,
    repository: PathBuf,
    plans: BTreeSet<PathBuf>,
}

impl Looker<'_> {
    /// What stands below a path, and the folder that its files are told from.
    fn look(&self, pattern: &str) -> Result<(PathBuf, Scanned), Problem> {
        let root = &self.project.root;
        // A folder may be called like a glob: `app/[id]`.
        let (path, glob) = match root.join(pattern).exists() {
            true => (PathBuf::from(pattern), None),
            false => path_and_glob(pattern)?,
        };
        let cannot = |error: std::io::Error| {
            let help = "paths count from the folder of the plan's root file";
            Problem::new(format!("cannot read `{}`: {error}", path.display())).help(help)
        };
        let start = root.join(&path).canonicalize().map_err(cannot)?;
        if !start.starts_with(&self.repository) && !self.limits.follow_links {
            let message = format!("`{pattern}` leads out of the repository");
            return Err(Problem::new(message)
                .help("name paths inside the repository of the plan, or pass --follow-links"));
        }
        let base = match start.starts_with(&self.repository) {
            true => self.repository.clone(),
            false if start.is_dir() => start.clone(),
            false => start.parent().unwrap_or(&start).to_owned(),
        };
        let scanned = scan(&ScanScope {
            start: &start,
            base: &base,
            glob: glob.as_deref(),
            plans: &self.plans,
            limits: ScanLimits {
                file_bytes: self.limits.file_bytes,
            },
        });
        let scanned = scanned.map_err(cannot)?;
        if scanned.files == 0 && scanned.skipped.is_empty() {
            return Err(
                Problem::new(format!("`{pattern}` holds no source to look at"))
                    .help("ignore files, binaries and words for people are left out"),
            );
        }
        Ok((base, scanned))
    }
}

/// A piece of evidence, and where it was looked for.
struct PlacedEvidence {
    evidence: Evidence,
    /// The real path of its file.
    path: PathBuf,
    /// The path that the plan names.
    named: Span,
    /// What it proves that the plan does not say.
    missing: Option<UndeclaredUse>,
}

/// What was found below all paths, each place once.
#[derive(Default)]
struct Uses {
    all: Vec<PlacedEvidence>,
    known: BTreeSet<(PathBuf, usize)>,
}

impl Uses {
    fn take(&mut self, scanned: Scanned, base: &Path, named: Span, plan: &Plan) {
        let missing = undeclared(&scanned.evidence, &scanned.services, plan);
        for (evidence, missing) in scanned.evidence.into_iter().zip(missing) {
            let path = base.join(&evidence.file);
            if self.known.insert((path.clone(), evidence.range.start)) {
                self.all.push(PlacedEvidence {
                    evidence,
                    path,
                    named,
                    missing,
                });
            }
        }
    }

    /// A finding for each use that the plan lacks, with all its places.
    fn findings(&self, looker: &Looker<'_>, sources: &mut Sources) -> Vec<Diagnostic> {
        let mut by_cause: BTreeMap<&str, Vec<(&PlacedEvidence, &UndeclaredUse)>> = BTreeMap::new();
        for one in &self.all {
            if let Some(missing) = &one.missing {
                let uses = by_cause.entry(missing.cause.as_str()).or_default();
                uses.push((one, missing));
            }
        }
        let mut texts = SourceTexts::of(by_cause.values().flatten().map(|(one, _)| *one));
        let mut findings: Vec<Diagnostic> = by_cause
            .values()
            .filter_map(|uses| finding(uses, looker, &mut texts, sources))
            .collect();
        let mut ends: BTreeMap<String, (ScanFault, Vec<&PlacedEvidence>)> = BTreeMap::new();
        for (one, _) in by_cause.values().flatten() {
            if let Some(end) = end_of(&one.evidence, looker.project.today) {
                let uses = ends.entry(end.cause.clone());
                uses.or_insert_with(|| (end, Vec::new())).1.push(one);
            }
        }
        let ends = ends.into_values();
        findings
            .extend(ends.filter_map(|(end, uses)| ended(end, &uses, looker, &mut texts, sources)));
        findings.sort_by(|a, b| (a.place, &a.detail).cmp(&(b.place, &b.detail)));
        findings
    }
}

fn finding<'a>(
    uses: &[(&'a PlacedEvidence, &UndeclaredUse)],
    looker: &Looker<'_>,
    texts: &mut SourceTexts<'a>,
    sources: &mut Sources,
) -> Option<Diagnostic> {
    let (first, missing) = uses.first()?;
    let severity = lint::find(UNDECLARED)?.severity;
    let others = match uses.len() - 1 {
        0 => String::new(),
        1 => " and in 1 more place".to_owned(),
        many => format!(" and in {many} more places"),
    };
    let message = format!(
        "{} in {}:{}{others}, and {}",
        missing.happens,
        looker.shown(&first.path),
        first.evidence.line,
        missing.lacks
    );
    let mut finding = Diagnostic::new(UNDECLARED, severity, message, first.named)
        .label("below this path")
        .detail(&missing.cause)
        .help(&missing.help);
    for (one, _) in uses {
        finding = finding.related(texts.place(one, looker, sources), "used here");
    }
    Some(finding)
}

/// The end of a model that source calls and the plan does not have; of one that it has, the
/// rules tell there.
fn ended<'a>(
    end: ScanFault,
    uses: &[&'a PlacedEvidence],
    looker: &Looker<'_>,
    texts: &mut SourceTexts<'a>,
    sources: &mut Sources,
) -> Option<Diagnostic> {
    let mut finding = Diagnostic::new(end.rule, end.severity, end.message, uses.first()?.named)
        .label("called below this path")
        .detail(end.cause)
        .maybe_help(end.help);
    for one in uses {
        finding = finding.related(texts.place(one, looker, sources), "called here");
    }
    Some(finding)
}

impl Looker<'_> {
    /// A path as it is shown to people.
    fn shown(&self, path: &Path) -> String {
        let here = self.here.canonicalize();
        files::shown(path, here.as_deref().unwrap_or(self.here))
    }
}

/// The texts of source, of which nothing is shown but what was found.
struct SourceTexts<'a> {
    shown: BTreeMap<&'a Path, Vec<Range<usize>>>,
    taken: BTreeMap<&'a Path, FileId>,
}

impl<'a> SourceTexts<'a> {
    fn of(found: impl Iterator<Item = &'a PlacedEvidence>) -> Self {
        let mut shown: BTreeMap<&Path, Vec<_>> = BTreeMap::new();
        for one in found {
            let of_file = shown.entry(&one.path).or_default();
            of_file.push(one.evidence.range.clone());
        }
        Self {
            shown,
            taken: BTreeMap::new(),
        }
    }

    fn place(
        &mut self,
        one: &'a PlacedEvidence,
        looker: &Looker<'_>,
        sources: &mut Sources,
    ) -> Span {
        let path = one.path.as_path();
        let file = *self.taken.entry(path).or_insert_with(|| {
            let bytes = std::fs::read(path).unwrap_or_default();
            let shown = self.shown.get(path).map(Vec::as_slice);
            let text = text::masked(&bytes, shown.unwrap_or_default());
            sources.add(looker.shown(path), text)
        });
        Span::new(file, one.evidence.range.clone())
    }
}
