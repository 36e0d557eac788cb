use jurymast_terms::source::Span;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its place; of what an alias names, the place of the anchor.
    pub span: Span,
    /// What it holds.
    pub value: Value,
    /// The tag in front of it, as written: `!reset`.
    pub tag: Option<String>,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A single value, not typed yet.
    Scalar {
        /// After escapes.
        text: String,
        /// It stands in quotes, or is a block: a text whatever it looks like.
        quoted: bool,
    },
    /// Values in a row.
    List(Vec<Node>),
    /// Values by key, in order, each key once.
    Map(Vec<Entry>),
}

/// A key of a map and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// Its value.
    pub value: Node,
}

/// A key and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// As written, after escapes.
    pub text: String,
    /// Its place.
    pub span: Span,
}

impl Node {
    /// A value without a tag.
    pub fn new(value: Value, span: Span) -> Self {
        Self {
            span,
            value,
            tag: None,
        }
    }

    /// Nothing is said: no value, `null` or `~`.
    pub fn is_null(&self) -> bool {
        match &self.value {
            Value::Scalar {
                text,
                quoted: false,
            } => matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"),
            _ => false,
        }
    }

    /// The text of a single value that is said.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    /// The text of a single value that names something: no number, and neither true nor false.
    pub fn name(&self) -> Option<&str> {
        let is_typed = matches!(&self.value, Value::Scalar { quoted: false, .. })
            && (self.number().is_some() || self.truth().is_some());
        self.text().filter(|_| !is_typed)
    }

    /// A truth value, in the words of YAML 1.1 too, as the programs read them that these
    /// files are written for.
    pub fn truth(&self) -> Option<bool> {
        match self.text()?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "y" => Some(true),
            "false" | "no" | "off" | "n" => Some(false),
            _ => None,
        }
    }

    /// A number.
    pub fn number(&self) -> Option<f64> {
        let text = self.text()?;
        text.replace('_', "")
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
    }

    /// A whole number that is not negative.
    pub fn count(&self) -> Option<u64> {
        let number = self.number()?;
        let is_whole = number >= 0.0 && number.fract() == 0.0 && number <= 2f64.powi(53);
        is_whole.then_some(number as u64)
    }

    /// The values of a list; none of anything else.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// A list as it is, and a single value as a list of one; nothing said is none.
    pub fn one_or_more(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ if self.is_null() => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The entries of a map; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Whether it is a map.
    pub fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.value, Value::List(_))
    }

    /// The value of a key, where something is said.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key)
            .map(|entry| &entry.value)
            .filter(|value| !value.is_null())
    }

    /// The entry of a key, whatever its value.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.text == key)
    }

    /// The value at the end of a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text at the end of a path of keys.
    pub fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.at(path)?.text()
    }

    /// What it is, for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
            Value::Scalar { .. } if self.is_null() => "nothing",
            Value::Scalar { .. } => "a single value",
        }
    }
}
