use std::collections::BTreeSet;

use jurymast_terms::source::Span;

use super::upstreams::{RESTS_ON, link};
use crate::gateways::{Answers, FlawKind, GatewayFlaw, Link, Route, Shared};
use crate::tree::{Entry, Node};

/// Walks the graph of a dynamic route.
pub(super) struct ElementWalk<'a> {
    elements: &'a [Node],
    /// As callers name the route.
    name: &'a str,
    seen: BTreeSet<&'a str>,
    /// Elements on the way here.
    way: Vec<&'a str>,
    pub(super) flaws: Vec<GatewayFlaw>,
}

impl<'a> ElementWalk<'a> {
    pub(super) fn new(elements: &'a [Node], name: &'a str) -> Self {
        Self {
            elements,
            name,
            seen: BTreeSet::new(),
            way: Vec::new(),
            flaws: Vec::new(),
        }
    }

    /// What answers for the route, from its start; `None`: nobody.
    pub(super) fn answers(&mut self) -> Option<Answers> {
        let is_start = |one: &&Node| one.text_at(&["type"]) == Some("start");
        let start = self.elements.iter().find(is_start)?;
        self.seen.extend(start.text_at(&["id"]));
        let found = self.output(start, "next");
        for one in self.elements {
            let id = one.text_at(&["id"]).unwrap_or_default();
            if one.text_at(&["type"]) == Some("model") && !self.seen.contains(id) {
                let message = format!("`{id}` is never called: nothing leads to it");
                self.say(FlawKind::NeverTried, one.span, message);
            }
        }
        found.map(|route| route.answers)
    }

    /// What answers behind an output of an element; nobody at an end.
    fn output(&mut self, element: &'a Node, output: &str) -> Option<Route> {
        let to = element.at(&["outputs", output])?;
        self.to(to)
    }

    fn to(&mut self, output: &'a Node) -> Option<Route> {
        let id = output
            .text_at(&["elementId"])
            .or_else(|| output.text_at(&["element_id"]))
            .or_else(|| output.text())?;
        let found = self
            .elements
            .iter()
            .find(|one| one.text_at(&["id"]) == Some(id));
        let Some(element) = found else {
            let message = format!("no element is called `{id}`: calls that come here fail");
            self.say(FlawKind::UnknownGroup, output.span, message);
            return None;
        };
        if self.way.contains(&id) {
            let message = format!("`{id}` is behind itself: nobody else answers there");
            self.say(FlawKind::Loop, output.span, message);
            return None;
        }
        self.seen.insert(id);
        self.way.push(id);
        let answers = self.element(element, id);
        self.way.pop();
        Some(Route {
            name: None,
            path: format!("elements.{id}"),
            place: element.span,
            answers: answers?,
        })
    }

    fn element(&mut self, element: &'a Node, id: &str) -> Option<Answers> {
        match element.text_at(&["type"]).unwrap_or_default() {
            "model" => self.model(element, id),
            "percentage" => self.percentage(element),
            "conditional" => self.parts(
                element,
                &[("true", "the condition holds"), ("false", "it does not")],
            ),
            "rate" => self.parts(
                element,
                &[
                    ("success", "within the limit"),
                    ("fallback", "over the limit"),
                ],
            ),
            _ => self.output(element, "next").map(|route| route.answers),
        }
    }

    fn model(&mut self, element: &'a Node, id: &str) -> Option<Answers> {
        let said = |key: &str| element.at(&["properties", key]);
        let provider = said("provider").and_then(Node::text).unwrap_or("unnamed");
        let model = said("model").and_then(Node::text);
        let tries = said("retries").and_then(Node::count).unwrap_or(0) as f64 + 1.0;
        let timeout = said("timeout").and_then(Node::number);
        let path = format!("elements.{id}");
        let mut links = vec![link((provider, model), timeout, tries, &path, element.span)];
        if let Some(next) = self.output(element, "fallback") {
            match next.answers {
                // Fallbacks of fallbacks are one row, each left on failures of its own.
                Answers::InTurn(turn) => {
                    let first = *turn.first;
                    let leaves_on = turn.then.first().map(|one| one.triggers.clone());
                    links.push(Link {
                        left_alone: None,
                        route: first,
                        leaves_on: leaves_on.unwrap_or_default(),
                        detect: turn.detect,
                    });
                    links.extend(turn.then.into_iter().map(|one| Link {
                        left_alone: None,
                        leaves_on: one.triggers,
                        route: one.route,
                        detect: Vec::new(),
                    }));
                }
                answers => links.push(Link {
                    left_alone: None,
                    route: Route { answers, ..next },
                    leaves_on: Vec::new(),
                    detect: Vec::new(),
                }),
            }
        }
        Answers::in_turn(links, RESTS_ON)
    }

    fn percentage(&mut self, element: &'a Node) -> Option<Answers> {
        let outputs = element
            .get("outputs")
            .map(Node::entries)
            .unwrap_or_default();
        let mut members = Vec::new();
        for entry in outputs {
            let weight = percent(entry);
            if let Some(route) = self.to(&entry.value) {
                members.push((route, weight));
            }
        }
        let shared = Shared {
            members,
            fails_over: false,
        };
        (!shared.members.is_empty()).then_some(Answers::Shared(shared))
    }

    fn parts(&mut self, element: &'a Node, outputs: &[(&str, &str)]) -> Option<Answers> {
        let mut parts = Vec::new();
        for (output, condition) in outputs {
            if let Some(route) = self.output(element, output) {
                parts.push((route, (*condition).to_owned()));
            }
        }
        (!parts.is_empty()).then_some(Answers::Parted(parts))
    }

    fn say(&mut self, kind: FlawKind, place: Span, message: String) {
        self.flaws.push(GatewayFlaw {
            kind,
            about: Some(self.name.to_owned()),
            source_path: "elements".to_owned(),
            place,
            message,
        });
    }
}

/// `10%` as an output, or as what stands beside where it leads.
fn percent(entry: &Entry) -> Option<f64> {
    let own = entry.key.text.trim_end_matches('%').trim().parse().ok();
    own.or_else(|| entry.value.get("percentage")?.number())
        .filter(|one: &f64| one.is_finite() && *one >= 0.0)
}
