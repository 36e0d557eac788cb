//! Plans drafted from the files that a system is deployed from.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::project::Project;
use crate::report;
use jurymast_import::draft::{Draft, Finding, Mapping, MovedId};
use jurymast_import::formats::{self, Document, Format};
use jurymast_import::plan_edit::PlanChange;
use jurymast_import::reading::Reading;
use jurymast_plan::language;
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{FileId, Sources, Span};
use jurymast_terms::{text, wording};

use super::args::Shared;
use super::exit::Failure;
use super::{files, open, reporting, terminal};

/// The path that stands for standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// What files draw.
pub(super) struct Drafted {
    pub(super) draft: Draft,
    /// In order of file and place.
    pub(super) findings: Vec<Finding>,
    pub(super) reading: Reading,
}

/// Drafts a plan from files: of one format, or of those that their shapes tell.
pub(super) fn draft(
    paths: &[PathBuf],
    format: Option<&str>,
    shared: &Shared,
) -> Result<Drafted, Failure> {
    let mut reading = Reading::new(open::here()?, open::limits(shared));
    let mut documents = Vec::new();
    for path in paths {
        if let Some(file) = opened(path, &mut reading, shared) {
            documents.extend(formats::documents(&mut reading, file));
        }
    }
    let by_format: Vec<(&Format, Vec<Document>)> = match format.and_then(formats::format) {
        Some(format) => vec![(format, formats::fitting(format, documents, &mut reading))],
        None => formats::told_apart(documents, &mut reading),
    };
    let drafted = formats::drafted(&by_format, &mut reading);
    tell_problems(&reading, shared);
    let Some((draft, mut findings)) = drafted else {
        return Err(Failure::error("no plan came out of these files"));
    };
    findings.sort_by(|a, b| (a.place, &a.source_path).cmp(&(b.place, &b.source_path)));
    Ok(Drafted {
        draft,
        findings,
        reading,
    })
}

/// A file that the arguments name; one that cannot be opened is a problem among others, and
/// the rest is read.
pub(super) fn opened(path: &Path, reading: &mut Reading, shared: &Shared) -> Option<FileId> {
    match open_file(path, reading, shared) {
        Ok(file) => Some(file),
        Err(failure) => {
            let file = reading.take(&path.to_string_lossy(), String::new());
            let message = format!("{:#}", failure.error);
            let problem = Diagnostic::error("unreadable", message, Span::start_of(file));
            reading.problems.push(problem.maybe_help(failure.help));
            None
        }
    }
}

/// Opens a file that the arguments name, or standard input.
pub(super) fn open_file(
    path: &Path,
    reading: &mut Reading,
    shared: &Shared,
) -> Result<FileId, Failure> {
    if path.is_dir() {
        let help = match files_of(path, shared) {
            Some(files) => format!("name the files in it: {files}"),
            None => "name a file; none in it has a known format".to_owned(),
        };
        let message = format!("`{}` is a folder, not a file", path.display());
        return Err(Failure::error(message).help(&help));
    }
    if path != Path::new(STANDARD_INPUT) {
        return Ok(reading.open(path)?);
    }
    let mut text = String::new();
    let read = std::io::stdin().lock().read_to_string(&mut text);
    read.context("cannot read standard input")?;
    Ok(reading.take("standard input", text))
}

/// The files of a folder that have a known format.
pub(super) fn files_of(folder: &Path, shared: &Shared) -> Option<String> {
    const MOST: usize = 8;
    let all = formats::files_in(folder, open::limits(shared));
    let shown = all.iter().take(MOST);
    let mut shown: Vec<String> = shown
        .map(|(name, format)| format!("{} ({format})", folder.join(name).display()))
        .collect();
    if all.len() > MOST {
        shown.push(format!("{} more", all.len() - MOST));
    }
    (!shown.is_empty()).then(|| shown.join(", "))
}

pub(super) fn tell_problems(reading: &Reading, shared: &Shared) {
    if !reading.problems.is_empty() {
        let look = terminal::error_look(shared.color);
        let sources = without_values(reading);
        let frames = report::diagnostics_full(&reading.problems, &sources, look);
        terminal::tell_exact(&frames);
    }
}

/// The texts as problems show them: their places, and the keys of their lines. A value
/// beside them may be a secret.
fn without_values(reading: &Reading) -> Sources {
    showing(reading, &reading.problems, |_| true)
}

/// The texts of a reading, of which those that are `hidden` show the places of these findings
/// and the keys of their lines alone.
pub(super) fn showing(
    reading: &Reading,
    findings: &[Diagnostic],
    hidden: impl Fn(FileId) -> bool,
) -> Sources {
    let mut sources = Sources::default();
    for (id, file) in reading.sources.iter() {
        if !hidden(id) {
            sources.add(file.path.as_str(), file.text.as_str());
            continue;
        }
        let mut shown: Vec<Range<usize>> = Vec::new();
        for one in findings {
            let related = one.related.iter().map(|label| label.place);
            let places = std::iter::once(one.place).chain(related);
            for place in places.filter(|place| place.file == id).map(Span::range) {
                shown.push(key_of_line(&file.text, place.start));
                shown.extend(told_in_line(&file.text, place.start, &one.message));
                shown.push(place);
            }
        }
        sources.add(
            file.path.as_str(),
            text::masked(file.text.as_bytes(), &shown),
        );
    }
    sources
}

/// From the start of a line to the sign behind its key; nothing of one without a key.
fn key_of_line(text: &str, at: usize) -> Range<usize> {
    let before = text
        .as_bytes()
        .iter()
        .take(at)
        .rposition(|byte| *byte == b'\n');
    let start = before.map_or(0, |newline| newline + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next());
    let end = line.unwrap_or_default().find([':', '=']);
    start..end.map_or(start, |end| start + end + 1)
}

/// What of a line a message tells itself, and the signs that make its form: without them nobody
/// finds the place in a line that is a list.
fn told_in_line(text: &str, at: usize, message: &str) -> Vec<Range<usize>> {
    const SIGNS: &str = "[]{},:\"'";
    let start = text
        .get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let signs = line.match_indices(|letter| SIGNS.contains(letter));
    let is_word = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
    let names = message.split('`').skip(1).step_by(2);
    let told = names.filter(|name| !name.is_empty()).flat_map(|name| {
        let found = line.match_indices(name);
        found.filter(|(at, name)| {
            let before = line[..*at].chars().next_back();
            let behind = line[at + name.len()..].chars().next();
            !before.is_some_and(is_word) && !behind.is_some_and(is_word)
        })
    });
    let all = signs.chain(told);
    all.map(|(at, part)| start + at..start + at + part.len())
        .collect()
}

/// Prints what changes in the texts of a plan, as a unified diff.
pub(super) fn print_change(change: &PlanChange, project: &Project) -> Result<(), Failure> {
    for text in &change.texts {
        let source = project.sources.get(text.file);
        reporting::print_diff(&source.path, &source.text, &text.after)?;
    }
    Ok(())
}

/// What would not read is not written.
fn refuse_broken(change: &PlanChange, project: &Project) -> Result<(), Failure> {
    let texts = project.sources.iter().map(|(id, source)| {
        let mut changed = change.texts.iter();
        let text = changed.find(|one| one.file == id).map(|one| &one.after);
        (source.path.clone(), text.unwrap_or(&source.text).clone())
    });
    let read = language::changed(&project.plan, texts);
    let is_error = |one: &&Diagnostic| one.severity == Severity::Error;
    let known: Vec<&str> = project.problems.iter().map(|one| one.code).collect();
    let mut new = read.problems.iter().filter(is_error);
    match new.find(|one| !known.contains(&one.code)) {
        None => Ok(()),
        Some(broken) => Err(Failure::error(format!(
            "the plan would not read any more: {}; nothing was written",
            broken.message
        ))),
    }
}

/// From the working directory, where it leads there.
fn shown(path: &Path) -> String {
    let here = open::here().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    path.display().to_string()
}

/// Writes what changes into the files of a plan.
pub(super) fn write_change(change: &PlanChange, project: &Project) -> Result<(), Failure> {
    refuse_broken(change, project)?;
    for text in &change.texts {
        let path = project.path_of(text.file);
        files::write(&path, &text.after)?;
        terminal::note(&format!("changed {}", shown(&path)));
    }
    Ok(())
}

pub(super) fn tell_unchanged() {
    terminal::note("the plan says all of it already");
}

/// How much of a draft a person must look at.
pub(super) fn tell_doubts(draft: &Draft) {
    let (guessed, asked) = draft.counts();
    terminal::note(&format!(
        "{guessed} guessed, {asked} to ask: look for # guessed and # ask"
    ));
}

impl Drafted {
    /// What was left: the first of all of which the same is to be said, and how many.
    fn left(&self) -> Vec<(&Finding, usize)> {
        let is_left =
            |one: &&Finding| matches!(one.mapping, Mapping::Manual | Mapping::Unsupported);
        let mut left: Vec<(&Finding, usize)> = Vec::new();
        let mut at: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for one in self.findings.iter().filter(is_left) {
            let (path, message) = (one.source_path.as_str(), one.message.as_str());
            let key = match message.starts_with("not read") {
                true => "",
                false => path.rsplit('.').next().unwrap_or(path),
            };
            match at.get(&(key, message)) {
                Some(at) => left[*at].1 += 1,
                None => {
                    at.insert((key, message), left.len());
                    left.push((one, 1));
                }
            }
        }
        left
    }

    /// Where a file says something: "compose.yaml:12".
    pub(super) fn at(&self, place: Span) -> String {
        let sources = &self.reading.sources;
        let path = &sources.get(place.file).path;
        format!("{path}:{}", sources.position(place).line)
    }

    /// Tables that could not keep their ids.
    pub(super) fn tell_moved<'m>(&self, moved: impl IntoIterator<Item = &'m MovedId>) {
        for one in moved {
            let (at, from, to) = (self.at(one.place), &one.from, &one.to);
            let (kind, there) = (one.kind.as_str(), &one.there);
            terminal::tell(&format!(
                "{at}: {kind} `{from}` is `{to}` here: its id is that of `{there}`, which is something else"
            ));
        }
    }

    /// What was taken, what was left, and how sure it is.
    pub(super) fn tell_summary(&self) {
        self.tell_moved(&self.draft.moved);
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for table in &self.draft.tables {
            *kinds.entry(table.kind.as_str()).or_default() += 1;
        }
        let kinds = kinds.iter().map(|(kind, count)| counted(*count, kind));
        let kinds: Vec<String> = kinds.collect();
        let needs = self.draft.tables.iter().map(|one| one.requirements.len());
        let needs: usize = needs.sum();
        terminal::note(&format!(
            "took: {}; {}",
            wording::and(&kinds),
            counted(needs, "requirement")
        ));
        self.tell_left();
        tell_doubts(&self.draft);
    }

    /// What the draft does not have of the files.
    pub(super) fn tell_left(&self) {
        for (one, count) in self.left() {
            let more = match count {
                1 => String::new(),
                count => format!(" (and {} more)", count - 1),
            };
            let (path, message, at) = (&one.source_path, &one.message, self.at(one.place));
            terminal::tell(&format!("left: {path}{more}: {message} ({at})"));
        }
    }
}

/// "1 service", "2 activities"; what is no noun of its own stays: "3 ai".
fn counted(count: usize, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if count == 1 || noun == "ai" => format!("{count} {noun}"),
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {noun}s"),
    }
}
