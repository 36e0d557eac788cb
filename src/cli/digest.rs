use clap::Args;

use jurymast_plan::language;
use jurymast_terms::text::Printout;

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::{open, terminal};

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  jurymast digest                  of the nearest plan
  jurymast digest --plan shop

What it prints goes into the plan:
  approved = { by = \"COO\", on = 2026-09-01, digest = \"sha256:...\" }
and `jurymast check` says when the plan is another (changed-since-approval). Comments, layout,
the order of tables and their files do not count, nor do records of exercises and trials.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Digest {}

pub(super) fn run(_: &Digest, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let texts = project
        .sources
        .iter()
        .map(|(_, source)| source.text.as_str());
    let mut text = Printout::new();
    text.line(language::content_digest(texts));
    terminal::print(&text)?;
    Ok(Exit::Clean)
}
