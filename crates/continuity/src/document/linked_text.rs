use std::fmt;

/// Text with what a page shows of it: links, badges and stressed words. Printed plain
/// it is one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkedText {
    /// In order, with nothing between them.
    pub spans: Vec<TextSpan>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextSpan {
    /// As it is.
    Plain(String),
    /// What the eye should find first.
    Strong(String),
    /// A word or two that say how things stand.
    Badge(Tone, String),
    /// A telephone number as people write it.
    Phone(String),
    /// A mail address.
    Mail(String),
    /// Printed plain both stand there.
    Link {
        /// As people call it; empty: the address is shown.
        name: String,
        /// The address.
        url: String,
    },
}

/// What a page colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    #[default]
    Plain,
    /// It does not work.
    Bad,
    /// It works in part, or wants a person.
    Warning,
    /// It works.
    Good,
    /// Somebody to call.
    Call,
}

impl LinkedText {
    /// With one more piece.
    #[must_use]
    pub fn with(mut self, span: TextSpan) -> Self {
        self.spans.push(span);
        self
    }

    /// With more text as it is.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.with(TextSpan::Plain(text.into()))
    }

    /// With text that the eye should find first.
    #[must_use]
    pub fn strong(self, text: impl Into<String>) -> Self {
        self.with(TextSpan::Strong(text.into()))
    }

    /// With a word or two that say how things stand.
    #[must_use]
    pub fn badge(self, tone: Tone, text: impl Into<String>) -> Self {
        self.with(TextSpan::Badge(tone, text.into()))
    }
}

impl fmt::Display for LinkedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.spans.iter().try_for_each(|span| span.fmt(f))
    }
}

impl fmt::Display for TextSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link { name, url } if name.is_empty() => f.write_str(url),
            Self::Link { name, url } => write!(f, "{name} {url}"),
            Self::Plain(text)
            | Self::Strong(text)
            | Self::Badge(_, text)
            | Self::Phone(text)
            | Self::Mail(text) => f.write_str(text),
        }
    }
}

impl From<String> for LinkedText {
    fn from(text: String) -> Self {
        Self::default().plain(text)
    }
}

impl From<&str> for LinkedText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}
