use jurymast_plan::catalogue::{maker, meant, provider, provider_of_host};

use super::parts::BomPart;
use crate::draft::Doubt;
use crate::evidence::hosts_in;
use crate::gateways::{Answering, Upstream, provider_spelt};
use crate::tree::Node;

/// Words in the names of properties that say who provides a part.
const PROVIDERS: [&str; 3] = ["provider", "vendor", "host"];

impl BomPart<'_> {
    /// What it is called.
    pub(super) fn name(&self) -> &str {
        let name = self.node.text_at(&["name"]);
        name.or(self.reference).unwrap_or("unnamed")
    }

    /// The hosts at which a service is called.
    pub(super) fn hosts(&self) -> Vec<String> {
        let endpoints = self.node.get("endpoints").map(Node::items);
        let endpoints = endpoints.unwrap_or_default().iter().filter_map(Node::text);
        let hosts = endpoints.flat_map(|text| {
            let hosts = hosts_in(text).into_iter();
            hosts.map(|one| one.host.to_owned()).collect::<Vec<_>>()
        });
        hosts.collect()
    }

    /// The party of the catalogue that it belongs to, by all that may say so.
    pub fn party(&self) -> Option<&'static str> {
        let mut hosts = self.hosts().into_iter();
        let by_host = hosts.find_map(|host| provider_of_host(&host));
        let said = [
            self.node.text_at(&["provider", "name"]),
            self.node.text_at(&["supplier", "name"]),
            self.node.text_at(&["group"]),
            self.node.text_at(&["publisher"]),
            self.node.text_at(&["manufacturer", "name"]),
        ];
        let properties = self.node.get("properties").map(Node::items);
        let properties = properties.unwrap_or_default().iter().filter_map(|one| {
            let key = one.text_at(&["name"])?.rsplit([':', '.']).next()?;
            let value = one.text_at(&["value"])?;
            PROVIDERS.contains(&key).then_some(value)
        });
        let mut said = said.into_iter().flatten().chain(properties);
        by_host
            .or_else(|| said.find_map(known))
            .or_else(|| self.by_package())
            .or_else(|| known(self.name()))
    }

    /// `pkg:huggingface/meta-llama/Llama-3.3-70B`
    fn by_package(&self) -> Option<&'static str> {
        let url = self.node.text_at(&["purl"])?;
        let mut parts = url.strip_prefix("pkg:")?.split(['/', '@']);
        parts.next().and_then(known)
    }

    /// A model, and who answers for it.
    pub(super) fn model(&self, path: &str) -> Upstream {
        let name = self.name();
        let by_maker = || maker(name).map(|one| one.id.as_str());
        let mut doubts = Vec::new();
        let provider = match self.party() {
            Some(id) => Answering::Known(id),
            None => match by_maker() {
                Some(id) => {
                    let guess = "who answers: the file names nobody, and they made the model";
                    doubts.push(Doubt::Guessed(guess.to_owned()));
                    Answering::Known(id)
                }
                None => Answering::Unknown {
                    named: format!("host of {name}"),
                    question: format!("who answers for `{name}`, and where?"),
                },
            },
        };
        let mut one = Upstream::new(provider, Some(name), path, self.node.span);
        one.doubts = doubts;
        one
    }
}

/// The party that a name means: `Anthropic`, `Amazon Bedrock`.
fn known(name: &str) -> Option<&'static str> {
    let kebab = name.trim().to_ascii_lowercase().replace([' ', '_'], "-");
    let own = provider(&kebab).map(|one| one.id.as_str());
    let other = || meant(&kebab).and_then(provider).map(|one| one.id.as_str());
    provider_spelt(&kebab).or(own).or_else(other)
}
