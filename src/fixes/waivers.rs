use std::ops::Range;

use jurymast_plan::language::tables;
use jurymast_plan::model::{Waiver, WaiverScope};
use jurymast_terms::diagnostic::Diagnostic;

use crate::project::Project;

use super::Fix;

/// Takes a waiver or an ignore away that hides nothing, or that says the same as another.
pub(super) fn fix(project: &Project, finding: &Diagnostic) -> Option<Fix> {
    let waivers = &project.plan.waivers;
    let is_meant = |one: &&Waiver| {
        one.rule.value == finding.detail && [one.at.span(), one.rule.span].contains(&finding.place)
    };
    let waiver = waivers.iter().find(is_meant)?;
    if finding.code == "doubled-waiver" && !has_equal(waivers, waiver) {
        return None;
    }
    let text = project.sources.get(finding.place.file).text.as_str();
    let rule = &waiver.rule.value;
    let (range, what) = match &waiver.at {
        WaiverScope::Line(line) => {
            let comment = line.comment.range();
            let of_it = |one: &&Waiver| one.at.is_line() && one.place == waiver.place;
            let range = match waivers.iter().filter(of_it).count() {
                1 => whole_comment(text, comment),
                _ => one_rule(text, waiver.rule.span.range(), &comment),
            };
            (range, format!("the ignore of `{rule}` is gone"))
        }
        WaiverScope::Component(_) => {
            let place = finding.place.range().start;
            let (range, _) = tables(text)
                .into_iter()
                .find(|(range, _)| range.contains(&place))?;
            let header = text.get(range.clone())?.lines().next()?.trim();
            // One that is an entry of a list in one line has neighbours.
            if !header.starts_with("[[") || !header.contains("waiver") {
                return None;
            }
            (
                own_lines(text, range),
                format!("the waiver of `{rule}` is gone"),
            )
        }
    };
    Some(Fix {
        code: finding.code,
        place: finding.place,
        what,
        is_safe: true,
        range,
        text: String::new(),
    })
}

/// Another one says the same, reason and day included.
fn has_equal(all: &[Waiver], waiver: &Waiver) -> bool {
    let of = |one: &Waiver| {
        let name = one.of_name.as_ref().map(|of| of.value.clone());
        (one.of.map(|of| of.value), name)
    };
    all.iter().any(|one| {
        one.rule.span != waiver.rule.span
            && one.rule.value == waiver.rule.value
            && one.at.component() == waiver.at.component()
            && one.at.is_line() == waiver.at.is_line()
            && of(one) == of(waiver)
            && one.reason == waiver.reason
            && one.until.value == waiver.until.value
    })
}

/// With the room in front of it, or its whole line where it has one of its own.
fn whole_comment(text: &str, comment: Range<usize>) -> Range<usize> {
    let before = text.get(..comment.start).unwrap_or_default();
    let room = before.trim_end_matches([' ', '\t']).len();
    let is_alone = room == 0 || before[..room].ends_with('\n');
    match is_alone {
        true => room..line_end(text, comment.end),
        false => room..comment.end,
    }
}

fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |end| at + end + 1)
}

/// A name among others, and one of the commas beside it.
fn one_rule(text: &str, name: Range<usize>, comment: &Range<usize>) -> Range<usize> {
    let behind = text.get(name.end..comment.end).unwrap_or_default();
    let more = behind.trim_start();
    if more.starts_with(',') {
        let comma = name.end + (behind.len() - more.len()) + 1;
        let rest = text.get(comma..comment.end).unwrap_or_default();
        return name.start..comma + (rest.len() - rest.trim_start().len());
    }
    let before = text.get(comment.start..name.start).unwrap_or_default();
    let comma = before.rfind(',').unwrap_or(before.len());
    comment.start + comma..name.end
}

/// A table without the comments that stand above the next one, and one of the blank lines
/// around it.
fn own_lines(text: &str, table: Range<usize>) -> Range<usize> {
    let inside = text.get(table.clone()).unwrap_or_default();
    let mut end = table.start;
    let mut at = table.start;
    for line in inside.split_inclusive('\n') {
        at += line.len();
        let said = line.trim();
        if !said.is_empty() && !said.starts_with('#') {
            end = at;
        }
    }
    let rest = text.get(end..).unwrap_or_default();
    let blank = |line: &str| line.trim().is_empty() && line.ends_with('\n');
    if rest.is_empty() {
        // At the end of the file the room above it is the one that is left over.
        let before = text.get(..table.start).unwrap_or_default();
        let kept = before.trim_end().len();
        return line_end(text, kept).min(table.start)..end;
    }
    let first = rest.split_inclusive('\n').next().unwrap_or_default();
    end += if blank(first) { first.len() } else { 0 };
    table.start..end
}
