//! Characters that cannot be seen, in what people copy or run.
//!
//! A command that reads otherwise than it runs, a number or an id that is not what it
//! looks like: in names such characters are shown replaced, here they are an error.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::text::is_shown;

/// Keys whose text is typed, called, opened or looked up as it stands.
const COPIED: &[&str] = &[
    "run",
    "steps",
    "check",
    "phone",
    "email",
    "page",
    "channel",
    "url",
    "health",
    "status_page",
    "hosts",
    "include",
    "depends_on",
    "on",
    "any_of",
    "fallback",
    "to",
    "in",
    "via",
    "through",
    "needs",
    "team",
    "owner",
    "what",
    "moves_to",
    "switches_to",
    "if_lost",
    "escalate_to",
    "approver",
    "alternate",
    "at",
    "of",
    "rule",
    "scenario",
    "provider",
    "endpoint",
    "replica_of",
];

/// Keys of names that others give and that are held against what is known: one that is
/// not known may be in order.
const NAMED: &[&str] = &["model", "lineage"];

/// The code of these findings.
pub(in crate::language) const HIDDEN: &str = "hidden-character";

/// Finds them all.
pub(super) fn characters(file: FileId, text: &str, root: &DeTable<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let may_be_there = text.contains("\\u")
        || text.contains("\\U")
        || text.contains("\\x")
        || text.chars().any(is_hidden);
    if may_be_there {
        let mut search = Search {
            file,
            text,
            found: &mut found,
        };
        search.table(root);
    }
    found
}

struct Search<'a> {
    file: FileId,
    text: &'a str,
    found: &'a mut Vec<Diagnostic>,
}

impl Search<'_> {
    fn table(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            self.value(key.get_ref(), value);
        }
    }

    fn value(&mut self, key: &str, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(table),
            DeValue::Array(list) => list.iter().for_each(|one| self.value(key, one)),
            DeValue::String(said) if said.chars().any(is_hidden) => {
                let severity = if COPIED.contains(&key) {
                    Severity::Error
                } else if NAMED.contains(&key) {
                    Severity::Warning
                } else {
                    return;
                };
                self.found.extend(self.finding(severity, key, value.span()));
            }
            _ => {}
        }
    }

    fn finding(&self, severity: Severity, key: &str, range: Range<usize>) -> Option<Diagnostic> {
        let written = self.text.get(range.clone())?;
        let mut hidden = hidden_in(written);
        let (place, first) = hidden.next()?;
        let place = range.start + place.start..range.start + place.end;
        let code = u32::from(first);
        let finding = Diagnostic::new(
            HIDDEN,
            severity,
            format!("`{key}` holds a character that cannot be seen, U+{code:04X}"),
            Span::new(self.file, place),
        )
        .label("what is copied from here is not what it looks like")
        .help("write it without this character");
        Some(match hidden.count() {
            0 => finding,
            more => finding.note(format!("{more} more of the kind stand in this text")),
        })
    }
}

/// Marks of writing direction may stand in words of scripts that are written from right
/// to left; a text may have lines and tabs.
fn is_hidden(c: char) -> bool {
    !is_shown(c) && !matches!(c, '\n' | '\r' | '\t' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// The hidden characters of a string as it is written in TOML, as such or escaped, and
/// their places in it.
fn hidden_in(written: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    let escapes = written.starts_with('"');
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at;
            let rest = &written[start..];
            let first = rest.chars().next()?;
            let (length, c) = match (escapes && first == '\\').then(|| escaped(rest)) {
                Some(read) => read,
                None => (first.len_utf8(), Some(first)),
            };
            at += length;
            if let Some(c) = c.filter(|c| is_hidden(*c)) {
                return Some((start..at, c));
            }
        }
    })
}

/// How long the escape at the start is, and which character it stands for, where it
/// gives a number.
fn escaped(rest: &str) -> (usize, Option<char>) {
    let mut letters = rest.char_indices().skip(1);
    let Some((at, kind)) = letters.next() else {
        return (rest.len(), None);
    };
    let short = at + kind.len_utf8();
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        'e' => return (short, Some('\u{1b}')),
        'b' => return (short, Some('\u{8}')),
        'f' => return (short, Some('\u{c}')),
        _ => return (short, None),
    };
    let number = rest.get(short..short + digits);
    let number = number.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    match number.and_then(char::from_u32) {
        Some(c) => (short + digits, Some(c)),
        None => (short, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurymast_terms::source::Sources;

    fn found(text: &str) -> Vec<(Severity, String)> {
        let file = Sources::default().add("a", text);
        let (root, wrong) = DeTable::parse_recoverable(text);
        assert!(wrong.is_empty(), "{wrong:?}");
        let place = |found: Diagnostic| (found.severity, text[found.place.range()].to_owned());
        let found = characters(file, text, root.get_ref());
        found.into_iter().map(place).collect()
    }

    #[test]
    fn the_character_itself_is_shown_however_it_is_written() {
        let error = |what: &str| (Severity::Error, what.to_owned());
        assert_eq!(found(r#"run = "a \\u202e \u202eb""#), [error(r"\u202e")]);
        assert_eq!(found("run = 'a\u{2066}b'"), [error("\u{2066}")]);
        assert_eq!(found("run = 'a\\u202e'"), [], "no escape in a literal text");
        assert_eq!(
            found("steps = \"\"\"\na\n\tb\\U000E0041\n\"\"\""),
            [error(r"\U000E0041")]
        );
        assert_eq!(
            found("a = { hosts = ['x', 'y\u{ad}'], on = 'd\u{200b}b', phone = \"\\u001b[2J\" }"),
            [error("\u{ad}"), error("\u{200b}"), error("\\u001b")]
        );
    }

    #[test]
    fn names_and_every_script_may_be_written() {
        assert_eq!(found("name = \"\\u202e\"\ndo = 'a\u{200b}b'"), []);
        assert_eq!(
            found("run = 'שלום \u{200f}سلام نمی\u{200c}خواهم 👩\u{200d}💻'"),
            []
        );
        assert_eq!(
            found("model = 'gpt\u{200b}'"),
            [(Severity::Warning, "\u{200b}".to_owned())]
        );
    }
}
