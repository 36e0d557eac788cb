/// A value of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftValue {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(u64),
    /// True or false.
    Truth(bool),
    /// Values in a row.
    List(Vec<DraftValue>),
    /// Values by key.
    Table(Vec<(&'static str, DraftValue)>),
}

/// A key, its value, and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftKey {
    /// As the language spells it.
    pub key: &'static str,
    /// Its value.
    pub value: DraftValue,
    /// What a person must look at.
    pub doubt: Option<Doubt>,
}

/// What a person must look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// It was guessed, and from what.
    Guessed(String),
    /// A question that the file does not answer.
    Asked(String),
}

/// The value of a key, where it is said.
pub(super) fn value_of<'a>(keys: &'a [DraftKey], key: &str) -> Option<&'a DraftValue> {
    let found = keys.iter().find(|one| one.key == key);
    found.map(|one| &one.value)
}

impl DraftValue {
    /// Texts in a row.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(
            texts
                .into_iter()
                .map(|one| Self::Text(one.into()))
                .collect(),
        )
    }

    /// Changes every text in it.
    pub(super) fn texts_mut(&mut self, change: &impl Fn(&mut String)) {
        match self {
            Self::Text(text) => change(text),
            Self::List(items) => items.iter_mut().for_each(|one| one.texts_mut(change)),
            Self::Table(keys) => keys.iter_mut().for_each(|(_, one)| one.texts_mut(change)),
            Self::Whole(_) | Self::Truth(_) => {}
        }
    }

    /// A page under a name; one without a name is called by its address.
    pub fn link(name: &str, url: &str) -> Self {
        let name = Some(name)
            .filter(|name| !name.trim().is_empty())
            .unwrap_or(url);
        Self::Table(vec![("name", name.into()), ("url", url.into())])
    }

    /// Every text in it.
    pub(super) fn all_texts(&self) -> Vec<String> {
        match self {
            Self::Text(text) => vec![text.clone()],
            Self::List(items) => items.iter().flat_map(Self::all_texts).collect(),
            Self::Table(keys) => keys.iter().flat_map(|(_, one)| one.all_texts()).collect(),
            Self::Whole(_) | Self::Truth(_) => Vec::new(),
        }
    }

    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for DraftValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for DraftValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for DraftValue {
    fn from(number: u64) -> Self {
        Self::Whole(number)
    }
}

impl From<bool> for DraftValue {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl Doubt {
    /// The comment that says so.
    pub fn comment(&self) -> String {
        match self {
            Self::Guessed(text) => format!("# guessed: {text}"),
            Self::Asked(text) => format!("# ask: {text}"),
        }
    }
}
