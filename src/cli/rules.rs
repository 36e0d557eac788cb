use crate::contract::RulesOutput;
use jurymast_continuity::lint::RULES;

use super::args::{Output, OutputOnly};
use super::exit::{Exit, Failure};
use super::table::wrap;
use super::terminal;

pub(super) fn run(args: &OutputOnly) -> Result<Exit, Failure> {
    if args.format == Output::Json {
        return terminal::print_json(RulesOutput::of(RULES.iter().copied()));
    }
    let mut text = String::new();
    let mut family = "";
    for rule in RULES {
        if rule.family.as_str() != family {
            if !family.is_empty() {
                text.push('\n');
            }
            family = rule.family.as_str();
            text.push_str(&format!("{}\n", family.to_uppercase()));
        }
        text.push_str(&format!("  {:<34} {}\n", rule.name, rule.severity));
        text.push_str(&wrap(&rule.docs().summary, 6, 6));
    }
    text.push_str("\n`jurymast explain RULE` says why, and what to do.\n");
    terminal::print(&text)?;
    Ok(Exit::Clean)
}
