use std::path::PathBuf;

use anyhow::Context as _;

use crate::cli::args::Shared;
use crate::cli::baseline::{self, Applied, Judged};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{drafting, files, findings, open, reporting, terminal};
use crate::project::Project;
use crate::report::{Format, Outcome, RuleText};
use jurymast_continuity::lint::{self, Family};
use jurymast_contract::{self as contract, DriftOutput, DriftParts};
use jurymast_drift::{DrawnPlan, Drift, Traffic, draw, drift, read_traffic};
use jurymast_import::formats;
use jurymast_import::reading::Reading;
use jurymast_terms::diagnostic::{Diagnostic, Severity, Silenced};
use jurymast_terms::source::{FileId, Sources};

use super::args::DriftArgs;
use super::text;

pub(in crate::cli) fn run(args: &DriftArgs, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let mut reading = Reading::new(open::here()?, open::limits(shared));
    // The plan's texts come first, so that one table of texts has the places of both sides.
    for (_, file) in project.sources.iter() {
        reading.take(&file.path, file.text.clone());
    }
    let own = project.sources.len();
    let mut documents = Vec::new();
    for path in &args.files {
        if let Some(file) = drafting::opened(path, &mut reading, shared) {
            documents.extend(formats::documents(&mut reading, file));
        }
    }
    let drawn = match documents.is_empty() {
        true => None,
        false => draw(documents, &project.plan, &mut reading),
    };
    let configured = reading.sources.len();
    let traffic = observed(args, &mut reading, shared);
    let found = drift(&project.plan, drawn.as_ref(), &traffic, &reading.sources);
    reading.problems.extend(found.strange.iter().cloned());
    drafting::tell_problems(&reading, shared);
    if drawn.is_none() && traffic.is_empty() {
        return Err(Failure::error("there is nothing to compare the plan with"));
    }
    let mut settled = lint::settle(&project.plan, project.today, found.findings.clone());
    let is_configured = |file: FileId| (own..configured).contains(&file.index());
    let told: Vec<Diagnostic> = settled.iter().chain(&reading.problems).cloned().collect();
    let mut sources = drafting::showing(&reading, &told, is_configured);
    // What was left out may hold any fault.
    let is_partial = reading
        .problems
        .iter()
        .any(|problem| problem.severity == Severity::Error);
    let judged = Judged {
        project: &project,
        findings: &mut settled,
        ran: lint::switched_on(&project.plan, Family::Drift),
        sources: &mut sources,
        is_whole: !is_partial,
    };
    let baselined = match baseline::apply(&args.baseline, judged, shared)? {
        Applied::None => None,
        Applied::Held(count) => Some(count),
        Applied::Written => return Ok(Exit::Clean),
    };
    let settled = lint::gather(&project.plan, settled);
    let compared = ComparedPlan {
        sources,
        baselined,
        silenced: lint::silenced_in_drift(&project.plan),
        fails_from: args.fail_on.severity().filter(|_| !args.exit_zero),
        project: &project,
        drift: &found,
        drawn: drawn.as_ref(),
        traffic: &traffic,
        findings: &settled,
        problems: &reading.problems,
    };
    for to in &args.format {
        let report = compared.report(to.format, shared)?;
        match &to.file {
            None => terminal::print_exact(&report)?,
            Some(file) => files::write(file, &report)?,
        }
    }
    reporting::step_summary(&args.format, &compared.outcome(&rules()), shared)?;
    let failed = settled
        .iter()
        .any(|one| one.waived.is_none() && args.fail_on.reached_by(one.severity));
    Ok(if is_partial {
        Exit::Error
    } else if failed && !args.exit_zero {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// The calls of these files, each once and in the order of their paths.
fn observed(args: &DriftArgs, reading: &mut Reading, shared: &Shared) -> Vec<Traffic> {
    let mut paths: Vec<&PathBuf> = args.observed.iter().collect();
    paths.sort();
    paths.dedup();
    let mut traffic = Vec::new();
    for path in paths {
        let file = drafting::opened(path, reading, shared);
        let read = file.and_then(|file| read_traffic(reading, file));
        traffic.extend(read.map(|one| one.saying(args.window, args.sampled)));
    }
    traffic
}

/// A plan, and all that was found beside it.
pub(super) struct ComparedPlan<'a> {
    pub(super) project: &'a Project,
    pub(super) drift: &'a Drift,
    pub(super) drawn: Option<&'a DrawnPlan>,
    pub(super) traffic: &'a [Traffic],
    pub(super) findings: &'a [Diagnostic],
    problems: &'a [Diagnostic],
    baselined: Option<usize>,
    fails_from: Option<Severity>,
    silenced: Silenced,
    pub(super) sources: Sources,
}

/// The texts of the rules that compare the plan with what runs.
fn rules() -> Vec<RuleText> {
    let rules = lint::RULES.iter().copied();
    let rules = rules.filter(|rule| rule.family == Family::Drift);
    rules.map(findings::rule_text).collect()
}

impl ComparedPlan<'_> {
    fn outcome<'a>(&'a self, rules: &'a [RuleText]) -> Outcome<'a> {
        Outcome {
            tool_version: env!("CARGO_PKG_VERSION"),
            plans: &[],
            sources: &self.sources,
            errors: &[],
            findings: self.findings,
            rules,
            unknown_models: &[],
            rungs: None,
            silenced: &self.silenced,
            baselined: self.baselined,
            unchanged: None,
            fails_from: self.fails_from,
            is_quiet: false,
            counts_by_rule: false,
        }
    }

    fn report(&self, format: Format, shared: &Shared) -> Result<String, Failure> {
        let plan = self.project.plan.header.name.as_str();
        if format == Format::Json {
            let output = DriftOutput::of(DriftParts {
                plan,
                drift: self.drift,
                drawn: self.drawn,
                traffic: self.traffic,
                errors: self.problems,
                findings: self.findings,
                baselined: self.baselined,
                sources: &self.sources,
            });
            return Ok(contract::write(output).context("cannot write JSON")?);
        }
        let rules = rules();
        let report = reporting::written(format, &self.outcome(&rules), shared)?;
        Ok(match format {
            Format::Full => format!("{report}\n{}", text::beside(self).as_str()),
            _ => report,
        })
    }
}
