use std::collections::BTreeSet;

use jurymast_terms::problem::Problem;
use jurymast_terms::suggest;

use super::engine::Strictness;
use super::regime::Regime;
use super::registry::KnownRules;
use super::rule::{Family, Rule};

/// Means every rule.
const ALL: &str = "all";

/// Which rules are asked for.
#[derive(Debug, Clone, Default)]
pub struct RuleChoice {
    strictness: Strictness,
    /// `None`: all.
    selected: Option<BTreeSet<&'static str>>,
    /// Those of them that were named one by one.
    named: BTreeSet<&'static str>,
    /// Those of them that a regime asks for.
    of_regimes: BTreeSet<&'static str>,
    ignored: BTreeSet<&'static str>,
    /// Whether what speaks once a nearer finding is held back is told with that.
    tells_all: bool,
}

impl RuleChoice {
    /// By names of rules, families and regimes, `all`, or beginnings of names that end in `*`;
    /// with the rules of the plans' own.
    ///
    /// # Errors
    /// A name that is nobody's, or of rules that `check` does not apply; and when nothing is
    /// left to be looked for.
    pub fn of(
        strictness: Strictness,
        select: &[String],
        ignore: &[String],
        custom: &[Rule],
    ) -> Result<Self, Problem> {
        let known = KnownRules::with(custom);
        let mut choice = Self {
            strictness,
            ..Self::default()
        };
        for name in select {
            let rules = rules(name, &known)?;
            if rules.iter().any(|rule| *rule == name) {
                choice.named.extend(&rules);
            }
            if regime(name).is_some() {
                choice.of_regimes.extend(&rules);
            }
            choice.selected.get_or_insert_default().extend(rules);
        }
        for name in ignore {
            choice.ignored.extend(rules(name, &known)?);
        }
        if !known.iter().any(|rule| choice.has(rule)) {
            return Err(Problem::new("no rule is left to look for anything")
                .help("--ignore takes away all that --select names"));
        }
        Ok(choice)
    }

    /// The same, for a baseline that may hold findings back: with each is told what speaks then.
    #[must_use]
    pub fn telling_all(self) -> Self {
        Self {
            tells_all: true,
            ..self
        }
    }

    /// Whether what speaks once a nearer finding is held back is told with that.
    pub(super) fn tells_all(&self) -> bool {
        self.tells_all
    }

    /// Whether a rule of `check` is among those asked for.
    pub fn has(&self, rule: &Rule) -> bool {
        let selected = self.selected.as_ref();
        is_checked(rule)
            && selected.is_none_or(|names| names.contains(rule.name))
            && !self.ignored.contains(rule.name)
    }

    /// Whether it is asked for by its own name, whatever the plan says of it.
    pub(super) fn names(&self, rule: &Rule) -> bool {
        self.named.contains(rule.name) && self.has(rule)
    }

    /// Whether a rule runs that only those want who look at everything: whoever asks for a
    /// regime wants all that it asks for.
    pub(super) fn wants_pedantic(&self, rule: &Rule) -> bool {
        self.strictness == Strictness::Pedantic || self.of_regimes.contains(rule.name)
    }
}

impl From<Strictness> for RuleChoice {
    fn from(strictness: Strictness) -> Self {
        Self {
            strictness,
            ..Self::default()
        }
    }
}

/// `check` applies it, to the plan or to the source that the plan names.
fn is_checked(rule: &Rule) -> bool {
    rule.is_of_check() || rule.family != Family::Drift
}

fn regime(name: &str) -> Option<Regime> {
    Regime::ALL.into_iter().find(|one| one.as_str() == name)
}

/// The rules that a name means: one rule, a family, `all`, or a beginning.
pub(super) fn named<'a>(name: &str, known: &KnownRules<'a>) -> Result<Vec<&'a Rule>, Problem> {
    let prefix = name.strip_suffix('*').filter(|prefix| !prefix.is_empty());
    let regime = regime(name);
    let means = |rule: &&Rule| {
        name == ALL
            || rule.name == name
            || rule.family.as_str() == name
            || prefix.is_some_and(|prefix| rule.name.starts_with(prefix))
            || regime.is_some_and(|regime| !regime.clauses(rule).is_empty())
    };
    let meant: Vec<&Rule> = known.iter().filter(means).collect();
    if meant.is_empty() && name == Family::Custom.as_str() {
        return Err(Problem::new("the plan has no rules of its own")
            .help("docs/custom-rules.md says how they are written"));
    }
    if meant.is_empty() {
        let families = known.iter().map(|rule| rule.family.as_str());
        let names = known.iter().map(|rule| rule.name);
        let regimes = Regime::ALL.iter().map(|one| one.as_str());
        let near = suggest::nearest(name, names.chain(families).chain(regimes).chain([ALL]));
        let problem = Problem::new(format!("no rule, family or regime is called `{name}`"));
        return Err(match near {
            Some(near) => problem.help(suggest::ask(near)),
            None => problem.help("`jurymast rules` lists them all, by family"),
        });
    }
    Ok(meant)
}

fn rules(name: &str, known: &KnownRules<'_>) -> Result<Vec<&'static str>, Problem> {
    let meant = named(name, known)?;
    let checked = meant.iter().filter(|rule| is_checked(rule));
    let checked: Vec<&'static str> = checked.map(|rule| rule.name).collect();
    if checked.is_empty() {
        return Err(
            Problem::new(format!("`{name}` compares the plan with what runs"))
                .help("`jurymast drift` applies it"),
        );
    }
    Ok(checked)
}

#[cfg(test)]
mod tests {
    use super::super::registry::RULES;
    use super::*;

    fn of(select: &[&str], ignore: &[&str]) -> Result<RuleChoice, Problem> {
        let owned = |names: &[&str]| {
            names
                .iter()
                .map(|one| (*one).to_owned())
                .collect::<Vec<_>>()
        };
        RuleChoice::of(Strictness::Usual, &owned(select), &owned(ignore), &[])
    }

    fn count(choice: &RuleChoice) -> usize {
        RULES.iter().filter(|rule| choice.has(rule)).count()
    }

    #[test]
    fn rules_families_and_beginnings() {
        assert_eq!(count(&of(&["no-owner"], &[]).unwrap()), 1);
        assert_eq!(count(&of(&["rto-*"], &[]).unwrap()), 3);
        let people = count(&of(&["people"], &[]).unwrap());
        assert!(people > 1);
        assert_eq!(count(&of(&["people"], &["no-owner"]).unwrap()), people - 1);
        let all = count(&of(&["all"], &[]).unwrap());
        assert_eq!(count(&of(&[], &["people"]).unwrap()), all - people);
        assert_eq!(count(&of(&[], &[]).unwrap()), all);
    }

    #[test]
    fn what_means_nothing_is_an_error_that_says_what_was_meant() {
        let unknown = of(&["no-ownr"], &[]).unwrap_err();
        assert!(unknown.help.unwrap().contains("`no-owner`"));
        assert!(of(&[], &["persons-of-interest"]).is_err());
        assert!(
            of(&["drift"], &[])
                .unwrap_err()
                .help
                .unwrap()
                .contains("jurymast drift")
        );
        assert!(of(&["no-owner"], &["people"]).is_err());
        assert!(of(&["*"], &[]).is_err());
    }
}
