//! Files that an import reads, and those that they name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::files::{self, ReadLimits};
use jurymast_terms::problem::Problem;
use jurymast_terms::source::{FileId, Sources, Span};

/// The files that an import reads, and what was wrong with them.
#[derive(Debug)]
pub struct Reading {
    /// Every text that was read.
    pub sources: Sources,
    /// What was wrong.
    pub problems: Vec<Diagnostic>,
    /// Where paths are shown from: an absolute folder.
    here: PathBuf,
    limits: ReadLimits,
    /// Where each file is, for what it names beside it.
    paths: Vec<PathBuf>,
    /// Files that were opened, each once.
    opened: BTreeMap<PathBuf, FileId>,
}

impl Reading {
    /// Nothing is read yet.
    pub fn new(here: impl Into<PathBuf>, limits: ReadLimits) -> Self {
        Self {
            sources: Sources::default(),
            problems: Vec::new(),
            here: here.into(),
            limits,
            paths: Vec::new(),
            opened: BTreeMap::new(),
        }
    }

    /// Reads a file, whose path counts from here; one that was read before is known.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(&mut self, path: &Path) -> Result<FileId, Problem> {
        let path = self.here.join(path);
        // By whatever way it is named it is one file.
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        if let Some(known) = self.opened.get(&real) {
            return Ok(*known);
        }
        let shown = files::shown(&path, &self.here);
        let text = files::read(&path, &shown, &self.limits)?;
        let text = text
            .strip_prefix('\u{feff}')
            .map_or(text.clone(), str::to_owned);
        let file = self.put(shown, text, path);
        self.opened.insert(real, file);
        Ok(file)
    }

    /// Takes in a text that comes from nowhere on disk, such as standard input.
    pub fn take(&mut self, shown: &str, text: String) -> FileId {
        let path = self.here.join(shown);
        self.put(shown.to_owned(), text, path)
    }

    /// A path that a file names, counted from the file's folder.
    pub fn beside(&self, file: FileId, named: &str) -> PathBuf {
        let folder = self.paths[file.index()].parent();
        folder.unwrap_or(&self.here).join(named)
    }

    /// The name of the folder that a file stands in.
    pub fn folder_name(&self, file: FileId) -> Option<String> {
        let folder = self.paths[file.index()].parent()?;
        Some(folder.file_name()?.to_string_lossy().into_owned())
    }

    /// The name of a file without its ending; none of what comes from nowhere on disk.
    pub fn stem(&self, file: FileId) -> Option<String> {
        let stem = self.paths[file.index()].file_stem()?.to_string_lossy();
        let known = self.opened.values().any(|one| *one == file);
        known.then(|| stem.into_owned())
    }

    /// Reads a file that another names; one that cannot be read is told where it is named.
    pub fn open_named(&mut self, by: Span, named: &str) -> Option<FileId> {
        let path = self.beside(by.file, named);
        match self.open(&path) {
            Ok(file) => Some(file),
            Err(problem) => {
                let problem = Diagnostic::of("missing-file", problem, by).label("named here");
                self.problems.push(problem);
                None
            }
        }
    }

    fn put(&mut self, shown: String, text: String, path: PathBuf) -> FileId {
        self.paths.push(path);
        self.sources.add(shown, text)
    }
}
