use std::fs;
use std::io;
use std::path::Path;

use super::evidence::{Evidence, Literal, Strength};
use super::kind::FileKind;
use super::literals::literals;
use super::packages::packages;
use super::walk::{ScanLimits, walk};

/// What a folder shows.
#[derive(Debug, Default)]
pub struct Scanned {
    /// In order of file and place.
    pub evidence: Vec<Evidence>,
    /// Files that were not looked at, in order.
    pub skipped: Vec<SkippedFile>,
    /// How many files were looked at.
    pub files: usize,
}

/// A file that was not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedFile {
    /// From the root.
    pub file: String,
    /// Why.
    pub why: String,
}

enum Looked {
    At(Vec<Evidence>),
    Skipped(String),
}

/// Looks at all files of a folder, or at one file.
///
/// # Errors
/// There is no such folder.
pub fn scan(root: &Path, limits: ScanLimits) -> io::Result<Scanned> {
    fs::metadata(root)?;
    let looked = walk(root, |path| look(root, path, limits));
    let mut scanned = Scanned::default();
    for (path, one) in looked {
        match one {
            Looked::At(mut evidence) => {
                scanned.files += 1;
                scanned.evidence.append(&mut evidence);
            }
            Looked::Skipped(why) => scanned.skipped.push(SkippedFile {
                file: shown(root, &path),
                why,
            }),
        }
    }
    Ok(scanned)
}

fn look(root: &Path, path: &Path, limits: ScanLimits) -> Option<Looked> {
    let skipped = |why: String| Some(Looked::Skipped(why));
    let length = match fs::metadata(path) {
        Ok(meta) => meta.len(),
        Err(error) => return skipped(error.to_string()),
    };
    if length > limits.file_bytes {
        return skipped(format!("larger than {} MiB", limits.file_bytes >> 20));
    }
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return skipped(error.to_string()),
    };
    Some(Looked::At(scan_text(&shown(root, path), &bytes)))
}

/// What one text shows, under the path that says what it is.
pub fn scan_text(path: &str, bytes: &[u8]) -> Vec<Evidence> {
    const HEAD: usize = 8 << 10;
    let kind = FileKind::of(path);
    let is_binary = bytes.iter().take(HEAD).any(|byte| *byte == 0);
    if kind.is_prose || is_binary {
        return Vec::new();
    }
    // A lock file is full of names that nobody asked for; only packages count.
    let mut found = match kind.is_lock {
        true => Vec::new(),
        false => literals(bytes),
    };
    if let Ok(text) = std::str::from_utf8(bytes) {
        found.extend(packages(text, kind));
    }
    found.sort_by_key(|one| (one.range.start, one.kind));
    let lines = Lines::of(bytes);
    let evidence = found
        .into_iter()
        .map(|one| evidence(path, bytes, kind, &lines, one));
    evidence.collect()
}

fn evidence(path: &str, bytes: &[u8], kind: FileKind, lines: &Lines, one: Literal) -> Evidence {
    let text = String::from_utf8_lossy(&bytes[one.range.clone()]).into_owned();
    let before = lines.before(bytes, one.range.start);
    Evidence {
        file: path.to_owned(),
        line: lines.at(one.range.start),
        range: one.range,
        provider: one.provider,
        model: one.model,
        kind: one.kind,
        // What a lock file has more than its manifest nobody asked for.
        strength: match kind.is_aside || kind.is_lock || is_comment(before) {
            true => Strength::Weak,
            false => one.strength,
        },
        text,
    }
}

struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    fn of(bytes: &[u8]) -> Self {
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1));
        Self {
            starts: starts.collect(),
        }
    }

    /// What stands in front of a place, on its line.
    fn before<'b>(&self, bytes: &'b [u8], at: usize) -> &'b [u8] {
        &bytes[self.starts[self.at(at) - 1]..at]
    }

    fn at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }
}

/// Whether a line that begins like this is one: what is said there is no use.
fn is_comment(before: &[u8]) -> bool {
    let text = before.trim_ascii_start();
    let starts: [&[u8]; 6] = [b"#", b"//", b"*", b"/*", b"--", b"<!--"];
    starts.iter().any(|start| text.starts_with(start))
}

fn shown(root: &Path, path: &Path) -> String {
    let below = path
        .strip_prefix(root)
        .ok()
        .filter(|below| !below.as_os_str().is_empty());
    let below = below.unwrap_or_else(|| Path::new(path.file_name().unwrap_or_default()));
    below
        .iter()
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}
