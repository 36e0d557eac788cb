//! Comments that accept what a line is found to lack:
//! `# jurymast: ignore[no-owner] until=2027-01-31 reason="moves out in January"`.

use std::ops::Range;

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::suggest;
use jurymast_terms::units::Date;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::said::Said;
use super::tables::id_of;

/// Such a comment.
#[derive(Debug)]
pub(super) struct SaidIgnore {
    pub(super) comment: Range<usize>,
    pub(super) rules: Vec<Said<String>>,
    pub(super) of: Option<Said<String>>,
    pub(super) reason: String,
    pub(super) until: Said<Date>,
    /// The line that it is about: its own, or the next one below that says something.
    pub(super) line: Range<usize>,
    /// From 1.
    pub(super) number: usize,
    /// The id in the header of the table that the line is in: `cart` of `[service.cart]`.
    pub(super) table: Option<String>,
}

/// Those of a text. One that cannot be read is a problem: it hides nothing.
pub(super) fn ignores(file: FileId, text: &str, problems: &mut Vec<Diagnostic>) -> Vec<SaidIgnore> {
    let mut found = Vec::new();
    if !text.to_ascii_lowercase().contains("jurymast") {
        return found;
    }
    for token in Source::new(text).lex() {
        if token.kind() != TokenKind::Comment {
            continue;
        }
        let comment = token.span().start()..token.span().end();
        let Some(body) = body(text, comment.clone()) else {
            continue;
        };
        match Words::new(text, body.clone()).read() {
            Ok(said) => found.push(said.on_its_line(text, comment)),
            Err(wrong) => problems.push(wrong.told(file)),
        }
    }
    found
}

/// What stands behind the sharp of a comment that is meant for us.
fn body(text: &str, comment: Range<usize>) -> Option<Range<usize>> {
    let raw = text.get(comment.clone())?;
    let rest = raw.trim_start_matches(['#', ' ', '\t']);
    let start = comment.end - rest.len();
    let lower = rest.to_ascii_lowercase();
    let behind = lower.strip_prefix("jurymast").map(str::trim_start);
    let is_meant = behind.is_some_and(|behind| {
        behind.starts_with(':') || behind.trim_start_matches('-').starts_with("ignore")
    });
    // In the middle of other words it would be read by people, and by no program.
    let is_hidden = lower.contains("jurymast: ignore") || lower.contains("jurymast:ignore");
    (is_meant || is_hidden).then_some(start..comment.end)
}

struct Wrong {
    message: String,
    range: Range<usize>,
    help: Option<String>,
}

impl Wrong {
    fn told(self, file: FileId) -> Diagnostic {
        let Self {
            message,
            range,
            help,
        } = self;
        Diagnostic::error("malformed-ignore", message, Span::new(file, range))
            .label("hides nothing")
            .maybe_help(help)
            .help(
                "the form is: # jurymast: ignore[rule, rule] until=YYYY-MM-DD reason=\"...\", and \
                 of=ID for one cause",
            )
    }
}

struct SaidWords {
    rules: Vec<Said<String>>,
    of: Option<Said<String>>,
    reason: String,
    until: Said<Date>,
}

impl SaidWords {
    fn on_its_line(self, text: &str, comment: Range<usize>) -> SaidIgnore {
        let Self {
            rules,
            of,
            reason,
            until,
        } = self;
        let own = line_of(text, comment.start);
        let before = text.get(own.start..comment.start).unwrap_or_default();
        let mut line = own;
        if before.trim().is_empty() {
            loop {
                line = line_of(text, (line.end + 1).min(text.len()));
                let words = text.get(line.clone()).unwrap_or_default();
                if !words.trim_start().starts_with('#') || line.end >= text.len() {
                    break;
                }
            }
        }
        let above = text.get(..line.start).unwrap_or_default();
        SaidIgnore {
            comment,
            rules,
            of,
            reason,
            until,
            number: above.matches('\n').count() + 1,
            table: table_of(text, line.end),
            line,
        }
    }
}

/// The line that a byte is in, without its end.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let (before, behind) = text.split_at(at.min(text.len()));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = behind.find('\n').map_or(text.len(), |end| at + end);
    start..end.max(start)
}

/// The id in the last header before a byte.
fn table_of(text: &str, before: usize) -> Option<String> {
    let mut lines = text.get(..before)?.lines().rev().map(str::trim);
    id_of(lines.find(|line| line.starts_with('['))?)
}

/// Reads the words of one comment.
struct Words<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    whole: Range<usize>,
}

impl<'a> Words<'a> {
    fn new(text: &'a str, body: Range<usize>) -> Self {
        Self {
            text,
            at: body.start,
            end: body.end,
            whole: body,
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn skip(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn takes(&mut self, word: &str) -> bool {
        self.skip();
        let is_next = self.rest().starts_with(word);
        self.at += if is_next { word.len() } else { 0 };
        is_next
    }

    fn wrong(&self, message: impl Into<String>) -> Wrong {
        Wrong {
            message: message.into(),
            range: self.whole.clone(),
            help: None,
        }
    }

    fn read(mut self) -> Result<SaidWords, Wrong> {
        let begins = self.takes("jurymast") && self.takes(":") && self.takes("ignore");
        if !begins {
            return Err(self.wrong("this is no ignore that can be read"));
        }
        let rules = self.rules()?;
        let (mut of, mut reason, mut until) = (None, None, None);
        loop {
            self.skip();
            if self.rest().is_empty() {
                break;
            }
            let (key, value) = self.pair()?;
            let is_again = match key.value.as_str() {
                "of" => of.replace(value).is_some(),
                "reason" => reason.replace(value).is_some(),
                "until" => until.replace(value).is_some(),
                other => {
                    return Err(Wrong {
                        help: suggest::did_you_mean(other, ["of", "reason", "until"]),
                        range: key.range,
                        message: format!("an ignore has no `{other}`"),
                    });
                }
            };
            if is_again {
                return Err(Wrong {
                    message: format!("`{}` is said twice", key.value),
                    range: key.range,
                    help: None,
                });
            }
        }
        let until = until.ok_or_else(|| self.wrong("an ignore needs `until`, its last day"))?;
        let reason = reason.filter(|said| !said.value.trim().is_empty());
        let reason = reason.ok_or_else(|| self.wrong("an ignore needs a `reason`"))?;
        let day = until.value.parse().map_err(|_| Wrong {
            message: format!("`{}` is no day", until.value),
            range: until.range.clone(),
            help: Some("a day is 2027-01-31".to_owned()),
        })?;
        Ok(SaidWords {
            rules,
            of,
            reason: reason.value,
            until: Said {
                value: day,
                range: until.range,
            },
        })
    }

    fn rules(&mut self) -> Result<Vec<Said<String>>, Wrong> {
        let close = self.rest().find(']');
        let close = close.filter(|_| self.takes("["));
        let Some(close) = close else {
            return Err(self.wrong("an ignore names its rules in brackets"));
        };
        let length = self.rest().find(']').unwrap_or(close);
        let mut rules: Vec<Said<String>> = Vec::new();
        let mut start = self.at;
        for part in self.text[self.at..self.at + length].split(',') {
            let name = part.trim();
            let at = start + part.len() - part.trim_start().len();
            let range = at..at + name.len();
            start += part.len() + 1;
            if name.is_empty() {
                return Err(self.wrong("an ignore names a rule between each two commas"));
            }
            if rules.iter().any(|one| one.value == name) {
                return Err(Wrong {
                    message: format!("`{name}` is named twice"),
                    range,
                    help: None,
                });
            }
            rules.push(Said {
                value: name.to_owned(),
                range,
            });
        }
        self.at += length + 1;
        Ok(rules)
    }

    /// `key=value`; a value with spaces stands in quotation marks.
    fn pair(&mut self) -> Result<(Said<String>, Said<String>), Wrong> {
        let rest = self.rest();
        let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let length = rest.find(|c| !is_key(c)).unwrap_or(rest.len());
        let key = Said {
            value: rest[..length].to_owned(),
            range: self.at..self.at + length,
        };
        self.at += length;
        if length == 0 || !self.takes("=") {
            return Err(self.wrong("behind the rules an ignore has pairs such as of=ID"));
        }
        self.skip();
        let start = self.at;
        let value = if self.takes("\"") {
            self.quoted()?
        } else {
            let rest = self.rest();
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            self.at += length;
            rest[..length].to_owned()
        };
        let range = start..self.at;
        match value.is_empty() {
            true => Err(self.wrong(format!("`{}` says nothing", key.value))),
            false => Ok((key, Said { value, range })),
        }
    }

    fn quoted(&mut self) -> Result<String, Wrong> {
        let mut value = String::new();
        let mut escaped = false;
        for (at, c) in self.rest().char_indices() {
            match c {
                _ if escaped => {
                    value.push(c);
                    escaped = false;
                }
                '\\' => escaped = true,
                '"' => {
                    self.at += at + 1;
                    return Ok(value);
                }
                c => value.push(c),
            }
        }
        Err(self.wrong("a quotation mark is not closed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurymast_terms::source::Sources;

    fn read(text: &str) -> (Vec<SaidIgnore>, Vec<String>) {
        let mut sources = Sources::default();
        let file = sources.add("a", text);
        let mut problems = Vec::new();
        let found = ignores(file, text, &mut problems);
        let messages = problems.into_iter().map(|one| one.message).collect();
        (found, messages)
    }

    const END: &str = "until=2027-01-31 reason=\"it \\\"moves\\\"\"";

    #[test]
    fn on_the_line_or_above_it() {
        let text = format!(
            "[service.a] # jurymast: ignore[no-owner] {END}\n# jurymast: ignore[x, y] of=db {END}\n\
             # more words\ntier = 1\n"
        );
        let (found, problems) = read(&text);
        assert_eq!(problems, [] as [&str; 0]);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].number, found[1].number), (1, 4));
        assert_eq!(&text[found[1].line.clone()], "tier = 1");
        assert_eq!(found[0].reason, "it \"moves\"");
        assert_eq!(found[1].until.value.to_string(), "2027-01-31");
        let rules: Vec<&str> = found[1]
            .rules
            .iter()
            .map(|one| one.value.as_str())
            .collect();
        assert_eq!(rules, ["x", "y"]);
        assert_eq!(&text[found[1].rules[1].range.clone()], "y");
        assert_eq!(found[1].of.as_ref().unwrap().value, "db");
        assert_eq!(found[1].table.as_deref(), Some("a"));
    }

    #[test]
    fn what_cannot_be_read_is_said_and_what_is_not_meant_is_left() {
        let wrong = |comment: &str| {
            let (found, problems) = read(&format!("a = 1 {comment}\n"));
            assert!(found.is_empty(), "{comment}");
            problems.join("; ")
        };
        for comment in [
            "# jurymast: ignore",
            "# jurymast: ignore[a",
            "# jurymast: ignore[] until=2027-01-31 reason=x",
            "# jurymast: ignore[a,] until=2027-01-31 reason=x",
            "# jurymast: ignore[a, a] until=2027-01-31 reason=x",
            "# jurymast: ignore[a] reason=x",
            "# jurymast: ignore[a] until=2027-01-31",
            "# jurymast: ignore[a] until=2027-01-31 reason=\"\"",
            "# jurymast: ignore[a] until=2027-01-31 reason=\"x",
            "# jurymast: ignore[a] until=2027-02-30 reason=x",
            "# jurymast: ignore[a] until=soon reason=x",
            "# jurymast: ignore[a] until=2027-01-31 until=2027-02-01 reason=x",
            "# jurymast: ignore[a] untill=2027-01-31 reason=x",
            "# jurymast: ignore[a] until=2027-01-31 reason=it moves",
            "# jurymast: ignores[a] until=2027-01-31 reason=x",
            "# jurymast: allow[a]",
            "# jurymast ignore[a] until=2027-01-31 reason=x",
            "# Jurymast: ignore[a] until=2027-01-31 reason=x",
            "# soon gone, jurymast: ignore[a] until=2027-01-31 reason=x",
        ] {
            assert_ne!(wrong(comment), "", "{comment}");
        }
        for comment in [
            "# jurymast finds nothing here",
            "#:schema https://example.com/jurymast/plan.schema.json",
            "# ignore[a]",
        ] {
            assert_eq!(wrong(comment), "", "{comment}");
        }
        let (found, _) = read("a = \"# jurymast: ignore[a]\"\n");
        assert!(found.is_empty(), "no comment, but a text");
    }
}
