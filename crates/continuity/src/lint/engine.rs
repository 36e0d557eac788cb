use jurymast_engine::analysis::Analysis;
use jurymast_plan::model::Plan;
use jurymast_terms::diagnostic::{Diagnostic, Severity, Silenced};
use jurymast_terms::units::Date;

use super::choice::RuleChoice;
use super::context::{Context, FindingSink};
use super::costs::say_costs;
use super::custom::CustomRules;
use super::facts;
use super::registry::{KnownRules, RULES};
use super::rule::{Family, Rule};
use super::scopes::Scopes;
use super::settings::Settings;
use super::silenced::{none_left, silenced};
use super::waivers::{self, WaiverUse};

/// The outcome of all rules.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// In order of file and place; waived ones included.
    pub findings: Vec<Diagnostic>,
    /// Errors in the lint settings and waivers.
    pub problems: Vec<Diagnostic>,
    /// The rules that ran, by name.
    pub ran: Vec<&'static str>,
    /// Those that the plan keeps from looking.
    pub silenced: Silenced,
}

/// Which rules run where the plan says nothing of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strictness {
    /// Rules that nearly every plan wants to obey.
    #[default]
    Usual,
    /// Those too that mostly find what people know and accept.
    Pedantic,
}

/// Runs every rule at the level the plan asks for.
pub fn check(analysis: &Analysis<'_>, today: Date, strictness: Strictness) -> Checked {
    check_chosen(analysis, today, &RuleChoice::from(strictness))
}

/// Runs the rules that are chosen: at the level the plan asks for, or where one that it
/// switches off is named, at its own.
pub fn check_chosen(analysis: &Analysis<'_>, today: Date, choice: &RuleChoice) -> Checked {
    let plan = analysis.plan;
    let mut problems = Vec::new();
    let custom = CustomRules::of(plan, &mut problems);
    let rules = KnownRules::with(custom.iter());
    let known: Vec<_> = rules
        .iter()
        .map(|rule| {
            let runs = !rule.pedantic || choice.wants_pedantic(rule);
            (rule.name, runs.then_some(rule.severity))
        })
        .collect();
    let nearest = |name: &str| rules.nearest(name);
    let settings = Settings::of(plan, &known, &nearest, &mut problems);
    let scopes = Scopes::of(plan, &rules, &mut problems);
    let usual = |rule: &Rule| match choice.names(rule) {
        true => settings.level(rule.name).or(Some(rule.severity)),
        false => settings.level(rule.name).filter(|_| choice.has(rule)),
    };
    let everyday = rules
        .iter()
        .filter(|rule| rule.is_of_check() && !rule.pedantic);
    let everyday = everyday.filter(|rule| settings.level(rule.name).is_some());
    let everyday: Vec<&'static str> = everyday.map(|rule| rule.name).collect();
    problems.extend(none_left(plan, &scopes, &everyday));
    let usual_of = |name: &str| rules.find(name).and_then(usual);
    let level = |rule: &Rule| {
        let asked = choice.has(rule) && scopes.ask_for(rule.name);
        usual(rule).or(asked.then_some(rule.severity))
    };
    let asked = rules
        .iter()
        .filter(|rule| choice.has(rule) && (!rule.pedantic || choice.wants_pedantic(rule)));
    let silenced = silenced(&scopes, asked, |rule| level(rule).is_none());
    let mut findings = Vec::new();
    let run = |findings: &mut Vec<Diagnostic>, waiver_uses: &[WaiverUse], after_waivers| {
        let mut context = Context::new(analysis, &settings, today, waiver_uses);
        context.tells_all = choice.tells_all();
        for rule in RULES
            .iter()
            .filter(|rule| rule.after_waivers == after_waivers)
        {
            if let (Some(check), Some(severity)) = (rule.check, level(rule)) {
                let mut taker = FindingSink {
                    rule: rule.name,
                    severity,
                    found: findings,
                };
                check(&context, &mut taker);
            }
        }
    };
    run(&mut findings, &[], false);
    let context = Context::new(analysis, &settings, today, &[]);
    custom.run(&context, level, &mut findings, &mut problems);
    scopes.apply(usual_of, &mut findings);
    let mut uses = waivers::apply(plan, today, &mut findings);
    for (waiver, one) in plan.waivers.iter().zip(&mut uses) {
        // A rule that did not run may well find what the waiver is for; one that there is
        // not was said to be unknown.
        let rule = rules.find(&waiver.rule.value);
        one.is_used |= rule.is_none_or(|rule| {
            let is_off = settings.level(rule.name).is_none() && !scopes.ask_for(rule.name);
            !rule.is_of_check() || !choice.has(rule) || (rule.pedantic && is_off)
        });
    }
    facts::tell_once(&mut findings);
    let mut after = Vec::new();
    run(&mut after, &uses, true);
    scopes.apply(usual_of, &mut after);
    findings.append(&mut after);
    say_costs(analysis, &mut findings);
    findings.sort_by(|a, b| {
        (a.place, a.code, &a.detail, &a.message).cmp(&(b.place, b.code, &b.detail, &b.message))
    });
    let ran = rules.iter().filter(|rule| rule.is_of_check());
    let ran = ran.filter(|rule| level(rule).is_some());
    let ran = ran.map(|rule| rule.name).collect();
    Checked {
        findings,
        problems,
        ran,
        silenced,
    }
}

/// The rules of a family that the plan has not switched off, by name.
pub fn switched_on(plan: &Plan, family: Family) -> Vec<&'static str> {
    let of_family = RULES.iter().filter(|rule| rule.family == family);
    let names = of_family.map(|rule| rule.name);
    names
        .filter(|name| asked_level(plan, name) != Some(None))
        .collect()
}

/// The level that the plan asks for; `Some(None)`: it switches the rule off.
pub(super) fn asked_level(plan: &Plan, rule: &str) -> Option<Option<Severity>> {
    let mut asked = plan.lint.rules.iter().rev();
    let level = asked.find(|(name, _)| name.value == rule);
    level.map(|(_, level)| level.severity())
}

/// Findings of rules that look at files beside the plan: at the level that the plan asks
/// for, without those of rules that are off, those that it waives marked.
pub fn settle(plan: &Plan, today: Date, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.retain_mut(|finding| match asked_level(plan, finding.code) {
        None => true,
        Some(None) => false,
        Some(Some(severity)) => {
            finding.severity = severity;
            true
        }
    });
    let level = |name: &str| {
        let usual = super::registry::find(name).map(|rule| rule.severity);
        asked_level(plan, name).unwrap_or(usual)
    };
    let custom = CustomRules::of(plan, &mut Vec::new());
    let known = KnownRules::with(custom.iter());
    Scopes::of(plan, &known, &mut Vec::new()).apply(level, &mut findings);
    waivers::apply(plan, today, &mut findings);
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurymast_plan::language;
    use jurymast_terms::files::ReadLimits;

    fn findings(toml: &str) -> Vec<Diagnostic> {
        let dir = tempfile::tempdir().unwrap();
        let header = if toml.contains("[plan]") {
            ""
        } else {
            "[plan]\nname = \"Example\"\n\n"
        };
        std::fs::write(dir.path().join("jurymast.toml"), format!("{header}{toml}")).unwrap();
        // A list of models that examples name.
        let list = r#"{ "data": [{ "type": "model", "id": "claude-opus-5-5", "display_name": "Opus" }], "has_more": false }"#;
        std::fs::write(dir.path().join("anthropic.json"), list).unwrap();
        let list = r#"{ "date": "2026-11-20",
            "gpt-5-mini": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 0.00000025 },
            "claude-opus-4-8": { "litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 0.000005 } }"#;
        std::fs::write(dir.path().join("litellm.json"), list).unwrap();
        let file = std::path::Path::new("jurymast.toml");
        let loaded = language::load(file, dir.path(), &ReadLimits::default()).unwrap();
        assert_eq!(loaded.problems, [], "{toml}");
        let today = "2026-11-23".parse().unwrap();
        let loaded = loaded.on(today);
        let analysis = Analysis::of(&loaded.plan);
        let checked = check(&analysis, today, Strictness::Pedantic);
        assert_eq!(checked.problems, [], "{toml}");
        checked.findings
    }

    #[test]
    fn every_example_in_the_rules_does_what_it_says() {
        for rule in RULES.iter().filter(|rule| rule.is_of_check()) {
            let docs = rule.docs();
            for toml in docs.examples("Fails") {
                let found = findings(&toml);
                let hit = found
                    .iter()
                    .any(|f| f.code == rule.name && f.waived.is_none());
                assert!(hit, "{} finds nothing in:\n{toml}", rule.name);
            }
            for toml in docs.examples("Passes") {
                let found = findings(&toml);
                let hit: Vec<_> = found.iter().filter(|f| f.code == rule.name).collect();
                assert!(hit.is_empty(), "{} finds {hit:#?} in:\n{toml}", rule.name);
            }
        }
    }

    #[test]
    fn levels_waivers_and_their_ends() {
        let plan = |lint: &str, until: &str| {
            format!(
                "[plan]\nname = \"x\"\n[lint]\n{lint}\n[service.a]\ntier = 3\n[[waiver]]\nrule = \"no-owner\"\n\
                 at = \"service.a\"\nreason = \"soon gone\"\nuntil = {until}\n"
            )
        };
        let waived = findings(&plan("", "2026-11-23"));
        assert!(
            waived
                .iter()
                .any(|f| f.code == "no-owner" && f.waived.is_some())
        );
        let expired = findings(&plan("", "2026-11-22"));
        let back = expired.iter().find(|f| f.code == "no-owner").unwrap();
        assert!(back.waived.is_none() && back.notes.iter().any(|n| n.contains("expired")));
        let off = findings(&plan("rules = { no-owner = \"off\" }", "2026-11-23"));
        assert_eq!(
            off.iter().map(|f| f.code).collect::<Vec<_>>(),
            ["unused-waiver"]
        );
        let graver = findings(&plan("rules = { no-owner = \"error\" }", "2026-11-22"));
        assert_eq!(graver[0].severity, Severity::Error);
    }
}
