use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;

use crate::cli::args::Shared;
use crate::cli::exit::Failure;
use crate::cli::{findings, terminal};
use crate::report::{self, Format, Outcome, RuleText};
use jurymast_continuity::lint;
use jurymast_contract::{self as contract, ScanOutput};
use jurymast_plan::catalogue;
use jurymast_scan::{JudgedEvidence, ScanFault, Scanned, Strength, UNDECLARED};
use jurymast_terms::diagnostic::{Diagnostic, Severity, Silenced};
use jurymast_terms::source::{FileId, Sources, Span};
use jurymast_terms::text::{self, Printout};

/// What was found in a folder, judged.
pub(super) struct ScannedFolder<'a> {
    pub(super) judged: Vec<JudgedEvidence<'a>>,
    pub(super) found: &'a Scanned,
    /// Where the paths of the evidence count from.
    pub(super) base: &'a Path,
    pub(super) has_plan: bool,
}

/// Whose the models are of which nothing here tells who answers for them.
const NOBODY: &str = "models of which it is unknown who answers";

impl ScannedFolder<'_> {
    pub(super) fn faults(&self) -> impl Iterator<Item = (&JudgedEvidence<'_>, &ScanFault)> {
        let judged = self.judged.iter();
        judged.filter_map(|one| Some((one, one.fault.as_ref()?)))
    }

    pub(super) fn report(
        &self,
        format: Format,
        fails_from: Option<Severity>,
        shared: &Shared,
    ) -> Result<String, Failure> {
        if format == Format::Json {
            let output = ScanOutput::of(&self.judged, self.found);
            return Ok(contract::write(output).context("cannot write JSON")?);
        }
        let (sources, findings) = self.diagnostics();
        let rules: Vec<RuleText> = ["retired-model", "retiring-model", UNDECLARED]
            .into_iter()
            .filter_map(lint::find)
            .map(findings::rule_text)
            .collect();
        // The rules that look into source are asked without their plan.
        let silenced = Silenced::default();
        let outcome = Outcome {
            tool_version: env!("CARGO_PKG_VERSION"),
            plans: &[],
            sources: &sources,
            errors: &[],
            findings: &findings,
            rules: &rules,
            unknown_models: &[],
            rungs: None,
            silenced: &silenced,
            baselined: None,
            unchanged: None,
            fails_from,
            is_quiet: shared.quiet,
            counts_by_rule: false,
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
        let bytes = std::fs::read(self.base.join(file)).unwrap_or_default();
        let of_file = self.faults().filter(|(one, _)| one.evidence.file == file);
        let shown: Vec<_> = of_file.map(|(one, _)| one.evidence.range.clone()).collect();
        text::masked(&bytes, &shown)
    }

    /// Each party and service with how it shows, the strongest place first.
    fn table(&self) -> Printout {
        let mut out = Printout::new();
        let mut parties: BTreeMap<(bool, &str), Vec<&JudgedEvidence<'_>>> = BTreeMap::new();
        for one in &self.judged {
            let service = one.evidence.service.as_deref();
            let name = one.evidence.provider.or(service).unwrap_or(NOBODY);
            let party = parties.entry((service.is_some(), name)).or_default();
            party.push(one);
        }
        for ((is_service, id), mut places) in parties {
            places.sort_by_key(|one| one.evidence.strength);
            let name = match catalogue::provider(id).filter(|_| !is_service) {
                Some(party) => format!("{} ({id}{})", party.name, self.declared(&places)),
                None if id.contains('.') => {
                    format!("{id} (unknown to the catalogue{})", self.declared(&places))
                }
                None if id == NOBODY => format!("{id}{}", self.declared(&places)),
                None => format!("{id} (a service{})", self.declared(&places)),
            };
            out.wrapped(format!("{name}: {}", counted(places.len(), "place")), 0, 2);
            const MOST: usize = 5;
            for one in places.iter().take(MOST) {
                let evidence = &one.evidence;
                let (file, line) = (&evidence.file, evidence.line);
                let what = evidence.kind.as_str();
                let weak = match evidence.strength {
                    Strength::Weak => ", which proves nothing",
                    _ => "",
                };
                let place = format!("  {file}:{line}");
                let shown = format!("{what} {}{weak}", evidence.text);
                let whole = format!("{place}  {shown}");
                if text::width(&whole) <= text::PAGE_WIDTH {
                    out.line(whole);
                } else {
                    out.line(place);
                    out.wrapped(shown, 6, 6);
                }
            }
            if places.len() > MOST {
                out.line(format!("  and {} more", places.len() - MOST));
            }
        }
        out.wrapped(self.totals(), 0, 2);
        out
    }

    fn declared(&self, places: &[&JudgedEvidence<'_>]) -> &'static str {
        let is_declared = |one: &&JudgedEvidence<'_>| one.declared == Some(true) || one.has_party;
        let is_declared = places.iter().copied().any(|one| is_declared(&one));
        match (self.has_plan, is_declared) {
            (false, _) => "",
            (true, true) => ", declared",
            (true, false) => ", not declared",
        }
    }

    fn totals(&self) -> String {
        let Scanned {
            files,
            no_source,
            skipped,
            ..
        } = self.found;
        let mut parts = vec![format!("{} looked at", counted(*files, "file"))];
        if *no_source > 0 {
            parts.push(format!("{no_source} without source"));
        }
        if !skipped.is_empty() {
            parts.push(format!("{} NOT LOOKED AT", skipped.len()));
        }
        parts.push(counted(self.judged.len(), "place"));
        parts.push(format!("{} to mend", self.faults().count()));
        parts.join(", ")
    }
}

fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        many => format!("{many} {noun}s"),
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
