use cel::ParseErrors;

use super::limits::{ExpressionFault, floor};

/// The first thing that the parser does not understand, in words.
pub(super) fn fault(text: &str, errors: &ParseErrors) -> ExpressionFault {
    let read = |message: &str| message.starts_with(SYNTAX);
    let place = |pos: (isize, isize)| (pos.0, pos.1);
    let all = || errors.errors.iter();
    let first = all()
        .filter(|one| read(&one.msg))
        .min_by_key(|one| place(one.pos));
    // What else is wrong may but follow from that.
    let Some(first) = first.or_else(|| all().min_by_key(|one| place(one.pos))) else {
        return ExpressionFault::new("this is no expression", 0..text.len());
    };
    let at = byte(text, first.pos);
    let message = first.msg.strip_prefix(SYNTAX).unwrap_or(&first.msg);
    let next = text[at..].chars().next();
    if next.is_none() || message.contains("<EOF>'") && text[at..].trim().is_empty() {
        let end = text.trim_end().len();
        let last = floor(text, end.saturating_sub(1));
        let missing = message
            .strip_prefix("missing '")
            .and_then(|rest| rest.split('\'').next());
        return match missing {
            Some(sign) => {
                ExpressionFault::new(format!("`{sign}` is missing at the end"), last..end)
            }
            None => ExpressionFault::new("the expression ends where more must come", last..end),
        };
    }
    let word: String = match next {
        Some(c) if c.is_alphanumeric() || c == '_' => {
            let is_of_word = |c: &char| c.is_alphanumeric() || *c == '_';
            text[at..].chars().take_while(is_of_word).collect()
        }
        Some(c) => c.to_string(),
        None => String::new(),
    };
    let here = at..at + word.len();
    if matches!(next, Some('"' | '\'')) && message.starts_with("token recognition error") {
        return ExpressionFault::new("the text that begins here has no end", at..text.len())
            .help("texts stand in quotes: 'payments'");
    }
    let inside = message.contains("macro") || message.contains("simple name");
    if inside || message.contains("invalid") {
        return ExpressionFault::new(message.to_owned(), here);
    }
    let help = match word.as_str() {
        "=" => Some("CEL compares with `==`"),
        "and" | "AND" => Some("CEL writes `&&`"),
        "or" | "OR" => Some("CEL writes `||`"),
        "not" | "NOT" => Some("CEL writes `!`"),
        "&" => Some("CEL writes `&&`"),
        "|" => Some("CEL writes `||`"),
        "in" => Some("`in` is a word of CEL: the places that a component stands in are `domains`"),
        _ => None,
    };
    let fault = ExpressionFault::new(format!("`{word}` is not expected here"), here);
    fault.maybe_help(help.map(str::to_owned))
}

const SYNTAX: &str = "Syntax error: ";

/// The byte of a line and column, both from 1.
fn byte(text: &str, (line, column): (isize, isize)) -> usize {
    let count = |n: isize| usize::try_from(n - 1).unwrap_or(0);
    let mut lines = text.split_inclusive('\n');
    let before: usize = lines.by_ref().take(count(line)).map(str::len).sum();
    let rest = lines.next().unwrap_or_default();
    let within = rest.char_indices().nth(count(column)).map(|(at, _)| at);
    before + within.unwrap_or(rest.len())
}
