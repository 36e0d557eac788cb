use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::project::Project;
use crate::report::{self, Format, Outcome, RuleText};
use jurymast_continuity::lint;
use jurymast_contract::{self as contract, ScanOutput};
use jurymast_plan::catalogue;
use jurymast_scan::{JudgedEvidence, ScanFault, ScanLimits, Scanned, judge};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Sources, Span};
use jurymast_terms::text::{self, Printout};

use super::args::{ScanArgs, Shared};
use super::exit::{Exit, Failure};
use super::{clock, files, open, terminal};

pub(super) fn run(args: &ScanArgs, shared: &Shared) -> Result<Exit, Failure> {
    let root = open::here()?.join(&args.path);
    let project = plan_of(&root, shared)?;
    let today = clock::today(shared)?;
    let limits = ScanLimits {
        file_bytes: shared.max_file_size << 20,
    };
    let failed = || format!("cannot read `{}`", args.path.display());
    let found = jurymast_scan::scan(&root, limits).with_context(failed)?;
    let plan = project.as_ref().map(|project| &project.plan);
    let judged = ScannedFolder {
        judged: judge(&found.evidence, plan, today),
        found: &found,
        root,
        has_plan: project.is_some(),
    };
    for one in &found.skipped {
        terminal::tell(&format!("not looked at: {}: {}", one.file, one.why));
    }
    for to in &args.format {
        let report = judged.report(to.format, shared)?;
        match &to.file {
            None => terminal::print_exact(&report)?,
            Some(file) => files::write(file, &report)?,
        }
    }
    let mut faults = judged.faults().map(|(_, fault)| fault.severity);
    let failed = faults.any(|severity| args.fail_on.reached_by(severity));
    Ok(if failed { Exit::Findings } else { Exit::Clean })
}

/// The plan that the arguments name, or the nearest at or above the folder; without one
/// nothing is undeclared.
fn plan_of(root: &Path, shared: &Shared) -> Result<Option<Project>, Failure> {
    if shared.plan.is_some() {
        return open::open_whole(shared).map(Some);
    }
    open::nearest_whole(root, shared)
}

struct ScannedFolder<'a> {
    judged: Vec<JudgedEvidence<'a>>,
    found: &'a Scanned,
    root: PathBuf,
    has_plan: bool,
}

impl ScannedFolder<'_> {
    fn faults(&self) -> impl Iterator<Item = (&JudgedEvidence<'_>, &ScanFault)> {
        let judged = self.judged.iter();
        judged.filter_map(|one| Some((one, one.fault.as_ref()?)))
    }

    fn report(&self, format: Format, shared: &Shared) -> Result<String, Failure> {
        if format == Format::Json {
            let output = ScanOutput::of(&self.judged, self.found);
            return Ok(contract::write(output).context("cannot write JSON")?);
        }
        let (sources, findings) = self.diagnostics();
        let rules: Vec<RuleText> = ["retired-model", "retiring-model"]
            .into_iter()
            .filter_map(lint::find)
            .map(super::findings::rule_text)
            .collect();
        let outcome = Outcome {
            tool_version: env!("CARGO_PKG_VERSION"),
            plan_name: "",
            sources: &sources,
            errors: &[],
            findings: &findings,
            rules: &rules,
            unknown_models: &[],
            rungs: None,
        };
        let look = terminal::look(shared.color);
        Ok(match format {
            Format::Full => {
                let frames = report::diagnostics_full(&findings, &sources, look);
                format!("{}{}", frames, self.table().as_str())
            }
            other => report::report(other, &outcome, look),
        })
    }

    /// The faults at their places, in the texts that have some.
    fn diagnostics(&self) -> (Sources, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let mut known: BTreeMap<&str, FileId> = BTreeMap::new();
        let mut findings: Vec<Diagnostic> = Vec::new();
        let mut by_cause: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (one, fault) in self.faults() {
            let cause = (fault.rule, fault.cause.as_str());
            if let Some(&at) = by_cause.get(&cause) {
                findings[at].notes.push(again(one));
                continue;
            }
            by_cause.insert(cause, findings.len());
            let file = one.evidence.file.as_str();
            let id = *known
                .entry(file)
                .or_insert_with(|| sources.add(file, self.shown_text(file)));
            let place = Span::new(id, one.evidence.range.clone());
            let finding = Diagnostic::new(fault.rule, fault.severity, &fault.message, place)
                .detail(&one.evidence.text)
                .maybe_help(fault.help.clone());
            findings.push(finding);
        }
        findings.iter_mut().for_each(|one| shorten(&mut one.notes));
        (sources, findings)
    }

    /// A file, of which nothing is shown but the evidence.
    fn shown_text(&self, file: &str) -> String {
        let path = match self.root.is_file() {
            true => self.root.clone(),
            false => self.root.join(file),
        };
        let bytes = std::fs::read(path).unwrap_or_default();
        let of_file = self.faults().filter(|(one, _)| one.evidence.file == file);
        let shown: Vec<_> = of_file.map(|(one, _)| one.evidence.range.clone()).collect();
        text::masked(&bytes, &shown)
    }

    /// Each party with how it shows, the strongest place first.
    fn table(&self) -> Printout {
        let mut out = Printout::new();
        let mut parties: BTreeMap<&str, Vec<&JudgedEvidence<'_>>> = BTreeMap::new();
        for one in &self.judged {
            let name = one.evidence.provider.unwrap_or("unknown");
            parties.entry(name).or_default().push(one);
        }
        for (id, mut places) in parties {
            places.sort_by_key(|one| one.evidence.strength);
            let name = catalogue::provider(id).map_or(id, |one| one.name.as_str());
            let is_declared = places.iter().any(|one| one.declared == Some(true));
            let declared = match (self.has_plan, is_declared) {
                (false, _) => "",
                (true, true) => ", declared",
                (true, false) => ", not declared",
            };
            let count = match places.len() {
                1 => "1 place".to_owned(),
                many => format!("{many} places"),
            };
            out.line(format!("{name} ({id}{declared}): {count}"));
            const MOST: usize = 5;
            for one in places.iter().take(MOST) {
                let evidence = &one.evidence;
                let (file, line) = (&evidence.file, evidence.line);
                let what = evidence.kind.as_str();
                out.line(format!("  {file}:{line}  {what} {}", evidence.text));
            }
            if places.len() > MOST {
                out.line(format!("  and {} more", places.len() - MOST));
            }
        }
        let files = self.found.files;
        out.line(format!(
            "{files} files looked at, {} places, {} to mend",
            self.judged.len(),
            self.faults().count()
        ));
        out
    }
}

fn again(one: &JudgedEvidence<'_>) -> String {
    format!("also {}:{}", one.evidence.file, one.evidence.line)
}

/// The first of many places, and how many there are besides.
fn shorten(notes: &mut Vec<String>) {
    const MOST: usize = 4;
    if notes.len() > MOST + 1 {
        let more = notes.len() - MOST;
        notes.truncate(MOST);
        notes.push(format!("and {more} more places"));
    }
}
