use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;

use crate::report;
use jurymast_contract::{self as contract, ImportOutput};
use jurymast_import::draft::{Draft, Finding, Mapping};
use jurymast_import::formats::{self, Document};
use jurymast_import::reading::Reading;
use jurymast_terms::wording;

use super::args::{Import, Shared};
use super::exit::{Exit, Failure};
use super::{files, open, terminal};

/// The path that stands for standard input.
const STANDARD_INPUT: &str = "-";

pub(super) fn run(args: &Import, shared: &Shared) -> Result<Exit, Failure> {
    let format = formats::format(&args.format)
        .ok_or_else(|| Failure::error(format!("no format is called `{}`", args.format)))?;
    let mut reading = Reading::new(open::here()?, open::limits(shared));
    let mut documents = Vec::new();
    for path in &args.files {
        documents.extend(read(path, &mut reading)?);
    }
    let documents = formats::fitting(format, documents, &mut reading);
    if documents.is_empty() {
        tell_problems(&reading, shared);
        return Err(Failure::error(format!("none of these are {}", format.what)));
    }
    let (draft, mut findings) = (format.read)(&documents, &mut reading);
    findings.sort_by(|a, b| (a.place, &a.source_path).cmp(&(b.place, &b.source_path)));
    tell_problems(&reading, shared);
    tell_summary(&draft, &findings);
    if let Some(path) = &args.report {
        let output = ImportOutput::of(&draft, &findings, &reading.sources);
        files::write(path, &contract::write(output).context("cannot write JSON")?)?;
    }
    terminal::print_exact(&draft.to_toml())?;
    Ok(Exit::Clean)
}

fn read(path: &Path, reading: &mut Reading) -> Result<Vec<Document>, Failure> {
    let file = if path == Path::new(STANDARD_INPUT) {
        let mut text = String::new();
        let read = std::io::stdin().lock().read_to_string(&mut text);
        read.context("cannot read standard input")?;
        reading.take("standard input", text)
    } else {
        reading.open(path)?
    };
    Ok(formats::documents(reading, file))
}

fn tell_problems(reading: &Reading, shared: &Shared) {
    if !reading.problems.is_empty() {
        let look = terminal::error_look(shared.color);
        let frames = report::diagnostics_full(&reading.problems, &reading.sources, look);
        terminal::tell_exact(&frames);
    }
}

/// What was taken, what was left, how sure it is, and what to do first.
fn tell_summary(draft: &Draft, findings: &[Finding]) {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for table in &draft.tables {
        *kinds.entry(table.kind.as_str()).or_default() += 1;
    }
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    let needs: usize = draft.tables.iter().map(|one| one.requirements.len()).sum();
    terminal::tell(&format!("took: {}; {needs} needs", wording::and(&kinds)));
    for finding in findings {
        if matches!(finding.mapping, Mapping::Manual | Mapping::Unsupported) {
            terminal::tell(&format!(
                "left: {}: {}",
                finding.source_path, finding.message
            ));
        }
    }
    let (guessed, asked) = draft.counts();
    terminal::tell(&format!(
        "{guessed} guessed, {asked} to ask: look for # guessed and # ask"
    ));
    terminal::tell("next: save it as jurymast.toml, then jurymast check");
}
