use std::collections::BTreeMap;

use jurymast_plan::model::{ComponentId, Origin, Plan};
use jurymast_terms::source::{FileId, Sources, Span};

use super::answer::Edit;
use super::candidates::{Candidate, How};
use super::entry_text::{self, Additions};
use super::sites::CandidateSite;
use jurymast_terms::text::double_quoted;

/// The edits that make these changes, by file and place.
pub(super) fn edits(
    plan: &Plan,
    sources: &Sources,
    sites: &[CandidateSite],
    changes: &[&Candidate],
) -> Vec<Edit> {
    let mut edits: Vec<(FileId, Edit)> = Vec::new();
    let mut entries: BTreeMap<(ComponentId, usize), Additions> = BTreeMap::new();
    for change in changes {
        for place in &change.places {
            let additions = entries.entry(*place).or_default();
            match change.how {
                How::Member => additions.members.push(change.stand_in.clone()),
                How::Fallback => additions.fallbacks.push(fallback(change, "")),
                How::Degraded => {
                    additions
                        .fallbacks
                        .push(fallback(change, ", serves = \"degraded\""));
                }
            }
        }
        for draft in &change.drafts {
            if edits
                .iter()
                .any(|(_, edit)| edit.adds() && edit.section == draft.section)
            {
                continue;
            }
            let file = home(plan, &sites[change.site], change);
            let source = sources.get(file);
            let end = source.text.len();
            let line = sources.position(Span::new(file, end..end)).line;
            let blank = if source.text.ends_with('\n') || source.text.is_empty() {
                "\n"
            } else {
                "\n\n"
            };
            edits.push((
                file,
                Edit {
                    file: source.path.clone(),
                    on: Vec::new(),
                    section: draft.section.clone(),
                    line,
                    end_line: line,
                    start: end,
                    end,
                    text: format!("{blank}{}", draft.table),
                },
            ));
        }
    }
    for ((owner, at), additions) in entries {
        let component = plan.component(owner);
        let requirement = &component.requirements[at];
        let file = requirement.place.file;
        let source = sources.get(file);
        if let Some((range, text)) = entry_text::with(&source.text, requirement, &additions) {
            let position = sources.position(Span::new(file, range.clone()));
            let group = requirement.group.iter();
            edits.push((
                file,
                Edit {
                    file: source.path.clone(),
                    on: group
                        .map(|to| plan.component(to.value).id.clone())
                        .collect(),
                    section: component.address(),
                    line: position.line,
                    end_line: position.end_line,
                    start: range.start,
                    end: range.end,
                    text,
                },
            ));
        }
    }
    edits.sort_by(|(a, one), (b, other)| {
        (a, one.start, one.end, &one.section).cmp(&(b, other.start, other.end, &other.section))
    });
    let edits = edits.into_iter().map(|(file, edit)| Edit {
        text: with_ends_of(&sources.get(file).text, &edit.text),
        ..edit
    });
    edits.collect()
}

/// Lines that end as those of the file do.
fn with_ends_of(file: &str, text: &str) -> String {
    let plain = text.replace("\r\n", "\n");
    match file.contains("\r\n") {
        true => plain.replace('\n', "\r\n"),
        false => plain,
    }
}

/// The texts of a plan after edits in order of file and place.
pub(super) fn applied(texts: &[(String, String)], edits: &[Edit]) -> Vec<(String, String)> {
    let mut texts = texts.to_vec();
    for (path, text) in &mut texts {
        for edit in edits.iter().rev().filter(|edit| edit.file == *path) {
            text.replace_range(edit.start..edit.end, &edit.text);
        }
    }
    texts
}

fn fallback(change: &Candidate, more: &str) -> String {
    format!(
        "{{ to = {}, switch = \"manual\"{more} }}",
        double_quoted(&change.stand_in)
    )
}

/// The file for a new table: that of what it stands in for, else that of the
/// first entry.
fn home(plan: &Plan, site: &CandidateSite, change: &Candidate) -> FileId {
    let declared = site.group.iter().map(|id| plan.component(*id));
    let mut declared = declared.filter(|one| one.origin == Origin::Plan);
    let entry = || {
        change
            .places
            .first()
            .map(|(owner, at)| plan.component(*owner).requirements[*at].place.file)
    };
    let file = declared.next().map(|one| one.place.file);
    file.or_else(entry).unwrap_or(FileId::ROOT)
}
