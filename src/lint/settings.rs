use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{LintSettings, Plan, RuleLevel};
use crate::units::Duration;

use super::registry;
use super::rule::Rule;

const DAY: u64 = 86_400;

/// The plan's `[lint]` table, with what it leaves out filled in.
#[derive(Debug)]
pub(super) struct Settings {
    levels: BTreeMap<&'static str, RuleLevel>,
    pub(super) fallback_tested_within: Duration,
    pub(super) retiring_within: Duration,
}

impl Settings {
    /// Unknown rule names, here and in waivers, are added to `problems`.
    pub(super) fn of(plan: &Plan, problems: &mut Vec<Diagnostic>) -> Self {
        let LintSettings {
            rules,
            fallback_tested_within,
            retiring_within,
        } = &plan.lint;
        let mut levels = BTreeMap::new();
        for (name, level) in rules {
            match registry::find(&name.value) {
                Some(rule) => {
                    levels.insert(rule.name, *level);
                }
                None => problems.push(unknown_rule(&name.value, name.span)),
            }
        }
        for waiver in &plan.waivers {
            if registry::find(&waiver.rule.value).is_none() {
                problems.push(unknown_rule(&waiver.rule.value, waiver.rule.span));
            }
        }
        let days = |said: Option<Duration>, usual| {
            said.unwrap_or_else(|| Duration::from_seconds(usual * DAY))
        };
        Self {
            levels,
            fallback_tested_within: days(*fallback_tested_within, 365),
            retiring_within: days(*retiring_within, 180),
        }
    }

    /// `None` when the rule is off.
    pub(super) fn level(&self, rule: &Rule) -> Option<Severity> {
        match self.levels.get(rule.name) {
            Some(RuleLevel::Off) => None,
            Some(RuleLevel::At(severity)) => Some(*severity),
            None => Some(rule.severity),
        }
    }
}

fn unknown_rule(name: &str, place: crate::source::Span) -> Diagnostic {
    let finding = Diagnostic::error("unknown-rule", format!("unknown rule `{name}`"), place)
        .label("no rule is called that");
    match registry::nearest(name) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("`jurymast rules` lists them all"),
    }
}
