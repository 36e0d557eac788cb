use std::ops::Range;

/// What is wrong with an expression, and at which of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ExpressionFault {
    pub(super) message: String,
    pub(super) at: Range<usize>,
    pub(super) help: Option<String>,
}

impl ExpressionFault {
    pub(super) fn new(message: impl Into<String>, at: Range<usize>) -> Self {
        Self {
            message: message.into(),
            at,
            help: None,
        }
    }

    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    pub(super) fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }
}

/// Bytes of an expression.
const LONGEST: usize = 2_000;

/// Brackets within brackets.
const DEEPEST: usize = 20;

/// Signs that join or change something. The parser makes a level of each in a row of them.
const MOST_SIGNS: usize = 200;

/// Says what no parser has to see: it takes a place on the stack for each level.
pub(super) fn check(text: &str) -> Result<(), ExpressionFault> {
    if text.len() > LONGEST {
        let from = floor(text, LONGEST);
        let message = format!(
            "the expression has {} bytes; {LONGEST} are allowed",
            text.len()
        );
        return Err(ExpressionFault::new(message, from..text.len()).help(SMALLER));
    }
    let (mut depth, mut signs) = (0_usize, 0);
    let mut quote: Option<char> = None;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if let Some(open) = quote {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                _ if c == open => quote = None,
                _ => {}
            }
            continue;
        }
        let here = at..at + c.len_utf8();
        match c {
            '"' | '\'' => quote = Some(c),
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_sign = c.is_ascii_punctuation() && !matches!(c, '_' | ',' | '"' | '\'' | '`');
        signs += usize::from(is_sign);
        if depth > DEEPEST {
            let message = format!("more than {DEEPEST} brackets stand within each other");
            return Err(ExpressionFault::new(message, here).help(SMALLER));
        }
        if signs > MOST_SIGNS {
            let message = format!("the expression has more than {MOST_SIGNS} signs");
            return Err(ExpressionFault::new(message, here).help(SMALLER));
        }
    }
    Ok(())
}

const SMALLER: &str = "make several rules of it";

/// The last border of a character at or before that byte.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut borders = (0..=at.min(text.len())).rev();
    borders.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_or_too_deep_is_said_where_it_is() {
        assert_eq!(check("a.b && (c || [d])"), Ok(()));
        let deep = format!("{}1{}", "(".repeat(21), ")".repeat(21));
        assert_eq!(check(&deep).unwrap_err().at, 20..21);
        assert_eq!(check(&"!".repeat(201)).unwrap_err().at, 200..201);
        let long = "ü".repeat(1001);
        assert_eq!(check(&long).unwrap_err().at, 2000..2002);
        // In a text they are no brackets.
        assert_eq!(check(&format!("a == '{}\\''", "(".repeat(300))), Ok(()));
    }
}
