use std::collections::BTreeMap;

use jurymast_terms::source::Span;
use jurymast_terms::units::{Date, Duration};

use super::{ComponentId, Detail, Evidence, Plan};

/// A provider's models as a file has them, which somebody saved.
#[derive(Debug, Clone)]
pub struct SavedModelList {
    /// The file's path as people see it.
    pub path: String,
    /// Where the plan names it; `None`: the command line does.
    pub place: Option<Span>,
    /// The catalogue's id of the provider.
    pub provider: String,
    /// Who keeps it.
    pub keeper: ListKeeper,
    /// It has all there are, so what it lacks cannot be called.
    pub whole: bool,
    /// It says of each model whether it ends, so that silence means: no end was named.
    pub tells_ends: bool,
    /// The day it was saved; `None`: nobody said.
    pub on: Option<Date>,
    /// By the id that calls use.
    pub models: BTreeMap<String, ListedModel>,
}

/// Who keeps a list of models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListKeeper {
    /// The provider, for one account.
    Account,
    /// Others, for everybody: LiteLLM, models.dev.
    Public,
}

/// One model of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedModel {
    /// Where it is in its life, if the list says.
    pub stage: ListedStage,
    /// The day it ends.
    pub ends: Option<Date>,
    /// The day before which it does not end.
    pub earliest: Option<Date>,
    /// The day its end was made known.
    pub announced: Option<Date>,
    /// What the provider names in its place.
    pub replacement: Option<String>,
    /// What it takes and gives.
    pub gives: ListedAbilities,
}

/// What a list says that a model takes and gives; `None`: it does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedAbilities {
    /// The kind of work, as endpoints are called: "text", "embeddings".
    pub work: Option<&'static str>,
    /// Tool calls.
    pub tools: Option<bool>,
    /// Answers that follow a schema.
    pub structured_output: Option<bool>,
    /// Pictures as input.
    pub vision: Option<bool>,
    /// Answers that arrive piece by piece.
    pub streaming: Option<bool>,
    /// The longest prompt, in tokens.
    pub context: Option<u64>,
    /// Numbers in a vector, of embeddings.
    pub dimension: Option<u64>,
    /// What a million tokens of input cost, in millionths of a US dollar.
    pub input_price: Option<u64>,
    /// The same of output.
    pub output_price: Option<u64>,
}

/// What one list says of a model that is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedModelAbilities {
    /// The list, as [`SavedModelList::name`] has it.
    pub list: String,
    /// What it says.
    pub gives: ListedAbilities,
}

/// Where a model is in its life, by a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListedStage {
    /// It answers, or the list says nothing else.
    Alive,
    /// It answers, and its end is decided.
    Deprecated,
    /// It no longer answers.
    Ended,
}

/// What is known of a model beside its end.
#[derive(Debug, Clone, Default)]
pub struct ModelKnowledge {
    /// Who knows it.
    pub standing: ModelStanding,
    /// The provider promises it for so long, and no longer.
    pub floor: Option<ModelFloor>,
    /// Its end is decided and has no day: where that was read.
    pub deprecated: Option<Evidence>,
    /// What saved lists say that it takes and gives: the account's own first, the newest
    /// before older ones.
    pub listed: Vec<ListedModelAbilities>,
}

impl ModelKnowledge {
    /// What the first list says that says anything of it, and which list that is.
    pub fn said<T>(&self, of: impl Fn(&ListedAbilities) -> Option<T>) -> Option<(T, &str)> {
        let mut all = self.listed.iter();
        all.find_map(|one| Some((of(&one.gives)?, one.list.as_str())))
    }
}

/// Whether anybody knows the id that a call names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ModelStanding {
    /// There is nobody to ask: no model is named, one's own runtime serves it, or of its
    /// provider no list is known.
    #[default]
    Unasked,
    /// The plan, a saved list or the catalogue knows it.
    Known,
    /// The account's whole list lacks it.
    Unlisted {
        /// Index in [`super::Plan::model_lists`].
        list: usize,
        /// The listed id that it is most likely meant to be.
        nearest: Option<String>,
        /// The catalogue has it.
        known: bool,
    },
    /// It is known, and no list spells it so.
    Respelt {
        /// The id as the catalogue has it.
        listed: String,
    },
    /// The provider does not serve it; this one does.
    Elsewhere {
        /// The catalogue's id of the other.
        provider: String,
    },
    /// Nobody knows it.
    Unknown {
        /// The known id that it is most likely meant to be.
        nearest: Option<String>,
    },
}

/// How long a model is promised: a "not sooner than", which is no end.
#[derive(Debug, Clone)]
pub struct ModelFloor {
    /// The day from which on it may end.
    pub earliest: Date,
    /// How long before an end the provider promises to name it.
    pub notice: Option<Duration>,
    /// Where it was read.
    pub evidence: Evidence,
}

impl SavedModelList {
    /// "`lists/anthropic.json` of 2026-11-20", "`models.json`, whose day is not known"
    pub fn name(&self) -> String {
        match self.on {
            Some(day) => format!("`{}` of {day}", self.path),
            None => format!("`{}`, whose day is not known", self.path),
        }
    }
}

impl ListedModel {
    /// One that answers, of which the list says nothing else.
    pub fn alive() -> Self {
        Self {
            stage: ListedStage::Alive,
            ends: None,
            earliest: None,
            announced: None,
            replacement: None,
            gives: ListedAbilities::default(),
        }
    }

    /// In order of how long it answers: what is over comes first, then by the day of the
    /// end, then what has none.
    pub fn lasts(&self) -> (bool, bool, Option<Date>) {
        (
            self.stage != ListedStage::Ended,
            self.ends.is_none(),
            self.ends,
        )
    }
}

/// A model that the plan calls and nobody knows: when it ends is not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownModel {
    /// The id of the provider.
    pub provider: String,
    /// As the calls name it.
    pub model: String,
    /// The AI dependencies that call it, in plan order.
    pub called_by: Vec<ComponentId>,
}

impl Plan {
    /// The models that neither the plan itself, nor a saved list, nor the catalogue knows,
    /// by provider and id.
    pub fn unknown_models(&self) -> Vec<UnknownModel> {
        let mut calls: BTreeMap<(&str, &str), Vec<ComponentId>> = BTreeMap::new();
        for (id, component) in self.enumerate() {
            let Detail::Ai(ai) = &component.detail else {
                continue;
            };
            let unknown = match ai.knowledge.standing {
                ModelStanding::Unknown { .. } => true,
                ModelStanding::Unlisted { known, .. } => !known,
                _ => false,
            };
            if let (true, Some(model), Some(provider)) = (unknown, &ai.model, self.provider_of(id))
            {
                let provider = self.component(provider).id.as_str();
                calls.entry((provider, &model.value)).or_default().push(id);
            }
        }
        let calls = calls.into_iter();
        calls
            .map(|((provider, model), called_by)| UnknownModel {
                provider: provider.to_owned(),
                model: model.to_owned(),
                called_by,
            })
            .collect()
    }
}
