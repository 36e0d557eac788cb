use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use jurymast_plan::language;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::files::{self as paths, real};
use jurymast_terms::source::{Sources, Span};

use crate::report;

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::{files, open, plans, reporting, terminal};

#[derive(Debug, Args)]
pub(super) struct Fmt {
    /// Files, or folders whose plans are meant with all their files; `-` formats standard
    /// input on standard output [default: all files of the nearest plan]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing; exit with 1 where a file is laid out otherwise
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change, and exit with 1 where something would
    #[arg(long)]
    diff: bool,
}

pub(super) fn run(args: &Fmt, shared: &Shared) -> Result<Exit, Failure> {
    let Fmt { paths, check, diff } = args;
    if paths.iter().any(|path| path == Path::new("-")) {
        if paths.len() > 1 {
            return Err(
                Failure::error("`-` is formatted alone").help("name files in a run of their own")
            );
        }
        return standard_input(*check, *diff, shared);
    }
    let mut is_broken = false;
    let mut changed = Vec::new();
    for (shown, path) in named(paths, shared)? {
        let text = paths::read(&path, &shown, &open::limits(shared))?;
        let Some(new) = formatted(&shown, &text, shared) else {
            is_broken = true;
            continue;
        };
        if new == text {
            continue;
        }
        if *diff {
            reporting::print_diff(&shown, &text, &new)?;
        } else if !check {
            files::write(&path, &new)?;
        }
        changed.push(shown);
    }
    let only_looks = *check || *diff;
    let what = if only_looks {
        "would change"
    } else {
        "formatted"
    };
    for shown in &changed {
        terminal::tell(&format!("{what}: {shown}"));
    }
    Ok(if is_broken {
        Exit::Error
    } else if only_looks && !changed.is_empty() {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

fn standard_input(check: bool, diff: bool, shared: &Shared) -> Result<Exit, Failure> {
    let stream = std::io::stdin().lock();
    let text = paths::read_from(stream, "standard input", &open::limits(shared))?;
    let Some(new) = formatted("-", &text, shared) else {
        return Ok(Exit::Error);
    };
    if diff {
        terminal::print_exact(&terminal::diff("-", &text, &new))?;
    } else if !check {
        terminal::print_exact(&new)?;
    }
    Ok(match (check || diff) && new != text {
        true => Exit::Findings,
        false => Exit::Clean,
    })
}

/// The files that are meant, by their paths as they are shown, each once.
fn named(named: &[PathBuf], shared: &Shared) -> Result<BTreeMap<String, PathBuf>, Failure> {
    let here = open::here()?;
    let mut found = BTreeMap::new();
    let mut whole: Vec<PathBuf> = Vec::new();
    for path in named {
        let full = here.join(path);
        if full.is_dir() {
            whole.push(path.clone());
        } else {
            found.insert(paths::shown(&real(&full), &real(&here)), full);
        }
    }
    if !whole.is_empty() || named.is_empty() {
        for project in plans::of(&whole, shared)? {
            for (id, file) in project.sources.iter() {
                found.insert(file.path.clone(), project.path_of(id));
            }
        }
    }
    Ok(found)
}

/// `None` where it is no TOML, which is said.
fn formatted(shown: &str, text: &str, shared: &Shared) -> Option<String> {
    match language::formatted(text) {
        Ok(new) => Some(new),
        Err(error) => {
            let mut sources = Sources::default();
            let file = sources.add(shown, text);
            let place = Span::new(file, error.span().unwrap_or(0..0));
            let problem = Diagnostic::error("syntax", error.message(), place)
                .label("this is not valid TOML")
                .help("mend this first: a file that cannot be read is left as it is");
            let look = terminal::error_look(shared.color);
            terminal::tell_exact(&report::diagnostics_full(&[problem], &sources, look));
            None
        }
    }
}
