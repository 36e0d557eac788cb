use jurymast_terms::source::Span;

use crate::gateways::{
    Account, Address, Answering, Region, Upstream, provider_spelt, without_profile,
};
use crate::tree::Node;

/// What a provider says of where and how it is called, in whichever words.
#[derive(Debug, Clone, Copy)]
pub(super) struct ProviderSettings<'a> {
    /// As the file calls the provider; `None`: an interface that many speak.
    pub(super) word: Option<&'a str>,
    /// Maps that may hold the settings, the first that has one counts.
    pub(super) from: [Option<&'a Node>; 3],
}

impl<'a> ProviderSettings<'a> {
    /// A setting.
    pub(super) fn get(&self, keys: &[&str]) -> Option<&'a Node> {
        let mut maps = self.from.into_iter().flatten();
        maps.find_map(|map| keys.iter().find_map(|key| map.get(key)))
    }

    fn text(&self, keys: &[&str]) -> Option<&'a str> {
        self.get(keys)?.text()
    }

    /// Who answers; a name with a `*` in it leaves the model to `asked`.
    pub(super) fn upstream(&self, asked: Option<&str>, path: &str, place: Span) -> Upstream {
        let named = self.word.and_then(provider_spelt);
        let base = self.text(&["baseUrl", "hostOverride", "host"]);
        let address = base.and_then(|text| match text.contains("://") {
            true => Address::of(text),
            false => Address::of(&format!("https://{text}")),
        });
        let provider = Answering::at(address, named, || {
            let word = self.word.unwrap_or(path);
            Answering::Unknown {
                named: format!("{word} provider"),
                question: format!("who answers for `{word}`?"),
            }
        });
        let model = self.text(&["model"]).or(asked);
        let (behind, crosses) = match model {
            Some(model) if named == Some("aws-bedrock") => without_profile(model),
            other => (other.unwrap_or_default(), false),
        };
        let mut one = Upstream::new(provider, Some(behind), path, place);
        one.crosses_regions = crosses;
        let regions: [(&[&str], &str); 2] = [
            (&["awsRegion", "region"], "aws"),
            (&["vertexRegion", "region", "location"], "gcp"),
        ];
        let cloud = match named {
            Some("google-vertex") => "gcp",
            _ => "aws",
        };
        let keys = regions.into_iter().find(|(_, one)| *one == cloud);
        let region = keys.and_then(|(keys, _)| self.get(keys));
        one.region = region.and_then(|node| Region::of(node, format!("{path}.region"), cloud));
        let project = self.text(&["vertexProject", "projectId"]);
        let resource = self.text(&["azureResourceName", "resourceName"]);
        let key = self.text(&["apiKey"]);
        one.account = match (resource, project, key) {
            (Some(name), ..) => Some(Account::Resource(format!("{name}.openai.azure.com"))),
            (None, Some(name), _) => Some(Account::Named {
                key: "project",
                name: name.to_owned(),
            }),
            (None, None, Some(text)) => Some(match text.strip_prefix('$') {
                Some(name) => Account::Named {
                    key: "apiKey",
                    name: name.to_owned(),
                },
                None => Account::InFile(text.to_owned()),
            }),
            (None, None, None) => None,
        };
        one
    }
}

/// The word that a provider is called by, and the map behind it: `openAI`, or
/// `openAI: {model: ...}`.
pub(super) fn word_of(node: &Node) -> (Option<&str>, Option<&Node>) {
    match node.text() {
        Some("custom") => (None, None),
        Some(word) => (Some(word), None),
        None => match node.entries() {
            [only, ..] if only.key.text == "custom" => (None, Some(&only.value)),
            [only, ..] => (Some(only.key.text.as_str()), Some(&only.value)),
            [] => (None, None),
        },
    }
}
