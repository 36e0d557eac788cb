use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::catalogue::KnownModel;
use jurymast_plan::model::ListedAbilities;
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
    /// What it takes and gives.
    pub gives: ModelAbilities,
}

/// What a list says that a model takes and gives; null: it does not say.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ModelAbilities {
    /// The kind of work, as endpoints are called: text, embeddings ...
    pub work: Option<&'static str>,
    /// The longest prompt, in tokens.
    pub context: Option<u64>,
    /// Tool calls.
    pub tools: Option<bool>,
    /// Answers that follow a schema.
    pub structured_output: Option<bool>,
    /// Pictures as input.
    pub vision: Option<bool>,
    /// Answers that arrive piece by piece.
    pub streaming: Option<bool>,
    /// Numbers in a vector, of embeddings.
    pub dimension: Option<u64>,
    /// US dollars for a million tokens of input.
    pub input_price_usd: Option<f64>,
    /// US dollars for a million tokens of output.
    pub output_price_usd: Option<f64>,
}

impl From<&ListedAbilities> for ModelAbilities {
    fn from(gives: &ListedAbilities) -> Self {
        let ListedAbilities {
            work,
            tools,
            structured_output,
            vision,
            streaming,
            context,
            dimension,
            input_price,
            output_price,
        } = *gives;
        let dollars = |price: Option<u64>| price.map(|millionths| millionths as f64 / 1e6);
        Self {
            work,
            context,
            tools,
            structured_output,
            vision,
            streaming,
            dimension,
            input_price_usd: dollars(input_price),
            output_price_usd: dollars(output_price),
        }
    }
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
            gives: (&known.gives).into(),
        }
    }
}
