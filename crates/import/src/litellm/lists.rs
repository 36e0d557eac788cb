use jurymast_plan::catalogue::{maker, provider_of_litellm_prefix};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Span;
use jurymast_terms::vocabulary::Symptom;

use super::gateway::Gateway;
use crate::tree::Node;

/// Which group stands in for which, on which failure.
#[derive(Debug, Default)]
pub struct Lists {
    /// On any failure that has no list of its own.
    pub general: Vec<Chain>,
    /// On an input that does not fit the context.
    pub too_long: Vec<Chain>,
    /// On an input that the content policy refuses.
    pub refused: Vec<Chain>,
}

/// The lists of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// `fallbacks`
    General,
    /// `context_window_fallbacks`
    TooLong,
    /// `content_policy_fallbacks`
    Refused,
}

/// What stands in for a group, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The group; `*`: any that has no chain of its own.
    pub key: String,
    /// Where it stands.
    pub place: Span,
    /// What stands in.
    pub targets: Vec<ChainTarget>,
    /// It comes from `default_fallbacks`.
    pub is_default: bool,
}

/// What stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainTarget {
    /// A group, an alias, the id of a deployment, or what a pattern fits.
    pub name: String,
    /// Where it stands.
    pub place: Span,
}

/// The key that fits every group.
pub(super) const ANY: &str = "*";

impl ListKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::General, Self::TooLong, Self::Refused];

    /// As the file spells it.
    pub fn key(self) -> &'static str {
        match self {
            Self::General => "fallbacks",
            Self::TooLong => "context_window_fallbacks",
            Self::Refused => "content_policy_fallbacks",
        }
    }

    /// The symptom that tells which list is meant.
    pub fn symptom(self) -> Symptom {
        match self {
            Self::General => Symptom::ServerError,
            Self::TooLong => Symptom::TooLong,
            Self::Refused => Symptom::Refused,
        }
    }
}

/// The two sections that may hold the lists; of the first that has one all of it counts,
/// and nothing of the other.
pub(super) const SECTIONS: [&str; 2] = ["router_settings", "litellm_settings"];

/// The section that holds a key with something in it.
pub(super) fn section_with<'g>(
    gateway: &'g Gateway,
    key: &str,
) -> Option<(&'static str, &'g Node)> {
    let mut found = SECTIONS
        .into_iter()
        .filter_map(|section| Some((section, gateway.get(section, key)?)));
    found.find(|(_, node)| !node.is_list() || !node.items().is_empty())
}

impl Lists {
    pub(super) fn read(gateway: &Gateway, problems: &mut Vec<Diagnostic>) -> Self {
        let mut lists = Self {
            general: chains(gateway, ListKind::General, problems),
            too_long: chains(gateway, ListKind::TooLong, problems),
            refused: chains(gateway, ListKind::Refused, problems),
        };
        if let Some((_, node)) = section_with(gateway, "default_fallbacks") {
            if !node.is_list() {
                let message = format!(
                    "`default_fallbacks` is {}, not a list of groups",
                    node.kind()
                );
                problems.push(refused(message, node.span));
            }
            lists.general.push(Chain {
                key: ANY.to_owned(),
                place: node.span,
                targets: targets(node),
                is_default: true,
            });
        }
        lists
    }

    pub(super) fn of_mut(&mut self, kind: ListKind) -> &mut Vec<Chain> {
        match kind {
            ListKind::General => &mut self.general,
            ListKind::TooLong => &mut self.too_long,
            ListKind::Refused => &mut self.refused,
        }
    }

    /// A list.
    pub fn of(&self, kind: ListKind) -> &[Chain] {
        match kind {
            ListKind::General => &self.general,
            ListKind::TooLong => &self.too_long,
            ListKind::Refused => &self.refused,
        }
    }
}

/// The chain that counts for a call: that of the first name which has one of its own,
/// else the one for any.
pub(super) fn chain_for<'l>(list: &'l [Chain], names: &[&str]) -> Option<&'l Chain> {
    let found = names.iter().map(|name| chain_of(list, name));
    let found: Vec<&Chain> = found.flatten().collect();
    let own = found.iter().find(|one| one.key != ANY);
    own.or_else(|| found.first()).copied()
}

/// The chain of a name: spelt alike, else with or without the provider in front, else the
/// one for any. Of two spelt alike the first counts, of others the last.
fn chain_of<'l>(list: &'l [Chain], name: &str) -> Option<&'l Chain> {
    let exact = list.iter().find(|one| one.key == name);
    let spelt = || list.iter().rfind(|one| is_same_but_prefix(&one.key, name));
    let any = || list.iter().rfind(|one| one.key == ANY);
    exact.or_else(spelt).or_else(any)
}

/// `openai/gpt-5.2` is asked for and `gpt-5.2` listed; the other way round only where the
/// name alone tells the provider.
fn is_same_but_prefix(key: &str, name: &str) -> bool {
    let bare = |text| provider_of_litellm_prefix(text);
    let without = bare(name).is_some_and(|(_, rest)| rest == key);
    let with = bare(key).is_some_and(|(provider, rest)| {
        rest == name && !name.contains('/') && maker(name).is_some_and(|one| one.id == provider)
    });
    without || with
}

fn chains(gateway: &Gateway, kind: ListKind, problems: &mut Vec<Diagnostic>) -> Vec<Chain> {
    let Some((_, node)) = section_with(gateway, kind.key()) else {
        return Vec::new();
    };
    if !node.is_list() {
        let message = format!("`{}` is {}, not a list of maps", kind.key(), node.kind());
        problems.push(refused(message, node.span));
        return Vec::new();
    }
    let mut chains = Vec::new();
    for item in node.items() {
        let [first, others @ ..] = item.entries() else {
            if !item.is_map() {
                let message = format!("an entry of `{}` is {}, not a map", kind.key(), item.kind());
                problems.push(refused(message, item.span));
            }
            continue;
        };
        if let Some(second) = others.first() {
            let message = format!(
                "a map of `{}` has more keys than one: `{}` and `{}`",
                kind.key(),
                first.key.text,
                second.key.text
            );
            problems.push(
                refused(message, second.key.span)
                    .help("write a map for each group: [{\"a\": [\"b\"]}, {\"c\": [\"d\"]}]"),
            );
        }
        chains.push(Chain {
            key: first.key.text.clone(),
            place: first.key.span,
            targets: targets(&first.value),
            is_default: false,
        });
    }
    chains
}

fn targets(node: &Node) -> Vec<ChainTarget> {
    let names = node.one_or_more().iter().filter_map(|one| {
        let name = one.text().or_else(|| one.text_at(&["model"]))?;
        Some(ChainTarget {
            name: name.to_owned(),
            place: one.span,
        })
    });
    names.collect()
}

/// What the proxy does not start with.
fn refused(message: String, place: Span) -> Diagnostic {
    Diagnostic::error("gateway-refuses", message, place)
        .label("the proxy refuses this when it starts")
}
