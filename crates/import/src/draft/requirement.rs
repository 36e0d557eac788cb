use jurymast_terms::source::Span;

use super::value::value_of;
use super::{Doubt, DraftKey, DraftValue};

/// What a component needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRequirement {
    /// The ids of the primary, or of the members of a group.
    pub on: Vec<String>,
    /// How many of a group must serve; one where it is left out.
    pub at_least: Option<usize>,
    /// The share of each of a group beside the others'; empty where nothing weighs them.
    pub weights: Vec<u64>,
    /// Further keys, as the language spells them.
    pub keys: Vec<DraftKey>,
    /// What stands in, in order.
    pub fallbacks: Vec<DraftFallback>,
    /// Where the file says it.
    pub place: Span,
}

/// What stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFallback {
    /// Its id.
    pub to: String,
    /// Further keys, as the language spells them.
    pub keys: Vec<DraftKey>,
    /// Where the file says it.
    pub place: Span,
}

impl DraftRequirement {
    /// One that needs a single component.
    pub fn on(id: impl Into<String>, place: Span) -> Self {
        Self {
            on: vec![id.into()],
            at_least: None,
            weights: Vec::new(),
            keys: Vec::new(),
            fallbacks: Vec::new(),
            place,
        }
    }

    /// With a key.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<DraftValue>) -> Self {
        self.keys.push(DraftKey {
            key,
            value: value.into(),
            doubt: None,
        });
        self
    }

    /// With what a person must look at beside the last key.
    #[must_use]
    pub fn doubted(mut self, doubt: Doubt) -> Self {
        if let Some(last) = self.keys.last_mut() {
            last.doubt = Some(doubt);
        }
        self
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&DraftValue> {
        value_of(&self.keys, key)
    }

    /// What a person must look at.
    pub fn doubts(&self) -> impl Iterator<Item = &Doubt> {
        let keys = self.keys.iter();
        let fallbacks = self.fallbacks.iter().flat_map(|one| &one.keys);
        keys.chain(fallbacks).filter_map(|one| one.doubt.as_ref())
    }
}

impl DraftFallback {
    /// One of which nothing more is said.
    pub fn to(id: impl Into<String>, place: Span) -> Self {
        Self {
            to: id.into(),
            keys: Vec::new(),
            place,
        }
    }

    /// With a key.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<DraftValue>) -> Self {
        self.keys.push(DraftKey {
            key,
            value: value.into(),
            doubt: None,
        });
        self
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&DraftValue> {
        value_of(&self.keys, key)
    }
}
