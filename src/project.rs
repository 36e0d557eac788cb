//! Opening a plan: find it, load it, analyse it.
//!
//! In:  what the command line says of where the plan is and which day it is.
//! Out: [`Project`]: the texts, the problems and the plan; its analysis on request.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jurymast_engine::analysis::Analysis;
use jurymast_plan::language::{self, StandIn};
use jurymast_plan::model::{Plan, SavedModelList};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::files::{self, ReadLimits, real};
use jurymast_terms::problem::Problem;
use jurymast_terms::source::{FileId, Sources};
use jurymast_terms::units::Date;

use crate::echo;

/// The file name of a root plan.
pub(crate) const PLAN_FILE: &str = "jurymast.toml";

/// A plan as read from its files.
#[derive(Debug)]
pub struct Project {
    /// The folder of the root plan file.
    pub root: PathBuf,
    /// The folder from which the paths of its texts are told.
    pub base: PathBuf,
    /// The texts that it was read from.
    pub sources: Sources,
    /// Errors and warnings of reading, in order of file and place.
    pub problems: Vec<Diagnostic>,
    /// The plan, as far as it could be read.
    pub plan: Plan,
    /// The day it is judged by.
    pub today: Date,
}

/// How a plan is opened.
#[derive(Debug, Clone)]
pub struct Opening<'a> {
    /// The folder that paths start from, and are shown from.
    pub here: &'a Path,
    /// What reading may use up.
    pub limits: &'a ReadLimits,
    /// The day to judge by.
    pub today: Date,
    /// Besides those that the plan names.
    pub model_lists: Vec<SavedModelList>,
    /// What is read instead of files of it.
    pub stand_ins: Vec<StandIn>,
}

/// Why a plan could not be opened at all.
#[derive(Debug)]
pub enum OpenError {
    /// There is no plan file where one was looked for.
    NotFound(String),
    /// The root file is there and cannot be read.
    Unreadable(Problem),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound(message) => f.write_str(message),
            Self::Unreadable(problem) => problem.fmt(f),
        }
    }
}

impl std::error::Error for OpenError {}

impl Project {
    /// Opens the plan at `path` (a file, or a folder that holds one), or the
    /// nearest one at or above `here`.
    ///
    /// # Errors
    /// When there is no plan file, or the root file cannot be read; problems inside
    /// the plan are in [`Project::problems`].
    pub fn open(
        path: Option<&Path>,
        here: &Path,
        limits: &ReadLimits,
        today: Date,
    ) -> Result<Self, OpenError> {
        let how = Opening {
            here,
            limits,
            today,
            model_lists: Vec::new(),
            stand_ins: Vec::new(),
        };
        Self::open_with(path, &how)
    }

    /// The same; `how` says more of it.
    ///
    /// # Errors
    /// As for [`Project::open`].
    pub fn open_with(path: Option<&Path>, how: &Opening<'_>) -> Result<Self, OpenError> {
        let file = match path {
            // What stands in for a file need not have one.
            Some(path) if how.stand_ins.iter().any(|one| one.path == path) => path.to_owned(),
            _ => find(path, how.here)?,
        };
        match Self::read(&file, how)? {
            (own, true) => own.whole(&how.here.join(&file), how),
            (whole, false) => Ok(whole),
        }
    }

    /// The plan of this root file, and whether the file is but a part of one.
    fn read(file: &Path, how: &Opening<'_>) -> Result<(Self, bool), OpenError> {
        let Opening {
            here,
            limits,
            today,
            model_lists,
            stand_ins,
        } = how;
        let lists = model_lists.clone();
        let loaded = language::load_with(file, here, limits, lists, stand_ins)
            .map_err(OpenError::Unreadable)?
            .on(*today);
        let is_part = loaded.is_part;
        let project = Self {
            root: here.join(file).parent().unwrap_or(here).to_owned(),
            base: (*here).to_owned(),
            sources: loaded.sources,
            problems: loaded.problems,
            plan: loaded.plan,
            today: *today,
        };
        Ok((project, is_part))
    }

    /// The plan that this part, read from `file`, belongs to: the nearest above it that
    /// includes it. What is wrong with a part that belongs to none is told as it is.
    fn whole(self, file: &Path, how: &Opening<'_>) -> Result<Self, OpenError> {
        let part = real(file);
        for folder in part.parent().unwrap_or(&part).ancestors() {
            let above = folder.join(PLAN_FILE);
            if above != part && is_there(&above) {
                let seen = files::shown(&above, &real(how.here));
                let (whole, is_part) = Self::read(Path::new(&seen), how)?;
                if !is_part && whole.holds(&part) {
                    return Ok(whole);
                }
            }
            if folder.join(".git").exists() {
                break;
            }
        }
        // An empty plan, or one whose tables have wrong names, says more of itself.
        let is_called_so = part.file_name().is_some_and(|name| name == PLAN_FILE);
        let is_telling = |one: &Diagnostic| {
            one.code == "empty-plan" || (is_called_so && one.code == "unknown-key")
        };
        if self.problems.iter().any(is_telling) {
            return Ok(self);
        }
        let shown = self.path();
        Err(OpenError::NotFound(format!(
            "`{shown}` belongs to no plan: it has no [plan] table, and no {PLAN_FILE} above \
             it includes it"
        )))
    }

    /// The path of its root file, as it is shown.
    pub fn path(&self) -> &str {
        &self.sources.get(FileId::ROOT).path
    }

    /// Whether the file of this real path is one of those that it was read from.
    pub fn holds(&self, file: &Path) -> bool {
        let mut own = self.sources.iter();
        own.any(|(id, _)| real(&self.path_of(id)) == file)
    }

    /// Where one of its texts was read from.
    pub fn path_of(&self, text: FileId) -> PathBuf {
        self.base.join(&self.sources.get(text).path)
    }

    /// What the plan means. Made anew at each call: a command asks once and keeps it,
    /// since it holds what was computed on the way.
    pub fn analysis(&self) -> Analysis<'_> {
        Analysis::of(&self.plan)
    }

    /// Whether a finding is about what could not be read as it was written: a key that is
    /// there and wrong counts as left out, and nothing true can be said of that.
    pub fn is_echo(&self, finding: &Diagnostic) -> bool {
        echo::is_echo(
            &self.problems,
            &self.sources,
            self.plan.header.place,
            finding,
        )
    }

    /// Whether what could not be read leaves out nothing that an incident sheet says.
    pub fn is_whole_for_sheet(&self) -> bool {
        let mut errors = self.problems.iter();
        errors.all(|one| one.severity != Severity::Error || only_judges(&self.sources, one))
    }

    /// Whether a part of the plan could not be read.
    pub fn is_broken(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }
}

/// Whether an error stands in a table that only says how findings are judged: a waiver, or
/// the levels of rules.
fn only_judges(sources: &Sources, problem: &Diagnostic) -> bool {
    let is_of_a_table = matches!(
        problem.code,
        "invalid-id"
            | "invalid-value"
            | "missing-key"
            | "no-rule-left"
            | "unknown-id"
            | "unknown-key"
            | "unknown-rule"
    );
    let text = &sources.get(problem.place.file).text;
    let until = text[problem.place.range().start..].find('\n');
    let until = until.map_or(text.len(), |at| problem.place.range().start + at);
    let mut above = text[..until].lines().rev().map(str::trim_start);
    let header = above.find(|line| line.starts_with('['));
    problem.code == "malformed-ignore"
        || is_of_a_table
            && header.is_some_and(|line| {
                let name = line.trim_start_matches('[').trim_start();
                ["waiver", "rule", "lint"].iter().any(|table| {
                    let rest = name.strip_prefix(table);
                    rest.is_some_and(|rest| rest.trim_start().starts_with([']', '.']))
                })
            })
}

/// The root plan file: the one named, else the nearest at or above `here`, not
/// above the repository's root.
fn find(path: Option<&Path>, here: &Path) -> Result<PathBuf, OpenError> {
    if let Some(path) = path {
        let full = here.join(path);
        let inside = path.join(PLAN_FILE);
        // A folder that is called like a plan is one that cannot be read.
        let is_named_so = path.file_name().is_some_and(|name| name == PLAN_FILE);
        let file = match full.is_dir() {
            true if !is_named_so || is_there(&here.join(&inside)) => inside,
            _ => path.to_owned(),
        };
        return if is_there(&here.join(&file)) {
            Ok(file)
        } else {
            Err(OpenError::NotFound(format!(
                "there is no plan at `{}`",
                file.display()
            )))
        };
    }
    for folder in here.ancestors() {
        let file = folder.join(PLAN_FILE);
        if is_there(&file) {
            return Ok(file);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    Err(OpenError::NotFound(format!(
        "no {PLAN_FILE} here, nor in a folder above up to the repository's root"
    )))
}

/// Whether anything has this path. A pipe, a folder or a link to nowhere in the place
/// of a plan is no reason to take another one: reading it says what is wrong.
fn is_there(path: &Path) -> bool {
    match path.symlink_metadata() {
        Ok(_) => true,
        Err(error) => !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
    }
}
