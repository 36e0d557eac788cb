use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};

use super::json::{KnownKeys, twice};
use super::{Entry, Key, Node, Value};

/// So deep values may stand in each other.
const DEEPEST: usize = 100;

/// The value of a text that is JSON to the letter, as programs write it: several times as fast
/// as reading what people may have written. `None`: it is not, and another must say why.
pub(super) fn read_strict(text: &str, file: FileId) -> Option<(Node, Vec<Diagnostic>)> {
    let mut reader = Strict {
        text,
        at: 0,
        file,
        problems: Vec::new(),
    };
    let node = reader.value(0)?;
    reader.space();
    (reader.at == text.len()).then_some((node, reader.problems))
}

struct Strict<'a> {
    text: &'a str,
    at: usize,
    file: FileId,
    problems: Vec<Diagnostic>,
}

impl Strict<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    fn span(&self, start: usize) -> Span {
        Span::new(self.file, start..self.at)
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        self.space();
        let start = self.at;
        let scalar = |text: String, quoted| Value::Scalar { text, quoted };
        let value = match self.peek()? {
            b'"' => scalar(self.string()?, true),
            b'{' if depth < DEEPEST => self.map(depth)?,
            b'[' if depth < DEEPEST => self.list(depth)?,
            b'-' | b'0'..=b'9' => scalar(self.number()?, false),
            b't' => scalar(self.word("true")?, false),
            b'f' => scalar(self.word("false")?, false),
            b'n' => {
                self.word("null")?;
                scalar(String::new(), false)
            }
            _ => return None,
        };
        Some(Node::new(value, self.span(start)))
    }

    fn word(&mut self, word: &str) -> Option<String> {
        self.text.get(self.at..)?.starts_with(word).then(|| {
            self.at += word.len();
            word.to_owned()
        })
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        self.take(b'[')?;
        let mut items = Vec::new();
        self.space();
        if self.take(b']').is_some() {
            return Some(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(b',').is_none() {
                self.take(b']')?;
                return Some(Value::List(items));
            }
        }
    }

    fn map(&mut self, depth: usize) -> Option<Value> {
        self.take(b'{')?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut known = KnownKeys::default();
        self.space();
        if self.take(b'}').is_some() {
            return Some(Value::Map(entries));
        }
        loop {
            self.space();
            let start = self.at;
            let text = self.string()?;
            let key = Key {
                text,
                span: self.span(start),
            };
            self.space();
            self.take(b':')?;
            let value = self.value(depth + 1)?;
            let before = known.find(&entries, &key.text);
            let entry = Entry { key, value };
            match before {
                Some(before) => {
                    let first = entries[before].key.span;
                    self.problems.push(twice(&entry.key, first));
                    entries[before] = entry;
                }
                None => entries.push(entry),
            }
            self.space();
            if self.take(b',').is_none() {
                self.take(b'}')?;
                return Some(Value::Map(entries));
            }
        }
    }

    fn number(&mut self) -> Option<String> {
        let start = self.at;
        let _ = self.take(b'-');
        match self.peek()? {
            b'0' => self.at += 1,
            _ => self.digits()?,
        }
        if self.take(b'.').is_some() {
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        let ends = !matches!(self.peek(), Some(byte) if byte.is_ascii_alphanumeric());
        ends.then(|| self.text[start..self.at].to_owned())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    /// A text in double quotes, without them and after escapes.
    fn string(&mut self) -> Option<String> {
        self.take(b'"')?;
        let rest = &self.text.as_bytes()[self.at..];
        let plain = rest
            .iter()
            .position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\'))?;
        let mut text = self.text[self.at..self.at + plain].to_owned();
        self.at += plain;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(text);
                }
                b'\\' => {
                    self.at += 1;
                    text.push(self.escaped()?);
                }
                byte if byte < 0x20 => return None,
                _ => {
                    let letter = self.text[self.at..].chars().next()?;
                    text.push(letter);
                    self.at += letter.len_utf8();
                }
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            // One of a pair is left to who knows both.
            b'u' => char::from_u32(self.four_digits()?)?,
            _ => return None,
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.at += 4;
        is_hex
            .then(|| u32::from_str_radix(digits, 16).ok())
            .flatten()
    }
}
