use std::collections::BTreeMap;

use jurymast_plan::catalogue::{ProviderRecord, provider, provider_of_host};
use jurymast_terms::source::Span;

use super::called::{CalledModel, StandsFor};
use super::places::OutsidePlaces;
use super::{
    Doubt, DraftRequirement, DraftTable, DraftValue, Finding, Ids, PossibleCall, TableKind,
};
use crate::evidence::{
    NamedCall, NamedParty, ONLY_TOLD, PossibleParty, Variable, is_own_machine, only_tells_outside,
    parties_in, party_at,
};

/// The outside parties of a draft: an AI dependency for each model that is called, what
/// answers at hosts that no file here runs, and what needs them.
#[derive(Debug, Default)]
pub struct OutsideParties {
    /// By who answers and model; `None` where nobody says which.
    calls: BTreeMap<(String, Option<String>), DraftTable>,
    /// Those who answer behind an address, by it.
    behind: BTreeMap<String, DraftTable>,
    places: OutsidePlaces,
    possible: Vec<PossibleCall>,
}

/// Who has variables.
#[derive(Debug, Clone, Copy)]
pub struct CallingComponent<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its path in the file: `services.web`.
    pub path: &'a str,
    /// Where the file names it.
    pub place: Span,
    /// The software that it runs, by its id in the catalogue.
    pub software: Option<&'a str>,
}

/// What a component needs of outside parties.
#[derive(Debug, Default)]
pub struct OutsideNeeds {
    /// Its entries.
    pub requirements: Vec<DraftRequirement>,
    /// What its variables leave open.
    pub questions: Vec<Doubt>,
}

impl OutsideNeeds {
    /// Lets the table of the component say them.
    pub fn put_into(self, table: &mut DraftTable) {
        table.requirements.extend(self.requirements);
        table.doubts.extend(self.questions);
    }
}

/// What answers to a host in the same files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HereAnswering {
    /// Ids.
    pub ids: Vec<String>,
    /// The software that the first runs, by its id in the catalogue.
    pub software: Option<String>,
}

impl OutsideParties {
    /// What somebody needs of outside parties who has these variables; `here` tells what
    /// answers to a host in the same files.
    pub fn needs(
        &mut self,
        caller: CallingComponent,
        variables: &[Variable],
        here: impl Fn(&str) -> Option<HereAnswering>,
        ids: &mut Ids,
        findings: &mut Vec<Finding>,
    ) -> OutsideNeeds {
        let open = variables.iter().filter(|one| one.key != "command");
        let pairs = open.map(|one| (one.key.as_str(), one.open_value()));
        let pairs: Vec<(&str, &str)> = pairs.collect();
        let answers_models = |host: &str| {
            let runs = here(host).and_then(|one| one.software);
            runs.is_some_and(|id| provider(&id).is_some_and(ProviderRecord::answers_ai_calls))
        };
        let named = parties_in(&pairs, answers_models);
        let place = |has: &dyn Fn(&str) -> bool| {
            let first = variables.iter().find(|one| has(&one.key));
            first.map_or(caller.place, |one| one.place)
        };
        let mut needs = Vec::new();
        for party in &named.known {
            // What runs the software is no caller of itself.
            let is_here = !party.is_sure && here(party.id).is_some();
            if caller.software != Some(party.id) && !is_here {
                let place = place(&|key| party.keys.contains(key));
                needs.extend(self.of_party(party, place, ids));
            }
        }
        for call in &named.calls {
            let at = here(&call.host).or_else(|| self.on_machine(call, variables, ids));
            if at.as_ref().is_none_or(|at| at.ids != [caller.id]) {
                let place = place(&|key| key == call.base);
                needs.extend(self.of_call(call, at.as_ref(), place, ids));
                for (model, keys) in &call.may_ask {
                    let first = variables.iter().find(|one| keys.contains(&one.key));
                    self.possible.push(PossibleCall {
                        caller: caller.id.to_owned(),
                        host: call.host.clone(),
                        model: model.clone(),
                        keys: keys.clone(),
                        place: first.map_or(caller.place, |one| one.place),
                    });
                }
            }
        }
        let is_known = |host: &str| {
            let is_called = named.calls.iter().any(|one| one.host == host);
            is_called || here(host).is_some() || party_at(host).is_some()
        };
        let outside = self
            .places
            .needs(caller.path, variables, is_known, ids, findings);
        needs.extend(outside);
        // What has the party's name here is what the account is with.
        let possible = named.possible.iter();
        let possible = possible.filter(|one| here(one.id).is_none());
        OutsideNeeds {
            requirements: needs,
            questions: possible.map(asked_of_account).collect(),
        }
    }

    /// Calls that are such only where a gateway answers for them.
    pub fn possible(&mut self) -> Vec<PossibleCall> {
        std::mem::take(&mut self.possible)
    }

    /// The tables of all of them.
    pub fn tables(self) -> impl Iterator<Item = DraftTable> {
        let calls = self.calls.into_values().chain(self.behind.into_values());
        calls.chain(self.places.tables())
    }

    fn of_party(
        &mut self,
        party: &NamedParty,
        place: Span,
        ids: &mut Ids,
    ) -> Vec<DraftRequirement> {
        let answers_ai = provider(party.id).is_some_and(|one| one.answers_ai_calls());
        let key = || party.keys.iter().next().map_or("", String::as_str);
        let targets: Vec<String> = match answers_ai {
            false => vec![party.id.to_owned()],
            true => {
                let models = each_or_none(party.models.iter());
                let models = models.into_iter();
                models
                    .map(|model| {
                        let call = (party.id.to_owned(), model.cloned());
                        self.call(call, place, ids, |table| {
                            table.set("provider", party.id);
                            let is_gateway =
                                provider(party.id).is_some_and(|one| one.gateway.is_some());
                            table.called = is_gateway.then(|| CalledModel {
                                host: party.id.to_owned(),
                                model: model.cloned(),
                            });
                            match model {
                                Some(model) => table.set("model", model.as_str()),
                                None => {
                                    let question = format!("which model is called with {}?", key());
                                    table.doubts.push(Doubt::Asked(question));
                                }
                            }
                        })
                    })
                    .collect()
            }
        };
        let why = why(party.keys.iter());
        let is_told = provider(party.id).is_some_and(ProviderRecord::is_only_told)
            || party.keys.iter().all(|key| only_tells_outside(key));
        let needs = targets.into_iter().map(|target| {
            let one = DraftRequirement::on(target, place);
            match party.is_set {
                true if is_told && !answers_ai => {
                    let doubt = Doubt::Guessed(ONLY_TOLD.to_owned());
                    one.with("mode", "soft")
                        .doubted(doubt)
                        .with("why", why.as_str())
                }
                true if !party.is_sure => {
                    let doubt = Doubt::Guessed("the name of a variable alone says so".to_owned());
                    one.with("why", why.as_str()).doubted(doubt)
                }
                true => one.with("why", why.as_str()),
                false => {
                    let doubt =
                        Doubt::Guessed("its key has no value: used where it is set".to_owned());
                    one.with("mode", "soft")
                        .doubted(doubt)
                        .with("why", why.as_str())
                }
            }
        });
        needs.collect()
    }

    /// What listens where calls are led, where that is the machine itself. A client of what
    /// one runs oneself calls that.
    fn on_machine(
        &mut self,
        call: &NamedCall,
        variables: &[Variable],
        ids: &mut Ids,
    ) -> Option<HereAnswering> {
        let first = variables.iter().find(|one| one.key == call.base);
        let first = first.filter(|_| is_own_machine(&call.host))?;
        let runtime = call.client.or_else(|| provider_of_host(&call.host));
        let runtime = runtime.filter(|id| provider(id).is_some_and(|one| one.is_runtime()));
        Some(HereAnswering {
            ids: vec![self.places.table(&call.host, first, ids).id.clone()],
            software: runtime.map(str::to_owned),
        })
    }

    /// Models at an address: of a gateway or a runtime here, of something else here, or of
    /// somebody outside.
    fn of_call(
        &mut self,
        call: &NamedCall,
        at: Option<&HereAnswering>,
        place: Span,
        ids: &mut Ids,
    ) -> Vec<DraftRequirement> {
        let software = at.and_then(|at| at.software.as_deref()).and_then(provider);
        let software = software.filter(|one| one.answers_ai_calls());
        let answering = match software {
            Some(known) => known.id.clone(),
            None => self.behind(call, at, place, ids),
        };
        // A name that is asked of a gateway may stand for another model.
        let is_name = software.is_none_or(|one| !one.is_runtime());
        let via = at.map(|at| at.ids.as_slice()).unwrap_or_default();
        let mut needs = Vec::new();
        for model in each_or_none(call.models.iter()) {
            let key = (format!("{answering} at {}", call.host), model.cloned());
            let id = self.call(key, place, ids, |table| {
                table.set("provider", answering.as_str());
                match model {
                    Some(model) if is_name => {
                        let guess = format!("as callers name it at {}", call.host);
                        table.set_doubted("model", model.as_str(), Doubt::Guessed(guess));
                    }
                    Some(model) => table.set("model", model.as_str()),
                    None => {
                        let question = format!("which model is called with {}?", call.base);
                        table.doubts.push(Doubt::Asked(question));
                    }
                }
                if let [via] = via {
                    table.set("via", DraftValue::texts([via]));
                }
                table.called = is_name.then(|| CalledModel {
                    host: call.host.clone(),
                    model: model.cloned(),
                });
            });
            let need = DraftRequirement::on(id, place);
            needs.push(need.with("why", why(call.keys.iter())));
        }
        needs
    }

    /// Whoever answers at an address of which only that is known.
    fn behind(
        &mut self,
        call: &NamedCall,
        at: Option<&HereAnswering>,
        place: Span,
        ids: &mut Ids,
    ) -> String {
        let table = self.behind.entry(call.host.clone()).or_insert_with(|| {
            let own = at.and_then(|at| at.ids.first());
            let name = own.map_or_else(|| call.host.clone(), |id| format!("{id} models"));
            let mut table = DraftTable::new(TableKind::Provider, ids.give_beside(&name), place);
            let question = match own {
                Some(id) => format!("who answers the calls that `{id}` passes on?"),
                None => {
                    table.set("hosts", DraftValue::texts([&call.host]));
                    table.stands_for = Some(StandsFor::Host(call.host.clone()));
                    format!("what runs at {}?", call.host)
                }
            };
            table.doubts.push(Doubt::Asked(question));
            table
        });
        table.id.clone()
    }

    fn call(
        &mut self,
        key: (String, Option<String>),
        place: Span,
        ids: &mut Ids,
        fill: impl FnOnce(&mut DraftTable),
    ) -> String {
        if let Some(known) = self.calls.get(&key) {
            return known.id.clone();
        }
        let id = match &key.1 {
            Some(model) => ids.give_beside(model),
            None => {
                let (answering, _) = key.0.split_once(" at ").unwrap_or((&key.0, ""));
                ids.give(&format!("{answering}-model"))
            }
        };
        let mut table = DraftTable::new(TableKind::Ai, &id, place);
        fill(&mut table);
        self.calls.insert(key, table);
        id
    }
}

fn asked_of_account(party: &PossibleParty) -> Doubt {
    let PossibleParty { id, key } = party;
    let name = provider(id).map_or(*id, |one| one.name.as_str());
    Doubt::Asked(format!(
        "does it call {name}? {key} is set: say so in depends_on, on `{id}`"
    ))
}

/// Each, or once none.
fn each_or_none<'a>(all: impl Iterator<Item = &'a String>) -> Vec<Option<&'a String>> {
    let all: Vec<Option<&String>> = all.map(Some).collect();
    match all.is_empty() {
        true => vec![None],
        false => all,
    }
}

/// The keys that say so, the first few.
fn why<'a>(keys: impl Iterator<Item = &'a String>) -> String {
    let keys: Vec<&str> = keys.take(3).map(String::as_str).collect();
    keys.join(", ")
}
