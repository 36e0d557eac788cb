//! Files of text on disk, read with limits, and their paths as people see them.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::problem::Problem;

/// What reading may use up, and where it may go.
#[derive(Debug, Clone, Copy)]
pub struct ReadLimits {
    /// A larger file is refused unread.
    pub file_bytes: u64,
    /// Let links lead out of the folder of the first file.
    pub follow_links: bool,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            follow_links: false,
        }
    }
}

/// The text of a file. `shown` is its path as people see it.
///
/// # Errors
/// It is no file, cannot be read, is larger than `limits` allow, or no UTF-8.
pub fn read(path: &Path, shown: &str, limits: &ReadLimits) -> Result<String, Problem> {
    let failed = |error: io::Error| Problem::new(format!("cannot read `{shown}`: {error}"));
    let meta = fs::metadata(path).map_err(failed)?;
    if meta.is_dir() {
        let what = format!("cannot read `{shown}`: it is a folder, not a file");
        return Err(Problem::new(what));
    }
    if !meta.is_file() {
        let what = format!("cannot read `{shown}`: it is not a file, but a device or a pipe");
        return Err(
            Problem::new(what).help("files are read more than once, so that a pipe will not do")
        );
    }
    if meta.len() > limits.file_bytes {
        return Err(too_large(shown, limits));
    }
    read_from(fs::File::open(path).map_err(failed)?, shown, limits)
}

/// All the text of a stream, such as standard input. `shown` is its name as people see it.
///
/// # Errors
/// It cannot be read, is larger than `limits` allow, or no UTF-8.
pub fn read_from(
    stream: impl io::Read,
    shown: &str,
    limits: &ReadLimits,
) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    stream
        .take(limits.file_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Problem::new(format!("cannot read `{shown}`: {error}")))?;
    if bytes.len() as u64 > limits.file_bytes {
        return Err(too_large(shown, limits));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at]
            .iter()
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        Problem::new(format!(
            "`{shown}` is not UTF-8 text: line {line} has an invalid byte"
        ))
        .help("save the file in that encoding")
    })
}

fn too_large(shown: &str, limits: &ReadLimits) -> Problem {
    Problem::new(format!(
        "`{shown}` is too large: a file may have {} MiB",
        limits.file_bytes >> 20
    ))
    .help("split it over several files, or raise --max-file-size")
}

/// `path` as seen from `from`, with `/` between its parts.
pub fn shown(path: &Path, from: &Path) -> String {
    let mut base = from;
    let mut up = 0;
    loop {
        if let Ok(below) = path.strip_prefix(base) {
            let parts: Vec<String> = std::iter::repeat_n("..".to_owned(), up)
                .chain(below.iter().map(|part| part.to_string_lossy().into_owned()))
                .collect();
            return parts.join("/");
        }
        let Some(parent) = base.parent().filter(|_| up < 3) else {
            return path.to_string_lossy().replace('\\', "/");
        };
        base = parent;
        up += 1;
    }
}

/// The real path, whatever links lead there; of what is not there, as far as it is.
pub fn real(path: &Path) -> PathBuf {
    let of_folder = |folder: &Path, name: &OsStr| real(folder).join(name);
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    path.canonicalize()
        .ok()
        .or_else(|| Some(of_folder(folder?, path.file_name()?)))
        .unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreadable_files_say_why() {
        let dir = tempfile::tempdir().unwrap();
        let small = ReadLimits {
            file_bytes: 4,
            ..ReadLimits::default()
        };
        let file = dir.path().join("a.toml");
        let say = |bytes: &[u8], limits: &ReadLimits| {
            fs::write(&file, bytes).unwrap();
            read(&file, "a.toml", limits).map_err(|problem| problem.message)
        };
        assert!(say(b"12345", &small).unwrap_err().contains("too large"));
        assert!(
            say(b"a\n\xff", &ReadLimits::default())
                .unwrap_err()
                .contains("line 2")
        );
        assert!(
            read(dir.path(), "x", &small)
                .unwrap_err()
                .message
                .contains("a folder, not a file")
        );
        assert!(
            read(&dir.path().join("none"), "none", &small)
                .unwrap_err()
                .message
                .contains("none")
        );
    }

    #[test]
    fn paths_are_shown_from_where_one_stands() {
        let show = |path: &str, from: &str| shown(Path::new(path), Path::new(from));
        assert_eq!(show("/a/b/c.toml", "/a"), "b/c.toml");
        assert_eq!(show("/a/c.toml", "/a/b"), "../c.toml");
        assert_eq!(show("/x/c.toml", "/a/b/c/d/e"), "/x/c.toml");
    }
}
