use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::blocks::{ServiceBlock, blocks};
use super::comments::comments;
use super::ended::settle;
use super::evidence::{Evidence, Literal, Strength};
use super::kind::FileKind;
use super::literals::literals;
use super::packages::packages;
use super::walk::{ScanLimits, walk};

/// Where a scan looks.
#[derive(Debug, Clone, Copy)]
pub struct ScanScope<'a> {
    /// A folder, or a file.
    pub start: &'a Path,
    /// The folder that paths are told from, at or above the start.
    pub base: &'a Path,
    /// Below the start only what this glob names, and all below it.
    pub glob: Option<&'a str>,
    /// Files that say what is declared: plans, by their real paths.
    pub plans: &'a BTreeSet<PathBuf>,
    /// What it may use up.
    pub limits: ScanLimits,
}

/// What a folder shows.
#[derive(Debug, Default)]
pub struct Scanned {
    /// In order of file and place.
    pub evidence: Vec<Evidence>,
    /// What could have been evidence and was not looked at, in order.
    pub skipped: Vec<SkippedFile>,
    /// How many files were looked at.
    pub files: usize,
    /// How many files hold no source: words for people, binaries, plans.
    pub no_source: usize,
    /// Folders that hold a manifest or a Dockerfile, from the base: each may run by itself.
    pub units: BTreeSet<String>,
    /// Services of compose files, in order of file and line.
    pub services: Vec<ServiceBlock>,
    /// Root files of plans that were met, by their real paths.
    pub plans: Vec<PathBuf>,
}

/// A file or folder that was not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedFile {
    /// From the base.
    pub file: String,
    /// Why.
    pub why: String,
    /// It may not or cannot be read: nobody knows what it holds. Else it is too large, or
    /// in an encoding that is not read.
    pub is_unreadable: bool,
}

enum Looked {
    At(Vec<Evidence>, Vec<ServiceBlock>),
    NoSource,
    Plan,
    Skipped(SkippedFile),
}

/// Looks at all files of a folder, or at one file.
///
/// # Errors
/// There is no such folder, or it is neither a folder nor a file.
pub fn scan(scope: &ScanScope<'_>) -> io::Result<Scanned> {
    let start = scope.start.canonicalize()?;
    let base = scope.base.canonicalize()?;
    let meta = fs::metadata(&start)?;
    if !meta.is_dir() && !meta.is_file() {
        return Err(io::Error::other(
            "it is neither a folder nor a file, but a device or a pipe",
        ));
    }
    let looked = walk(&start, |path| {
        let is_named = scope.glob.is_none_or(|glob| is_below(&start, path, glob));
        is_named.then(|| look(&base, path, scope))
    });
    let mut scanned = Scanned::default();
    for (path, one) in looked {
        let one = one.unwrap_or_else(|why| Looked::Skipped(unreadable(&base, &path, why)));
        match one {
            Looked::At(mut evidence, mut services) => {
                scanned.services.append(&mut services);
                scanned.files += 1;
                scanned.units.extend(unit_of(&shown(&base, &path)));
                scanned.evidence.append(&mut evidence);
            }
            Looked::NoSource => scanned.no_source += 1,
            Looked::Plan => {
                scanned.no_source += 1;
                scanned.plans.push(path);
            }
            Looked::Skipped(one) => scanned.skipped.push(one),
        }
    }
    settle(&mut scanned.evidence);
    Ok(scanned)
}

/// The folder of a file that says how it is built; none for the base itself.
fn unit_of(path: &str) -> Option<String> {
    let (folder, _) = path.rsplit_once('/')?;
    FileKind::of(path).is_of_unit.then(|| folder.to_owned())
}

/// Whether a glob names a file, or a folder above it.
fn is_below(start: &Path, path: &Path, glob: &str) -> bool {
    let below = path.strip_prefix(start).unwrap_or(path);
    let mut all = below
        .ancestors()
        .filter(|part| !part.as_os_str().is_empty());
    all.any(|part| fast_glob::glob_match(glob, part.as_os_str().as_encoded_bytes()))
}

fn unreadable(base: &Path, path: &Path, why: String) -> SkippedFile {
    SkippedFile {
        file: shown(base, path),
        why,
        is_unreadable: true,
    }
}

fn look(base: &Path, path: &Path, scope: &ScanScope<'_>) -> Looked {
    if scope.plans.contains(path) {
        return Looked::NoSource;
    }
    let failed = |error: io::Error| Looked::Skipped(unreadable(base, path, error.to_string()));
    let left_out = |why: String| {
        Looked::Skipped(SkippedFile {
            file: shown(base, path),
            why,
            is_unreadable: false,
        })
    };
    let length = match fs::metadata(path) {
        Ok(meta) => meta.len(),
        Err(error) => return failed(error),
    };
    if length > scope.limits.file_bytes {
        return left_out(format!("larger than {} MiB", scope.limits.file_bytes >> 20));
    }
    let shown = shown(base, path);
    let kind = FileKind::of(&shown);
    if is_plan_name(&shown) {
        return Looked::Plan;
    }
    if kind.is_prose {
        return Looked::NoSource;
    }
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return failed(error),
    };
    if shown.ends_with(".toml") && heads_a_plan(&bytes) {
        return Looked::Plan;
    }
    if is_bill_of_materials(&bytes) {
        return Looked::NoSource;
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return left_out("it is UTF-16: save it as UTF-8".to_owned());
    }
    match is_binary(&bytes) {
        true => Looked::NoSource,
        false => Looked::At(scan_text(&shown, &bytes), blocks(&shown, &bytes)),
    }
}

/// A plan's root file says what is declared, and uses nothing.
fn is_plan_name(path: &str) -> bool {
    path.rsplit('/').next() == Some("jurymast.toml")
}

fn heads_a_plan(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    lines.any(|line| line.trim_ascii() == b"[plan]")
}

/// Another scanner's list says what that one found, at places that are looked at anyway.
fn is_bill_of_materials(bytes: &[u8]) -> bool {
    const HEAD: usize = 2 << 10;
    let head = &bytes[..bytes.len().min(HEAD)];
    let says = |word: &[u8]| head.windows(word.len()).any(|one| one == word);
    bytes.trim_ascii_start().starts_with(b"{") && says(b"\"bomFormat\"")
}

fn is_binary(bytes: &[u8]) -> bool {
    const HEAD: usize = 8 << 10;
    bytes.iter().take(HEAD).any(|byte| *byte == 0)
}

/// What one text shows, under the path that says what it is.
pub fn scan_text(path: &str, bytes: &[u8]) -> Vec<Evidence> {
    let mut kind = FileKind::of(path);
    if kind.is_prose || is_binary(bytes) {
        return Vec::new();
    }
    kind.is_lock |= kind.registry.is_some() && is_compiled(bytes);
    // A lock file is full of names that nobody asked for; only packages count.
    let mut found = match kind.is_lock {
        true => Vec::new(),
        false => literals(bytes),
    };
    found.extend(packages(&text_of(bytes), kind));
    if found.is_empty() {
        return Vec::new();
    }
    found.sort_by_key(|one| (one.range.start, one.kind));
    let lines = Lines::of(bytes);
    let told = comments(path, bytes);
    let evidence = found.into_iter().map(|one| {
        let at = one.range.start;
        let is_told = match &told {
            Some(told) => is_within(told, at),
            None => is_comment(lines.before(bytes, at)),
        };
        let is_aside = is_told || lines.length(bytes, at) > LONGEST_LINE;
        evidence(path, bytes, kind, lines.at(at), is_aside, one)
    });
    evidence.collect()
}

/// Requirements that a program wrote, with all that those of people bring along.
fn is_compiled(bytes: &[u8]) -> bool {
    const HEAD: usize = 512;
    let head = &bytes[..bytes.len().min(HEAD)];
    let says = |words: &str| head.windows(words.len()).any(|one| one == words.as_bytes());
    says("autogenerated by")
}

/// The text, each byte of another encoding a question mark: places stay where they are.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            let readable = |byte: &u8| match byte.is_ascii() {
                true => char::from(*byte),
                false => '?',
            };
            Cow::Owned(bytes.iter().map(readable).collect())
        }
    }
}

/// Whether a place lies in one of these, which stand in order.
fn is_within(ranges: &[Range<usize>], at: usize) -> bool {
    let behind = ranges.partition_point(|one| one.start <= at);
    behind > 0 && at < ranges[behind - 1].end
}

fn evidence(
    path: &str,
    bytes: &[u8],
    kind: FileKind,
    line: usize,
    is_aside: bool,
    one: Literal,
) -> Evidence {
    let text = String::from_utf8_lossy(&bytes[one.range.clone()]).into_owned();
    Evidence {
        file: path.to_owned(),
        line,
        range: one.range,
        provider: one.provider,
        model: one.model,
        service: one.service,
        kind: one.kind,
        // What a lock file has more than its manifest nobody asked for; what a program wrote
        // in one line is data, or was made of other source.
        strength: match kind.is_aside || kind.is_lock || is_aside {
            true => Strength::Weak,
            false => one.strength,
        },
        text,
    }
}

/// Longer lines are written by no person.
const LONGEST_LINE: usize = 2_000;

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

    /// How many bytes the line of a place has.
    fn length(&self, bytes: &[u8], at: usize) -> usize {
        let line = self.at(at);
        let end = self.starts.get(line).copied().unwrap_or(bytes.len());
        end - self.starts[line - 1]
    }

    fn at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }
}

/// Whether a line that begins like this is told to people, in a language that nobody knows here.
fn is_comment(before: &[u8]) -> bool {
    let text = before.trim_ascii_start();
    let starts: [&[u8]; 7] = [b"#", b"//", b"*", b"/*", b"--", b"<!--", b";"];
    starts.iter().any(|start| text.starts_with(start))
}

fn shown(base: &Path, path: &Path) -> String {
    let below = path
        .strip_prefix(base)
        .ok()
        .filter(|below| !below.as_os_str().is_empty());
    let below = below.unwrap_or_else(|| Path::new(path.file_name().unwrap_or_default()));
    below
        .iter()
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}
