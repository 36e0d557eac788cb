use std::collections::BTreeMap;

/// Values of variables: those of `.env`, never those of whoever runs the program.
#[derive(Debug, Clone, Default)]
pub(super) struct Variables {
    values: BTreeMap<String, String>,
}

/// More levels of defaults within defaults than people write.
const DEEPEST: usize = 16;

impl Variables {
    /// Takes in the text of a `.env` file: later lines win, values may name earlier ones.
    pub(super) fn read(&mut self, text: &str) {
        for line in text.lines() {
            let line = line.trim();
            let line = line.strip_prefix("export ").unwrap_or(line);
            let Some((name, value)) = line.split_once('=').filter(|_| !line.starts_with('#'))
            else {
                continue;
            };
            let value = match unquoted(value.trim()) {
                Quoted::Literal(text) => text.to_owned(),
                Quoted::Open(text) => self.expand(text),
            };
            self.values.insert(name.trim().to_owned(), value);
        }
    }

    pub(super) fn forget(&mut self, name: &str) {
        self.values.remove(name);
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The text with its variables replaced; what nobody set is empty, or its default.
    pub(super) fn expand(&self, text: &str) -> String {
        self.expand_within(text, 0)
    }

    fn expand_within(&self, text: &str, depth: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('$') {
                out.push('$');
                rest = after;
            } else if let Some(inner) = rest.strip_prefix('{') {
                let Some(end) = closing(inner) else {
                    out.push_str("${");
                    rest = inner;
                    continue;
                };
                if depth < DEEPEST {
                    out.push_str(&self.braced(&inner[..end], depth));
                }
                rest = &inner[end + 1..];
            } else {
                let end = name_end(rest);
                if end == 0 {
                    out.push('$');
                } else {
                    out.push_str(self.get(&rest[..end]).unwrap_or_default());
                }
                rest = &rest[end..];
            }
        }
        out.push_str(rest);
        out
    }

    /// What stands between braces: `NAME`, `NAME:-default`, `NAME-default`, `NAME:+other`,
    /// `NAME+other`, `NAME:?message`.
    fn braced(&self, inner: &str, depth: usize) -> String {
        let end = name_end(inner);
        let value = self.get(&inner[..end]);
        let operator = &inner[end..];
        let said = value.filter(|value| !value.is_empty());
        let replace = |text: &str| self.expand_within(text, depth + 1);
        if let Some(default) = operator.strip_prefix(":-") {
            said.map_or_else(|| replace(default), str::to_owned)
        } else if let Some(default) = operator.strip_prefix('-') {
            value.map_or_else(|| replace(default), str::to_owned)
        } else if let Some(other) = operator.strip_prefix(":+") {
            said.map_or_else(String::new, |_| replace(other))
        } else if let Some(other) = operator.strip_prefix('+') {
            value.map_or_else(String::new, |_| replace(other))
        } else {
            value.unwrap_or_default().to_owned()
        }
    }
}

enum Quoted<'a> {
    /// In single quotes.
    Literal(&'a str),
    /// Variables in it count.
    Open(&'a str),
}

fn unquoted(value: &str) -> Quoted<'_> {
    let within = |quote: char| value.strip_prefix(quote)?.split(quote).next();
    if let Some(text) = within('\'') {
        Quoted::Literal(text)
    } else if let Some(text) = within('"') {
        Quoted::Open(text)
    } else {
        Quoted::Open(value.split(" #").next().unwrap_or(value).trim_end())
    }
}

/// Where the brace that closes an opened one stands.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '{' if before == '$' => open += 1,
            '}' if open == 0 => return Some(at),
            '}' => open -= 1,
            _ => {}
        }
        before = c;
    }
    None
}

fn name_end(text: &str) -> usize {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.find(|c| !is_name(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_replaced_as_compose_does() {
        let mut variables = Variables::default();
        variables.read(
            "A=1\nexport B=\"two ${A}\" # note\nC='${A}'\n# D=4\nE=\nF=x # note\nPROFILES=a,${A}\n",
        );
        let cases = [
            ("$A-${A}", "1-1"),
            ("${B}", "two 1"),
            ("${C}", "${A}"),
            ("${D:-${E:-${A}}}", "1"),
            ("${E:-d}|${E-d}|${D-d}", "d||d"),
            ("${A:+yes}|${E:+yes}|${E+yes}", "yes||yes"),
            ("${D:?must be set}", ""),
            ("$$A ${F}", "$A x"),
            ("${unclosed", "${unclosed"),
            ("100$", "100$"),
            ("${PROFILES}", "a,1"),
        ];
        for (text, expanded) in cases {
            assert_eq!(variables.expand(text), expanded, "{text}");
        }
        let deep = "${X:-".repeat(1000) + &"}".repeat(1000);
        variables.expand(&deep);
    }
}
