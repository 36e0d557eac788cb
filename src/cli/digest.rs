use clap::Args;

use jurymast_plan::language;
use jurymast_terms::text::Printout;

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::{open, terminal};

#[derive(Debug, Args)]
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
