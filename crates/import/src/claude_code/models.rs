use jurymast_plan::catalogue::provider_of_host;
use jurymast_terms::source::Span;

use super::settings::Settings;
use crate::draft::Doubt;
use crate::gateways::{
    Account, Address, Answering, Answers, Region, Route, Upstream, without_profile,
};
use crate::tree::Node;

/// Words that stand for whichever model is the newest of its kind, and the variables that
/// say which.
const ALIASES: [(&str, &str); 3] = [
    ("opus", "ANTHROPIC_DEFAULT_OPUS_MODEL"),
    ("sonnet", "ANTHROPIC_DEFAULT_SONNET_MODEL"),
    ("haiku", "ANTHROPIC_DEFAULT_HAIKU_MODEL"),
];

/// Further words that name no model.
const OTHER_WORDS: [&str; 3] = ["default", "best", "fable"];

/// Where models are called.
#[derive(Debug)]
pub(super) struct CalledAt {
    provider: Answering,
    region: Option<Region>,
    account: Option<Account>,
}

impl CalledAt {
    /// By the variables of the settings.
    pub(super) fn of(settings: &Settings<'_>) -> Self {
        let region = |key: &str, cloud: &str| {
            Region::of(settings.variable(key)?, format!("env.{key}"), cloud)
        };
        let base = |key: &str| Address::of(settings.text(key)?);
        let named = |key: &'static str| {
            let name = settings.text(key)?.to_owned();
            Some(Account::Named { key, name })
        };
        if settings.is_on("CLAUDE_CODE_USE_BEDROCK") {
            return Self {
                provider: at(base("ANTHROPIC_BEDROCK_BASE_URL"), "aws-bedrock"),
                region: region("AWS_REGION", "aws"),
                account: named("AWS_PROFILE"),
            };
        }
        if settings.is_on("CLAUDE_CODE_USE_VERTEX") {
            return Self {
                provider: at(base("ANTHROPIC_VERTEX_BASE_URL"), "google-vertex"),
                region: region("CLOUD_ML_REGION", "gcp"),
                account: named("ANTHROPIC_VERTEX_PROJECT_ID"),
            };
        }
        if settings.is_on("CLAUDE_CODE_USE_FOUNDRY") {
            let resource = settings.text("ANTHROPIC_FOUNDRY_RESOURCE");
            return Self {
                provider: at(base("ANTHROPIC_FOUNDRY_BASE_URL"), "azure-foundry"),
                region: None,
                account: resource
                    .map(|name| Account::Resource(format!("{name}.services.ai.azure.com"))),
            };
        }
        Self {
            provider: at(base("ANTHROPIC_BASE_URL"), "anthropic"),
            region: None,
            account: None,
        }
    }

    /// The models behind a word: `opusplan` is two.
    pub(super) fn models(
        &self,
        word: &str,
        path: &str,
        place: Span,
        settings: &Settings<'_>,
    ) -> Vec<Route> {
        let words: Vec<&str> = match without_window(word) {
            "opusplan" => vec!["opus", "sonnet"],
            word => vec![word],
        };
        let models = words.into_iter().map(|word| {
            let one = self.model(word, path, place, settings);
            Route {
                // A word that stands for no known model is all that names it.
                name: one.model.is_none().then(|| word.to_owned()),
                path: path.to_owned(),
                place,
                answers: Answers::One(Box::new(one)),
            }
        });
        models.collect()
    }

    fn model(&self, word: &str, path: &str, place: Span, settings: &Settings<'_>) -> Upstream {
        let alias = ALIASES.iter().find(|(alias, _)| *alias == word);
        let said = alias.and_then(|(_, key)| settings.text(key));
        let floats = (alias.is_some() || OTHER_WORDS.contains(&word)) && said.is_none();
        let model = without_window(said.unwrap_or(word));
        let is_bedrock = self.provider.known() == Some("aws-bedrock");
        let (behind, crosses) = match is_bedrock && !floats {
            true => without_profile(model),
            false => (model, false),
        };
        let mut one = Upstream::new(
            self.provider.clone(),
            (!floats).then_some(behind),
            path,
            place,
        );
        one.crosses_regions = crosses;
        one.region.clone_from(&self.region);
        one.account.clone_from(&self.account);
        if floats {
            let key = alias.map_or(String::new(), |(_, key)| format!(": {key} would say so"));
            one.which_model = format!("which model is `{word}` today{key}?");
        }
        one
    }
}

/// By an address that stands in the place of the provider's own.
fn at(address: Option<Address>, usual: &'static str) -> Answering {
    match address {
        None => Answering::Known(usual),
        Some(Address::Host { host, shown }) => match provider_of_host(&host) {
            Some(id) => Answering::Known(id),
            None => Answering::Unknown {
                named: host,
                question: format!("what answers at {shown}, and whom does it call?"),
            },
        },
        Some(Address::Variable(name)) => Answering::Unknown {
            question: format!("what answers where {name} points to?"),
            named: name,
        },
    }
}

/// `sonnet[1m]` is sonnet with a longer context.
fn without_window(word: &str) -> &str {
    word.split('[').next().unwrap_or(word).trim()
}

/// What to ask of the assistant.
pub(super) fn questions() -> [Doubt; 2] {
    [
        "who works with it, and what do they do without it?",
        "do all of them have these settings? managed ones and flags count before others",
    ]
    .map(|text| Doubt::Asked(text.to_owned()))
}

/// The words in a field that is a word or a list of them, each with its path.
pub(super) fn words<'a>(node: &'a Node, path: &str) -> Vec<(&'a str, String, Span)> {
    let items = node.one_or_more().iter().enumerate();
    let words = items.filter_map(|(at, one)| {
        let path = match node.is_list() {
            true => format!("{path}[{at}]"),
            false => path.to_owned(),
        };
        Some((one.text()?, path, one.span))
    });
    words.collect()
}
