use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{Plan, SavedModelList};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::files::{self, ReadLimits, real};
use jurymast_terms::problem::Problem;
use jurymast_terms::source::{FileId, Sources, Span};
use jurymast_terms::units::Date;

use super::decode::{Decoded, HIDDEN, decode};
use super::matching;
use super::model_lists;
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
    /// The root file is a part of another plan: it can be read, and has no `[plan]` table.
    pub is_part: bool,
}

/// A text that is read in the place of a file.
#[derive(Debug, Clone)]
pub struct StandIn {
    /// The file, which need not be there.
    pub path: PathBuf,
    /// Read instead of it.
    pub text: String,
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
    load_with(path, here, limits, Vec::new(), &[])
}

/// The same, with lists of models beside those that the plan names, and with texts that
/// stand in for files of it.
///
/// # Errors
/// As for [`load`].
pub fn load_with(
    path: &Path,
    here: &Path,
    limits: &ReadLimits,
    more_lists: Vec<SavedModelList>,
    stand_ins: &[StandIn],
) -> Result<Loaded, Problem> {
    let path = here.join(path);
    let mut loader = Loader {
        root: path.parent().unwrap_or(here).to_owned(),
        here,
        limits,
        stand_ins: stand_ins
            .iter()
            .map(|one| (real(&here.join(&one.path)), one.text.as_str()))
            .collect(),
        sources: Sources::default(),
        problems: Vec::new(),
        decoded: Vec::new(),
        read: Vec::new(),
        known: HashMap::new(),
        unread: false,
    };
    let text = loader.read_text(&path)?;
    loader.all(path, text);
    let Loader {
        root,
        sources,
        mut problems,
        decoded,
        unread,
        ..
    } = loader;
    let is_part = decoded
        .first()
        .is_some_and(|(_, one)| !one.heads_plan && !one.broken_syntax);
    let named = decoded
        .first()
        .and_then(|(file, one)| Some((*file, &one.catalogue.as_ref()?.1)));
    let mut lists = named.map_or_else(Vec::new, |named| {
        model_lists::named(named, (&root, here), limits, &mut problems)
    });
    lists.extend(more_lists);
    let read = problems.len();
    let plan = resolve(&sources, decoded, unread, lists.into(), &mut problems);
    let resolved = problems.split_off(read);
    let mut told = without_echoes(resolved, &problems, &sources);
    problems.append(&mut told);
    problems.sort_by(|a, b| (a.place, a.code, &a.message).cmp(&(b.place, b.code, &b.message)));
    // What `[defaults]` says wrongly is met at every table that takes it.
    problems.dedup_by(|a, b| (a.place, a.code, &a.message) == (b.place, b.code, &b.message));
    Ok(Loaded {
        sources,
        problems,
        plan,
        is_part,
    })
}

/// The plan that these texts make, the root's first; includes are not followed,
/// so that every text counts, and no list of models is read.
pub fn reread(texts: impl IntoIterator<Item = (String, String)>) -> Loaded {
    read_texts(texts, Vec::new().into())
}

/// A plan as these texts would make it, with the lists of models that it was read with, on
/// the day that it is looked at.
pub fn changed(plan: &Plan, texts: impl IntoIterator<Item = (String, String)>) -> Loaded {
    let mut loaded = read_texts(texts, Arc::clone(&plan.model_lists));
    loaded.plan.today = plan.today;
    loaded
}

fn read_texts(
    texts: impl IntoIterator<Item = (String, String)>,
    lists: Arc<[SavedModelList]>,
) -> Loaded {
    let mut sources = Sources::default();
    let mut problems = Vec::new();
    let mut decoded = Vec::new();
    for (path, text) in texts {
        let id = sources.add(path.as_str(), text);
        let mut one = decode(id, &sources.get(id).text, &mut problems);
        one.path = path;
        decoded.push((id, one));
    }
    let is_part = decoded.iter().all(|(_, one)| !one.heads_plan);
    let plan = resolve(&sources, decoded, false, lists, &mut problems);
    Loaded {
        sources,
        problems,
        plan,
        is_part,
    }
}

/// What resolving found, but for what stands on a line that is no TOML, is a name with a
/// hidden character, or misses a name that is written wrongly: that is mostly the echo of
/// the first error.
fn without_echoes(
    resolved: Vec<Diagnostic>,
    read: &[Diagnostic],
    sources: &Sources,
) -> Vec<Diagnostic> {
    let line = |problem: &Diagnostic| (problem.place.file, sources.position(problem.place).line);
    let of = |code: &'static str| read.iter().filter(move |problem| problem.code == code);
    let broken: HashSet<_> = of("syntax").map(line).collect();
    let hidden: BTreeSet<Span> = of(HIDDEN).map(|problem| problem.place).collect();
    resolved
        .into_iter()
        .filter(|problem| {
            let place = problem.place;
            let from = Span::new(place.file, place.range().start..place.range().start);
            let first_hidden = hidden.range(from..).next();
            let holds_hidden =
                first_hidden.is_some_and(|it| it.file == place.file && it.end <= place.end);
            !holds_hidden && !broken.contains(&line(problem)) && !is_named(problem, read)
        })
        .collect()
}

/// A dependency names nothing where what it names is written and wrong.
fn is_named(problem: &Diagnostic, read: &[Diagnostic]) -> bool {
    let begins = problem.place;
    problem.code == "invalid-dependency"
        && problem.component.is_some()
        && read.iter().any(|error| {
            error.component == problem.component
                && error.place.file == begins.file
                && error.place.start >= begins.start
                && matches!(error.code, "invalid-value" | "unknown-key")
        })
}

struct Loader<'a> {
    root: PathBuf,
    here: &'a Path,
    limits: &'a ReadLimits,
    /// By the real path of a file what is read instead.
    stand_ins: BTreeMap<PathBuf, &'a str>,
    sources: Sources,
    problems: Vec<Diagnostic>,
    decoded: Vec<(FileId, Decoded)>,
    /// Files in order of reading.
    read: Vec<ReadFile>,
    /// Which of them has this real path.
    known: HashMap<PathBuf, usize>,
    /// Something that may declare ids could not be read.
    unread: bool,
}

struct ReadFile {
    path: PathBuf,
    real: PathBuf,
    /// The file that pulled it in.
    above: Option<usize>,
}

/// What is still to be read, the next at the end: files may include each other in a row
/// of any length.
enum Todo {
    Include {
        by: usize,
        pattern: String,
        place: Span,
    },
    File {
        by: usize,
        path: PathBuf,
        wildcard: bool,
        place: Span,
    },
}

impl Loader<'_> {
    /// The root file and all that it includes: each file, then what its includes pull
    /// in, in their order.
    fn all(&mut self, root: PathBuf, text: String) {
        let real = real(&root);
        let mut todo = Vec::new();
        self.file(root, real, text, None, &mut todo);
        while let Some(next) = todo.pop() {
            match next {
                Todo::Include { by, pattern, place } => {
                    self.include(by, &pattern, place, &mut todo);
                }
                Todo::File {
                    by,
                    path,
                    wildcard,
                    place,
                } => self.included(by, path, wildcard, place, &mut todo),
            }
        }
    }

    fn file(
        &mut self,
        path: PathBuf,
        real: PathBuf,
        text: String,
        above: Option<usize>,
        todo: &mut Vec<Todo>,
    ) {
        let id = self.sources.add(files::shown(&path, self.here), text);
        let by = self.read.len();
        self.known.insert(real.clone(), by);
        let mut decoded = decode(id, &self.sources.get(id).text, &mut self.problems);
        decoded.path = files::shown(&path, &self.root);
        let includes = decoded.plan.iter().flat_map(|(_, plan)| &plan.include);
        todo.extend(includes.rev().map(|said| Todo::Include {
            by,
            pattern: said.value.clone(),
            place: Span::new(id, said.range.clone()),
        }));
        self.decoded.push((id, decoded));
        self.read.push(ReadFile { path, real, above });
    }

    fn include(&mut self, by: usize, pattern: &str, place: Span, todo: &mut Vec<Todo>) {
        let base = self.read[by].path.parent().unwrap_or(&self.root);
        let unsaved: Vec<&Path> = self.stand_ins.keys().map(PathBuf::as_path).collect();
        match matching::matching(&self.root, base, pattern, &unsaved, self.limits) {
            Ok(found) => {
                let wildcard = matching::has_wildcard(pattern);
                todo.extend(found.into_iter().rev().map(|path| Todo::File {
                    by,
                    path,
                    wildcard,
                    place,
                }));
            }
            Err(problem) => self.not_included(problem, place),
        }
    }

    fn included(
        &mut self,
        by: usize,
        path: PathBuf,
        wildcard: bool,
        place: Span,
        todo: &mut Vec<Todo>,
    ) {
        let real = real(&path);
        if let Some(&known) = self.known.get(&real) {
            // A wildcard may well name the file that it stands in.
            if !wildcard {
                self.find_loop(by, known, place);
            }
            return;
        }
        match self.read_text(&path) {
            Ok(text) => self.file(path, real, text, Some(by), todo),
            Err(problem) => self.not_included(problem, place),
        }
    }

    fn read_text(&self, path: &Path) -> Result<String, Problem> {
        match self.stand_ins.get(&real(path)) {
            Some(text) => Ok((*text).to_owned()),
            None => files::read(path, &files::shown(path, self.here), self.limits),
        }
    }

    fn not_included(&mut self, problem: Problem, place: Span) {
        self.unread = true;
        self.problems
            .push(Diagnostic::of("include", problem, place).label("included here"));
    }

    /// Says so where a file includes one that pulled it in.
    fn find_loop(&mut self, by: usize, known: usize, place: Span) {
        let mut up: Vec<usize> =
            std::iter::successors(Some(by), |&file| self.read[file].above).collect();
        let Some(at) = up.iter().position(|&file| file == known) else {
            return;
        };
        up.truncate(at + 1);
        up.reverse();
        up.push(known);
        let chain: Vec<String> = up
            .into_iter()
            .map(|file| files::shown(&self.read[file].real, self.here))
            .collect();
        self.problems.push(
            Diagnostic::error("include", "the files include each other in a loop", place)
                .label("this leads back")
                .note(format!("the loop: {}", some_of(&chain).join(" -> ")))
                .help("remove this include: a file is read once, however many files name it"),
        );
    }
}

/// The first and the last of many.
fn some_of(chain: &[String]) -> Vec<&str> {
    const MOST: usize = 20;
    let all = chain.iter().map(String::as_str);
    if chain.len() <= MOST {
        return all.collect();
    }
    let last = all.clone().skip(chain.len() - MOST / 2);
    all.take(MOST / 2).chain(["..."]).chain(last).collect()
}
