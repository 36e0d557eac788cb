use std::path::PathBuf;

use clap::Args;

use jurymast_continuity::lint::{self, RULES};
use jurymast_contract::RulesOutput;
use jurymast_terms::text::Printout;

use super::args::{Output, OutputOnly};
use super::exit::{Exit, Failure};
use super::{files, terminal};

#[derive(Debug, Args)]
pub(super) struct Rules {
    #[command(flatten)]
    output: OutputOnly,
    /// Write a page in Markdown for each rule, and their index, into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Rules) -> Result<Exit, Failure> {
    if let Some(folder) = &args.out {
        for page in lint::pages() {
            files::write(&folder.join(page.file), &page.markdown)?;
        }
        let mut text = Printout::new();
        text.line(format!(
            "{} rules written to {}",
            RULES.len(),
            folder.display()
        ));
        terminal::print(&text)?;
        return Ok(Exit::Clean);
    }
    if args.output.format == Output::Json {
        return terminal::print_json(RulesOutput::of(RULES.iter().copied()));
    }
    let mut text = Printout::new();
    let mut family = "";
    for rule in RULES {
        if rule.family.as_str() != family {
            if !family.is_empty() {
                text.blank();
            }
            family = rule.family.as_str();
            text.line(family.to_uppercase());
        }
        text.line(format!("  {:<34} {}", rule.name, rule.severity));
        text.wrapped(&rule.docs().summary, 6, 6);
    }
    text.blank();
    text.line("`jurymast explain RULE` says why, and what to do.");
    terminal::print(&text)?;
    Ok(Exit::Clean)
}
