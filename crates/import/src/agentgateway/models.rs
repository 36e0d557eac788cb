use super::health::Health;
use super::providers::{ProviderSettings, word_of};
use crate::draft::Doubt;
use crate::gateways::{Answers, FlawKind, GatewayFlaw, Link, Route, Shared};
use crate::tree::Node;

pub(super) const RESTS_ON: &str = "nothing is known of waits";

/// The models of a configuration, and what virtual ones make of them.
pub(super) struct Models<'a> {
    models: &'a [Node],
    providers: &'a [Node],
    virtual_models: &'a [Node],
    pub(super) flaws: Vec<GatewayFlaw>,
}

impl<'a> Models<'a> {
    pub(super) fn of(llm: &'a Node) -> Self {
        let list = |key: &str| llm.get(key).map(Node::items).unwrap_or_default();
        Self {
            models: list("models"),
            providers: list("providers"),
            virtual_models: list("virtualModels"),
            flaws: Vec::new(),
        }
    }

    /// Everything that callers may name: virtual models, and those that are not internal.
    pub(super) fn routes(&mut self) -> Vec<Route> {
        let mut routes = Vec::new();
        for (at, node) in self.models.iter().enumerate() {
            let is_internal = node.text_at(&["visibility"]) == Some("internal");
            let name = node.text_at(&["name"]).filter(|_| !is_internal);
            let Some(name) = name else { continue };
            let (route, _) = self.model(node, name, &format!("llm.models[{at}]"));
            routes.push(Route {
                name: Some(name.to_owned()),
                ..route
            });
        }
        for (at, node) in self.virtual_models.iter().enumerate() {
            let path = format!("llm.virtualModels[{at}]");
            let Some(name) = node.text_at(&["name"]) else {
                continue;
            };
            if let Some(answers) = self.routing(node, &path, name) {
                routes.push(Route {
                    name: Some(name.to_owned()),
                    path,
                    place: node.span,
                    answers,
                });
            }
        }
        routes
    }

    fn routing(&mut self, node: &Node, path: &str, name: &str) -> Option<Answers> {
        let routing = node.get("routing")?;
        let list = |key: &str| routing.at(&[key, "targets"]).map(Node::items);
        if let Some(targets) = list("failover") {
            return self.failover(targets, &format!("{path}.routing.failover"), name);
        }
        if let Some(targets) = list("weighted") {
            let path = format!("{path}.routing.weighted");
            let found = self.targets(targets, &path, name).into_iter();
            let members = found
                .map(|(target, route, _)| (route, target.get("weight").and_then(Node::number)));
            let members: Vec<_> = members.collect();
            let shared = Shared {
                members,
                fails_over: false,
            };
            return (!shared.members.is_empty()).then_some(Answers::Shared(shared));
        }
        let targets = list("conditional")?;
        let path = format!("{path}.routing.conditional");
        let found = self.targets(targets, &path, name).into_iter().enumerate();
        let parts = found.map(|(at, (target, route, _))| {
            let condition = match target.get("when") {
                Some(_) => format!("condition {}", at + 1),
                None => "else".to_owned(),
            };
            (route, condition)
        });
        let parts: Vec<_> = parts.collect();
        (!parts.is_empty()).then_some(Answers::Parted(parts))
    }

    /// The lowest priority first.
    fn failover(&mut self, targets: &[Node], path: &str, name: &str) -> Option<Answers> {
        let mut found = self.targets(targets, path, name);
        found.sort_by_key(|(target, ..)| priority(target));
        let mut links: Vec<(u64, Link)> = Vec::new();
        for (target, route, health) in found {
            let priority = priority(target);
            match links.last_mut().filter(|(known, _)| *known == priority) {
                Some((_, link)) => join(link, route, &health),
                None => links.push((
                    priority,
                    Link {
                        left_alone: health.left_alone,
                        route,
                        leaves_on: health.triggers,
                        detect: Vec::new(),
                    },
                )),
            }
        }
        let links = links.into_iter().map(|(_, link)| link);
        Answers::in_turn(links.collect(), RESTS_ON)
    }

    fn targets<'n>(
        &mut self,
        targets: &'n [Node],
        path: &str,
        name: &str,
    ) -> Vec<(&'n Node, Route, Health)> {
        let mut found = Vec::new();
        for (at, target) in targets.iter().enumerate() {
            let Some(wanted) = target.text_at(&["model"]) else {
                continue;
            };
            let own = self
                .models
                .iter()
                .find(|one| one.text_at(&["name"]) == Some(wanted));
            let by_pattern = || {
                let fits = |one: &&Node| {
                    one.text_at(&["name"])
                        .is_some_and(|name| fits(name, wanted))
                };
                let fitting = self.models.iter().filter(fits);
                fitting.max_by_key(|one| one.text_at(&["name"]).map(str::len))
            };
            let path = format!("{path}.targets[{at}]");
            match own.or_else(by_pattern) {
                Some(model) => {
                    let (route, health) = self.model(model, wanted, &path);
                    found.push((target, route, health));
                }
                None => self.flaws.push(GatewayFlaw {
                    kind: FlawKind::UnknownGroup,
                    about: Some(name.to_owned()),
                    source_path: path,
                    place: target.span,
                    message: format!("no model is called `{wanted}`"),
                }),
            }
        }
        found
    }

    /// What a name leads to that a model fits.
    fn model(&self, model: &Node, asked: &str, path: &str) -> (Route, Health) {
        let provider = model.get("provider");
        let reference = provider.and_then(|one| one.text_at(&["reference"]));
        let shared = reference.and_then(|name| {
            let mut all = self.providers.iter();
            all.find(|one| one.text_at(&["name"]) == Some(name))
        });
        let named = shared.and_then(|one| one.get("provider")).or(provider);
        let (word, own) = named.map_or((None, None), word_of);
        let settings = ProviderSettings {
            word,
            from: [
                model.get("params"),
                shared.and_then(|one| one.get("params")),
                own,
            ],
        };
        let pattern = model.text_at(&["name"]).unwrap_or_default();
        // What stands in front of the star is no part of the model.
        let behind = pattern
            .split_once('*')
            .and_then(|(start, _)| asked.strip_prefix(start));
        let asked = match pattern.contains('*') {
            true => behind,
            false => Some(asked),
        };
        let mut upstream = settings.upstream(asked, path, model.span);
        let defaults = shared.and_then(|one| one.at(&["defaults", "health"]));
        let health = Health::of(model.get("health").or(defaults));
        if health.is_unread {
            let question = "which failures does its condition of health come to?";
            upstream.doubts.push(Doubt::Asked(question.to_owned()));
        }
        let route = Route {
            name: None,
            path: path.to_owned(),
            place: model.span,
            answers: Answers::One(Box::new(upstream)),
        };
        (route, health)
    }
}

/// Another one of the same priority.
fn join(link: &mut Link, route: Route, health: &Health) {
    link.leaves_on.retain(|one| health.triggers.contains(one));
    if let Answers::Shared(shared) = &mut link.route.answers {
        shared.members.push((route, None));
        return;
    }
    let (path, place) = (link.route.path.clone(), link.route.place);
    let first = link.route.clone();
    link.route = Route {
        name: None,
        path,
        place,
        answers: Answers::Shared(Shared {
            members: vec![(first, None), (route, None)],
            fails_over: true,
        }),
    };
}

fn priority(target: &Node) -> u64 {
    target.get("priority").and_then(Node::count).unwrap_or(0)
}

/// Whether a name fits another one with a star in it.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((start, end)) = pattern.split_once('*') else {
        return false;
    };
    name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
}
