use std::collections::BTreeMap;

use serde_json::Value;

use crate::catalogue;
use crate::model::{ListKeeper, ListedModel, ListedStage, SavedModelList};
use jurymast_terms::problem::Problem;
use jurymast_terms::source::Span;
use jurymast_terms::suggest;
use jurymast_terms::units::Date;

use super::shape::{SHAPES, Shape, entries};
use super::values::{day, text};
use super::{clouds, labs, public};

/// What is said of a list by whoever names it.
#[derive(Debug, Clone, Default)]
pub struct ListFacts {
    /// Its path as people see it; a day in its name is its day.
    pub path: String,
    /// Where a plan names it.
    pub place: Option<Span>,
    /// The catalogue's id of the provider, where the shape does not tell.
    pub provider: Option<String>,
    /// The day it was saved.
    pub on: Option<Date>,
}

/// What a shape gives.
pub(super) struct Read {
    pub(super) models: BTreeMap<String, ListedModel>,
    pub(super) whole: bool,
    pub(super) tells_ends: bool,
}

/// What a shape is read from.
pub(super) struct ReadFrom<'a> {
    pub(super) root: &'a Value,
    pub(super) on: Option<Date>,
}

/// The lists in a file, one for each provider.
///
/// # Errors
/// When it is no JSON, of no known shape, empty, or nobody can tell whose it is.
pub fn saved_lists(json: &str, said: &ListFacts) -> Result<Vec<SavedModelList>, Problem> {
    let shown = &said.path;
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let root: Value = serde_json::from_str(json)
        .map_err(|error| Problem::new(format!("`{shown}` is no JSON: {error}")))?;
    if let Some(provider) = &said.provider
        && catalogue::provider(provider).is_none()
    {
        let problem = Problem::new(format!("the catalogue knows no provider `{provider}`"));
        let near = suggest::did_you_mean(provider, catalogue::provider_ids());
        return Err(problem
            .or_help(near)
            .or_help(Some("`jurymast catalogue list` has them all".to_owned())));
    }
    let Some(shape) = Shape::of(&root) else {
        return Err(no_shape(shown, &root));
    };
    let on = said
        .on
        .or_else(|| own_day(&root))
        .or_else(|| day_in_name(shown));
    let from = ReadFrom { root: &root, on };
    let all = entries(&root).unwrap_or_default();
    let one = |provider: &str, read: Read| vec![(provider.to_owned(), read)];
    let several = |read: BTreeMap<&'static str, Read>| {
        let read = read.into_iter();
        read.map(|(provider, read)| (provider.to_owned(), read))
            .collect::<Vec<_>>()
    };
    let (read, keeper) = match shape {
        Shape::Anthropic => (
            one("anthropic", labs::anthropic(all, &from)),
            ListKeeper::Account,
        ),
        Shape::Mistral => (
            one("mistral", labs::mistral(all, &from)),
            ListKeeper::Account,
        ),
        Shape::OpenRouter => (
            one("openrouter", labs::openrouter(all, &from)),
            ListKeeper::Account,
        ),
        Shape::Gemini => (
            one("google-gemini", labs::gemini(all, &from)),
            ListKeeper::Account,
        ),
        Shape::Bedrock => (
            one("aws-bedrock", clouds::bedrock(all, &from)),
            ListKeeper::Account,
        ),
        Shape::AzureResource => (
            one("azure-openai", clouds::azure_resource(all, &from)),
            ListKeeper::Account,
        ),
        Shape::AzureArm => (several(clouds::azure_arm(all, &from)), ListKeeper::Account),
        Shape::OpenAi => {
            let provider = match &said.provider {
                Some(provider) => provider.clone(),
                None => labs::owner(all).map_err(|problem| Problem {
                    message: format!("`{shown}`: {}", problem.message),
                    ..problem
                })?,
            };
            (
                one(&provider, labs::openai(all, &from)),
                ListKeeper::Account,
            )
        }
        Shape::LiteLlm => (several(public::litellm(&root)), ListKeeper::Public),
        Shape::ModelsDev => (several(public::models_dev(&root)), ListKeeper::Public),
    };
    let mut lists = Vec::new();
    for (provider, read) in read {
        let undated = |(_, one): &(&String, &ListedModel)| {
            one.stage == ListedStage::Ended && one.ends.is_none() && on.is_none()
        };
        if let Some((id, _)) = read.models.iter().find(undated) {
            return Err(Problem::new(format!(
                "`{shown}` says that `{id}` has ended and not when, and nothing says of which day the list is"
            ))
            .help("say it: { path = \"...\", on = 2026-11-20 }, or in the file's name"));
        }
        let wanted = said
            .provider
            .as_ref()
            .is_none_or(|wanted| *wanted == provider);
        if read.models.is_empty() || !wanted {
            continue;
        }
        lists.push(SavedModelList {
            path: shown.clone(),
            place: said.place,
            provider,
            keeper,
            whole: read.whole,
            tells_ends: read.tells_ends,
            on,
            models: read.models,
        });
    }
    match &said.provider {
        _ if !lists.is_empty() => Ok(lists),
        Some(provider) => Err(Problem::new(format!(
            "`{shown}` is by its keys no list of {provider}"
        ))
        .help("leave `provider` out, or save the list anew")),
        None => Err(Problem::new(format!("`{shown}` lists no model"))),
    }
}

fn no_shape(shown: &str, root: &Value) -> Problem {
    let error = root.get("error");
    let said = error.and_then(|error| text(error, "message").or_else(|| error.as_str()));
    if let Some(said) = said {
        return Problem::new(format!(
            "`{shown}` is the answer to a call that failed: {said}"
        ))
        .help("save the list again, with a key that works");
    }
    let empty = entries(root).is_some_and(<[Value]>::is_empty);
    if empty {
        return Problem::new(format!("`{shown}` lists no model"));
    }
    Problem::new(format!("`{shown}` is no list of models that is known"))
        .help(format!("known: {SHAPES}"))
}

/// The day that a file says of itself.
fn own_day(root: &Value) -> Option<Date> {
    let keys = [
        "date",
        "retrieved_at",
        "fetched_at",
        "generated_at",
        "saved_at",
    ];
    keys.iter().find_map(|key| day(root, key))
}

/// `lists/anthropic-2026-11-20.json`
fn day_in_name(path: &str) -> Option<Date> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let starts = name.char_indices().map(|(at, _)| at);
    let mut days = starts.filter_map(|at| name.get(at..at + 10)?.parse().ok());
    days.next()
}
