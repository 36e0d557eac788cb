use jurymast_continuity::lint::RULES;
use jurymast_contract::RulesOutput;
use jurymast_terms::text::Printout;

use super::args::{Output, OutputOnly};
use super::exit::{Exit, Failure};
use super::terminal;

pub(super) fn run(args: &OutputOnly) -> Result<Exit, Failure> {
    if args.format == Output::Json {
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
