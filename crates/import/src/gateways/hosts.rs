use jurymast_plan::catalogue::{Habit, gateway, provider, vendor};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Span;
use jurymast_terms::vocabulary::Symptom;

use super::route::{Answers, Link, Route, Shared};
use super::upstream::{Answering, Upstream, provider_spelt};
use crate::tree::Node;

/// Which hosts a router may pick for a model.
#[derive(Debug)]
pub(crate) struct HostsAllowed<'a> {
    /// The router's id in the catalogue.
    pub(crate) router: &'static str,
    /// Those that are tried first, in order.
    pub(crate) order: &'a [Node],
    /// Those that alone may be tried; empty: any.
    pub(crate) only: &'a [Node],
    /// Others are tried after those in the order.
    pub(crate) goes_on: bool,
    /// On which failures the next host is tried.
    pub(crate) triggers: Vec<Symptom>,
}

impl HostsAllowed<'_> {
    /// What answers for a model: `anthropic/claude-opus-4.8`.
    pub(crate) fn route(&self, model: &str, path: &str, place: Span) -> Route {
        let route = |answers| Route {
            name: None,
            path: path.to_owned(),
            place,
            answers,
        };
        let of = |answers| route(Answers::One(Box::new(answers)));
        let any = || {
            let provider = Answering::Known(self.router);
            of(self.upstream(provider, model, path, place))
        };
        let mut named: Vec<Route> = Vec::new();
        let behind = model.split_once('/').map_or(model, |(_, rest)| rest);
        for host in self.serving(model) {
            named.push(of(self.upstream(answering(host), behind, path, place)));
        }
        if named.is_empty() {
            return any();
        }
        if self.order.is_empty() {
            let members = named.into_iter().map(|one| (one, None)).collect();
            return route(Answers::Shared(Shared {
                members,
                fails_over: true,
            }));
        }
        if self.goes_on && self.only.is_empty() {
            named.push(any());
        }
        let links = named.into_iter().map(|route| Link {
            left_alone: None,
            route,
            leaves_on: self.triggers.clone(),
            detect: Vec::new(),
        });
        match Answers::in_turn(links.collect(), "") {
            Some(answers) => route(answers),
            None => any(),
        }
    }

    /// The hosts that are named and may serve a model: a lab serves none of another's.
    fn serving(&self, model: &str) -> Vec<&str> {
        let maker = model.split_once('/').and_then(|(maker, _)| vendor(maker));
        let may = |host: &&str| match answering(host).known().and_then(provider) {
            Some(lab) if lab.kind == "lab-api" => maker
                .is_none_or(|maker| maker.id == lab.id || maker.also_served_by.contains(&lab.id)),
            _ => true,
        };
        let all = self.order.iter().chain(self.only).filter_map(Node::text);
        let mut named: Vec<&str> = Vec::new();
        for host in all {
            if !named.contains(&host) {
                named.push(host);
            }
        }
        let serving: Vec<&str> = named.iter().copied().filter(may).collect();
        match serving.is_empty() && !self.only.is_empty() {
            true => named,
            false => serving,
        }
    }

    /// What answers for models that are tried in turn, each with its path; one that stands
    /// there twice is tried once.
    pub(crate) fn in_turn<'n>(
        &self,
        all: impl Iterator<Item = (String, &'n Node)>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Answers> {
        let mut seen: Vec<&str> = Vec::new();
        let mut links = Vec::new();
        for (path, node) in all {
            match node.name().or_else(|| node.get("model")?.name()) {
                Some(model) if seen.contains(&model) => {}
                Some(model) => {
                    seen.push(model);
                    links.push(Link {
                        left_alone: None,
                        route: self.route(model, &path, node.span),
                        leaves_on: self.triggers.clone(),
                        detect: Vec::new(),
                    });
                }
                None => problems.push(Diagnostic::error(
                    "gateway-refuses",
                    format!("`{path}` is {}, not the name of a model", node.kind()),
                    node.span,
                )),
            }
        }
        Answers::in_turn(links, "")
    }

    fn upstream(&self, provider: Answering, model: &str, path: &str, place: Span) -> Upstream {
        // What the router picks itself is no model.
        let picks = model.starts_with(&format!("{}/", self.router));
        let mut one = Upstream::new(provider, (!picks).then_some(model), path, place);
        if picks {
            one.which_model = format!("`{model}` may be any model: which do you count on?");
        }
        one
    }
}

fn answering(host: &str) -> Answering {
    // `deepinfra/turbo` is a way of calling it.
    let name = host.split('/').next().unwrap_or(host);
    match provider_spelt(name) {
        Some(id) => Answering::Known(id),
        None => Answering::Unknown {
            named: name.to_owned(),
            question: format!("who is the host `{name}`?"),
        },
    }
}

/// The failures on which a gateway turns to what stands in, without any setting of its own;
/// those that are `set` besides.
pub(crate) fn habitual(id: &str, set: &[Symptom]) -> Vec<Symptom> {
    let habits = gateway(id);
    let fires = |one: &Symptom| match habits.map(|all| all.falls_back_on(*one)) {
        Some(Habit::Yes) => true,
        Some(Habit::Configured) => set.contains(one),
        _ => false,
    };
    Symptom::ALL.into_iter().filter(fires).collect()
}
