use std::collections::{BTreeMap, BTreeSet, HashMap};

use jurymast_plan::model::{Component, ComponentId, Plan, Requirement};
use jurymast_terms::source::Span;

use super::plan_as_draft::{answered_behind, gateways, names_of};
use super::{Draft, DraftRequirement, DraftTable, DraftValue, GatewayRoute};

impl Draft {
    /// The draft as it would be beside the files that a plan was drafted from besides: hosts,
    /// stores and calls of models end at what the plan has, under the plan's ids. What of the
    /// tables is in the plan keeps what this draft says of it.
    #[must_use]
    pub fn beside(mut self, plan: &Plan) -> BesidePlan {
        let known = Self::of_plan(plan);
        self.take_ids(plan, &known);
        let own: BTreeMap<String, Vec<String>> = self.tables.iter().map(needs_by_id).collect();
        let gateways = self.routes.iter().map(|one| one.gateway.clone());
        let gateways: BTreeSet<String> = gateways.collect();
        let joined = self.join(known, &gateways);
        let answers = self.settle();
        self.settle_possible();
        self.leave_to_gateways();
        let claimed = own.iter().map(|(id, needs)| {
            let needs = needs.iter().map(|on| answers.get(on).unwrap_or(on).clone());
            (id.clone(), needs.collect())
        });
        let taken = self.take_calls(plan, &claimed.collect());
        self.leave_ways_in(plan);
        // What the plan alone says is not these files' to say.
        let is_joined = |id: &String, one: &DraftRequirement| {
            one.keys.is_empty() && joined.contains(&(id.clone(), one.on.clone()))
        };
        for table in &mut self.tables {
            let id = table.id.clone();
            table.requirements.retain(|one| !is_joined(&id, one));
        }
        let (tables, planned) = std::mem::take(&mut self.tables)
            .into_iter()
            .partition(|one| plan.find(&one.id).is_none() || own.contains_key(&one.id));
        self.tables = tables;
        BesidePlan {
            draft: self,
            planned,
            gateways,
            taken,
        }
    }

    /// Takes in what the plan says, but for what tables say of themselves that are here too; who
    /// needs what by the plan alone, which says no key of it.
    /// `gateways` are those whose own files are here: they answer with what stands there.
    fn join(
        &mut self,
        known: Self,
        gateways: &BTreeSet<String>,
    ) -> BTreeSet<(String, Vec<String>)> {
        let mut joined = BTreeSet::new();
        let mut at: HashMap<String, usize> = HashMap::new();
        for (index, one) in self.tables.iter().enumerate() {
            at.entry(one.id.clone()).or_insert(index);
        }
        for table in known.tables {
            let Some(at) = at.get(&table.id) else {
                self.tables.push(table);
                continue;
            };
            let own = &mut self.tables[*at];
            for one in table.requirements {
                if own.requirements.iter().all(|known| known.on != one.on) {
                    joined.insert((table.id.clone(), one.on.clone()));
                    own.requirements.push(one);
                }
            }
            own.software = own.software.take().or(table.software);
        }
        for (host, ids) in known.hosts {
            self.hosts.entry(host).or_insert(ids);
        }
        let is_new = |one: &GatewayRoute| !gateways.contains(&one.gateway);
        self.routes.extend(known.routes.into_iter().filter(is_new));
        joined
    }

    /// What the plan has a component's calls go through is no further need of its.
    pub fn leave_ways(&mut self, plan: &Plan) {
        for table in &mut self.tables {
            let Some(caller) = plan.find(&table.id) else {
                continue;
            };
            let caller = plan.component(caller);
            let named: Vec<ComponentId> = caller.requirements.iter().flat_map(named_by).collect();
            let behind = named.iter().flat_map(|id| answered_behind(plan, *id));
            let through: BTreeSet<ComponentId> = behind
                .flat_map(|id| gateways(plan.component(id)))
                .filter(|id| !named.contains(id))
                .collect();
            table.requirements.retain(|one| match one.on.as_slice() {
                [on] => !plan.find(on).is_some_and(|id| through.contains(&id)),
                _ => true,
            });
        }
    }

    /// Whoever has a proxy in the plan has said what is done through it.
    fn leave_ways_in(&mut self, plan: &Plan) {
        let is_known = |one: &DraftTable| {
            let way_in = one.way_in.as_deref();
            way_in.is_some_and(|proxy| plan.find(proxy).is_some())
        };
        self.tables.retain(|one| !is_known(one));
    }

    /// A call whose answer no file here tells is what its caller has in the plan: under the
    /// name that is asked for, else what is left of what it has through the same gateway.
    /// `claimed` are what other calls of each turned out to be.
    fn take_calls(
        &mut self,
        plan: &Plan,
        claimed: &BTreeMap<String, BTreeSet<String>>,
    ) -> Vec<TakenCall> {
        let calls: BTreeMap<String, DraftTable> = self
            .tables
            .iter()
            .filter(|one| one.called.is_some() && plan.find(&one.id).is_none())
            .map(|one| (one.id.clone(), one.clone()))
            .collect();
        let mut taken = Vec::new();
        for table in &mut self.tables {
            let Some(caller) = plan.find(&table.id) else {
                continue;
            };
            let mut left: Vec<ComponentId> = answered(plan, plan.component(caller));
            if let Some(claimed) = claimed.get(&table.id) {
                left.retain(|id| !claimed.contains(&plan.component(*id).id));
            }
            let caller = table.id.clone();
            table.requirements.retain(|one| {
                let [on] = one.on.as_slice() else { return true };
                let Some(call) = calls.get(on) else {
                    return true;
                };
                let asked = call
                    .called
                    .as_ref()
                    .and_then(|called| called.model.as_deref());
                let by_name = left.iter().position(|id| {
                    asked.is_some_and(|asked| names_of(plan, *id).contains(&asked.to_owned()))
                });
                let through = left.iter().position(|id| goes_through(plan, *id, call));
                let Some(at) = by_name.or(through) else {
                    return true;
                };
                let component = left.remove(at);
                if by_name.is_none() {
                    taken.push(TakenCall {
                        caller: caller.clone(),
                        asked: asked.map(str::to_owned),
                        place: one.place,
                        as_what: plan.component(component).id.clone(),
                    });
                }
                false
            });
        }
        let uncalled: Vec<String> = calls
            .into_keys()
            .filter(|id| !self.tables.iter().any(|one| one.names(id)))
            .collect();
        uncalled.iter().for_each(|id| self.leave(id));
        taken
    }
}

/// What a draft is beside a plan.
#[derive(Debug, Default)]
pub struct BesidePlan {
    /// The tables under the ids of the plan.
    pub draft: Draft,
    /// What only the plan has, without what it needs.
    planned: Vec<DraftTable>,
    /// The gateways whose own files drew it.
    pub gateways: BTreeSet<String>,
    /// Calls that were taken for what the plan has.
    pub taken: Vec<TakenCall>,
}

impl BesidePlan {
    /// The tables with those of the plan that they lead to, which say what they are and no more:
    /// what files that are not here would say of them is not known.
    pub fn of_files(self) -> Draft {
        let mut draft = self.draft;
        let mut planned = self.planned;
        loop {
            let is_named = |one: &DraftTable| {
                let provider = |table: &DraftTable| {
                    table.get("provider").and_then(DraftValue::text) == Some(one.id.as_str())
                };
                let mut tables = draft.tables.iter();
                tables.any(|table| table.names(&one.id) || provider(table))
            };
            let (named, rest): (Vec<DraftTable>, Vec<DraftTable>) =
                planned.into_iter().partition(is_named);
            planned = rest;
            if named.is_empty() {
                break;
            }
            draft.tables.extend(named.into_iter().map(|mut one| {
                one.requirements.clear();
                one
            }));
        }
        let elsewhere: BTreeSet<String> = planned.into_iter().map(|one| one.id).collect();
        for table in &mut draft.tables {
            for key in ["via", "in"] {
                let all = table.get(key).map(DraftValue::all_texts);
                let all = all.unwrap_or_default();
                for id in all.iter().filter(|id| elsewhere.contains(*id)) {
                    table.take_text(key, id);
                }
            }
        }
        draft
    }
}

/// A call of a gateway whose file is not here, and what the plan has for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenCall {
    /// The id of who calls.
    pub caller: String,
    /// The name that is asked for.
    pub asked: Option<String>,
    /// Where it is named.
    pub place: Span,
    /// The id of what the plan has.
    pub as_what: String,
}

fn needs_by_id(table: &DraftTable) -> (String, Vec<String>) {
    let needs = table.requirements.iter().flat_map(|one| one.on.clone());
    (table.id.clone(), needs.collect())
}

/// What a component needs that is answered through gateways.
fn answered(plan: &Plan, component: &Component) -> Vec<ComponentId> {
    let needs = component.requirements.iter().flat_map(|one| &one.group);
    let is_answered = |id: &ComponentId| {
        let behind = answered_behind(plan, *id);
        behind
            .iter()
            .any(|id| gateways(plan.component(*id)).next().is_some())
    };
    needs.map(|at| at.value).filter(is_answered).collect()
}

/// All that a requirement names.
fn named_by(one: &Requirement) -> impl Iterator<Item = ComponentId> + '_ {
    let group = one.group.iter().map(|at| at.value);
    group.chain(one.fallbacks.iter().map(|fallback| fallback.to.value))
}

/// Whether a component is answered through what a call goes to.
fn goes_through(plan: &Plan, id: ComponentId, call: &DraftTable) -> bool {
    let via = call
        .get("via")
        .map(DraftValue::all_texts)
        .unwrap_or_default();
    let host = call.called.as_ref().map(|called| called.host.as_str());
    let at = host
        .and_then(|host| plan.find(host))
        .map(|id| &plan.component(id).id);
    answered_behind(plan, id).into_iter().any(|id| {
        gateways(plan.component(id)).any(|gateway| {
            let gateway = &plan.component(gateway).id;
            via.contains(gateway) || Some(gateway) == at
        })
    })
}
