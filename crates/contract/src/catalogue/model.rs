use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::catalogue::KnownModel;
use jurymast_terms::units::Date;

/// A model, by every list that has it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ModelByLists {
    /// As it was asked for.
    pub id: String,
    /// Id of the provider that makes it; null: nobody is known to.
    pub maker: Option<String>,
    /// What each list says.
    pub listed: Vec<ModelInList>,
}

/// What one list says of a model.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ModelInList {
    /// The id of the provider whose list it is.
    pub provider: String,
    /// The model as that list spells it.
    pub id: String,
    /// The day it ends, YYYY-MM-DD; null: no end is known.
    pub retires: Option<String>,
    /// The day before which it does not end; null: not said.
    pub earliest: Option<String>,
    /// The day the end was made known; null: not said.
    pub announced: Option<String>,
    /// What becomes of calls after the end: fails or redirects; null: not known.
    pub after: Option<&'static str>,
    /// What the provider names in its place; none: it says there is none; null: not said.
    pub replacement: Option<String>,
    /// The id that this one stands for; null: for itself.
    pub alias_of: Option<String>,
    /// How sure it is: verified, secondary, memory or contradictory.
    pub confidence: &'static str,
    /// Where that was read.
    pub source: String,
    /// The day on which the list was read; null: it does not say.
    pub read: Option<String>,
    /// What else is known; null: nothing.
    pub note: Option<String>,
}

impl From<&KnownModel> for ModelInList {
    fn from(known: &KnownModel) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        Self {
            provider: known.provider.clone(),
            id: known.id.clone(),
            retires: day(known.retires),
            earliest: day(known.earliest),
            announced: day(known.announced),
            after: known.after.map(|after| after.as_str()),
            replacement: known.replacement.clone(),
            alias_of: known.alias_of.clone(),
            confidence: known.confidence.as_str(),
            source: known.source.clone(),
            read: day(known.read),
            note: known.note.clone(),
        }
    }
}
