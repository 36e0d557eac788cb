use std::collections::BTreeMap;

use super::{Doubt, Draft, DraftTable, DraftValue, TableKind};

/// A model that is called at an address: what answers there may stand in another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalledModel {
    /// The host of the address.
    pub host: String,
    /// The name that is asked for, where a file says it.
    pub model: Option<String>,
}

/// What a gateway answers for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayRoute {
    /// The id of the gateway.
    pub gateway: String,
    /// The name that callers ask for; `*` stands for anything.
    pub asked: String,
    /// The id of what they depend on.
    pub answers: String,
}

/// What a table stands for until a file is read that says more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StandsFor {
    /// Whatever answers to a host.
    Host(String),
    /// The store of its kind that whoever needs it has.
    Store,
}

/// What becomes of a call once all is known.
enum SettledCall {
    /// It is what a gateway answers with; with what that rests on.
    Route(String, Option<String>),
    /// The gateway is known, and what is asked of it leads nowhere that its file tells.
    Open(String),
    /// No gateway is known there.
    Unknown,
}

impl Draft {
    /// Lets calls of models end at what gateways answer with, where the files of those are
    /// among these, and what stands for something that another file runs be that.
    /// What became of calls: by their ids, those of what answers.
    pub(super) fn settle(&mut self) -> BTreeMap<String, String> {
        self.meet_hosts();
        self.meet_stores();
        self.unite_unnamed();
        self.answer_calls()
    }

    /// Calls of one party on one way of which nobody says the model are one, whichever files
    /// they stand in.
    fn unite_unnamed(&mut self) {
        let mut first: BTreeMap<Vec<Vec<String>>, String> = BTreeMap::new();
        let mut same: Vec<(String, String)> = Vec::new();
        let is_unnamed =
            |one: &&DraftTable| one.kind == TableKind::Ai && one.get("model").is_none();
        for table in self.tables.iter().filter(is_unnamed) {
            let said = ["provider", "endpoint", "via", "in"].map(|key| {
                let value = table.get(key).map(DraftValue::all_texts);
                value.unwrap_or_default()
            });
            match first.get(said.as_slice()) {
                Some(known) => same.push((table.id.clone(), known.clone())),
                None => {
                    first.insert(said.to_vec(), table.id.clone());
                }
            }
        }
        for (one, known) in same {
            let doubts = self
                .table(&one)
                .map(|one| one.doubts.clone())
                .unwrap_or_default();
            self.replace(&one, &known);
            if let Some(table) = self.tables.iter_mut().find(|table| table.id == known) {
                for doubt in doubts {
                    if !table.doubts.contains(&doubt) {
                        table.doubts.push(doubt);
                    }
                }
            }
        }
    }

    /// The id of what answers to a host in these files, where it is one thing.
    pub(super) fn answering(&self, host: &str) -> Option<&str> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let within = host
            .split_once(".svc")
            .map_or(host.as_str(), |(name, _)| name);
        // A namespace that no file says is that of whoever asks.
        let short = within
            .split('.')
            .next()
            .filter(|_| within.len() < host.len());
        let found = self.hosts.get(within).or_else(|| self.hosts.get(short?));
        match found?.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    fn meet_hosts(&mut self) {
        let met: Vec<(String, TableKind, String)> = self
            .tables
            .iter()
            .filter_map(|table| match &table.stands_for {
                Some(StandsFor::Host(host)) => {
                    let id = self.answering(host)?;
                    Some((table.id.clone(), table.kind, id.to_owned()))
                }
                _ => None,
            })
            .collect();
        for (id, kind, here) in met {
            match kind {
                TableKind::Domain => self.runs_on(&id, &here),
                TableKind::Provider => self.answered_by(&id, &here),
                TableKind::Ai => self.runs_at(&id, &here),
                _ => self.replace(&id, &here),
            }
        }
    }

    /// A machine is what a file runs there.
    fn runs_on(&mut self, machine: &str, here: &str) {
        for table in &mut self.tables {
            if table.take_text("in", machine) {
                table.add_text("via", here);
            }
        }
        self.tables.retain(|one| one.id != machine);
    }

    /// What the machine itself answers is what a file runs there.
    fn runs_at(&mut self, ai: &str, here: &str) {
        if let Some(table) = self.tables.iter_mut().find(|one| one.id == ai) {
            table.add_text("via", here);
            table.stands_for = None;
            table.doubts.retain(|one| *one != on_own_machine());
        }
    }

    /// Whoever answers at a host is the software that a file runs there, or somebody behind
    /// it.
    fn answered_by(&mut self, party: &str, here: &str) {
        let software = self.table(here).and_then(|one| one.software.clone());
        let software = software.filter(|id| {
            let known = jurymast_plan::catalogue::provider(id);
            known.is_some_and(|one| one.answers_ai_calls())
        });
        for table in &mut self.tables {
            if table.get("provider").and_then(DraftValue::text) == Some(party) {
                table.add_text("via", here);
                if let Some(software) = &software {
                    table.set("provider", software.as_str());
                }
            }
        }
        match software {
            Some(_) => self.tables.retain(|one| one.id != party),
            None => {
                let mut ids = super::Ids::beside_catalogue();
                self.tables.iter().for_each(|one| ids.reserve(&one.id));
                let id = ids.give(&format!("{here}-models"));
                self.rename(party, &id);
                if let Some(table) = self.tables.iter_mut().find(|one| one.id == id) {
                    table.keys.retain(|one| one.key != "hosts");
                    table.stands_for = None;
                    let question = format!("who answers the calls that `{here}` passes on?");
                    table.doubts = vec![Doubt::Asked(question)];
                }
            }
        }
    }

    /// A store of which only its kind is known is the one of that kind that who needs it has.
    fn meet_stores(&mut self) {
        let stores = self.tables.iter();
        let stores = stores.filter(|one| one.stands_for == Some(StandsFor::Store));
        let met: Vec<(String, String)> = stores
            .filter_map(|store| {
                let needs = |table: &&DraftTable| table.names(&store.id);
                let user = self.tables.iter().find(needs)?;
                let on = user.requirements.iter().flat_map(|one| &one.on);
                let mut others = on.filter(|id| {
                    let other = self.table(id);
                    **id != store.id
                        && other.is_some_and(|one| one.get("kind") == store.get("kind"))
                });
                let other = others.next()?.clone();
                others.next().is_none().then(|| (store.id.clone(), other))
            })
            .collect();
        for (store, here) in met {
            self.replace(&store, &here);
        }
    }

    /// Lets one table be another that is there: what needs both says of the other what was
    /// said of the first.
    fn replace(&mut self, from: &str, to: &str) {
        for table in &mut self.tables {
            table.need_instead(from, to, None);
        }
        self.tables.retain(|one| one.id != from);
    }

    fn answer_calls(&mut self) -> BTreeMap<String, String> {
        let mut answered = BTreeMap::new();
        if self.routes.is_empty() {
            return answered;
        }
        let calls = self.tables.iter().filter(|one| one.called.is_some());
        let answers: Vec<(String, SettledCall)> = calls
            .map(|one| (one.id.clone(), self.answer(one)))
            .collect();
        for (id, answer) in answers {
            match answer {
                SettledCall::Route(to, guess) => {
                    let gateways: Vec<&String> =
                        self.routes.iter().map(|one| &one.gateway).collect();
                    for table in &mut self.tables {
                        // A gateway does not need its own answers.
                        if gateways.contains(&&table.id) {
                            table.requirements.retain(|one| one.on != [id.as_str()]);
                        }
                        table.need_instead(&id, &to, guess.as_deref());
                    }
                    self.leave(&id);
                    answered.insert(id, to);
                }
                SettledCall::Open(question) => {
                    if let Some(table) = self.tables.iter_mut().find(|one| one.id == id) {
                        table.doubts = vec![Doubt::Asked(question)];
                    }
                }
                SettledCall::Unknown => {}
            }
        }
        self.ask_only_of_uncalled();
        answered
    }

    /// Leaves out an AI dependency, and whoever answered nothing else.
    pub(super) fn leave(&mut self, id: &str) {
        let table = self.tables.iter().position(|one| one.id == id);
        let Some(table) = table.map(|at| self.tables.remove(at)) else {
            return;
        };
        let Some(party) = table.get("provider").and_then(DraftValue::text) else {
            return;
        };
        let answers =
            |one: &DraftTable| one.get("provider").and_then(DraftValue::text) == Some(party);
        if !self
            .tables
            .iter()
            .any(|one| answers(one) || one.names(party))
        {
            self.tables
                .retain(|one| one.kind != TableKind::Provider || one.id != party);
        }
    }

    fn answer(&self, call: &DraftTable) -> SettledCall {
        let Some(called) = &call.called else {
            return SettledCall::Unknown;
        };
        let via = call
            .get("via")
            .map(DraftValue::all_texts)
            .unwrap_or_default();
        let is_at = |gateway: &str| {
            via.iter().any(|one| one == gateway)
                || called.host.eq_ignore_ascii_case(gateway)
                || self.answering(&called.host) == Some(gateway)
        };
        let model = called.model.as_deref();
        let known = self.routes.iter().find(|one| is_at(&one.gateway));
        let Some(gateway) = known.map(|one| one.gateway.as_str()) else {
            return match self.only_gateway_that_knows(model, &via) {
                Some(route) => {
                    let guess = format!("{} is taken for {}", called.host, route.gateway);
                    SettledCall::Route(route.answers.clone(), Some(guess))
                }
                None => SettledCall::Unknown,
            };
        };
        let own: Vec<&GatewayRoute> = self
            .routes
            .iter()
            .filter(|one| one.gateway == gateway)
            .collect();
        if let [only] = own.as_slice()
            && only.asked == "*"
        {
            let guess = format!("all calls of `{gateway}` go that way");
            return SettledCall::Route(only.answers.clone(), Some(guess));
        }
        if let Some(route) = model.and_then(|model| route_of(&own, model)) {
            return SettledCall::Route(route.answers.clone(), None);
        }
        match (model, own.as_slice()) {
            (None, [only]) => {
                let guess = format!("`{}` is all that `{gateway}` answers", only.asked);
                SettledCall::Route(only.answers.clone(), Some(guess))
            }
            (Some(model), _) => {
                SettledCall::Open(format!("`{gateway}` has no `{model}`: who answers?"))
            }
            (None, _) => {
                let names: Vec<String> = own.iter().map(|one| format!("`{}`", one.asked)).collect();
                let names = jurymast_terms::wording::up_to(8, &names);
                SettledCall::Open(format!("which does it ask of `{gateway}`: {names}?"))
            }
        }
    }

    /// Where one gateway alone answers for a name, nothing here is known to run it, and what
    /// is called may be it.
    pub(super) fn only_gateway_that_knows(
        &self,
        model: Option<&str>,
        via: &[String],
    ) -> Option<&GatewayRoute> {
        let model = model?;
        let runs_other = via
            .iter()
            .any(|id| self.table(id).is_some_and(|one| one.software.is_some()));
        let mut knowing = self.routes.iter().filter(|one| one.asked == model);
        let route = knowing.next().filter(|_| !runs_other)?;
        let is_deployed = self.hosts.values().flatten().any(|id| *id == route.gateway);
        (knowing.next().is_none() && !is_deployed).then_some(route)
    }

    /// Who calls is no question where callers are known of all that is answered.
    pub(super) fn ask_only_of_uncalled(&mut self) {
        let gateways: Vec<String> = self.routes.iter().map(|one| one.gateway.clone()).collect();
        for gateway in gateways {
            let own = self.routes.iter().filter(|one| one.gateway == gateway);
            let uncalled =
                own.filter(|route| !self.tables.iter().any(|one| one.names(&route.answers)));
            let mut uncalled: Vec<String> =
                uncalled.map(|one| format!("`{}`", one.asked)).collect();
            uncalled.dedup();
            let Some(table) = self.tables.iter_mut().find(|one| one.id == gateway) else {
                continue;
            };
            for doubt in &mut table.doubts {
                if let Doubt::Asked(question) = doubt
                    && question.starts_with(WHO_CALLS)
                {
                    let names = jurymast_terms::wording::up_to(8, &uncalled);
                    *question = format!("{WHO_CALLS}{names}? give each caller its depends_on");
                }
            }
            if uncalled.is_empty() {
                let is_answered = |one: &Doubt| matches!(one, Doubt::Asked(question) if question.starts_with(WHO_CALLS));
                table.doubts.retain(|one| !is_answered(one));
            }
        }
    }
}

/// What a file does not say that only configures what runs elsewhere.
pub(crate) fn where_it_runs() -> Doubt {
    Doubt::Asked("where does it run, and in how many copies?".to_owned())
}

/// That a gateway's file leads calls to the machine that the gateway runs on.
pub(crate) fn on_own_machine() -> Doubt {
    Doubt::Guessed("it runs on the machine of the gateway".to_owned())
}

/// How the question begins that no gateway's file answers.
pub(crate) const WHO_CALLS: &str = "who calls ";

/// The route of a name: its own, else the pattern that says most of it.
pub(super) fn route_of<'a>(routes: &[&'a GatewayRoute], model: &str) -> Option<&'a GatewayRoute> {
    let own = routes.iter().find(|one| one.asked == model);
    let fits = |one: &&&GatewayRoute| match one.asked.split_once('*') {
        Some((start, end)) => model.starts_with(start) && model.ends_with(end),
        None => false,
    };
    let pattern = || routes.iter().filter(fits).max_by_key(|one| one.asked.len());
    own.or_else(pattern).copied()
}
