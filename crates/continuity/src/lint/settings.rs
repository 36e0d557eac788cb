use std::collections::BTreeMap;

use jurymast_plan::model::{LintSettings, Plan};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Span;
use jurymast_terms::suggest;
use jurymast_terms::units::{Duration, Share};

/// The rules as the settings need them: name and usual level, `None` for one that
/// runs only when asked for.
pub(super) type KnownRule = (&'static str, Option<Severity>);

const DAY: u64 = 86_400;

/// Regulation (EU) 2022/2554, article 11(6)(a).
const YEAR: Duration = Duration::from_seconds(365 * DAY);

/// The plan's `[lint]` table, with what it leaves out filled in.
#[derive(Debug)]
pub(super) struct Settings {
    /// `None`: the rule is off.
    levels: BTreeMap<&'static str, Option<Severity>>,
    pub(super) retiring_within: Duration,
    pub(super) restore_tested_within: Duration,
    /// `None`: as far ahead as it likes.
    pub(super) longest_waiver: Option<Duration>,
    /// Between 0 and 1.
    pub(super) concentration_above: f64,
}

impl Settings {
    /// Unknown rule names, here and in waivers, are added to `problems`.
    pub(super) fn of(
        plan: &Plan,
        known: &[KnownRule],
        nearest: &dyn Fn(&str) -> Option<&'static str>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let LintSettings {
            rules,
            fallback_tested_within: _,
            least_rung: _,
            exercised_within: _,
            restore_tested_within,
            retiring_within,
            fallback_costs_within: _,
            concentration_above,
            longest_waiver,
            per: _,
            scan: _,
        } = &plan.lint;
        let mut levels: BTreeMap<&'static str, Option<Severity>> = known.iter().copied().collect();
        for (name, level) in rules {
            match levels.get_mut(name.value.as_str()) {
                Some(set) => *set = level.severity(),
                None => problems.push(unknown_rule(&name.value, name.span, nearest)),
            }
        }
        for waiver in &plan.waivers {
            let rule = &waiver.rule;
            if !levels.contains_key(rule.value.as_str()) {
                problems.push(unknown_rule(&rule.value, rule.span, nearest));
            }
        }
        Self {
            levels,
            retiring_within: retiring_within.unwrap_or(Duration::from_seconds(180 * DAY)),
            restore_tested_within: restore_tested_within.unwrap_or(YEAR),
            longest_waiver: *longest_waiver,
            concentration_above: concentration_above.map_or(0.5, Share::value),
        }
    }

    /// `None` when the rule is off.
    pub(super) fn level(&self, rule: &str) -> Option<Severity> {
        *self.levels.get(rule)?
    }
}

pub(super) fn unknown_rule(
    name: &str,
    place: Span,
    nearest: &dyn Fn(&str) -> Option<&'static str>,
) -> Diagnostic {
    let finding = Diagnostic::error("unknown-rule", format!("unknown rule `{name}`"), place)
        .label("no rule is called that");
    match nearest(name) {
        Some(near) => finding.help(suggest::ask(near)),
        None => finding.help("`jurymast rules` lists them all"),
    }
}
