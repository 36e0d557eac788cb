use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use jurymast_drift::{DrawnPlan, Drift, Traffic};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Sources};
use jurymast_terms::units::{Duration, Share};

use super::check::{FindingEntry, SeverityCounts};

/// How far a plan is from what is configured and from what was observed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast drift --format json")]
pub struct DriftOutput<'a> {
    /// The plan's name.
    pub plan: &'a str,
    /// The files that configure, each with its format.
    pub configured: Vec<ConfiguredFile<'a>>,
    /// The files that tell of calls.
    pub observed: Vec<ObservedFile<'a>>,
    /// The time in which calls were counted, in words; those of several files one behind the
    /// other. Null without any file of calls.
    pub window: Option<String>,
    /// What is known of the sampling, likewise.
    pub sampling: Option<String>,
    /// What could not be read, or not in full. Where one of severity error is among them,
    /// a file was left out and the exit code is 2.
    pub errors: Vec<FindingEntry<'a>>,
    /// What is apart, waived findings included; by file, line, column and rule.
    pub findings: Vec<FindingEntry<'a>>,
    /// How many findings there are; `errors` are not counted.
    pub summary: SeverityCounts,
    /// How many findings a baseline holds back, which are not among `findings`; null: none
    /// was asked for.
    pub baselined: Option<usize>,
    /// Names that were taken for components by likeness alone.
    pub like_names: Vec<LikeNameEntry<'a>>,
    /// Names of what was seen that are no component's.
    pub unknown_names: Vec<UnknownNameEntry<'a>>,
    /// Ids of services, resources and AI dependencies of which no configuration speaks;
    /// empty without any.
    pub not_configured: &'a [String],
    /// Ids of the plan's gateways whose own files were not given: what they answer with, and what
    /// stands in, was not compared; empty where nothing is configured.
    pub gateways_not_given: &'a [String],
    /// How many declared needs the configurations know both ends of.
    pub needs_compared: usize,
    /// How much of the plan the calls speak of; null without any file of calls.
    pub coverage: Option<CoverageEntry>,
    /// Declared fallbacks over which calls went: evidence that they work.
    pub fallbacks_in_use: Vec<FallbackInUseEntry<'a>>,
    /// Declared limits beside what was asked at most.
    pub peaks: Vec<PeakEntry<'a>>,
}

/// A file that configures.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConfiguredFile<'a> {
    /// From the working directory.
    pub file: &'a str,
    /// As `import` names it.
    pub format: &'a str,
}

/// A file that tells of calls.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ObservedFile<'a> {
    /// From the working directory.
    pub file: &'a str,
    /// Whose format it is, in words.
    pub shape: &'a str,
    /// Since when calls were counted; null: the file does not say.
    pub from: Option<String>,
    /// Until when; null: the file does not say.
    pub to: Option<String>,
    /// How many seconds that is, by the file or by `--window`; null: unknown.
    pub window_s: Option<u64>,
    /// Which share of the calls was counted, by `--sampled`, from 0 to 1; null: the file says
    /// with `counted` what is known.
    pub sampled: Option<f64>,
    /// What the numbers are made of: spans (sampled, the file does not say how), calls
    /// (every one), look-ups (of names), unknown.
    pub counted: &'static str,
    /// It holds all pages, as far as it says.
    pub is_complete: bool,
    /// Entries that tell of calls.
    pub entries: usize,
    /// Entries whose count is zero, or which name nobody.
    pub empty_entries: usize,
    /// Entries that say nothing of calls.
    pub other_entries: usize,
}

/// A name that was taken for a component by likeness.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LikeNameEntry<'a> {
    /// As the files have it.
    pub name: &'a str,
    /// The id of the component.
    pub component: &'a str,
    /// How they are alike.
    pub likeness: &'a str,
}

/// A name that is no component's.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnknownNameEntry<'a> {
    /// As the files have it.
    pub name: &'a str,
    /// Ids that are like it; none was taken.
    pub like: &'a [String],
}

/// How much of a plan calls that were seen speak of.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CoverageEntry {
    /// Declared needs that were seen.
    pub seen: usize,
    /// Declared needs of callers that were seen, which were not seen themselves.
    pub unseen: usize,
    /// Declared needs of components that no file knows as callers: nothing is known.
    pub unknown: usize,
    /// Declared fallbacks that were not seen, as is to be expected.
    pub fallbacks_unseen: usize,
    /// Pairs that were seen and of which the plan knows neither.
    pub strangers: usize,
}

/// A declared fallback over which calls went.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FallbackInUseEntry<'a> {
    /// How much it proves: observed.
    pub evidence: &'static str,
    /// Who called; null: the file does not say.
    pub caller: Option<&'a str>,
    /// The id of the fallback.
    pub fallback: &'a str,
    /// How many calls, or what is in proportion to it; null: the file does not say.
    pub calls: Option<f64>,
    /// The file of the plan that declares it.
    pub declared_file: &'a str,
    /// Where in it, from 1.
    pub declared_line: usize,
    /// The file that shows it.
    pub file: &'a str,
    /// Where in it, from 1.
    pub line: usize,
    /// Since when calls were counted; null: the file does not say.
    pub from: Option<String>,
    /// Until when; null: the file does not say.
    pub to: Option<String>,
}

/// A declared limit beside what was asked at most.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PeakEntry<'a> {
    /// Whose limit it is.
    pub component: &'a str,
    /// Requests a minute, as declared.
    pub limit_rpm: u64,
    /// The most requests a minute that the file shows; there may have been more.
    pub peak_rpm: f64,
    /// Over how many seconds that is the average, which hides what was more; null: the file does
    /// not say.
    pub averaged_over_s: Option<u64>,
    /// The file that shows it.
    pub file: &'a str,
}

/// What a [`DriftOutput`] is made of.
#[derive(Debug, Clone, Copy)]
pub struct DriftParts<'a> {
    /// The plan's name.
    pub plan: &'a str,
    /// What is apart.
    pub drift: &'a Drift,
    /// What is configured, where any file says so.
    pub drawn: Option<&'a DrawnPlan>,
    /// The calls of each file.
    pub traffic: &'a [Traffic],
    /// What could not be read.
    pub errors: &'a [Diagnostic],
    /// The findings, with waivers.
    pub findings: &'a [Diagnostic],
    /// How many a baseline holds back.
    pub baselined: Option<usize>,
    /// The texts that places lead into.
    pub sources: &'a Sources,
}

impl<'a> DriftOutput<'a> {
    /// Of all that was found.
    pub fn of(parts: DriftParts<'a>) -> Self {
        let DriftParts {
            plan,
            drift,
            drawn,
            traffic,
            errors,
            findings,
            baselined,
            sources,
        } = parts;
        let root = sources.get(FileId::ROOT).path.as_str();
        let entries = |list: &'a [Diagnostic]| {
            let entries = list.iter();
            let entries = entries.map(|one| FindingEntry::of(one, root, sources));
            entries.collect()
        };
        let files = drawn
            .map(|drawn| drawn.files.as_slice())
            .unwrap_or_default();
        let coverage = &drift.coverage;
        Self {
            plan,
            configured: files
                .iter()
                .map(|(file, format)| ConfiguredFile {
                    file: &sources.get(*file).path,
                    format,
                })
                .collect(),
            observed: traffic.iter().map(|one| observed(one, sources)).collect(),
            window: each_once(traffic.iter().map(|one| one.window.words())),
            sampling: each_once(traffic.iter().map(Traffic::sampling)),
            errors: entries(errors),
            findings: entries(findings),
            summary: SeverityCounts::of(findings),
            baselined,
            like_names: drift
                .like
                .iter()
                .map(|one| LikeNameEntry {
                    name: &one.name,
                    component: &one.component,
                    likeness: one.likeness,
                })
                .collect(),
            unknown_names: drift
                .unknown
                .iter()
                .map(|one| UnknownNameEntry {
                    name: &one.name,
                    like: &one.like,
                })
                .collect(),
            not_configured: &drift.not_configured,
            gateways_not_given: &drift.gateways_not_given,
            needs_compared: drift.compared,
            coverage: (!traffic.is_empty()).then_some(CoverageEntry {
                seen: coverage.seen,
                unseen: coverage.unseen,
                unknown: coverage.unknown,
                fallbacks_unseen: coverage.fallbacks_unseen,
                strangers: coverage.strangers,
            }),
            fallbacks_in_use: drift
                .in_use
                .iter()
                .map(|one| {
                    let shown = &traffic[one.file];
                    FallbackInUseEntry {
                        evidence: "observed",
                        caller: one.caller.as_deref(),
                        fallback: &one.fallback,
                        calls: one.calls,
                        declared_file: &sources.get(one.declared.file).path,
                        declared_line: sources.position(one.declared).line,
                        file: &sources.get(one.place.file).path,
                        line: sources.position(one.place).line,
                        from: shown.window.from.map(|at| at.to_string()),
                        to: shown.window.to.map(|at| at.to_string()),
                    }
                })
                .collect(),
            peaks: drift
                .peaks
                .iter()
                .map(|one| PeakEntry {
                    component: &one.component,
                    limit_rpm: one.limit,
                    peak_rpm: one.peak,
                    averaged_over_s: one.averaged_over.map(Duration::seconds),
                    file: &sources.get(traffic[one.file].file).path,
                })
                .collect(),
        }
    }
}

/// Each of these words once, in order; `None` of none.
fn each_once(words: impl Iterator<Item = String>) -> Option<String> {
    let words: BTreeSet<String> = words.collect();
    let words: Vec<String> = words.into_iter().collect();
    (!words.is_empty()).then(|| words.join("; "))
}

fn observed<'a>(one: &'a Traffic, sources: &'a Sources) -> ObservedFile<'a> {
    ObservedFile {
        file: &sources.get(one.file).path,
        shape: &one.shape,
        from: one.window.from.map(|at| at.to_string()),
        to: one.window.to.map(|at| at.to_string()),
        window_s: one.window.length().map(Duration::seconds),
        sampled: one.sampled.map(Share::value),
        counted: one.counted.as_str(),
        is_complete: !one.is_cut,
        entries: one.calls.len() + one.models.len(),
        empty_entries: one.counts.empty,
        other_entries: one.counts.other,
    }
}
