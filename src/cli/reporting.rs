use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jurymast_terms::files::{self as paths, real};
use jurymast_terms::source::Sources;

use crate::report::{self, Format, Outcome};

use super::args::{FormatTo, Shared};
use super::exit::Failure;
use super::{files, open, terminal};

/// Reports in every format that is asked for, on standard output or into its file, and where
/// GitHub is told in the summary of its run.
pub(super) fn report(
    formats: &[FormatTo],
    outcome: &Outcome<'_>,
    shared: &Shared,
) -> Result<(), Failure> {
    for to in formats {
        if let Some(file) = &to.file {
            files::spare(file, outcome.sources)?;
        }
        let text = written(to.format, outcome, shared)?;
        match &to.file {
            None => terminal::print_exact(&text)?,
            Some(file) => files::write(file, &text)?,
        }
    }
    step_summary(formats, outcome, shared)
}

/// The report in one format. What a service reads beside a repository has paths from the root
/// of that, wherever it runs.
pub(super) fn written(
    format: Format,
    outcome: &Outcome<'_>,
    shared: &Shared,
) -> Result<String, Failure> {
    let look = terminal::look(shared.color);
    if !is_for_service(format) {
        return Ok(report::report(format, outcome, look));
    }
    let sources = from_root(outcome.sources)?;
    let outcome = Outcome {
        sources: &sources,
        ..*outcome
    };
    Ok(report::report(format, &outcome, look))
}

/// Where annotations are written for GitHub, the rest goes into the summary of the run: it
/// shows ten annotations of a kind.
pub(super) fn step_summary(
    formats: &[FormatTo],
    outcome: &Outcome<'_>,
    shared: &Shared,
) -> Result<(), Failure> {
    let on_github = formats.iter().any(|to| to.format == Format::Github);
    let path = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
    match path {
        Some(path) if on_github => append(
            Path::new(&path),
            &written(Format::Markdown, outcome, shared)?,
        ),
        _ => Ok(()),
    }
}

/// Whether it is read beside the files of a repository.
fn is_for_service(format: Format) -> bool {
    !matches!(format, Format::Full | Format::Concise | Format::Json)
}

/// The same texts with paths from the root of the repository: what GitHub calls its
/// workspace, else the folder with `.git` at or above the working directory. A path that
/// leaves it, or that is none of a file, stays as it is.
fn from_root(sources: &Sources) -> Result<Sources, Failure> {
    let root = Root::find()?;
    Ok(sources.renamed(|path| root.shown(path)))
}

/// Prints what changes in a file, as a unified diff that `git apply` and `patch -p1` take at
/// the root of the repository; of a file beyond that, in the folder that both stand in.
pub(super) fn print_diff(path: &str, before: &str, after: &str) -> Result<(), Failure> {
    let path = Root::find()?.shown(path);
    let mut below = path.as_str();
    while let Some(rest) = below.strip_prefix("../") {
        below = rest;
    }
    terminal::print_exact(&terminal::diff(below, before, after))
}

/// From where a service counts the paths of a repository.
struct Root {
    here: PathBuf,
    root: PathBuf,
}

impl Root {
    fn find() -> Result<Self, Failure> {
        let here = real(&open::here()?);
        let workspace = std::env::var_os("GITHUB_WORKSPACE").map(|path| real(Path::new(&path)));
        let workspace = workspace.filter(|root| root.is_absolute() && here.starts_with(root));
        let above = || here.ancestors().find(|one| one.join(".git").exists());
        let root: PathBuf = workspace
            .or_else(|| above().map(Path::to_owned))
            .unwrap_or_else(|| here.clone());
        Ok(Self { here, root })
    }

    fn shown(&self, path: &str) -> String {
        let full = real(&self.here.join(path));
        match full.exists() && full.starts_with(&self.root) {
            true => paths::shown(&full, &self.root),
            false => path.to_owned(),
        }
    }
}

/// Adds to the summary of a run, which earlier steps have written to.
fn append(path: &Path, text: &str) -> Result<(), Failure> {
    let shown = path.display();
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .with_context(|| format!("cannot write the step summary `{shown}`"))?;
    let written = file.write_all(text.as_bytes());
    Ok(written.with_context(|| format!("cannot write the step summary `{shown}`"))?)
}
