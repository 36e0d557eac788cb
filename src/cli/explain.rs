use serde_json::json;

use jurymast_continuity::lint::{self, Rule};

use super::args::{Explain, Output};
use super::exit::{Exit, Failure};
use super::terminal;

pub(super) fn run(args: &Explain) -> Result<Exit, Failure> {
    let Some(rule) = lint::find(&args.rule) else {
        let failure = Failure::error(format!("there is no rule `{}`", args.rule));
        return Err(match lint::nearest(&args.rule) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("`jurymast rules` lists them all"),
        });
    };
    match args.output.format {
        Output::Text => {
            let docs = rule.docs();
            let heading = format!(
                "# {} ({}, {})\n\n",
                rule.name,
                rule.severity,
                rule.family.as_str()
            );
            terminal::print(&(heading + &docs.markdown))?;
            Ok(Exit::Clean)
        }
        Output::Json => terminal::print_json(&json!({ "version": 1, "rule": describe(rule) })),
    }
}

/// A rule as JSON: name, family, severity, summary, and its sections by heading.
pub(super) fn describe(rule: &Rule) -> serde_json::Value {
    let docs = rule.docs();
    let sections: serde_json::Map<String, serde_json::Value> = docs
        .sections
        .into_iter()
        .map(|(heading, body)| (heading, body.into()))
        .collect();
    json!({
        "name": rule.name,
        "family": rule.family.as_str(),
        "severity": rule.severity.as_str(),
        "summary": docs.summary,
        "sections": sections,
    })
}
