use std::ops::Range;

/// How one language writes what only people read, and what is no such thing.
#[derive(Debug, Clone, Copy, Default)]
struct Syntax {
    /// What begins a comment that ends with its line.
    lines: &'static [&'static str],
    /// What begins and what ends one that may go on.
    blocks: &'static [(&'static str, &'static str)],
    /// A comment of a line stands at its start, or behind a space.
    is_apart: bool,
    /// A comment of a line stands only at its start.
    is_at_start: bool,
    /// Quotes of texts that end with their line.
    quotes: &'static [u8],
    /// Quotes of texts that may go on.
    long_quotes: &'static [u8],
    /// Texts between three quotes.
    has_triple: bool,
    /// A text that is a statement by itself is told to people: Python.
    has_docstrings: bool,
    /// A quote opens a text only where a value begins: YAML, where `it's` is plain.
    is_plain: bool,
}

/// The places of a text that only people read, in order; `None` where the path does not tell
/// how they are written there.
pub(super) fn comments(path: &str, text: &[u8]) -> Option<Vec<Range<usize>>> {
    Some(Reader::new(syntax_of(path)?, text).read())
}

fn syntax_of(path: &str) -> Option<Syntax> {
    const C: Syntax = Syntax {
        lines: &["//"],
        blocks: &[("/*", "*/")],
        is_apart: false,
        is_at_start: false,
        quotes: b"\"'",
        long_quotes: b"`",
        has_triple: false,
        has_docstrings: false,
        is_plain: false,
    };
    const HASH: Syntax = Syntax {
        lines: &["#"],
        blocks: &[],
        long_quotes: b"",
        ..C
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_named = |names: &[&str]| names.iter().any(|one| name.starts_with(one));
    if is_named(&["Dockerfile", "Containerfile"]) {
        return Some(Syntax {
            is_at_start: true,
            ..HASH
        });
    }
    if is_named(&[".env", "requirements"]) {
        return Some(Syntax {
            is_apart: true,
            ..HASH
        });
    }
    if is_named(&["Makefile", "Gemfile", "Rakefile", "Jenkinsfile"]) {
        return Some(match name {
            "Jenkinsfile" => C,
            _ => HASH,
        });
    }
    Some(match extension {
        "js" | "jsx" | "ts" | "tsx" | "mjs" | "cjs" | "mts" | "cts" | "go" | "dart" | "proto"
        | "json5" | "jsonc" | "zig" | "groovy" => C,
        "java" | "kt" | "kts" | "scala" | "swift" | "cs" | "gradle" => Syntax {
            has_triple: true,
            ..C
        },
        "c" | "h" | "cc" | "cpp" | "hpp" | "m" | "bicep" => Syntax {
            long_quotes: b"",
            ..C
        },
        // `'a` is a lifetime there.
        "rs" => Syntax {
            quotes: b"",
            long_quotes: b"\"",
            ..C
        },
        "php" | "tf" | "tfvars" | "hcl" => Syntax {
            lines: &["//", "#"],
            long_quotes: b"",
            ..C
        },
        "vue" | "svelte" | "astro" => Syntax {
            blocks: &[("/*", "*/"), ("<!--", "-->")],
            ..C
        },
        "xml" | "csproj" | "fsproj" | "vbproj" | "props" => Syntax {
            lines: &[],
            blocks: &[("<!--", "-->")],
            ..HASH
        },
        "py" | "pyi" => Syntax {
            has_triple: true,
            has_docstrings: true,
            ..HASH
        },
        "toml" => Syntax {
            has_triple: true,
            ..HASH
        },
        "rb" | "gemspec" | "ex" | "exs" | "jl" | "r" | "R" | "pl" | "nix" | "mk" => HASH,
        "sh" | "bash" | "zsh" | "fish" | "env" | "txt" | "in" => Syntax {
            is_apart: true,
            ..HASH
        },
        "yaml" | "yml" => Syntax {
            is_apart: true,
            is_plain: true,
            ..HASH
        },
        "ini" | "cfg" | "conf" | "properties" => Syntax {
            lines: &["#", ";"],
            is_at_start: true,
            ..HASH
        },
        "sql" => Syntax {
            lines: &["--"],
            long_quotes: b"",
            ..C
        },
        "lua" | "hs" => Syntax {
            lines: &["--"],
            blocks: &[("--[[", "]]"), ("{-", "-}")],
            ..HASH
        },
        _ => return None,
    })
}

struct Reader<'a> {
    syntax: Syntax,
    text: &'a [u8],
    at: usize,
    /// Nothing but space stands in front on this line.
    is_line_start: bool,
    /// How many brackets are open.
    depth: usize,
    /// The last byte that is neither space nor comment.
    last: u8,
    found: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    fn new(syntax: Syntax, text: &'a [u8]) -> Self {
        Self {
            syntax,
            text,
            at: 0,
            is_line_start: true,
            depth: 0,
            last: b'\n',
            found: Vec::new(),
        }
    }

    fn read(mut self) -> Vec<Range<usize>> {
        while let Some(&byte) = self.text.get(self.at) {
            if byte == b'\n' {
                self.is_line_start = true;
                // What goes on in the next line says so.
                if self.depth == 0 && !matches!(self.last, b'=' | b'\\') {
                    self.last = b'\n';
                }
                self.at += 1;
            } else if byte.is_ascii_whitespace() {
                self.at += 1;
            } else if let Some(end) = self.comment() {
                self.found.push(self.at..end);
                self.at = end;
            } else {
                self.step(byte);
                self.is_line_start = false;
            }
        }
        self.found
    }

    /// Where the comment ends that begins here.
    fn comment(&self) -> Option<usize> {
        let rest = &self.text[self.at..];
        let syntax = self.syntax;
        for (open, close) in syntax.blocks {
            if rest.starts_with(open.as_bytes()) {
                let start = self.at + open.len();
                return Some(self.behind(start, close).unwrap_or(self.text.len()));
            }
        }
        let before = self.at.checked_sub(1).map(|at| self.text[at]);
        let is_apart = before.is_none_or(|byte| byte.is_ascii_whitespace());
        let may_begin = match (syntax.is_at_start, syntax.is_apart) {
            (true, _) => self.is_line_start,
            (_, true) => is_apart,
            // An address in a text without quotes.
            _ => before != Some(b':') || !rest.starts_with(b"//"),
        };
        let begins = |mark: &str| rest.starts_with(mark.as_bytes());
        (may_begin && syntax.lines.iter().any(|mark| begins(mark))).then(|| self.line_end(self.at))
    }

    /// Past one byte, or the text that begins here.
    fn step(&mut self, byte: u8) {
        let syntax = self.syntax;
        let is_quote = syntax.quotes.contains(&byte) || syntax.long_quotes.contains(&byte);
        if !is_quote || (syntax.is_plain && !self.begins_a_value()) {
            match byte {
                b'(' | b'[' | b'{' => self.depth += 1,
                b')' | b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            self.last = byte;
            self.at += 1;
            return;
        }
        let triple = [byte; 3];
        if syntax.has_triple && self.text[self.at..].starts_with(&triple) {
            let close = String::from_utf8_lossy(&triple).into_owned();
            let end = self.behind(self.at + 3, &close);
            let end = end.unwrap_or(self.text.len());
            let is_statement = self.is_line_start && self.depth == 0 && self.last == b'\n';
            if syntax.has_docstrings && is_statement {
                self.found.push(self.at..end);
            }
            self.last = byte;
            self.at = end;
            return;
        }
        self.last = byte;
        self.at = self.text_end(byte);
    }

    fn begins_a_value(&self) -> bool {
        let before = self.at.checked_sub(1).map(|at| self.text[at]);
        before.is_none_or(|byte| byte.is_ascii_whitespace() || b"[{,:=".contains(&byte))
    }

    /// Behind the quote that closes the text that begins here, or at the end of its line.
    fn text_end(&self, quote: u8) -> usize {
        let goes_on = self.syntax.long_quotes.contains(&quote);
        let mut at = self.at + 1;
        while let Some(&byte) = self.text.get(at) {
            match byte {
                b'\\' => at += 1,
                b'\n' if !goes_on => return at,
                _ if byte == quote => return at + 1,
                _ => {}
            }
            at += 1;
        }
        self.text.len()
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.text[from..].iter();
        from + rest.take_while(|byte| **byte != b'\n').count()
    }

    fn behind(&self, from: usize, close: &str) -> Option<usize> {
        let close = close.as_bytes();
        let mut places = self.text.get(from..)?.windows(close.len());
        Some(from + places.position(|one| one == close)? + close.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, text: &str) -> Vec<String> {
        let found = comments(path, text.as_bytes()).unwrap();
        found.into_iter().map(|one| text[one].to_owned()).collect()
    }

    #[test]
    fn each_language_tells_people_in_its_own_way() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("a.py", "x = 1  # y\nz = '# no'", &["# y"]),
            ("a.py", "x = \"it's\"  # y", &["# y"]),
            (
                "a.py",
                "def f(a, b):\n    \"\"\"Tells.\n    More.\"\"\"\n    g(\"\"\"no\"\"\")\n",
                &["\"\"\"Tells.\n    More.\"\"\""],
            ),
            ("a.py", "P = \"\"\"\nno # no\n\"\"\"\n", &[]),
            (
                "a.py",
                "P = \\\n\"\"\"no\"\"\"\nf(\n\"\"\"no\"\"\",\n)",
                &[],
            ),
            (
                "a.py",
                "\"\"\"first\"\"\"\nx = 1\n'''second'''",
                &["\"\"\"first\"\"\"", "'''second'''"],
            ),
            (
                "a.ts",
                "const u = 'https://a' // b\n/* c\n d */ const v = `// no\n`;",
                &["// b", "/* c\n d */"],
            ),
            ("a.ts", "x = {/* a */ b: 1}", &["/* a */"]),
            ("a.rs", "fn f<'a>(x: &'a str) {} // y", &["// y"]),
            ("a.go", "u := \"//no\" // y", &["// y"]),
            ("a.yaml", "a: it's # y\nb: x#no\nc: '# no'", &["# y"]),
            ("a.yaml", "a: >\n  --model x\n# y", &["# y"]),
            ("Dockerfile", "# y\nENV A=1 # no", &["# y"]),
            (".env.example", "A=b#no\nC=d # y", &["# y"]),
            (
                "a.tf",
                "a = 1 # x\nb = 2 // y\n/* z */",
                &["# x", "// y", "/* z */"],
            ),
            ("a.toml", "a = '#no' # y", &["# y"]),
            ("a.sql", "select 1 -- y", &["-- y"]),
            (
                "a.vue",
                "<!-- x --><a href=\"https://no\">",
                &["<!-- x -->"],
            ),
            ("a.js", "/* never closed", &["/* never closed"]),
        ];
        for (path, text, expected) in cases {
            assert_eq!(told(path, text), *expected, "{path}: {text}");
        }
        assert!(comments("a.unknown", b"# x").is_none());
    }

    #[test]
    fn any_bytes_are_read_to_their_end() {
        let texts: [&[u8]; 5] = [b"'\\", b"\"\"\"", b"\xff\xfe'", b"/*", b"`${'"];
        for path in ["a.py", "a.ts", "a.yaml", "a.rs", "a.lua", ".env"] {
            for text in texts {
                for range in comments(path, text).unwrap() {
                    assert!(range.end <= text.len());
                }
            }
        }
    }
}
