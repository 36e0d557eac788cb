use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jurymast_continuity::lint::{self, RuleChoice};
use jurymast_plan::language::tables;
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::files::real;
use jurymast_terms::source::{Sources, Span};
use similar::{DiffOp, TextDiff};

use crate::cli::args::Shared;
use crate::cli::diff::Repository;
use crate::cli::exit::Failure;
use crate::cli::{open, terminal};
use crate::project::Project;

/// Takes away what the change since a commit has nothing to do with, once the whole was
/// judged, and says of how many that are open. What stays: what was not found then as it is
/// now, and what stands at, is about or is caused by something whose lines changed.
///
/// Where the plan of that commit is not there or cannot be judged nothing is known to be old,
/// and nothing is taken away.
///
/// # Errors
/// There is no repository, or it knows no such commit.
pub(in crate::cli) fn keep_changed(
    (reference, without_waivers): (&str, bool),
    project: &Project,
    choice: &RuleChoice,
    findings: &mut Vec<Diagnostic>,
    sources: &Sources,
    shared: &Shared,
) -> Result<usize, Failure> {
    let repository = Repository::around(&project.root)?;
    let files = repository.files_of(reference, open::limits(shared).file_bytes)?;
    let inside = repository.inside(&project.root)?;
    let folder = files.path().join(inside);
    let name = Path::new(project.path()).file_name().unwrap_or_default();
    let Some(old) = old_findings(
        &folder.join(name),
        reference,
        without_waivers,
        choice,
        shared,
    )?
    else {
        return Ok(0);
    };
    let touched = Touched::since(&folder, project);
    let before = open_places(findings);
    findings.retain(|finding| {
        !old.contains(&key(finding)) || touched.has(finding, sources, project.sources.len())
    });
    Ok(before - open_places(findings))
}

fn open_places(findings: &[Diagnostic]) -> usize {
    findings.iter().filter(|one| one.waived.is_none()).count()
}

/// What a finding is, whatever line it stands on.
type Key = (String, Vec<String>, Severity, bool);

fn key(finding: &Diagnostic) -> Key {
    let mut causes: Vec<String> = finding.each_cause().map(str::to_owned).collect();
    causes.sort();
    let is_waived = finding.waived.is_some();
    (finding.fingerprint(), causes, finding.severity, is_waived)
}

/// What was found then; `None`: it is not known.
fn old_findings(
    plan: &Path,
    reference: &str,
    without_waivers: bool,
    choice: &RuleChoice,
    shared: &Shared,
) -> Result<Option<BTreeSet<Key>>, Failure> {
    let folder = plan.parent().unwrap_or(plan);
    let limits = open::limits(shared);
    let how = open::opening(shared, folder, &limits, Vec::new())?;
    let unknown = |why: &str| {
        terminal::tell(&format!(
            "note: the plan of {reference} {why}: nothing is left out"
        ));
        Ok(None)
    };
    let Ok(mut old) = Project::open_with(Some(plan), &how) else {
        return unknown("is not there");
    };
    if without_waivers {
        old.plan.waivers.clear();
    }
    let analysis = old.analysis();
    let checked = lint::check_chosen(&analysis, old.today, choice);
    let mut problems = old.problems.iter().chain(&checked.problems);
    if problems.any(|one| one.severity == Severity::Error) {
        return unknown("cannot be read in full");
    }
    Ok(Some(checked.findings.iter().map(key).collect()))
}

/// What a change touched.
struct Touched {
    /// By file, in their order: whether each line changed, from 1; a file that is new has
    /// `None`.
    lines: Vec<Option<BTreeSet<usize>>>,
    /// Ids of the tables in which a line changed.
    ids: BTreeSet<String>,
}

impl Touched {
    /// `folder` holds the old files as the plan's folder holds the new ones.
    fn since(folder: &Path, project: &Project) -> Self {
        let root = real(&project.root);
        let mut touched = Self {
            lines: Vec::new(),
            ids: BTreeSet::new(),
        };
        for (id, file) in project.sources.iter() {
            let path = real(&project.path_of(id));
            let below = path.strip_prefix(&root).ok();
            let old = below.and_then(|below| fs::read_to_string(folder.join(below)).ok());
            let lines = old.map(|old| changed_lines(&old, &file.text));
            for (range, table) in tables(&file.text) {
                let span = |at: usize| project.sources.position(Span::new(id, at..at)).line;
                let (first, last) = (span(range.start), span(range.end.saturating_sub(1)));
                let is_touched = match &lines {
                    Some(lines) => lines.range(first..=last.max(first)).next().is_some(),
                    None => true,
                };
                touched.ids.extend(table.filter(|_| is_touched));
            }
            touched.lines.push(lines);
        }
        touched
    }

    fn has(&self, finding: &Diagnostic, sources: &Sources, own: usize) -> bool {
        let is_in = |place: Span| {
            let at = sources.position(place);
            match self.lines.get(place.file.index()) {
                Some(Some(lines)) => lines.range(at.line..=at.end_line).next().is_some(),
                Some(None) => true,
                // Of other files, such as a baseline, nothing old is known.
                None => place.file.index() >= own,
            }
        };
        let named = [&finding.component, &finding.culprit].into_iter().flatten();
        let mut named = named.map(String::as_str).chain(finding.each_cause());
        let mut related = finding.related.iter().map(|one| one.place);
        is_in(finding.place) || related.any(is_in) || named.any(|id| self.ids.contains(id))
    }
}

/// The lines of the new text that are new, or that stood beside one that is gone; from 1.
fn changed_lines(old: &str, new: &str) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    for op in TextDiff::from_lines(old, new).ops() {
        match *op {
            DiffOp::Equal { .. } => {}
            // The line that stood above.
            DiffOp::Delete { new_index, .. } => _ = lines.insert(new_index.max(1)),
            DiffOp::Insert {
                new_index, new_len, ..
            }
            | DiffOp::Replace {
                new_index, new_len, ..
            } => lines.extend(new_index + 1..=new_index + new_len),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_new_and_those_above_what_is_gone() {
        let changed =
            |old: &str, new: &str| changed_lines(old, new).into_iter().collect::<Vec<_>>();
        assert_eq!(changed("a\nb\n", "a\nb\n"), [] as [usize; 0]);
        assert_eq!(changed("a\nb\n", "a\nx\nb\n"), [2]);
        assert_eq!(changed("a\nb\nc\n", "a\nc\n"), [1]);
        assert_eq!(changed("a\nb\n", "b\n"), [1]);
        assert_eq!(changed("a\nb\n", "a\nB\n"), [2]);
    }
}
