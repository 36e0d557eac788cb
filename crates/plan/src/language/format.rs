use jurymast_terms::text::with_line_ends_of;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// The text of a plan file in one layout: one space at each side of `=`, behind commas and
/// within braces, none within brackets and headers, two more at the beginning of a line for
/// each list that it stands in, no indentation else, no spaces at the end of lines; one blank
/// line at most, and one between a key and the next header; a line break at the end.
///
/// Comments stay where they are, with the room in front of them, and so do line breaks within
/// lists, the order, and how values are written. What is said stays the same. Formatting twice
/// is formatting once.
///
/// # Errors
/// It is no TOML; or, which would be a mistake here, the layout would say something else.
pub fn formatted(text: &str) -> Result<String, toml::de::Error> {
    let read = |text: &str| text.parse::<toml::Table>();
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    let before = read(body)?;
    let mut layout = Layout::new(body);
    layout.all();
    let out = layout.out;
    if read(&out)? != before {
        // A layout that says something else is none.
        return Ok(text.to_owned());
    }
    Ok(format!("{mark}{}", with_line_ends_of(body, &out)))
}

/// Whether a text is TOML, be it a plan or not.
pub fn is_toml(text: &str) -> bool {
    text.trim_start_matches('\u{feff}')
        .parse::<toml::Table>()
        .is_ok()
}

/// What a line is, for the room above the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineKind {
    Start,
    Blank,
    Comment,
    Header,
    Value,
}

struct Layout<'a> {
    tokens: Vec<(TokenKind, &'a str)>,
    out: String,
    /// Brackets and braces that are open.
    open: Vec<TokenKind>,
    /// Of the line above.
    above: LineKind,
}

impl<'a> Layout<'a> {
    fn new(text: &'a str) -> Self {
        let tokens = Source::new(text).lex().filter_map(|token| {
            let raw = text.get(token.span().start()..token.span().end())?;
            Some((token.kind(), raw)).filter(|(kind, _)| *kind != TokenKind::Eof)
        });
        Self {
            tokens: tokens.collect(),
            out: String::with_capacity(text.len() + 16),
            open: Vec::new(),
            above: LineKind::Start,
        }
    }

    fn all(&mut self) {
        let tokens = std::mem::take(&mut self.tokens);
        for line in tokens.split_inclusive(|(kind, _)| *kind == TokenKind::Newline) {
            self.line(line);
        }
        while self.out.ends_with("\n\n") {
            self.out.pop();
        }
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// One line: of a list that goes over several, or of its own.
    fn line(&mut self, tokens: &[(TokenKind, &str)]) {
        let is_room = |kind: TokenKind| matches!(kind, TokenKind::Whitespace | TokenKind::Newline);
        let Some(first) = tokens.iter().position(|(kind, _)| !is_room(*kind)) else {
            if !matches!(self.above, LineKind::Start | LineKind::Blank) {
                self.out.push('\n');
            }
            self.above = match self.above {
                LineKind::Start => LineKind::Start,
                _ => LineKind::Blank,
            };
            return;
        };
        let tokens = &tokens[first..];
        let is_inside = !self.open.is_empty();
        let is_header = !is_inside && tokens[0].0 == TokenKind::LeftSquareBracket;
        if is_header && self.above == LineKind::Value {
            self.out.push('\n');
        }
        if is_inside {
            let closes = tokens[0].0 == TokenKind::RightSquareBracket
                || tokens[0].0 == TokenKind::RightCurlyBracket;
            let depth = self.open.len() - usize::from(closes);
            self.out.push_str(&"  ".repeat(depth));
        }
        self.words(tokens, is_header);
        self.out.push('\n');
        self.above = match tokens[0].0 {
            TokenKind::Comment if !is_inside => LineKind::Comment,
            _ if is_header => LineKind::Header,
            _ => LineKind::Value,
        };
    }

    fn words(&mut self, tokens: &[(TokenKind, &str)], is_header: bool) {
        let mut last: Option<TokenKind> = None;
        let mut room = "";
        for &(kind, raw) in tokens {
            match kind {
                TokenKind::Newline => continue,
                TokenKind::Whitespace => {
                    room = raw;
                    continue;
                }
                _ => {}
            }
            if let Some(last) = last {
                self.room(last, kind, room, is_header);
            }
            match kind {
                TokenKind::Comment => self.out.push_str(raw.trim_end()),
                _ => self.out.push_str(raw),
            }
            match kind {
                TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket if !is_header => {
                    self.open.push(kind);
                }
                TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket if !is_header => {
                    self.open.pop();
                }
                _ => {}
            }
            last = Some(kind);
            room = "";
        }
    }

    /// What stands between two words of a line.
    fn room(&mut self, last: TokenKind, next: TokenKind, said: &str, is_header: bool) {
        use TokenKind as T;
        let between = match (last, next) {
            (_, T::Comment) if said.is_empty() => " ",
            (_, T::Comment) => said,
            _ if is_header => "",
            (T::LeftCurlyBracket, T::RightCurlyBracket) => "",
            (T::LeftCurlyBracket, _) | (_, T::RightCurlyBracket) => " ",
            (T::Equals, _) | (_, T::Equals) => " ",
            (T::Comma, T::RightSquareBracket) => "",
            (T::Comma, _) => " ",
            // A day and its time may stand apart.
            (T::Atom, T::Atom) => said,
            _ => "",
        };
        self.out.push_str(between);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(text: &str, wanted: &str) {
        let once = formatted(text).unwrap();
        assert_eq!(once, wanted);
        assert_eq!(formatted(&once).unwrap(), once, "twice is once");
    }

    #[test]
    fn room_between_words_lines_and_tables() {
        same(
            "\n\n  [ plan ]\nname=\"x\"   \n\n\n\n  # words  \n[service . 'a b']# here\n\ttier  =1     # kept\n\
             depends_on = [ \"db\",{on=\"c\",mode = \"soft\"} ,\"e\" , ]\nempty = { }\nnone = [ ]\n\
             [resource.db]\n[resource.c]\n\n\n",
            "[plan]\nname = \"x\"\n\n# words\n[service.'a b'] # here\ntier = 1     # kept\n\
             depends_on = [\"db\", { on = \"c\", mode = \"soft\" }, \"e\",]\nempty = {}\nnone = []\n\n\
             [resource.db]\n[resource.c]\n",
        );
    }

    #[test]
    fn lists_over_several_lines_keep_their_lines() {
        same(
            "[[service.a.depends_on]]\non=\"x\"\nfallback=[\n{to=\"y\",after=\"30s\"},   # first\n\
             \n\t\t# words\n        { to = \"z\", triggers=[\n\"5xx\"\n] }\n  ]\n",
            "[[service.a.depends_on]]\non = \"x\"\nfallback = [\n  { to = \"y\", after = \"30s\" },   # first\n\
             \n  # words\n  { to = \"z\", triggers = [\n      \"5xx\"\n    ] }\n]\n",
        );
    }

    #[test]
    fn what_is_said_stays_to_the_letter() {
        same(
            "a = \"x  =  y\"  \nb = '''\n  [ x ]  \n\n\n'''\nc.d . e=1\n",
            "a = \"x  =  y\"\nb = '''\n  [ x ]  \n\n\n'''\nc.d.e = 1\n",
        );
        same("a=2026-01-01 10:00:00\n", "a = 2026-01-01 10:00:00\n");
        same("a=1\r\n\r\n\r\nb=2", "a = 1\r\n\r\nb = 2\r\n");
        same("\u{feff}a=1", "\u{feff}a = 1\n");
        same("", "");
        same("# only words", "# only words\n");
        assert!(formatted("a = \n").is_err());
    }
}
