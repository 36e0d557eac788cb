use std::path::{Path, PathBuf};

use ignore::{WalkBuilder, WalkState};

/// What a scan may use up, and what it leaves out.
#[derive(Debug, Clone, Copy)]
pub struct ScanLimits {
    /// Larger files are left out, and said to be.
    pub file_bytes: u64,
}

impl Default for ScanLimits {
    fn default() -> Self {
        Self {
            file_bytes: 16 << 20,
        }
    }
}

/// Runs over the files of a folder that ignore files leave, hidden ones too, on all
/// processors; what each gives comes in order of paths, and beside it the folders that
/// cannot be read, with the reason. Links are not followed.
pub(super) fn walk<T: Send>(
    root: &Path,
    each: impl Fn(&Path) -> Option<T> + Sync,
) -> Vec<(PathBuf, Result<T, String>)> {
    let found = std::sync::Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let walker = WalkBuilder::new(root)
        .hidden(false)
        .follow_links(false)
        .require_git(false)
        .threads(threads)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build_parallel();
    walker.run(|| {
        Box::new(|entry| {
            let one = match entry {
                Err(error) => {
                    let path = path_of(&error).unwrap_or(root).to_owned();
                    Some((path, Err(reason(&error))))
                }
                Ok(entry) => {
                    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                    let seen = is_file.then(|| each(entry.path())).flatten();
                    seen.map(|seen| (entry.into_path(), Ok(seen)))
                }
            };
            if let Some(one) = one
                && let Ok(mut found) = found.lock()
            {
                found.push(one);
            }
            WalkState::Continue
        })
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found
}

/// The files of this name in and below a folder, as ignore files leave them, in order.
///
/// # Errors
/// A folder cannot be looked into: which, and why.
pub fn files_named(root: &Path, name: &str) -> Result<Vec<PathBuf>, (PathBuf, String)> {
    let is_named = |path: &Path| path.file_name().is_some_and(|own| own == name);
    let found = walk(root, |path| is_named(path).then_some(()));
    let each = found
        .into_iter()
        .map(|(path, seen)| seen.map(|()| path.clone()).map_err(|why| (path, why)));
    each.collect()
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

/// Without the path, which stands beside it.
fn reason(error: &ignore::Error) -> String {
    match error.io_error() {
        Some(error) => error.to_string(),
        None => error.to_string(),
    }
}
