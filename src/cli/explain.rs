use clap::Args;

use crate::baseline;
use jurymast_continuity::lint::{self, Rule};
use jurymast_contract::{ExplainOutput, RuleEntry};
use jurymast_plan::language;
use jurymast_terms::suggest;
use jurymast_terms::text::Printout;

use super::args::{Output, OutputOnly, Shared};
use super::exit::{Exit, Failure};
use super::{rules, terminal};

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule's name
    rule: String,
    #[command(flatten)]
    output: OutputOnly,
}

pub(super) fn run(args: &Explain, shared: &Shared) -> Result<Exit, Failure> {
    let own = match lint::find(&args.rule) {
        Some(_) => Vec::new(),
        None => rules::of_the_plan(shared)?,
    };
    let is_meant = |rule: &&Rule| rule.name == args.rule;
    let Some(rule) = lint::find(&args.rule).or_else(|| own.iter().find(is_meant)) else {
        let code = args.rule.as_str();
        let said = language::explained(code)
            .or_else(|| jurymast_drift::explained(code))
            .or_else(|| jurymast_import::explained(code))
            .or_else(|| baseline::explained(code));
        if let (Some(text), Output::Text) = (said, args.output.format) {
            let mut out = Printout::new();
            out.line(format!("# {} (said of what is read)", args.rule));
            out.blank();
            out.wrapped(text, 0, 0);
            terminal::print(&out)?;
            return Ok(Exit::Clean);
        }
        let failure = Failure::error(format!("there is no rule `{}`", args.rule));
        let own = own.iter().map(|rule| rule.name);
        let near = lint::nearest(&args.rule)
            .or_else(|| suggest::nearest(&args.rule, own))
            .or_else(|| language::nearest_code(&args.rule));
        return Err(match near {
            Some(near) => failure.help(suggest::ask(near)),
            None => failure.help("`jurymast rules` lists them all"),
        });
    };
    match args.output.format {
        Output::Text => {
            let docs = rule.docs();
            let mut out = Printout::new();
            out.line(format!(
                "# {} ({}, {})",
                rule.name,
                rule.severity,
                rule.family.as_str()
            ));
            let since = rule.since.map(|since| format!(" Since {since}."));
            let sure = format!("Confidence {}.", rule.confidence.words());
            out.wrapped(format!("{sure}{}", since.unwrap_or_default()), 0, 0);
            out.blank();
            prose(&docs.markdown, &mut out);
            terminal::print(&out)?;
            Ok(Exit::Clean)
        }
        Output::Json => terminal::print_json(ExplainOutput {
            rule: RuleEntry::of(rule),
        }),
    }
}

/// Paragraphs are set anew for the columns of a terminal; code and commands stay as they
/// are, to be copied.
fn prose(markdown: &str, out: &mut Printout) {
    let mut paragraph = String::new();
    let mut is_code = false;
    for line in markdown.lines() {
        let is_fence = line.starts_with("```");
        let begins = line.is_empty() || line.starts_with(['#', '$', '-']);
        if is_fence || is_code || begins {
            flush(&mut paragraph, out);
        }
        if is_fence || is_code || (begins && !line.starts_with('-')) {
            out.line(line);
        } else {
            paragraph.push_str(line);
            paragraph.push(' ');
        }
        is_code ^= is_fence;
    }
    flush(&mut paragraph, out);
}

/// What belongs to an item of a list is indented below it.
fn flush(paragraph: &mut String, out: &mut Printout) {
    if !paragraph.is_empty() {
        let indent = if paragraph.starts_with("- ") { 2 } else { 0 };
        out.wrapped(&*paragraph, 0, indent);
        paragraph.clear();
    }
}
