use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use jurymast_engine::analysis::RungCounts;
use jurymast_plan::model::UnknownModel;
use jurymast_terms::diagnostic::{Diagnostic, FindingPlace, Label, Severity, SilencedRules};
use jurymast_terms::source::Sources;

/// What is wrong with a plan.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast check --format json")]
pub struct CheckOutput<'a> {
    /// The plan's name; of several plans their names, with commas between them.
    pub plan: String,
    /// Every plan that was checked.
    pub plans: Vec<CheckedPlan<'a>>,
    /// What kept the plan from being read in full, and warnings of the same step.
    pub errors: Vec<FindingEntry<'a>>,
    /// What the rules found, waived findings included; by file, line, column and rule.
    pub findings: Vec<FindingEntry<'a>>,
    /// How many findings there are; `errors` are not counted.
    pub summary: SeverityCounts,
    /// Models that neither the plan, nor a saved list, nor the catalogue knows: when they
    /// end is not judged.
    pub unknown_models: Vec<UnknownModelEntry<'a>>,
    /// How many fallbacks stand on each rung of evidence on the day; null: it was not asked.
    pub evidence: Option<RungsEntry>,
    /// How often each rule found something, the most frequent first; null: it was not asked.
    pub statistics: Option<Vec<RuleCount>>,
    /// Rules that `[lint]` keeps from looking, everywhere or at a place: what they would find
    /// is not among `findings`.
    pub switched_off: Vec<SilencedEntry<'a>>,
    /// How many findings a baseline holds back, which are not among `findings`; null: none
    /// was asked for.
    pub baselined: Option<usize>,
    /// How many open findings `--changed` leaves out, which are not among `findings`; null: it
    /// was not asked for.
    pub unchanged: Option<usize>,
}

/// A plan that was checked.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct CheckedPlan<'a> {
    /// As the plan gives it.
    pub name: &'a str,
    /// Its root file, from the working directory.
    pub file: &'a str,
    /// How many texts come before its own; for those who make it.
    #[serde(skip)]
    #[schemars(skip)]
    pub texts_before: usize,
}

/// Rules that do not look at one place.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SilencedEntry<'a> {
    /// The component or the glob of files, as `[lint.per]` has it; null: everywhere.
    pub at: Option<&'a str>,
    /// Their names.
    pub rules: &'a [&'static str],
}

impl<'a> From<&'a SilencedRules> for SilencedEntry<'a> {
    fn from(one: &'a SilencedRules) -> Self {
        Self {
            at: one.at.as_deref(),
            rules: &one.rules,
        }
    }
}

/// Fallbacks by the highest rung of evidence that counts on the day; those that have ended
/// stand on none.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RungsEntry {
    /// The plan alone says so.
    pub declared: usize,
    /// The configuration of what runs agrees.
    pub configured: usize,
    /// Real traffic went over it.
    pub observed: usize,
    /// A fault was injected, or the primary broken on purpose.
    pub drilled: usize,
    /// It was retired, or has expired: it serves no more.
    pub ended: usize,
}

impl From<RungCounts> for RungsEntry {
    fn from(counts: RungCounts) -> Self {
        let [declared, configured, observed, drilled] = counts.by_rung;
        Self {
            declared,
            configured,
            observed,
            drilled,
            ended: counts.ended,
        }
    }
}

/// A model that the plan calls and nobody knows.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnknownModelEntry<'a> {
    /// The id of the provider.
    pub provider: &'a str,
    /// As the calls name it.
    pub model: &'a str,
}

/// Something that is wrong, and where.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingEntry<'a> {
    /// The rule that found it; in `errors`, what kind of error it is.
    pub rule: &'a str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence.
    pub message: &'a str,
    /// The root file of the plan that it was found in, from the working directory.
    pub plan: &'a str,
    /// The file, from the working directory.
    pub file: &'a str,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// The line of the last character.
    pub end_line: usize,
    /// The column behind the last character.
    pub end_column: usize,
    /// The component that it is mended at; null: none alone.
    pub component: Option<&'a str>,
    /// The ids of what fails, or what else tells it apart; each is enough for it.
    pub causes: Vec<&'a str>,
    /// Rules that find the same fact, which this one tells.
    pub also: &'a [&'a str],
    /// Whether waivers cover all its places.
    pub waived: bool,
    /// The same for the same finding in a later run, wherever its line went.
    pub fingerprint: String,
    /// The team that it belongs to; null: none is named, or several share it.
    pub team: Option<&'a str>,
    /// Whether it rests on a provisional tier: no tier is declared in the plan, and what
    /// nothing depends on counts as tier 1.
    pub provisional: bool,
    /// What it costs, a sentence each: who goes down, for how long in the worst recorded case.
    pub cost: &'a [String],
    /// The command that says more of the rule.
    pub explain: String,
    /// What is worth knowing, a sentence each.
    pub notes: &'a [String],
    /// What to do, a sentence each.
    pub help: &'a [String],
    /// Where it covers several places every one of them, the first included; then others
    /// that it points to.
    pub related: Vec<RelatedPlace<'a>>,
    /// The waiver that covers it; null: none.
    pub waiver: Option<WaiverEntry<'a>>,
}

/// A place of a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RelatedPlace<'a> {
    /// The file, from the working directory.
    pub file: &'a str,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// The component that it is about there; null: none, or the place is only pointed to.
    pub component: Option<&'a str>,
    /// How bad it is there; null: the place is only pointed to.
    pub severity: Option<Severity>,
    /// What is there.
    pub message: &'a str,
    /// Whether a waiver covers it there.
    pub waived: bool,
}

/// Why a finding is accepted, and until when.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WaiverEntry<'a> {
    /// As the plan gives it.
    pub reason: &'a str,
    /// The last day it holds, YYYY-MM-DD.
    pub until: String,
    /// Whether it is a comment beside the finding (`# jurymast: ignore[...]`), and no table.
    pub in_source: bool,
}

/// How often a rule found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleCount {
    /// The rule.
    pub rule: &'static str,
    /// The gravest of its findings.
    pub severity: Severity,
    /// Those of which a place at least is open.
    pub findings: usize,
    /// The places of all of them, open ones and those that waivers cover.
    pub places: usize,
    /// The places that waivers cover.
    pub waived: usize,
}

impl RuleCount {
    /// By rule; the most findings first, then by name.
    pub fn of(findings: &[Diagnostic]) -> Vec<Self> {
        let mut counts: BTreeMap<&'static str, Self> = BTreeMap::new();
        for finding in findings {
            let count = counts.entry(finding.code).or_insert(Self {
                rule: finding.code,
                severity: finding.severity,
                findings: 0,
                places: 0,
                waived: 0,
            });
            count.severity = count.severity.max(finding.severity);
            count.findings += usize::from(finding.waived.is_none());
            count.places += finding.places.len();
            let waived = finding.places.iter().filter(|one| one.waived.is_some());
            count.waived += waived.count();
        }
        let mut counts: Vec<Self> = counts.into_values().collect();
        counts.sort_by_key(|one| (Reverse(one.findings), one.rule));
        counts
    }
}

/// How many findings there are of each severity; a waived one counts as waived alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SeverityCounts {
    /// Errors that nobody waived.
    pub error: usize,
    /// Warnings that nobody waived.
    pub warning: usize,
    /// Infos that nobody waived.
    pub info: usize,
    /// Findings of any severity that a waiver covers.
    pub waived: usize,
}

impl<'a> CheckOutput<'a> {
    /// The errors of reading and the findings of the rules, both in order.
    pub fn of(
        plans: impl IntoIterator<Item = CheckedPlan<'a>>,
        sources: &'a Sources,
        errors: &'a [Diagnostic],
        findings: &'a [Diagnostic],
        unknown_models: &'a [UnknownModel],
        rungs: Option<RungCounts>,
    ) -> Self {
        let plans: Vec<CheckedPlan<'a>> = plans.into_iter().collect();
        let file = |finding: &Diagnostic| {
            let text = finding.place.file.index();
            let before = plans.iter().rev().find(|plan| plan.texts_before <= text);
            before.map_or("", |plan| plan.file)
        };
        let entries = |list: &'a [Diagnostic]| {
            let entries = list.iter();
            let entries = entries.map(|one| FindingEntry::of(one, file(one), sources));
            entries.collect()
        };
        let names: Vec<&str> = plans.iter().map(|plan| plan.name).collect();
        Self {
            plan: names.join(", "),
            errors: entries(errors),
            findings: entries(findings),
            summary: SeverityCounts::of(findings),
            unknown_models: unknown_models.iter().map(UnknownModelEntry::from).collect(),
            evidence: rungs.map(RungsEntry::from),
            statistics: None,
            switched_off: Vec::new(),
            baselined: None,
            unchanged: None,
            plans,
        }
    }
}

impl<'a> From<&'a UnknownModel> for UnknownModelEntry<'a> {
    fn from(one: &'a UnknownModel) -> Self {
        Self {
            provider: &one.provider,
            model: &one.model,
        }
    }
}

impl<'a> FindingEntry<'a> {
    /// Of a plan by its root file.
    pub(super) fn of(finding: &'a Diagnostic, plan: &'a str, sources: &'a Sources) -> Self {
        let Diagnostic {
            code,
            severity,
            message,
            place,
            label: _,
            related,
            notes,
            help,
            component,
            detail: _,
            causes: _,
            waived,
            cost,
            team,
            culprit: _,
            provisional,
            yields_to: _,
            also,
            told: _,
            places,
        } = finding;
        let at = sources.position(*place);
        Self {
            rule: code,
            severity: *severity,
            message,
            plan,
            file: &sources.get(place.file).path,
            line: at.line,
            column: at.column,
            end_line: at.end_line,
            end_column: at.end_column,
            component: component.as_deref(),
            causes: finding.each_cause().collect(),
            also,
            waived: waived.is_some(),
            fingerprint: finding.fingerprint(),
            team: team.as_deref(),
            provisional: *provisional,
            cost,
            explain: format!("jurymast explain {code}"),
            notes,
            help,
            related: places
                .iter()
                .filter(|_| places.len() > 1)
                .map(|place| RelatedPlace::covered(place, sources))
                .chain(related.iter().map(|label| RelatedPlace::of(label, sources)))
                .collect(),
            waiver: waived.as_ref().map(|waived| WaiverEntry {
                reason: &waived.reason,
                until: waived.until.to_string(),
                in_source: waived.is_in_source,
            }),
        }
    }
}

impl<'a> RelatedPlace<'a> {
    fn covered(place: &'a FindingPlace, sources: &'a Sources) -> Self {
        let at = sources.position(place.place);
        Self {
            file: &sources.get(place.place.file).path,
            line: at.line,
            column: at.column,
            component: place.component.as_deref(),
            severity: Some(place.severity),
            message: &place.message,
            waived: place.waived.is_some(),
        }
    }

    fn of(label: &'a Label, sources: &'a Sources) -> Self {
        let at = sources.position(label.place);
        Self {
            file: &sources.get(label.place.file).path,
            line: at.line,
            column: at.column,
            component: None,
            severity: None,
            message: &label.text,
            waived: false,
        }
    }
}

impl SeverityCounts {
    /// Counts findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            let count = match (&finding.waived, finding.severity) {
                (Some(_), _) => &mut counts.waived,
                (None, Severity::Error) => &mut counts.error,
                (None, Severity::Warning) => &mut counts.warning,
                (None, Severity::Info) => &mut counts.info,
            };
            *count += 1;
        }
        counts
    }
}
