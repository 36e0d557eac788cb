use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::model::Plan;
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::problem::Problem;
use jurymast_terms::source::{FileId, Sources, Span};
use jurymast_terms::units::Date;

use super::decode::{Decoded, decode};
use super::files::{self, ReadLimits};
use super::resolve::resolve;

/// A plan as far as it could be read.
#[derive(Debug)]
pub struct Loaded {
    /// Every text that was read.
    pub sources: Sources,
    /// Errors and warnings in order of file and place.
    pub problems: Vec<Diagnostic>,
    /// What could be made of them.
    pub plan: Plan,
}

impl Loaded {
    /// The same, looked at on a day.
    #[must_use]
    pub fn on(mut self, today: Date) -> Self {
        self.plan.today = Some(today);
        self
    }

    /// A part of the plan could not be read.
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }
}

/// Reads the root plan file at `path` and all it includes. Paths are shown as
/// seen from `here`, an absolute folder.
///
/// # Errors
/// Only when the root file itself cannot be read; every other problem is in
/// [`Loaded::problems`].
pub fn load(path: &Path, here: &Path, limits: &ReadLimits) -> Result<Loaded, Problem> {
    let path = here.join(path);
    let text = files::read(&path, &files::shown(&path, here), limits)?;
    let mut loader = Loader {
        root: path.parent().unwrap_or(here).to_owned(),
        here,
        limits,
        sources: Sources::default(),
        problems: Vec::new(),
        decoded: Vec::new(),
        known: HashMap::new(),
        unread: false,
    };
    loader.file(&path, text, &[]);
    let Loader {
        sources,
        mut problems,
        decoded,
        unread,
        ..
    } = loader;
    let read = problems.len();
    let plan = resolve(&sources, decoded, unread, &mut problems);
    let resolved = problems.split_off(read);
    let mut told = without_echoes(resolved, &problems, &sources);
    problems.append(&mut told);
    problems.sort_by(|a, b| (a.place, a.code, &a.message).cmp(&(b.place, b.code, &b.message)));
    Ok(Loaded {
        sources,
        problems,
        plan,
    })
}

/// The plan that these texts make, the root's first; includes are not followed,
/// so that every text counts. For a plan as it would be after a change.
pub fn reread(texts: impl IntoIterator<Item = (String, String)>) -> Loaded {
    let mut sources = Sources::default();
    let mut problems = Vec::new();
    let mut decoded = Vec::new();
    for (path, text) in texts {
        let id = sources.add(path, text);
        decoded.push((id, decode(id, &sources.get(id).text, &mut problems)));
    }
    let plan = resolve(&sources, decoded, false, &mut problems);
    Loaded {
        sources,
        problems,
        plan,
    }
}

/// What resolving found, but for what stands on a line that is no TOML: that is
/// mostly the echo of the broken syntax.
fn without_echoes(
    resolved: Vec<Diagnostic>,
    read: &[Diagnostic],
    sources: &Sources,
) -> Vec<Diagnostic> {
    let line = |problem: &Diagnostic| (problem.place.file, sources.position(problem.place).line);
    let broken: HashSet<_> = read
        .iter()
        .filter(|problem| problem.code == "syntax")
        .map(line)
        .collect();
    resolved
        .into_iter()
        .filter(|problem| !broken.contains(&line(problem)))
        .collect()
}

struct Loader<'a> {
    root: PathBuf,
    here: &'a Path,
    limits: &'a ReadLimits,
    sources: Sources,
    problems: Vec<Diagnostic>,
    decoded: Vec<(FileId, Decoded)>,
    /// Real paths of files that were read.
    known: HashMap<PathBuf, FileId>,
    /// Something that may declare ids could not be read.
    unread: bool,
}

impl Loader<'_> {
    /// `above`: the real paths of the files that pulled this one in.
    fn file(&mut self, path: &Path, text: String, above: &[PathBuf]) {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let id = self.sources.add(files::shown(path, self.here), text);
        self.known.insert(real.clone(), id);
        let decoded = decode(id, &self.sources.get(id).text, &mut self.problems);
        let includes: Vec<(String, Span)> = decoded
            .plan
            .iter()
            .flat_map(|(_, plan)| &plan.include)
            .map(|said| (said.value.clone(), Span::new(id, said.range.clone())))
            .collect();
        self.decoded.push((id, decoded));
        let mut above = above.to_vec();
        above.push(real);
        let base = path.parent().unwrap_or(&self.root).to_owned();
        for (pattern, place) in includes {
            self.include(&base, &pattern, place, &above);
        }
    }

    fn include(&mut self, base: &Path, pattern: &str, place: Span, above: &[PathBuf]) {
        let found = match files::matching(&self.root, base, pattern, self.limits) {
            Ok(found) => found,
            Err(problem) => return self.not_included(problem, place),
        };
        for path in found {
            let real = path.canonicalize().unwrap_or_else(|_| path.clone());
            if let Some(at) = above.iter().position(|file| *file == real) {
                if !files::has_wildcard(pattern) {
                    self.loop_found(&above[at..], place);
                }
                continue;
            }
            if self.known.contains_key(&real) {
                continue;
            }
            match files::read(&path, &files::shown(&path, self.here), self.limits) {
                Ok(text) => self.file(&path, text, above),
                Err(problem) => self.not_included(problem, place),
            }
        }
    }

    fn not_included(&mut self, problem: Problem, place: Span) {
        self.unread = true;
        self.problems
            .push(Diagnostic::of("include", problem, place).label("included here"));
    }

    fn loop_found(&mut self, files: &[PathBuf], place: Span) {
        let mut chain: Vec<String> = files.iter().map(|f| files::shown(f, self.here)).collect();
        chain.extend(chain.first().cloned());
        self.problems.push(
            Diagnostic::error("include", "the files include each other in a loop", place)
                .label("this leads back")
                .note(format!("the loop: {}", chain.join(" -> ")))
                .help("remove this include: a file is read once, however many files name it"),
        );
    }
}
