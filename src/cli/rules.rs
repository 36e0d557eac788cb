use std::path::PathBuf;

use clap::Args;

use jurymast_continuity::lint::{self, RULES, Rule};
use jurymast_contract::RulesOutput;
use jurymast_terms::text::Printout;

use super::args::{Output, OutputOnly, Shared};
use super::exit::{Exit, Failure};
use super::{files, open, terminal};

#[derive(Debug, Args)]
pub(super) struct Rules {
    #[command(flatten)]
    output: OutputOnly,
    /// Write a page in Markdown for each rule, and their index, into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    out: Option<PathBuf>,
}

/// The rules of the nearest plan's own; none where there is no plan. What is wrong with them
/// goes to standard error.
pub(super) fn of_the_plan(shared: &Shared) -> Result<Vec<Rule>, Failure> {
    match open::open(shared) {
        Ok(project) => {
            let (rules, problems) = lint::custom_rules_read(&project.plan);
            open::tell_problems(&problems, &project.sources, shared);
            Ok(rules)
        }
        Err(failure) if shared.plan.is_some() => Err(failure),
        Err(_) => Ok(Vec::new()),
    }
}

pub(super) fn run(args: &Rules, shared: &Shared) -> Result<Exit, Failure> {
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
    let own = of_the_plan(shared)?;
    let all = || RULES.iter().copied().chain(&own);
    if args.output.format == Output::Json {
        return terminal::print_json(RulesOutput::of(all()));
    }
    let mut text = Printout::new();
    let mut family = "";
    for rule in all() {
        if rule.family.as_str() != family {
            if !family.is_empty() {
                text.blank();
            }
            family = rule.family.as_str();
            text.line(family.to_uppercase());
        }
        let asked_for = if rule.pedantic {
            ", with --pedantic"
        } else {
            ""
        };
        text.line(format!("  {:<34} {}{asked_for}", rule.name, rule.severity));
        text.wrapped(&rule.docs().summary, 6, 6);
    }
    text.blank();
    text.line("`jurymast explain RULE` says why, and what to do.");
    terminal::print(&text)?;
    Ok(Exit::Clean)
}
