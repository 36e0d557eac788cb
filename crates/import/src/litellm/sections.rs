use jurymast_terms::source::FileId;

use super::gateway::Gateway;
use super::lists::{Chain, ListKind, Lists, SECTIONS, section_with};
use crate::tree::{Entry, TextEdit, column, end_of, end_of_words, starts_flow};
use jurymast_terms::text::double_quoted;

/// The text with other lists; a list that stays as it is is not touched.
pub(super) fn write(file: FileId, text: &str, gateway: &Gateway, lists: &Lists) -> String {
    let mut edits = Vec::new();
    let mut new = Vec::new();
    for kind in ListKind::ALL {
        let said = |chains: &[Chain]| -> Rows {
            let own = chains.iter().filter(|one| !one.is_default);
            let names = |one: &Chain| one.targets.iter().map(|to| to.name.clone()).collect();
            own.map(|one| (one.key.clone(), names(one))).collect()
        };
        let (before, after) = (said(gateway.lists.of(kind)), said(lists.of(kind)));
        if before == after {
            continue;
        }
        match entry_of(file, gateway, kind) {
            Some(entry) => edits.push(replaced(text, entry, &after)),
            None => new.push((kind, after)),
        }
    }
    if !new.is_empty() {
        edits.push(added(file, text, gateway, &new));
    }
    edits.sort_by_key(|one| std::cmp::Reverse(one.start));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.start..edit.end, &edit.text);
    }
    text
}

/// Where a list stands that counts; one that is empty counts where no other does.
fn entry_of(file: FileId, gateway: &Gateway, kind: ListKind) -> Option<&Entry> {
    let counts = section_with(gateway, kind.key()).map(|(section, _)| section);
    let sections = counts.into_iter().chain(SECTIONS);
    let mut entries = sections.filter_map(|section| gateway.section(section)?.entry(kind.key()));
    entries.find(|entry| entry.key.span.file == file)
}

/// What stands in, by group.
type Rows = Vec<(String, Vec<String>)>;

/// A list in the place of another, laid out as that one was.
fn replaced(text: &str, entry: &Entry, rows: &[(String, Vec<String>)]) -> TextEdit {
    let key_end = entry.key.span.range().end;
    let colon = text[key_end..]
        .find(':')
        .map_or(key_end, |at| key_end + at + 1);
    let value = entry.value.span.range();
    let is_here = value.start >= colon && !entry.value.is_null();
    let is_block = is_here && !starts_flow(text, value.start) && entry.value.is_list();
    if is_block && !rows.is_empty() {
        let start = first_dash(text, value.start);
        let indent = column(text, start);
        return TextEdit {
            start,
            end: end_of(text, &entry.value),
            text: block(rows, indent),
        };
    }
    let end = match is_here {
        true => end_of(text, &entry.value),
        // An alias, or nothing: what stands on the line.
        false => end_of_words(text, colon),
    };
    let start = if is_here && !is_block {
        value.start
    } else {
        colon
    };
    let space = if start == colon { " " } else { "" };
    TextEdit {
        start,
        end,
        text: format!("{space}{}", flow(rows)),
    }
}

/// Where a list of lines begins: one that is no deeper than its key is known by what stands
/// behind its first dash.
fn first_dash(text: &str, start: usize) -> usize {
    let is_dash = text[start..].starts_with("- ") || text[start..].starts_with("-\n");
    let before = || text[..start].rfind('-');
    let first = if is_dash { None } else { before() };
    first.unwrap_or(start)
}

/// Lists that the file has not, in a section that it has or in a new one.
fn added(file: FileId, text: &str, gateway: &Gateway, new: &[(ListKind, Rows)]) -> TextEdit {
    let section = SECTIONS[0];
    let part = gateway.parts.iter().find(|part| part.span.file == file);
    let entry = part.and_then(|part| part.entry(section));
    let at = |start: usize, text: String| TextEdit {
        start,
        end: start,
        text,
    };
    let flow_pairs = || {
        let pairs = new
            .iter()
            .map(|(kind, rows)| format!("\"{}\": {}", kind.key(), flow(rows)));
        pairs.collect::<Vec<_>>().join(", ")
    };
    let block_pairs = |indent: usize| {
        let blank = " ".repeat(indent);
        let pairs = new.iter().map(|(kind, rows)| {
            format!(
                "{}:\n{blank}  {}\n{blank}",
                kind.key(),
                block(rows, indent + 2)
            )
        });
        pairs.collect::<String>()
    };
    let Some(entry) = entry else {
        let is_flow = part.is_some_and(|part| starts_flow(text, part.span.range().start));
        let start = part.map_or(0, |part| part.span.range().start + 1);
        if is_flow {
            let comma = if part.is_some_and(|part| part.entries().is_empty()) {
                ""
            } else {
                ", "
            };
            return at(start, format!("\"{section}\": {{{}}}{comma}", flow_pairs()));
        }
        let gap = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        let pairs = block_pairs(2);
        return at(
            text.len(),
            format!("{gap}{section}:\n  {}\n", pairs.trim_end()),
        );
    };
    match entry.value.entries().first() {
        Some(_) if starts_flow(text, entry.value.span.range().start) => at(
            entry.value.span.range().start + 1,
            format!("{}, ", flow_pairs()),
        ),
        Some(first) => {
            let start = first.key.span.range().start;
            // A key in quotes begins before its words.
            let start = start - usize::from(text[..start].ends_with(['"', '\'']));
            at(start, block_pairs(column(text, start)))
        }
        // The section is there and empty.
        None => {
            let key_end = entry.key.span.range().end;
            let colon = text[key_end..]
                .find(':')
                .map_or(key_end, |at| key_end + at + 1);
            TextEdit {
                start: colon,
                end: end_of_words(text, colon),
                text: format!(" {{{}}}", flow_pairs()),
            }
        }
    }
}

fn flow(rows: &[(String, Vec<String>)]) -> String {
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!("[{}]", rows.join(", "))
}

fn block(rows: &[(String, Vec<String>)], indent: usize) -> String {
    let rows: Vec<String> = rows.iter().map(|one| format!("- {}", row(one))).collect();
    rows.join(&format!("\n{}", " ".repeat(indent)))
}

fn row((key, targets): &(String, Vec<String>)) -> String {
    let targets: Vec<String> = targets.iter().map(|one| double_quoted(one)).collect();
    format!("{{{}: [{}]}}", double_quoted(key), targets.join(", "))
}
