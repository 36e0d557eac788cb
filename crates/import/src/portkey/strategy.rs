use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::vocabulary::Symptom;

use super::fates::told;
use super::target::upstream;
use super::timing::{GivenUp, RESTS_ON, TIMED_OUT, has_code};
use crate::draft::{FieldFates, Mapping};
use crate::gateways::{
    Answers, FlawKind, GatewayFlaw, InTurn, Route, Shared, StandIn, covered, missed_server_errors,
};
use crate::tree::Node;

/// What targets have from what they stand in. A strategy is not among it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inherited<'a> {
    pub(super) model: Option<&'a Node>,
    retry: Option<&'a Node>,
    timeout: Option<&'a Node>,
    pub(super) host: Option<&'a Node>,
}

/// Walks a configuration as the gateway does.
pub(super) struct Walk<'a> {
    pub(super) fields: FieldFates,
    pub(super) flaws: Vec<GatewayFlaw>,
    pub(super) problems: &'a mut Vec<Diagnostic>,
    /// As callers name the whole.
    pub(super) about: String,
}

impl<'a> Inherited<'a> {
    /// With what a target says itself.
    fn with(self, target: &'a Node) -> Self {
        Self {
            model: target.at(&["override_params", "model"]).or(self.model),
            retry: target.get("retry").or(self.retry),
            timeout: target.get("request_timeout").or(self.timeout),
            host: target.get("custom_host").or(self.host),
        }
    }
}

impl Walk<'_> {
    /// What answers for a target; `None`: nobody can, and it is said.
    pub(super) fn target(
        &mut self,
        target: &Node,
        path: &str,
        inherited: Inherited<'_>,
    ) -> Option<(Route, GivenUp)> {
        if !target.is_map() {
            let message = format!("a target is {}, not a map", target.kind());
            self.refused(message, target);
            return None;
        }
        told(&mut self.fields, target, path);
        let inherited = inherited.with(target);
        let name = target.text_at(&["name"]).map(str::to_owned);
        let route = |answers| Route {
            name,
            path: path.to_owned(),
            place: target.span,
            answers,
        };
        let (answers, given_up) = match target.get("strategy") {
            Some(strategy) => self.strategy(strategy, target, path, inherited)?,
            None if target.get("targets").is_some() => {
                let message = "`targets` without a `strategy`: the gateway calls none of them";
                self.refused(message.to_owned(), target);
                return None;
            }
            None => {
                let one = upstream(target, &inherited, path);
                let given_up = GivenUp::of(inherited.retry, inherited.timeout);
                (Answers::One(Box::new(one)), given_up)
            }
        };
        Some((route(answers), given_up))
    }

    fn strategy(
        &mut self,
        strategy: &Node,
        holder: &Node,
        path: &str,
        inherited: Inherited<'_>,
    ) -> Option<(Answers, GivenUp)> {
        let Some(mode) = strategy.text_at(&["mode"]) else {
            let message = match strategy.is_map() {
                true => "`strategy` has no `mode`".to_owned(),
                false => format!("`strategy` is {}, not a map", strategy.kind()),
            };
            self.refused(message, strategy);
            return None;
        };
        let Some(targets) = holder.get("targets").filter(|one| one.is_list()) else {
            self.refused(
                "`strategy` without a list of `targets`".to_owned(),
                strategy,
            );
            return None;
        };
        let at = |at: usize| match path {
            "" => format!("targets[{at}]"),
            path => format!("{path}.targets[{at}]"),
        };
        let all = targets.items().iter().enumerate();
        let all: Vec<_> = all
            .filter_map(|(index, one)| {
                let (route, given_up) = self.target(one, &at(index), inherited)?;
                Some((one, route, given_up))
            })
            .collect();
        let mut all = all.into_iter();
        let Some(first) = all.next() else {
            self.refused("no target answers here".to_owned(), targets);
            return None;
        };
        match mode {
            "fallback" => Some(self.in_turn(strategy, first, all)),
            "loadbalance" => Some(shared(first, all)),
            "conditional" => self.parted(strategy, std::iter::once(first).chain(all).collect()),
            "single" => Some(self.single(first, all)),
            other => {
                let message = format!("the gateway knows no strategy `{other}`");
                self.refused(message, strategy.get("mode").unwrap_or(strategy));
                None
            }
        }
    }

    fn in_turn<'n>(
        &mut self,
        strategy: &Node,
        (_, first, given_up): Target<'n>,
        rest: impl Iterator<Item = Target<'n>>,
    ) -> (Answers, GivenUp) {
        let codes = strategy.get("on_status_codes");
        if let Some(codes) = codes {
            self.statuses(codes);
        }
        let fires = |status: u16| match codes {
            Some(codes) => has_code(codes, status),
            None => !(200..300).contains(&status),
        };
        let mut triggers = covered(fires);
        match given_up.on(Symptom::Timeout) {
            Some(_) if fires(TIMED_OUT) => triggers.push(Symptom::Timeout),
            Some(_) => {}
            None => self.never_given_up(&first),
        }
        let detect = triggers
            .iter()
            .filter_map(|one| Some((*one, given_up.on(*one)?)))
            .collect();
        let mut whole = given_up;
        let then = rest.map(|(_, route, given_up)| {
            whole = whole.clone().then(&given_up);
            StandIn {
                route,
                triggers: triggers.clone(),
            }
        });
        let turn = InTurn {
            then: then.collect(),
            first: Box::new(first),
            detect,
            detect_rests_on: RESTS_ON,
            left_alone: None,
        };
        (Answers::InTurn(turn), whole)
    }

    /// Which failures a list of statuses is blind to.
    fn statuses(&mut self, codes: &Node) {
        let wrong = codes.one_or_more().iter().find(|one| one.count().is_none());
        match wrong {
            _ if !codes.is_list() => {
                let message = format!("`on_status_codes` is {}, not a list", codes.kind());
                self.refused(message, codes);
            }
            Some(one) => {
                let message = format!("a status is {}, not a number", one.kind());
                self.refused(message, one);
            }
            None => {}
        }
        if let Some(message) = missed_server_errors(|status| has_code(codes, status)) {
            self.fields.told(
                "strategy.on_status_codes",
                codes.span,
                Mapping::Manual,
                message,
            );
        }
        if !has_code(codes, TIMED_OUT) {
            let message = format!(
                "a call that hangs counts as {TIMED_OUT}, which is not listed: nothing stands in"
            );
            self.fields.told(
                "strategy.on_status_codes",
                codes.span,
                Mapping::Manual,
                message,
            );
        }
    }

    fn never_given_up(&mut self, first: &Route) {
        self.flaws.push(GatewayFlaw {
            kind: FlawKind::NoTimeout,
            about: Some(self.about.clone()),
            source_path: format!("{}.request_timeout", first.path),
            place: first.place,
            message: format!(
                "no time-out: a call to {} that hangs is never given up, and nothing stands in",
                first.shown()
            ),
        });
    }

    fn parted(&mut self, strategy: &Node, all: Vec<Target<'_>>) -> Option<(Answers, GivenUp)> {
        let conditions = strategy.get("conditions").map(Node::items);
        let conditions = conditions.unwrap_or_default().iter().enumerate();
        let mut named: Vec<(&Node, String)> = conditions
            .filter_map(|(at, one)| Some((one.get("then")?, format!("condition {}", at + 1))))
            .collect();
        match strategy.get("default") {
            Some(default) => named.push((default, "by default".to_owned())),
            None => self.flaw(
                FlawKind::Unanswered,
                strategy,
                "a call that fits no condition is refused with 400: there is no `default`",
            ),
        }
        let mut parts: Vec<(Route, String)> = Vec::new();
        let mut given_up: Option<GivenUp> = None;
        let mut used = Vec::new();
        for (to, condition) in named {
            let name = to.text().unwrap_or_default();
            let target = all
                .iter()
                .position(|(target, ..)| target.text_at(&["name"]) == Some(name));
            let Some(at) = target else {
                let message = format!(
                    "no target is called `{name}`: these calls are refused with 400, and nothing stands in"
                );
                self.flaw(FlawKind::UnknownGroup, to, message);
                continue;
            };
            used.push(at);
            let (_, route, own) = &all[at];
            given_up = Some(given_up.map_or(own.clone(), |one| one.or(own)));
            parts.push((route.clone(), condition));
        }
        for (at, (_, route, _)) in all.iter().enumerate() {
            if !used.contains(&at) {
                self.never_tried(route, "no condition names it");
            }
        }
        Some((Answers::Parted(parts), given_up?))
    }

    fn single<'n>(
        &mut self,
        (_, first, given_up): Target<'n>,
        rest: impl Iterator<Item = Target<'n>>,
    ) -> (Answers, GivenUp) {
        for (_, route, _) in rest {
            self.never_tried(&route, "`single` calls the first target alone");
        }
        let shared = Shared {
            members: vec![(first, None)],
            fails_over: false,
        };
        (Answers::Shared(shared), given_up)
    }

    fn never_tried(&mut self, route: &Route, why: &str) {
        self.flaws.push(GatewayFlaw {
            kind: FlawKind::NeverTried,
            about: Some(self.about.clone()),
            source_path: route.path.clone(),
            place: route.place,
            message: format!("{} is never called: {why}", route.shown()),
        });
    }

    fn flaw(&mut self, kind: FlawKind, at: &Node, message: impl Into<String>) {
        self.flaws.push(GatewayFlaw {
            kind,
            about: Some(self.about.clone()),
            source_path: "strategy".to_owned(),
            place: at.span,
            message: message.into(),
        });
    }

    /// What the gateway answers with 400.
    fn refused(&mut self, message: String, at: &Node) {
        self.problems.push(
            Diagnostic::error("gateway-refuses", message, at.span)
                .label("the gateway refuses calls with this"),
        );
    }
}

type Target<'a> = (&'a Node, Route, GivenUp);

fn shared<'n>(
    (target, first, mut given_up): Target<'n>,
    rest: impl Iterator<Item = Target<'n>>,
) -> (Answers, GivenUp) {
    let weight = |target: &Node| target.get("weight").and_then(Node::number);
    let mut members = vec![(first, weight(target))];
    for (target, route, own) in rest {
        given_up = given_up.or(&own);
        members.push((route, weight(target)));
    }
    let shared = Shared {
        members,
        fails_over: false,
    };
    (Answers::Shared(shared), given_up)
}
