use std::ops::Range;

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::suggest;

/// What serde says of a value, as a finding for people.
pub(super) fn finding(file: FileId, range: Range<usize>, said: &str) -> Diagnostic {
    let place = Span::new(file, range);
    if let Some(rest) = said.strip_prefix("unknown field ") {
        return unknown(place, "unknown-key", "key", rest);
    }
    if let Some(rest) = said.strip_prefix("unknown variant ") {
        return unknown(place, "invalid-value", "value", rest);
    }
    if let Some(name) = said.strip_prefix("missing field ") {
        return Diagnostic::error("missing-key", format!("{name} is missing"), place)
            .label(format!("this table needs {name}"));
    }
    let wrong = ["invalid type: ", "invalid value: ", "invalid length "]
        .iter()
        .find_map(|prefix| said.strip_prefix(prefix));
    if let Some((found, expected)) = wrong.and_then(|rest| rest.split_once(", expected ")) {
        let expected = plain_type(expected);
        return Diagnostic::error(
            "invalid-value",
            format!("expected {expected}, found {}", cut(&plain_type(found))),
            place,
        );
    }
    Diagnostic::error("invalid-value", said.to_owned(), place)
}

/// `rest`: "`teir`, expected one of `name`, `tier`".
fn unknown(place: Span, code: &'static str, what: &str, rest: &str) -> Diagnostic {
    let mut quoted = rest.split('`').skip(1).step_by(2);
    let name = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    let finding = Diagnostic::error(code, format!("unknown {what} `{name}`"), place)
        .label(format!("not a {what} that is known here"));
    let finding = finding.maybe_help(suggest::did_you_mean(name, known.iter().copied()));
    if known.is_empty() {
        finding
    } else {
        finding.note(format!("expected one of: {}", known.join(", ")))
    }
}

/// `1e300` has three hundred digits.
fn cut(found: &str) -> String {
    const MOST: usize = 60;
    let mut rest = found.chars();
    let shown: String = rest.by_ref().take(MOST).collect();
    if rest.next().is_none() {
        return shown;
    }
    let open = if shown.matches('`').count() % 2 == 1 {
        "...`"
    } else {
        "..."
    };
    shown + open
}

fn plain_type(word: &str) -> String {
    match word {
        "map" => "a table".to_owned(),
        "sequence" | "a sequence" => "a list".to_owned(),
        "a nonzero u32" => "a whole number from 1 up that is not too large".to_owned(),
        "u8" | "u32" | "u64" => "a whole number that is not negative and not too large".to_owned(),
        "a boolean" => "true or false".to_owned(),
        other => match other.strip_prefix("struct ") {
            Some(_) => "a table".to_owned(),
            None => other.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurymast_terms::source::Sources;

    #[test]
    fn sentences_for_people() {
        let mut sources = Sources::default();
        let file = sources.add("a", "");
        let say = |said: &str| finding(file, 0..0, said);
        let found = say("unknown field `teir`, expected one of `name`, `tier`");
        assert_eq!(found.message, "unknown key `teir`");
        assert_eq!(found.help, ["did you mean `tier`?"]);
        assert_eq!(
            say("invalid type: integer `3`, expected a string").message,
            "expected a string, found integer `3`"
        );
        assert_eq!(
            say("invalid type: map, expected a sequence").message,
            "expected a list, found a table"
        );
        assert_eq!(
            say("invalid type: floating point `1.5`, expected a nonzero u32").message,
            "expected a whole number from 1 up that is not too large, found floating point `1.5`"
        );
        let long = format!(
            "invalid type: floating point `{}`, expected u32",
            "0".repeat(300)
        );
        assert!(say(&long).message.ends_with("000...`"));
        assert_eq!(
            say("missing field `provider`").message,
            "`provider` is missing"
        );
    }
}
