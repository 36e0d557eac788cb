use std::collections::BTreeMap;

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;
use jurymast_terms::vocabulary::Symptom;

use super::balancer::Balancer;
use super::fates::{OF_BALANCER, OF_CONFIG, OF_TARGET};
use super::plugins::{Plugin, plugins};
use super::targets::upstream;
use crate::draft::Mapping::Manual;
use crate::draft::{Draft, FieldFates, Finding};
use crate::gateways::{
    self, Answers, FlawKind, GatewayFile, GatewayFlaw, GatewaySort, Link, Route, Shared,
    missed_server_errors,
};
use crate::reading::Reading;
use crate::tree::Node;

const SORT: GatewaySort = GatewaySort {
    id: "kong-ai",
    is_own: true,
    is_asked_by_model: false,
    question: None,
};

const RESTS_ON: &str =
    "the tries of the targets before, each given up as said; nothing waits between them";

/// The plan that plugins draw, and what became of their fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let file = routes(documents, reading);
    gateways::drafted(SORT, file, documents, reading)
}

/// What is wrong with the fallbacks of plugins.
pub fn flaws_of(documents: &[(FileId, Node)], reading: &mut Reading) -> Vec<GatewayFlaw> {
    gateways::flaws_of(documents, reading, routes)
}

fn routes(documents: &[(FileId, Node)], reading: &mut Reading) -> GatewayFile {
    let mut file = GatewayFile::default();
    let mut fields = FieldFates::default();
    for plugin in documents.iter().flat_map(|(_, root)| plugins(root)) {
        if plugin.node.get("enabled").and_then(Node::truth) == Some(false) {
            let message = "left out: it is not enabled";
            fields.told(plugin.path, plugin.node.span, Manual, message);
            continue;
        }
        let Some(config) = plugin.node.get("config").filter(|one| one.is_map()) else {
            let message = format!("the plugin at `{}` has no `config`", plugin.path);
            let problem = Diagnostic::error("gateway-refuses", message, plugin.node.span);
            reading.problems.push(problem);
            continue;
        };
        let path = format!("{}.config", plugin.path);
        fields.all(config, &path, OF_CONFIG);
        if let Some(balancer) = config.get("balancer") {
            fields.all(balancer, &format!("{path}.balancer"), OF_BALANCER);
        }
        let targets = config.get("targets").map(Node::items).unwrap_or_default();
        for (at, target) in targets.iter().enumerate() {
            fields.all(target, &format!("{path}.targets[{at}]"), OF_TARGET);
        }
        let mut reader = PluginReader {
            plugin: &plugin,
            config,
            balancer: Balancer::of(config),
            fields: &mut fields,
            flaws: &mut file.flaws,
        };
        let found = reader.routes();
        if found.is_empty() {
            let message = format!("the plugin at `{}` has no targets", plugin.path);
            let problem = Diagnostic::error("gateway-refuses", message, config.span);
            reading.problems.push(problem);
        }
        file.routes.extend(found);
    }
    file.findings = fields.0;
    file
}

/// A target that is read, with its weight.
type Target<'a> = (&'a Node, Route, f64);

/// What Kong gives a target that has no weight.
const WEIGHT: f64 = 100.0;

struct PluginReader<'a> {
    plugin: &'a Plugin<'a>,
    config: &'a Node,
    balancer: Balancer<'a>,
    fields: &'a mut FieldFates,
    flaws: &'a mut Vec<GatewayFlaw>,
}

impl PluginReader<'_> {
    fn routes(&mut self) -> Vec<Route> {
        let path = format!("{}.config", self.plugin.path);
        let Some(list) = self.config.get("targets") else {
            let one = self
                .config
                .get("model")
                .map(|_| self.target(self.config, &path));
            return one
                .into_iter()
                .map(|one| self.named(one.1.answers, None))
                .collect();
        };
        let targets = list.items().iter().enumerate();
        let targets = targets.filter(|(_, one)| one.get("model").is_some());
        let targets: Vec<_> = targets
            .map(|(at, one)| self.target(one, &format!("{path}.targets[{at}]")))
            .collect();
        if targets.len() > 1 {
            self.criteria();
        }
        // Callers tell targets with an alias apart.
        let mut by_alias: Vec<(Option<&str>, Vec<Target<'_>>)> = Vec::new();
        for target in targets {
            let alias = target.0.text_at(&["model", "model_alias"]);
            match by_alias.iter_mut().find(|(known, _)| *known == alias) {
                Some((_, all)) => all.push(target),
                None => by_alias.push((alias, vec![target])),
            }
        }
        let routes = by_alias.into_iter().filter_map(|(alias, targets)| {
            let answers = self.answers(targets)?;
            Some(self.named(answers, alias))
        });
        routes.collect()
    }

    fn named(&self, answers: Answers, alias: Option<&str>) -> Route {
        Route {
            name: Some(alias.unwrap_or(&self.plugin.name).to_owned()),
            path: self.plugin.path.clone(),
            place: self.plugin.node.span,
            answers,
        }
    }

    fn target<'n>(&self, target: &'n Node, path: &str) -> Target<'n> {
        let one = upstream(target, path);
        let route = Route {
            name: None,
            path: path.to_owned(),
            place: target.span,
            answers: Answers::One(Box::new(one)),
        };
        let weight = target.get("weight").and_then(Node::number);
        (target, route, weight.unwrap_or(WEIGHT))
    }

    fn answers(&mut self, targets: Vec<Target<'_>>) -> Option<Answers> {
        match self.balancer.algorithm {
            "priority" => self.priorities(targets),
            "semantic" => Some(self.by_meaning(targets)),
            _ => Some(self.shared(targets, true)),
        }
    }

    /// Those of equal weight are one group, the heaviest first.
    fn priorities(&mut self, targets: Vec<Target<'_>>) -> Option<Answers> {
        let mut groups: BTreeMap<u64, Vec<Target<'_>>> = BTreeMap::new();
        for target in targets {
            groups.entry(target.2.to_bits()).or_default().push(target);
        }
        let mut tries = 0;
        let mut links = Vec::new();
        for members in groups.into_values().rev() {
            let reached = u64::try_from(tries).unwrap_or(u64::MAX) <= self.balancer.retries;
            let first = &members[0].1;
            if !reached {
                self.flaws.push(GatewayFlaw {
                    kind: FlawKind::TooDeep,
                    about: Some(self.plugin.name.clone()),
                    source_path: first.path.clone(),
                    place: first.place,
                    message: format!(
                        "{} is never tried: {} retries are spent before",
                        first.shown(),
                        self.balancer.retries
                    ),
                });
                continue;
            }
            tries += members.len();
            let (path, place) = (first.path.clone(), first.place);
            links.push(Link {
                left_alone: self.balancer.left_alone,
                detect: self.balancer.detect(members.len()),
                leaves_on: self.balancer.triggers(),
                route: Route {
                    name: None,
                    path,
                    place,
                    answers: self.shared(members, false),
                },
            });
        }
        Answers::in_turn(links, RESTS_ON)
    }

    /// Each call goes to those whose description is nearest to it.
    fn by_meaning(&mut self, targets: Vec<Target<'_>>) -> Answers {
        let mut by_text: Vec<(&str, Vec<Target<'_>>)> = Vec::new();
        for target in targets {
            let text = target.0.text_at(&["description"]).unwrap_or_default();
            match by_text.iter_mut().find(|(known, _)| *known == text) {
                Some((_, all)) => all.push(target),
                None => by_text.push((text, vec![target])),
            }
        }
        let mut parts: Vec<(Route, String)> = Vec::new();
        for (text, members) in by_text {
            let (path, place) = (members[0].1.path.clone(), members[0].1.place);
            let answers = self.shared(members, true);
            let route = Route {
                name: None,
                path,
                place,
                answers,
            };
            parts.push((route, text.to_owned()));
        }
        if let Some(node) = self.config.get("embeddings").filter(|one| one.is_map()) {
            let path = format!("{}.config.embeddings", self.plugin.path);
            let (_, route, _) = self.target(node, &path);
            parts.push((route, "embeddings of each call".to_owned()));
        }
        Answers::Parted(parts)
    }

    /// One of them answers each call.
    fn shared(&self, mut members: Vec<Target<'_>>, weighs: bool) -> Answers {
        if members.len() == 1 {
            return members.remove(0).1.answers;
        }
        let members = members.into_iter();
        let members = members.map(|(_, route, weight)| (route, weighs.then_some(weight)));
        Answers::Shared(Shared {
            members: members.collect(),
            fails_over: self.balancer.triggers().contains(&Symptom::ServerError),
        })
    }

    /// What is to be said of the failures that lead on.
    fn criteria(&mut self) {
        let path = format!("{}.config.balancer.failover_criteria", self.plugin.path);
        let node = self.config.at(&["balancer", "failover_criteria"]);
        let place = node.unwrap_or(self.config).span;
        if !self.balancer.sends_again() {
            let message = "no `non_idempotent`: a call of a model is a POST, and once it was sent no failure leads to another target";
            self.fields.told(path.as_str(), place, Manual, message);
        }
        let fires = |status: u16| self.balancer.fires(status);
        if !(500..505).any(fires) {
            let message =
                "no `http_500` and its like: answers with server errors go back to the caller";
            self.fields.told(path, place, Manual, message);
        } else if let Some(message) = missed_server_errors(fires) {
            self.fields.told(path, place, Manual, message);
        }
    }
}
