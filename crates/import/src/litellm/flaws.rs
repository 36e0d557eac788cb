use std::collections::BTreeSet;

use jurymast_terms::source::Span;
use jurymast_terms::suggest;
use jurymast_terms::vocabulary::Symptom;

use super::attempts::CallOutcome;
use super::gateway::{AnsweringGroup, Gateway};
use super::lists::{ANY, ListKind, SECTIONS, section_with};
use crate::gateways::{FlawKind, GatewayFlaw};

/// What is wrong with a configuration as a whole.
pub fn flaws(gateway: &Gateway) -> Vec<GatewayFlaw> {
    let mut flaws = Flaws(Vec::new());
    flaws.no_timeout(gateway);
    flaws.replaced_lists(gateway);
    for kind in ListKind::ALL {
        flaws.lists(gateway, kind);
    }
    flaws.default_suppressed(gateway);
    flaws.loops(gateway);
    flaws.dead_ends(gateway);
    flaws.cut_short(gateway);
    flaws.never_tried(gateway);
    flaws.aliases(gateway);
    flaws.0
}

struct Flaws(Vec<GatewayFlaw>);

impl Flaws {
    fn say(&mut self, kind: FlawKind, path: impl Into<String>, place: Span, message: String) {
        let source_path: String = path.into();
        let about = source_path.split_once('.');
        self.0.push(GatewayFlaw {
            kind,
            about: about.map(|(_, name)| name.to_owned()),
            source_path,
            place,
            message,
        });
    }

    fn no_timeout(&mut self, gateway: &Gateway) {
        let settings = &gateway.settings;
        let Some(group) = gateway
            .groups
            .iter()
            .find(|one| settings.timeout_of(one).is_none())
        else {
            return;
        };
        let message = format!(
            "no time-out: a call to `{}` that hangs is given up after 6000 s, each try anew",
            group.name
        );
        self.say(
            FlawKind::NoTimeout,
            "router_settings.timeout",
            group.place,
            message,
        );
    }

    /// Of two sections with the same list one is not read.
    fn replaced_lists(&mut self, gateway: &Gateway) {
        let keys = ListKind::ALL.map(ListKind::key);
        for key in keys.into_iter().chain(["default_fallbacks"]) {
            let Some((read, _)) = section_with(gateway, key) else {
                continue;
            };
            for section in SECTIONS.into_iter().filter(|one| *one != read) {
                if let Some(node) = gateway.get(section, key) {
                    let message = format!("not read: `{read}.{key}` replaces it as a whole");
                    self.say(
                        FlawKind::ReplacedList,
                        format!("{section}.{key}"),
                        node.span,
                        message,
                    );
                }
            }
        }
    }

    fn lists(&mut self, gateway: &Gateway, kind: ListKind) {
        let mut keys: BTreeSet<&str> = BTreeSet::new();
        for chain in gateway.lists.of(kind) {
            let (key, path) = match chain.is_default {
                true => (ANY, "default_fallbacks".to_owned()),
                false => (chain.key.as_str(), format!("{}.{}", kind.key(), chain.key)),
            };
            if !keys.insert(key) && key != ANY {
                let message = format!("`{key}` has a list already: the first counts");
                self.say(FlawKind::SecondList, &path, chain.place, message);
            }
            if key != ANY && is_nobody(gateway, key) {
                let message = format!("no group is called `{key}`{}", near(gateway, key));
                self.say(FlawKind::UnknownGroup, &path, chain.place, message);
            }
            for target in &chain.targets {
                let what = match gateway.answers(&target.name) {
                    AnsweringGroup::Nobody => "the proxy passes over it without a word".to_owned(),
                    AnsweringGroup::Default(group) => {
                        format!("`{}`, the first default, answers in its place", group.name)
                    }
                    _ => continue,
                };
                let near = near(gateway, &target.name);
                let message = format!("no group is called `{}`: {what}{near}", target.name);
                self.say(FlawKind::UnknownGroup, &path, target.place, message);
            }
        }
    }

    fn default_suppressed(&mut self, gateway: &Gateway) {
        let general = &gateway.lists.general;
        if !general.iter().any(|one| one.is_default) {
            return;
        }
        for chain in general
            .iter()
            .filter(|one| !one.is_default && one.key != ANY)
        {
            let message = match chain.targets.is_empty() {
                true => format!(
                    "`{}` gets no fallback: its empty list stands in the place of `default_fallbacks`",
                    chain.key
                ),
                false => format!(
                    "`default_fallbacks` are not tried for `{}`, which has a list of its own",
                    chain.key
                ),
            };
            self.say(
                FlawKind::DefaultSuppressed,
                format!("fallbacks.{}", chain.key),
                chain.place,
                message,
            );
        }
    }

    /// Groups that stand in for each other: when all fail the call comes back to where it
    /// began.
    fn loops(&mut self, gateway: &Gateway) {
        let mut known: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
        for chain in gateway.lists.general.iter().filter(|one| one.key != ANY) {
            let Some(circle) = circle(gateway, &chain.key) else {
                continue;
            };
            if known.insert(circle.iter().copied().collect()) {
                let names: Vec<String> = circle.iter().map(|one| format!("`{one}`")).collect();
                let message = format!(
                    "{} stand in for each other in a circle: each is tried once",
                    jurymast_terms::wording::and(&names)
                );
                self.say(
                    FlawKind::Loop,
                    format!("fallbacks.{}", chain.key),
                    chain.place,
                    message,
                );
            }
        }
    }

    /// Lists that have names in them, and lead to nobody.
    fn dead_ends(&mut self, gateway: &Gateway) {
        for kind in ListKind::ALL {
            let own = gateway.lists.of(kind).iter().filter(|one| one.key != ANY);
            for chain in own.filter(|one| !one.targets.is_empty()) {
                let steps = gateway.stands_in(&chain.key, kind.symptom());
                if steps.iter().all(|one| one.name == chain.key) {
                    let message =
                        format!("`{}` has a list, and nothing in it can stand in", chain.key);
                    let path = format!("{}.{}", kind.key(), chain.key);
                    self.say(FlawKind::DeadEnd, path, chain.place, message);
                }
            }
        }
    }

    /// Groups in chains that a call never reaches, since the chain is too deep.
    fn cut_short(&mut self, gateway: &Gateway) {
        for group in &gateway.groups {
            let sent = gateway.attempts(&group.name, &|_| CallOutcome::Fails(Symptom::ServerError));
            let sent: BTreeSet<&str> = sent.iter().map(|one| one.name.as_str()).collect();
            let last = reached(gateway, &group.name);
            let missed = last
                .into_iter()
                .find(|one| !sent.contains(one.name.as_str()));
            if let Some(missed) = missed {
                let message = format!(
                    "a call to `{}` never comes as far as `{}`: chains lead {} deep (`max_fallbacks`)",
                    group.name, missed.name, gateway.settings.max_fallbacks
                );
                self.say(
                    FlawKind::TooDeep,
                    "router_settings.max_fallbacks",
                    missed.place,
                    message,
                );
            }
        }
    }

    fn never_tried(&mut self, gateway: &Gateway) {
        for group in &gateway.groups {
            for one in group.never_tried() {
                let message = format!(
                    "never tried: it has no `order`, and others of `{}` have one",
                    group.name
                );
                self.say(
                    FlawKind::NeverTried,
                    format!("{}.litellm_params.order", one.path),
                    one.node.span,
                    message,
                );
            }
        }
    }

    /// A list is looked up by the name that was called.
    fn aliases(&mut self, gateway: &Gateway) {
        let symptom = Symptom::ServerError;
        for alias in &gateway.aliases {
            if gateway.group(&alias.to).is_none() {
                let message = format!(
                    "no group is called `{}`{}",
                    alias.to,
                    near(gateway, &alias.to)
                );
                self.say(
                    FlawKind::UnknownGroup,
                    "router_settings.model_group_alias",
                    alias.place,
                    message,
                );
            } else if gateway.stands_in(&alias.name, symptom).is_empty()
                && !gateway.stands_in(&alias.to, symptom).is_empty()
            {
                let message = format!(
                    "calls by the name `{}` get none of the fallbacks of `{}`",
                    alias.name, alias.to
                );
                self.say(
                    FlawKind::AliasWithoutFallback,
                    "router_settings.model_group_alias",
                    alias.place,
                    message,
                );
            }
        }
    }
}

fn is_nobody(gateway: &Gateway, name: &str) -> bool {
    let answering = gateway.answers(name);
    matches!(
        answering,
        AnsweringGroup::Nobody | AnsweringGroup::Default(_)
    )
}

fn near(gateway: &Gateway, name: &str) -> String {
    let names = gateway.groups.iter().map(|one| one.name.as_str());
    suggest::did_you_mean(name, names).map_or(String::new(), |question| format!("; {question}"))
}

/// The groups that a call may come to by lists alone, however deep.
fn reached<'g>(gateway: &'g Gateway, from: &str) -> Vec<&'g super::ChainTarget> {
    let mut found: Vec<&super::ChainTarget> = Vec::new();
    let mut open = vec![from.to_owned()];
    while let Some(name) = open.pop() {
        let chain = gateway.lists.general.iter().find(|one| one.key == name);
        for target in chain.map(|one| one.targets.as_slice()).unwrap_or_default() {
            let is_new = target.name != from && found.iter().all(|one| one.name != target.name);
            if is_new && !is_nobody(gateway, &target.name) {
                found.push(target);
                open.push(target.name.clone());
            }
        }
    }
    found
}

/// The shortest way by lists from a group back to itself.
fn circle<'g>(gateway: &'g Gateway, from: &'g str) -> Option<Vec<&'g str>> {
    let mut ways = std::collections::VecDeque::from([vec![from]]);
    let mut known = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        let name = way[way.len() - 1];
        let chain = gateway.lists.general.iter().find(|one| one.key == name);
        for target in chain.map(|one| one.targets.as_slice()).unwrap_or_default() {
            if target.name == from {
                // A group in its own list is passed over.
                if way.len() > 1 {
                    return Some(way);
                }
            } else if known.insert(target.name.as_str()) {
                let mut longer = way.clone();
                longer.push(&target.name);
                ways.push_back(longer);
            }
        }
    }
    None
}
