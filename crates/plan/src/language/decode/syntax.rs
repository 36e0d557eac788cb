use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::text as words;

/// What can be made of a text, and the errors in it.
pub(super) fn parse(text: &str) -> (DeTable<'_>, Vec<toml::de::Error>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut root = root.into_inner();
    if !errors.is_empty() {
        drop_guesses(&mut root);
    }
    (root, errors)
}

/// Takes out what the parser put in place of a value it could not read: that has
/// no place in the text, and nothing should be said of it.
fn drop_guesses(table: &mut DeTable<'_>) {
    let is_guess =
        |value: &Spanned<DeValue<'_>>| value.span().is_empty() && !value.get_ref().is_table();
    if table.values().any(is_guess) {
        let entries = std::mem::take(table).into_iter();
        *table = entries.filter(|(_, value)| !is_guess(value)).collect();
    }
    for (_, value) in table.iter_mut() {
        drop_guesses_below(value.get_mut());
    }
}

fn drop_guesses_below(value: &mut DeValue<'_>) {
    match value {
        DeValue::Table(table) => drop_guesses(table),
        DeValue::Array(list) => list
            .iter_mut()
            .for_each(|element| drop_guesses_below(element.get_mut())),
        _ => {}
    }
}

/// Errors of TOML itself, one for each line: what follows on the same line is
/// mostly the echo of the first.
pub(super) fn errors(file: FileId, text: &str, found: Vec<toml::de::Error>) -> Vec<Diagnostic> {
    if !found.is_empty()
        && let Some((format, range)) = other_format(text)
    {
        let message = format!("this is {format}; a plan is TOML");
        let finding = Diagnostic::error("syntax", message, Span::new(file, range));
        return vec![finding.label("no line of a plan").help(
            "`jurymast init` writes a first plan, and `jurymast init --from FILE` drafts one from \
             Compose, Kubernetes and other files",
        )];
    }
    let mut spans = found.iter().filter_map(toml::de::Error::span);
    if spans.any(|one| words::is_conflict_mark(line_at(text, one.start)))
        && let Some(mark) = words::conflict_mark(text)
    {
        let finding = Diagnostic::error(
            "syntax",
            "this file has conflict marks",
            Span::new(file, mark),
        );
        let finding = finding.label("left by a merge");
        return vec![finding.help("settle the merge, and take the marks of git out")];
    }
    let mut long_keys = long_keys(text).into_iter();
    let mut placed: Vec<(Range<usize>, String)> = found
        .into_iter()
        .map(|error| match error.span() {
            Some(range) => (range, error.message().to_owned()),
            // What goes too deep comes without a place, and only a key of many parts does.
            None => long_keys.next().map_or_else(
                || (0..0, error.message().to_owned()),
                |(range, parts)| (range, format!("a key of {parts} parts goes too deep")),
            ),
        })
        .collect();
    placed.sort_by_key(|(range, _)| range.start);
    let doubled = |range: &Range<usize>, message: &str| {
        message == "duplicate key" && is_header(line_at(text, range.start))
    };
    let again: Vec<usize> = placed
        .iter()
        .filter(|(range, message)| doubled(range, message))
        .map(|(range, _)| line_start(text, range.start))
        .collect();
    // The keys of a table that is there twice are its echo.
    placed.retain(|(range, message)| {
        let is_echo = || header_above(text, range.start).is_some_and(|at| again.contains(&at));
        again.is_empty() || message != "duplicate key" || doubled(range, message) || !is_echo()
    });
    let line_of = |at: usize| {
        text.as_bytes()[..at.min(text.len())]
            .iter()
            .filter(|b| **b == b'\n')
            .count()
    };
    let mut last_line = None;
    placed.retain(|(range, _)| {
        let line = line_of(range.start);
        last_line.replace(line) != Some(line)
    });
    placed
        .into_iter()
        .map(|(range, message)| {
            if message == "duplicate key" {
                duplicate(file, text, range)
            } else {
                let pair = pair(line_at(text, range.start));
                Diagnostic::error("syntax", message, Span::new(file, range))
                    .label("this is not valid TOML")
                    .maybe_help(pair)
            }
        })
        .collect()
}

/// How a line of YAML is written here: `team: web` is `team = "web"`.
fn pair(line: &str) -> Option<String> {
    let (key, value) = line.trim().split_once(": ")?;
    let value = value.trim();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if key.is_empty() || value.is_empty() || !key.chars().all(is_part) {
        return None;
    }
    let is_bare = value
        .chars()
        .all(|c| is_part(c) || matches!(c, '.' | '/' | ' '));
    let is_told = value.parse::<f64>().is_ok() || matches!(value, "true" | "false");
    let value = match is_bare && !is_told {
        true => format!("\"{value}\""),
        false => value.to_owned(),
    };
    Some(format!(
        "TOML has `=` between a key and its value: {key} = {value}"
    ))
}

/// What a file is that begins like another format, and its first line that says something.
fn other_format(text: &str) -> Option<(&'static str, Range<usize>)> {
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        (start, line.trim())
    });
    let says = |line: &str| !line.is_empty() && !line.starts_with('#');
    let (start, line) = lines.find(|(_, line)| says(line.trim_start_matches('\u{feff}')))?;
    let is_key = |key: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
        !key.is_empty() && key.chars().all(is_part)
    };
    let is_pair = line
        .split_once(':')
        .is_some_and(|(key, value)| is_key(key) && (value.is_empty() || value.starts_with(' ')));
    let format = match line {
        "---" => "YAML",
        _ if line.starts_with('{') => "JSON",
        _ if line.starts_with("- ") || is_pair => "YAML",
        _ => return None,
    };
    let start = start + text[start..].find(line)?;
    Some((format, start..start + line.len()))
}

/// Keys of more parts than the parser follows, and how many each has.
fn long_keys(text: &str) -> Vec<(Range<usize>, usize)> {
    const FOLLOWED: usize = 80;
    let mut found = Vec::new();
    let mut key: Option<(Range<usize>, usize)> = None;
    let mut goes_on = false;
    for token in Source::new(text).lex() {
        let range = token.span().start()..token.span().end();
        match token.kind() {
            TokenKind::Dot => goes_on = true,
            TokenKind::Whitespace => {}
            TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString => {
                match &mut key {
                    Some((whole, parts)) if goes_on => {
                        whole.end = range.end;
                        *parts += 1;
                    }
                    _ => key = Some((range, 1)),
                }
                goes_on = false;
            }
            _ => found.extend(key.take()),
        }
    }
    found.extend(key);
    found.retain(|(_, parts)| *parts > FOLLOWED);
    found
}

fn duplicate(file: FileId, text: &str, range: Range<usize>) -> Diagnostic {
    let key = text.get(range.clone()).unwrap_or("").to_owned();
    let first = first_place(text, &range);
    let header = is_header(line_at(text, range.start));
    let code = if header {
        "duplicate-id"
    } else {
        "duplicate-key"
    };
    let finding = Diagnostic::error(
        code,
        format!("`{key}` is written twice"),
        Span::new(file, range),
    )
    .label("written again here")
    .maybe_help(help_with_doubled(&key, header));
    match first {
        Some(first) => finding.related(Span::new(file, first), "written first here"),
        None => finding,
    }
}

/// What is meant by writing a key twice that takes a list.
fn help_with_doubled(key: &str, is_header: bool) -> Option<String> {
    if key != "depends_on" {
        return None;
    }
    let how = match is_header {
        true => {
            "a component has one `depends_on`: all of it as tables, each headed \
                 [[service.some-id.depends_on]], or all of it as one list"
        }
        false => "a component has one `depends_on`: write all that it needs into one list",
    };
    Some(format!(
        "{how}: depends_on = [\"orders-db\", {{ on = \"search\", mode = \"soft\" }}]"
    ))
}

/// The earlier line that says the same header, or the same key below the same header.
fn first_place(text: &str, again: &Range<usize>) -> Option<Range<usize>> {
    let key = text.get(again.clone())?;
    let line = line_at(text, again.start).trim();
    let header = line.starts_with('[');
    let mut at = 0;
    let mut found = None;
    // `[[service.cart.depends_on]]` may repeat a key below `[service.cart]`.
    let outer = header_name(line).rsplit_once('.');
    let mut is_below_outer = false;
    for candidate in text.split_inclusive('\n') {
        let start = at;
        at += candidate.len();
        if at > again.start {
            break;
        }
        let trimmed = candidate.trim();
        let is_key = |line: &str| {
            line.strip_prefix(key)
                .is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        let same = if header {
            if trimmed.starts_with('[') {
                let name = header_name(trimmed);
                is_below_outer = outer.is_some_and(|(outer, _)| outer == name);
            }
            header_name(trimmed) == header_name(line) || is_below_outer && is_key(trimmed)
        } else {
            if trimmed.starts_with('[') {
                found = None;
            }
            is_key(trimmed)
        };
        if same && found.is_none() {
            let offset = candidate
                .rfind(key)
                .filter(|_| header)
                .or_else(|| candidate.find(key))?;
            found = Some(start + offset..start + offset + key.len());
        }
    }
    found
}

/// What a header names, be it of a table or of one in a list: `service.cart`.
fn header_name(line: &str) -> &str {
    let line = line.split('#').next().unwrap_or_default().trim();
    match is_header(line) {
        true => line.trim_matches(['[', ']']).trim(),
        false => "",
    }
}

fn is_header(line: &str) -> bool {
    line.trim_start().starts_with('[')
}

/// Where the line begins of the last header above a place.
fn header_above(text: &str, at: usize) -> Option<usize> {
    let mut start = line_start(text, at);
    while start > 0 {
        start = line_start(text, start - 1);
        if is_header(line_at(text, start)) {
            return Some(start);
        }
    }
    None
}

fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at.min(text.len()));
    before.and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1)
}

fn line_at(text: &str, at: usize) -> &str {
    text.get(line_start(text, at)..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or("")
}

/// Syntax that only TOML 1.1 knows. Most editors and other readers refuse it, so
/// a plan that uses it is hard to keep.
pub(super) fn newer_than_1_0(file: FileId, text: &str) -> Option<Diagnostic> {
    let range = newer_table(text).or_else(|| newer_escape(text))?;
    Some(
        Diagnostic::new(
            "toml-1-1",
            Severity::Warning,
            "only TOML 1.1 allows this; many editors and tools read TOML 1.0 and refuse the file",
            Span::new(file, range),
        )
        .label("new in TOML 1.1")
        .help(
            "write inline tables on one line without a trailing comma, or as [tables] of their own",
        ),
    )
}

/// The bracket of the first inline table that holds a line break, or the first
/// trailing comma in one.
fn newer_table(text: &str) -> Option<Range<usize>> {
    let suspicious = text.lines().any(|line| {
        let count = |byte: u8| line.bytes().filter(|b| *b == byte).count();
        count(b'{') != count(b'}') || line.contains(",}") || line.contains(", }")
    });
    if !suspicious {
        return None;
    }
    let mut open: Vec<(TokenKind, Range<usize>)> = Vec::new();
    let mut comma = None;
    for token in Source::new(text).lex() {
        let range = || token.span().start()..token.span().end();
        match token.kind() {
            TokenKind::LeftCurlyBracket | TokenKind::LeftSquareBracket => {
                open.push((token.kind(), range()));
                comma = None;
            }
            TokenKind::RightCurlyBracket => {
                if comma.is_some() {
                    return comma;
                }
                open.pop();
            }
            TokenKind::RightSquareBracket => {
                open.pop();
                comma = None;
            }
            TokenKind::Newline => match open.last() {
                Some((TokenKind::LeftCurlyBracket, bracket)) => return Some(bracket.clone()),
                Some(_) => {}
                None => comma = None,
            },
            TokenKind::Comma => {
                let last = open.last();
                let inside = last.is_some_and(|(kind, _)| *kind == TokenKind::LeftCurlyBracket);
                comma = inside.then(range);
            }
            TokenKind::Whitespace | TokenKind::Comment => {}
            _ => comma = None,
        }
    }
    None
}

/// `\e` or `\x41` in a basic string.
fn newer_escape(text: &str) -> Option<Range<usize>> {
    if !text.contains("\\e") && !text.contains("\\x") {
        return None;
    }
    for token in Source::new(text).lex() {
        if !matches!(
            token.kind(),
            TokenKind::BasicString | TokenKind::MlBasicString
        ) {
            continue;
        }
        let start = token.span().start();
        let raw = text.get(start..token.span().end())?.as_bytes();
        let mut at = 0;
        while at + 1 < raw.len() {
            if raw[at] == b'\\' {
                if matches!(raw[at + 1], b'e' | b'x') {
                    return Some(start + at..start + at + 2);
                }
                at += 1;
            }
            at += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurymast_terms::source::Sources;

    fn newer(text: &str) -> bool {
        let mut sources = Sources::default();
        let file = sources.add("a", text);
        newer_than_1_0(file, text).is_some()
    }

    #[test]
    fn what_only_toml_1_1_allows() {
        assert!(newer("a = { b = 1,\n c = 2 }"));
        assert!(newer("a = { b = 1, }"));
        assert!(newer("a = [{ b = [1], },\n]"));
        assert!(newer(r#"a = "\x41""#));
        assert!(newer(r#"a = "\e""#));
        for old in [
            "a = [\n { b = 1 },\n { c = [\n 1,\n ] },\n]",
            r#"a = "{ b = 1, }""#,
            r#"a = "\\x41""#,
            r"a = '\x41'",
            "a = 1 # { x,\n",
            "[a]\nb = [1, 2, ]\n",
        ] {
            assert!(!newer(old), "{old}");
        }
    }
}
