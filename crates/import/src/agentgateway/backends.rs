use super::health::Health;
use super::models::RESTS_ON;
use super::providers::{ProviderSettings, word_of};
use crate::gateways::{Answers, Link, Route, Shared};
use crate::tree::Node;

/// Keys of a provider that name none.
const NO_PROVIDERS: [&str; 9] = [
    "name",
    "host",
    "port",
    "path",
    "hostOverride",
    "pathOverride",
    "policies",
    "weight",
    "tokenize",
];

/// What answers for an AI backend: its groups in turn, or its only provider.
pub(super) fn answers(ai: &Node, health: Option<&Node>, path: &str) -> Option<Answers> {
    let health = Health::of(health.or_else(|| ai.get("health")));
    let groups = ai.get("groups").map(Node::items).unwrap_or_default();
    let links = groups.iter().enumerate().filter_map(|(at, group)| {
        let path = format!("{path}.groups[{at}]");
        let providers = group.get("providers").map(Node::items).unwrap_or_default();
        let members = providers.iter().enumerate();
        let members = members.map(|(at, one)| provider(one, &format!("{path}.providers[{at}]")));
        let mut members: Vec<(Route, Option<f64>)> = members.map(|one| (one, None)).collect();
        let answers = match members.len() {
            0 => return None,
            1 => members.remove(0).0.answers,
            _ => Answers::Shared(Shared {
                members,
                fails_over: true,
            }),
        };
        Some(Link {
            left_alone: health.left_alone,
            route: Route {
                name: None,
                path,
                place: group.span,
                answers,
            },
            leaves_on: health.triggers.clone(),
            detect: Vec::new(),
        })
    });
    let links: Vec<Link> = links.collect();
    if !links.is_empty() {
        return Answers::in_turn(links, RESTS_ON);
    }
    let only = ai.get("provider").map(|_| ai).or_else(|| ai.get("llm"));
    only.map(|node| provider(node, path).answers)
}

fn provider(node: &Node, path: &str) -> Route {
    let (word, own) = match node.get("provider") {
        Some(inner) => word_of(inner),
        None => {
            let mut all = node.entries().iter();
            let found = all.find(|one| !NO_PROVIDERS.contains(&one.key.text.as_str()));
            found.map_or((None, None), |one| {
                (Some(one.key.text.as_str()), Some(&one.value))
            })
        }
    };
    let settings = ProviderSettings {
        word: word.filter(|word| *word != "custom"),
        from: [Some(node), own, None],
    };
    Route {
        name: None,
        path: path.to_owned(),
        place: node.span,
        answers: Answers::One(Box::new(settings.upstream(None, path, node.span))),
    }
}
