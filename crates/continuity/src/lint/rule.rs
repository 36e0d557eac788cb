use jurymast_terms::diagnostic::Severity;

use super::Docs;
use super::context::{Context, FindingSink};
use super::gathering::Gathering;

/// One thing that can be wrong with a plan, named after the fault.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case; the only id there is.
    pub name: &'static str,
    /// What it is about.
    pub family: Family,
    /// The level when the plan says nothing else.
    pub severity: Severity,
    /// The doc comment: one text for `explain`, SARIF help and the rules page.
    pub(super) text: &'static str,
    /// Looks at what the waivers left, not at the plan.
    pub(super) after_waivers: bool,
    /// Runs when everything is asked for, or the plan gives it a level.
    pub pedantic: bool,
    /// Keys by which a plan says what the rule finds missing: where one of them is there
    /// and wrong, nothing is missing.
    pub says: &'static [&'static str],
    /// How sure a finding is.
    pub confidence: RuleConfidence,
    /// The release that had it first; `None`: it is a plan's own.
    pub since: Option<&'static str>,
    /// How what one change mends becomes one finding; `None`: each stands alone.
    pub(super) gathering: Option<Gathering>,
    /// `None`: it looks at files beside the plan, and another command applies it.
    pub(super) check: Option<fn(&Context<'_>, &mut FindingSink<'_>)>,
}

/// How sure it is that what a rule finds is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleConfidence {
    /// It follows from what is declared, and from what is known of models and providers.
    VeryHigh,
    /// It rests on what counts where nobody says otherwise.
    High,
    /// It is told by names and patterns.
    Medium,
    /// It is told by what was not seen.
    Low,
}

impl RuleConfidence {
    /// As SARIF's readers know it: `very-high`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VeryHigh => "very-high",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// "very high: it follows from what is declared ..."
    pub fn words(self) -> &'static str {
        match self {
            Self::VeryHigh => {
                "very high: it follows from what the plan declares, and from what is known of \
                 models and providers"
            }
            Self::High => {
                "high: it may rest on what counts where nobody says otherwise, such as a \
                 provisional tier"
            }
            Self::Medium => {
                "medium: it is told by names and patterns, which may mean something else"
            }
            Self::Low => "low: it is told by what was not seen, which may be there nevertheless",
        }
    }
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// What stands in when something is lost.
    Fallbacks,
    /// Models that retire.
    Models,
    /// What needs what.
    Dependencies,
    /// How what was lost is noticed, mended and brought back.
    Recovery,
    /// Targets and promises.
    Objectives,
    /// Who answers for what.
    People,
    /// Whether the plan is tried, and what came of it.
    Exercises,
    /// What is knowingly left as it is.
    Waivers,
    /// Where the plan and what runs are apart.
    Drift,
    /// What a plan's own rules say.
    Custom,
}

impl Family {
    /// As JSON and the rules page have it: `fallbacks`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fallbacks => "fallbacks",
            Self::Models => "models",
            Self::Dependencies => "dependencies",
            Self::Recovery => "recovery",
            Self::Objectives => "objectives",
            Self::People => "people",
            Self::Exercises => "exercises",
            Self::Waivers => "waivers",
            Self::Drift => "drift",
            Self::Custom => "custom",
        }
    }
}

impl Rule {
    /// Its text, by parts.
    pub fn docs(&self) -> Docs {
        Docs::of(self.text)
    }

    /// It looks at the plan alone, so that `check` applies it.
    pub fn is_of_check(&self) -> bool {
        self.check.is_some() || self.is_custom()
    }

    /// A plan declares it.
    pub fn is_custom(&self) -> bool {
        self.family == Family::Custom
    }
}

/// The keys of a requirement that say what stands in.
pub(super) const STAND_INS: &[&str] = &[
    "after", "any_of", "at_least", "capacity", "fallback", "holds", "mode", "needed", "on",
    "serves", "switch", "to", "triggers",
];

/// Declares a rule from its doc comment, name, family, severity and check; then, where there
/// are some, the keys by which a plan says what it finds missing, and how its findings are
/// gathered, how sure it is where that is not very sure, and since when it is there where that is
/// not the first release. One `beside files` has no check here: a command that reads files beside the plan
/// applies it.
macro_rules! rule {
    ($(#[doc = $line:literal])+ $name:literal, $family:ident, $severity:ident, beside files $(, confidence $confidence:ident)? $(, since $since:literal)?) => {
        rule!(@ concat!($($line, "\n"),+), $name, $family, $severity, None, [], [], [$($confidence)?], [$($since)?], false, false);
    };
    ($(#[doc = $line:literal])+ $name:literal, $family:ident, $severity:ident, after waivers $check:path $(, says $says:expr)? $(, gathers $gathers:expr)? $(, confidence $confidence:ident)? $(, since $since:literal)?) => {
        rule!(@ concat!($($line, "\n"),+), $name, $family, $severity, Some($check), [$($says)?], [$($gathers)?], [$($confidence)?], [$($since)?], true, false);
    };
    ($(#[doc = $line:literal])+ $name:literal, $family:ident, $severity:ident, pedantic $check:path $(, says $says:expr)? $(, gathers $gathers:expr)? $(, confidence $confidence:ident)? $(, since $since:literal)?) => {
        rule!(@ concat!($($line, "\n"),+), $name, $family, $severity, Some($check), [$($says)?], [$($gathers)?], [$($confidence)?], [$($since)?], false, true);
    };
    ($(#[doc = $line:literal])+ $name:literal, $family:ident, $severity:ident, $check:path $(, says $says:expr)? $(, gathers $gathers:expr)? $(, confidence $confidence:ident)? $(, since $since:literal)?) => {
        rule!(@ concat!($($line, "\n"),+), $name, $family, $severity, Some($check), [$($says)?], [$($gathers)?], [$($confidence)?], [$($since)?], false, false);
    };
    (@ $text:expr, $name:literal, $family:ident, $severity:ident, $check:expr, [$($says:expr)?], [$($gathers:expr)?], [$($confidence:ident)?], [$($since:literal)?], $after:literal, $pedantic:literal) => {
        pub(in crate::lint) static RULE: crate::lint::Rule = crate::lint::Rule {
            name: $name,
            family: crate::lint::Family::$family,
            severity: jurymast_terms::diagnostic::Severity::$severity,
            text: $text,
            after_waivers: $after,
            pedantic: $pedantic,
            says: rule!(keys $($says)?),
            confidence: rule!(confidence $($confidence)?),
            since: Some(rule!(since $($since)?)),
            gathering: rule!(gathering $($gathers)?),
            check: $check,
        };
    };
    (keys) => { &[] };
    (keys $says:expr) => { $says };
    (confidence) => { crate::lint::RuleConfidence::VeryHigh };
    (confidence $confidence:ident) => { crate::lint::RuleConfidence::$confidence };
    (since) => { "0.1.0" };
    (since $since:literal) => { $since };
    (gathering) => { None };
    (gathering $gathers:expr) => { Some($gathers) };
}

pub(super) use rule;
