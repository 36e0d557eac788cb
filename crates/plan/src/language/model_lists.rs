//! Saved lists of models on disk: those that a plan names, and those of the command line.

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::catalogue::{ListFacts, saved_lists};
use crate::model::SavedModelList;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::files::{self, ReadLimits};
use jurymast_terms::problem::Problem;
use jurymast_terms::source::{FileId, Span};

use super::matching;
use super::said::{CatalogueTable, ModelListEntry};

/// Reads the lists that the command line names; paths are from `here`.
///
/// # Errors
/// At the first that cannot be read, or is no list that is known.
pub fn read_model_lists(
    paths: &[PathBuf],
    here: &Path,
    limits: &ReadLimits,
) -> Result<Vec<SavedModelList>, Problem> {
    let mut lists = Vec::new();
    for path in paths {
        let path = here.join(path);
        let said = ListFacts {
            path: files::shown(&path, here),
            ..ListFacts::default()
        };
        lists.extend(read(&path, &said, limits)?);
    }
    Ok(lists)
}

/// Reads the lists that the root plan file names; what is wrong with one is an error at
/// its place.
pub(super) fn named(
    (file, table): (FileId, &CatalogueTable),
    (root, here): (&Path, &Path),
    limits: &ReadLimits,
    problems: &mut Vec<Diagnostic>,
) -> Vec<SavedModelList> {
    let mut lists = Vec::new();
    let mut seen = HashSet::new();
    // What is said of one file goes before a glob that finds it too.
    let mut entries: Vec<_> = table.models.iter().collect();
    entries.sort_by_key(|entry| matching::has_wildcard(entry.value.path()));
    for entry in entries {
        let place = Span::new(file, Range::clone(&entry.range));
        let said = ListFacts {
            place: Some(place),
            ..ListFacts::default()
        };
        let said = match &entry.value {
            ModelListEntry::Path(_) => said,
            ModelListEntry::Table(table) => ListFacts {
                provider: table.provider.clone(),
                on: table.on.as_ref().map(|day| day.0),
                ..said
            },
        };
        let mut fail = |problem| {
            problems.push(Diagnostic::of("model-list", problem, place).label("named here"));
        };
        let found = match matching::matching(root, root, entry.value.path(), &[], limits) {
            Ok(found) => found,
            Err(problem) => {
                fail(problem);
                continue;
            }
        };
        for path in found {
            if !seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
                continue;
            }
            let said = ListFacts {
                path: files::shown(&path, here),
                ..said.clone()
            };
            match read(&path, &said, limits) {
                Ok(read) => lists.extend(read),
                Err(problem) => fail(problem),
            }
        }
    }
    lists
}

fn read(
    path: &Path,
    said: &ListFacts,
    limits: &ReadLimits,
) -> Result<Vec<SavedModelList>, Problem> {
    saved_lists(&files::read(path, &said.path, limits)?, said)
}
