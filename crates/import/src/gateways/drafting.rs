use std::collections::BTreeMap;

use jurymast_terms::source::Span;
use jurymast_terms::units::Duration;

use super::parties::Parties;
use super::route::{Answers, InTurn, Route, Shared};
use super::upstream::Upstream;
use crate::draft::{
    Doubt, DraftFallback, DraftRequirement, DraftTable, DraftValue, Finding, Ids, TableKind,
    WHO_CALLS, where_it_runs,
};

/// Makes tables of routes: an AI dependency for each upstream, a grouping for what answers
/// with several.
pub(crate) struct RouteDrafting<'a> {
    /// The ids of the gateways that calls go through.
    via: Vec<&'a str>,
    ids: &'a mut Ids,
    parties: Parties,
    /// Ids of what callers ask for, by name: theirs before those that are made up.
    named: BTreeMap<String, String>,
    /// What was drafted, and its id.
    upstreams: Vec<(Upstream, String)>,
    tables: Vec<DraftTable>,
    findings: Vec<Finding>,
}

impl<'a> RouteDrafting<'a> {
    /// For what goes through gateways of those ids.
    pub(crate) fn new(via: &[&'a str], routes: &[Route], ids: &'a mut Ids) -> Self {
        let mut parties = Parties::default();
        let upstreams = routes.iter().flat_map(Route::upstreams);
        parties.take_accounts(upstreams, ids);
        let mut named = BTreeMap::new();
        for name in routes.iter().filter_map(|one| one.name.as_ref()) {
            named
                .entry(name.clone())
                .or_insert_with(|| ids.give_beside(name));
        }
        Self {
            named,
            via: via.to_vec(),
            ids,
            parties,
            upstreams: Vec::new(),
            tables: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The id of what callers of a route depend on.
    pub(crate) fn route(&mut self, route: &Route) -> String {
        match &route.answers {
            Answers::One(one) => self.upstream(route, one),
            Answers::InTurn(turn) => self.in_turn(route, turn),
            Answers::Shared(shared) => self.shared(route, shared),
            Answers::Parted(parts) => self.parted(route, parts),
        }
    }

    /// What somebody needs who has the choice itself, and no grouping between.
    pub(crate) fn need(&mut self, route: &Route) -> DraftRequirement {
        match &route.answers {
            Answers::InTurn(turn) => self.turns(route, turn),
            _ => DraftRequirement::on(self.route(route), route.place),
        }
    }

    /// The tables of all that was asked for, and what is to be said of it.
    pub(crate) fn finish(mut self) -> (Vec<DraftTable>, Vec<Finding>) {
        self.tables.extend(self.parties.tables());
        (self.tables, self.findings)
    }

    /// A question about a table that was made.
    pub(crate) fn ask(&mut self, id: &str, doubt: Doubt) {
        if let Some(table) = self.tables.iter_mut().find(|one| one.id == id) {
            table.doubts.push(doubt);
        }
    }

    fn upstream(&mut self, route: &Route, one: &Upstream) -> String {
        let known = self.upstreams.iter().find(|(known, _)| known.is_same(one));
        if let Some((_, id)) = known {
            return id.clone();
        }
        let provider = one.provider.known().unwrap_or("own");
        let unnamed = || format!("{provider}-model");
        let id = self.id(route, one.model.clone().unwrap_or_else(unnamed));
        let mut table = self
            .parties
            .ai(&id, one, &self.via, self.ids, &mut self.findings);
        name(&mut table, route);
        self.tables.push(table);
        self.upstreams.push((one.clone(), id.clone()));
        id
    }

    fn in_turn(&mut self, route: &Route, turn: &InTurn) -> String {
        // Where nothing is ever turned to, what is first is all that answers; two names are
        // two all the same.
        let has_one_name = route.name.is_none() || turn.first.name.is_none();
        if has_one_name && turn.then.iter().all(|one| one.triggers.is_empty()) {
            let first = Route {
                name: route.name.clone().or_else(|| turn.first.name.clone()),
                ..turn.first.as_ref().clone()
            };
            let id = self.route(&first);
            for one in &turn.then {
                self.route(&one.route);
            }
            return id;
        }
        let need = self.turns(route, turn);
        self.grouping(route, vec![need])
    }

    fn turns(&mut self, route: &Route, turn: &InTurn) -> DraftRequirement {
        let mut need = match &turn.first.answers {
            // Members that take over from each other need no table between.
            Answers::Shared(shared) if shared.fails_over && turn.first.name.is_none() => {
                self.members(&turn.first, shared)
            }
            _ => DraftRequirement::on(self.route(&turn.first), turn.first.place),
        };
        let mut fallbacks: Vec<DraftFallback> = Vec::new();
        for one in &turn.then {
            let to = self.route(&one.route);
            // No failure leads there.
            if one.triggers.is_empty() {
                continue;
            }
            // What failed does not stand in for itself.
            if need.on.contains(&to) || fallbacks.iter().any(|known| known.to == to) {
                continue;
            }
            let switch = match turn.left_alone {
                Some(_) => "automatic",
                None => "per-call",
            };
            let triggers = one.triggers.iter().map(|one| one.as_str());
            fallbacks.push(
                DraftFallback::to(to, one.route.place)
                    .with("switch", switch)
                    .with("triggers", DraftValue::texts(triggers)),
            );
        }
        if !fallbacks.is_empty() {
            need = timed(need, turn);
        }
        need.place = route.place;
        need.fallbacks = fallbacks;
        need
    }

    fn shared(&mut self, route: &Route, shared: &Shared) -> String {
        if let [(only, _)] = shared.members.as_slice()
            && route.name.is_none()
        {
            return self.route(only);
        }
        let group = self.members(route, shared);
        let mut needs = Vec::new();
        if !shared.fails_over && group.on.len() > 1 {
            for on in &group.on {
                let one = DraftRequirement::on(on, group.place).with("mode", "soft");
                needs.push(one.with("degraded", "its share of the calls fails"));
            }
        }
        needs.insert(0, group);
        self.grouping(route, needs)
    }

    /// One of the members answers.
    fn members(&mut self, route: &Route, shared: &Shared) -> DraftRequirement {
        let mut need = DraftRequirement::on("", route.place);
        need.on.clear();
        let mut weights = Vec::new();
        for (member, weight) in &shared.members {
            // One of no weight is never called.
            if *weight == Some(0.0) {
                continue;
            }
            let id = self.route(member);
            match need.on.iter().position(|known| *known == id) {
                Some(at) => weights[at] += weight.unwrap_or(1.0),
                None => {
                    need.on.push(id);
                    weights.push(weight.unwrap_or(1.0));
                }
            }
        }
        let said = shared.members.iter().filter_map(|(_, weight)| *weight);
        if need.on.len() > 1 && said.count() > 0 {
            need.weights = whole(&weights);
        }
        need
    }

    fn parted(&mut self, route: &Route, parts: &[(Route, String)]) -> String {
        let mut needs: Vec<DraftRequirement> = Vec::new();
        for (part, condition) in parts {
            let id = self.route(part);
            if needs.iter().all(|one| one.on != [id.as_str()]) {
                let need = DraftRequirement::on(id, part.place);
                needs.push(need.with("why", condition.as_str()));
            }
        }
        let is_parted = needs.len() > 1;
        let id = self.grouping(route, needs);
        if is_parted {
            let question = "which callers does each condition send where? let each depend on its own part alone";
            self.ask(&id, Doubt::Asked(question.to_owned()));
        }
        id
    }

    fn id(&mut self, route: &Route, unnamed: String) -> String {
        let Some(name) = &route.name else {
            return self.ids.give(&unnamed);
        };
        let kept = self.named.remove(name);
        kept.unwrap_or_else(|| self.ids.give_beside(name))
    }

    fn grouping(&mut self, route: &Route, needs: Vec<DraftRequirement>) -> String {
        let first = needs.first().and_then(|one| one.on.first());
        let first = first.map_or("route", String::as_str);
        let id = self.id(route, format!("{first}-group"));
        let mut table = DraftTable::new(TableKind::Resource, &id, route.place);
        name(&mut table, route);
        // With nobody behind it, it is nothing but a question.
        if needs.iter().all(|one| one.on.is_empty()) {
            let question = "nobody answers here: what stands behind it?".to_owned();
            table.doubts.push(Doubt::Asked(question));
            self.tables.push(table);
            return id;
        }
        table.set("own_failure", false);
        table.requirements = needs;
        self.tables.push(table);
        id
    }
}

/// The service that a gateway is which one runs oneself, and where it stands.
pub(crate) fn gateway_service(id: &str, within: &[String], place: Span) -> DraftTable {
    let mut table = DraftTable::new(TableKind::Service, id, place);
    table.software = Some(id.to_owned());
    let doubt = Doubt::Guessed("every call of a model goes through it".to_owned());
    table.set_doubted("tier", 1u64, doubt);
    table.doubts.push(Doubt::Asked(who_calls()));
    match within.is_empty() {
        true => table.doubts.push(where_it_runs()),
        false => table.set("in", DraftValue::texts(within)),
    }
    table
}

/// What no file of a gateway tells.
pub(crate) fn who_calls() -> String {
    format!("{WHO_CALLS}which of these? give each caller its depends_on")
}

fn name(table: &mut DraftTable, route: &Route) {
    if let Some(name) = &route.name
        && table.id != *name
    {
        table.set("name", name.as_str());
    }
}

fn timed(need: DraftRequirement, turn: &InTurn) -> DraftRequirement {
    let mut need = need;
    if !turn.detect.is_empty() {
        let times = turn.detect.iter();
        let times = times.map(|(symptom, seconds)| (symptom.as_str(), words(*seconds).into()));
        need = need.with("detect", DraftValue::Table(times.collect()));
        need = need.doubted(Doubt::Guessed(turn.detect_rests_on.to_owned()));
    }
    if let Some(seconds) = turn.left_alone {
        need = need.with("fail_back", words(seconds));
    }
    need
}

/// A second at least, which is the shortest time that a plan says.
pub(crate) fn words(seconds: f64) -> String {
    Duration::from_seconds(seconds.ceil().clamp(1.0, 1e15) as u64).to_string()
}

/// Whole numbers in the proportion of weights.
pub(crate) fn whole(weights: &[f64]) -> Vec<u64> {
    let is_whole = weights.iter().all(|weight| weight.fract() == 0.0);
    let scale = if is_whole { 1.0 } else { 100.0 };
    let weights = weights.iter();
    weights
        .map(|weight| (weight * scale).round().clamp(1.0, 1e6) as u64)
        .collect()
}
