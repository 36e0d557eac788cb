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
/// processors; what each gives comes in order of paths. Links are not followed.
pub(super) fn walk<T: Send>(
    root: &Path,
    each: impl Fn(&Path) -> Option<T> + Sync,
) -> Vec<(PathBuf, T)> {
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
            let Ok(entry) = entry else {
                return WalkState::Continue;
            };
            if entry.file_type().is_some_and(|kind| kind.is_file())
                && let Some(one) = each(entry.path())
                && let Ok(mut found) = found.lock()
            {
                found.push((entry.into_path(), one));
            }
            WalkState::Continue
        })
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found
}
