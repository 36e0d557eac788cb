use std::collections::{BTreeMap, BTreeSet, HashMap};

use jurymast_plan::catalogue::provider;
use jurymast_plan::model::{
    BindingRole, Component, ComponentId, Detail, Origin, Plan, Requirement,
};
use jurymast_terms::source::Span;

use super::matching::{answering, kind_of, matches, team_of};
use super::{
    Draft, DraftRequirement, DraftTable, DraftValue, GatewayRoute, Ids, MovedId, TableKind,
};

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
        self.leave_to_gateways();
        let claimed = own.iter().map(|(id, needs)| {
            let needs = needs.iter().map(|on| answers.get(on).unwrap_or(on).clone());
            (id.clone(), needs.collect())
        });
        let taken = self.take_calls(plan, &claimed.collect());
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

    /// What a plan says, as files would have drawn it: no more than tells which component is
    /// which, who needs whom, and what gateways answer with.
    fn of_plan(plan: &Plan) -> Self {
        let mut draft = Self::default();
        let runtimes = runtimes(plan);
        for (id, component) in plan.enumerate() {
            let Some(table) = table_of(plan, component) else {
                continue;
            };
            let runs = matches!(table.kind, TableKind::Service | TableKind::Resource);
            if runs && component.own_failure {
                for name in [&component.id, &component.name] {
                    let hosts = draft.hosts.entry(name.to_lowercase()).or_default();
                    if !hosts.contains(&component.id) {
                        hosts.push(component.id.clone());
                    }
                }
            }
            draft.routes.extend(routes_of(plan, id, &runtimes));
            draft.tables.push(table);
        }
        draft.tables.iter_mut().for_each(|one| {
            let runs = (one.kind == TableKind::Service)
                .then(|| provider(&one.id))
                .flatten();
            one.software = runs
                .filter(|known| known.self_hosted)
                .map(|known| known.id.clone());
        });
        for (host, runtime) in runtimes {
            let table = draft.tables.iter_mut().find(|one| one.id == host);
            if let Some(table) = table {
                table.software.get_or_insert(runtime);
            }
        }
        draft
    }

    /// A gateway that the plan has under another id is what the same models are called through
    /// there.
    fn meet_gateways(&self, plan: &Plan, known: &mut BTreeMap<String, ComponentId>) {
        let gateways: BTreeSet<String> =
            self.routes.iter().map(|one| one.gateway.clone()).collect();
        let unknown: Vec<&String> = gateways
            .iter()
            .filter(|id| !known.contains_key(*id))
            .collect();
        for gateway in unknown {
            let through = |table: &&DraftTable| {
                table
                    .get("via")
                    .is_some_and(|via| via.all_texts().contains(gateway))
            };
            let mut common: Option<Vec<ComponentId>> = None;
            for table in self.tables.iter().filter(through) {
                let Some(component) = known.get(&table.id) else {
                    continue;
                };
                let via: Vec<ComponentId> = self::gateways(plan.component(*component)).collect();
                common = Some(match common {
                    None => via,
                    Some(all) => all.into_iter().filter(|id| via.contains(id)).collect(),
                });
            }
            if let Some([only]) = common.as_deref() {
                known.insert(gateway.clone(), *only);
            }
        }
    }

    /// Gives tables the ids that their components have in the plan, and other ids to those
    /// that bear the id of something else there.
    fn take_ids(&mut self, plan: &Plan, planned: &Self) {
        let mut known = matches(self, plan);
        for (here, there) in self.same_software(planned) {
            if let Some(id) = plan.find(&there) {
                known.entry(here).or_insert(id);
            }
        }
        self.meet_gateways(plan, &mut known);
        self.meet_parties(plan, &mut known);
        let stay: BTreeSet<&str> = known
            .values()
            .map(|id| plan.component(*id).id.as_str())
            .collect();
        let is_open = |one: &DraftTable| one.called.is_some() || one.stands_for.is_some();
        let mut ids = Ids::beside_catalogue();
        plan.components.iter().for_each(|one| ids.reserve(&one.id));
        plan.teams.iter().for_each(|one| ids.reserve(&one.id));
        self.tables.iter().for_each(|one| ids.reserve(&one.id));
        let mut renames: Vec<(String, String)> = Vec::new();
        let mut moved = Vec::new();
        let mut as_drawn: BTreeSet<String> = BTreeSet::new();
        for table in &self.tables {
            if let Some(team) = team_of(table, plan) {
                renames.push((table.id.clone(), team.id.clone()));
                continue;
            }
            match known.get(&table.id) {
                Some(id) if may_be(table, plan, plan.component(*id)) => {
                    as_drawn.insert(table.id.clone());
                    renames.push((table.id.clone(), plan.component(*id).id.clone()));
                }
                _ => {
                    let there = plan.find(&table.id).map(|id| plan.component(id));
                    let there =
                        there.filter(|one| one.id == table.id && one.origin == Origin::Plan);
                    let Some(there) = there.filter(|_| table.kind != TableKind::Team) else {
                        if stay.contains(table.id.as_str()) {
                            renames.push((table.id.clone(), ids.give(&table.id)));
                        }
                        continue;
                    };
                    let to = ids.give(&table.id);
                    if !is_open(table) {
                        moved.push(MovedId {
                            kind: table.kind,
                            place: table.place,
                            from: table.id.clone(),
                            to: to.clone(),
                            there: there.address(),
                        });
                    }
                    renames.push((table.id.clone(), to));
                }
            }
        }
        // What the plan has as it is drawn stands for itself, unless these files say more.
        let gateways: Vec<String> = self.routes.iter().map(|one| one.gateway.clone()).collect();
        for table in self
            .tables
            .iter_mut()
            .filter(|one| as_drawn.contains(&one.id))
        {
            table.stands_for = None;
            let via = table
                .get("via")
                .map(DraftValue::all_texts)
                .unwrap_or_default();
            table.called = table.called.take().filter(|called| {
                gateways
                    .iter()
                    .any(|id| via.contains(id) || called.host == *id)
            });
        }
        // By way of ids that nobody has, so that two may change places.
        let aside = |at: usize| format!("\u{0}{at}");
        renames.retain(|(from, to)| from != to);
        for (at, (from, _)) in renames.iter().enumerate() {
            self.rename(from, &aside(at));
        }
        for (at, (from, to)) in renames.iter().enumerate() {
            self.rename(&aside(at), to);
            let is_new = plan.find(to).is_none();
            let table = self.tables.iter_mut().find(|one| one.id == *to);
            if let Some(table) = table.filter(|one| is_new && one.get("name").is_none()) {
                table.set("name", from.as_str());
            }
        }
        self.moved = moved;
    }

    /// Whoever answers a call here answers it in the plan, and so with the machine that it
    /// stands on: files that were read alone may have called them otherwise.
    fn meet_parties(&self, plan: &Plan, known: &mut BTreeMap<String, ComponentId>) {
        let mut found: Vec<(String, ComponentId)> = Vec::new();
        for table in self.tables.iter().filter(|one| one.kind == TableKind::Ai) {
            let Some(component) = known.get(&table.id).map(|id| plan.component(*id)) else {
                continue;
            };
            let is_drafted = |id: &String, kind| self.table(id).is_some_and(|one| one.kind == kind);
            let is_own = |id: &ComponentId| plan.component(*id).origin == Origin::Plan;
            let provider = table
                .get("provider")
                .map(DraftValue::all_texts)
                .unwrap_or_default();
            let answers = component.ai().and_then(|ai| ai.provider).map(|at| at.value);
            for id in provider
                .into_iter()
                .filter(|id| is_drafted(id, TableKind::Provider))
            {
                found.extend(answers.filter(is_own).map(|own| (id, own)));
            }
            let within = table
                .get("in")
                .map(DraftValue::all_texts)
                .unwrap_or_default();
            let stands: Vec<ComponentId> = component.domains().filter(is_own).collect();
            let has = |id: &String| stands.iter().any(|own| plan.component(*own).id == *id);
            let (known, mut open): (Vec<String>, Vec<String>) = within
                .into_iter()
                .filter(|id| is_drafted(id, TableKind::Domain))
                .partition(has);
            let mut others = stands
                .iter()
                .filter(|own| !known.contains(&plan.component(**own).id));
            if let (Some(id), true, Some(own), None) =
                (open.pop(), open.is_empty(), others.next(), others.next())
            {
                found.push((id, *own));
            }
        }
        known.extend(found);
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

/// Whether a table may speak of a component: of what is asked at an address model and who
/// answers are the same.
fn may_be(table: &DraftTable, plan: &Plan, component: &Component) -> bool {
    let (Some(ai), true) = (component.ai(), table.called.is_some()) else {
        return true;
    };
    let said = |key: &str| table.get(key).and_then(DraftValue::text);
    let has_model = ai.model.as_ref().map(|at| at.value.as_str()) == said("model");
    let answers = answering(plan, ai).is_none_or(|one| Some(one) == said("provider"));
    has_model && (ai.routed || answers)
}

/// A component as files would have drawn it; none of what only the catalogue has.
fn table_of(plan: &Plan, component: &Component) -> Option<DraftTable> {
    let kind = kind_of(component).filter(|_| component.origin == Origin::Plan)?;
    let mut table = DraftTable::new(kind, &component.id, component.place);
    if let Detail::Resource(resource) = &component.detail
        && let Some(kind) = &resource.kind
    {
        table.set("kind", kind.as_str());
    }
    if !component.own_failure {
        table.set("own_failure", false);
    }
    if let Some(ai) = component.ai() {
        table.set("provider", answering(plan, ai).unwrap_or_default());
        table.set("model", ai.model.as_ref().map_or("", |at| &at.value));
        let via = gateways(component).map(|id| plan.component(id).id.clone());
        table.set("via", DraftValue::texts(via));
    }
    let needs = component.requirements.iter();
    table.requirements = needs.map(|one| need_of(plan, one)).collect();
    Some(table)
}

fn need_of(plan: &Plan, one: &Requirement) -> DraftRequirement {
    let mut need = DraftRequirement::on("", one.place);
    let group = one.group.iter();
    need.on = group
        .map(|at| plan.component(at.value).id.clone())
        .collect();
    need
}

/// What a component is called through, in order; what runs the software that answers last.
fn gateways(component: &Component) -> impl Iterator<Item = ComponentId> {
    let of = |role| {
        let bindings = component
            .bindings
            .iter()
            .filter(move |one| one.role == role);
        bindings.map(|one| one.to)
    };
    let through: Vec<ComponentId> = of(BindingRole::Gateway).collect();
    let host = of(BindingRole::Host).find(|id| !through.contains(id));
    through.into_iter().chain(host)
}

/// What runs a runtime of models alone: all that is called there last is answered by it.
fn runtimes(plan: &Plan) -> BTreeMap<String, String> {
    let mut runs: BTreeMap<ComponentId, Option<&String>> = BTreeMap::new();
    for component in &plan.components {
        let Some(ai) = component.ai() else { continue };
        let through: Vec<ComponentId> = gateways(component).collect();
        if let Some((last, before)) = through.split_last() {
            runs.extend(before.iter().map(|one| (*one, None)));
            let known = runs.entry(*last).or_insert(ai.runtime.as_ref());
            *known = known.filter(|one| Some(*one) == ai.runtime.as_ref());
        }
    }
    let runs = runs.into_iter();
    runs.filter_map(|(id, runtime)| Some((plan.component(id).id.clone(), runtime?.clone())))
        .collect()
}

/// The components that answer behind one: itself, or what it groups.
fn answered_behind(plan: &Plan, id: ComponentId) -> Vec<ComponentId> {
    let mut found = vec![id];
    let mut at = 0;
    while let Some(component) = found.get(at).map(|id| plan.component(*id)) {
        if !component.own_failure {
            for one in component.requirements.iter().flat_map(|one| &one.group) {
                if !found.contains(&one.value) {
                    found.push(one.value);
                }
            }
        }
        at += 1;
    }
    found.retain(|id| plan.component(*id).ai().is_some());
    found
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

/// The names under which callers may ask for a component: its own, and that of what it groups
/// first.
fn names_of(plan: &Plan, id: ComponentId) -> Vec<String> {
    let component = plan.component(id);
    let mut names = vec![component.id.clone(), component.name.clone()];
    if !component.own_failure
        && let [only] = component.requirements.as_slice()
        && let [first] = only.group.as_slice()
    {
        let first = plan.component(first.value);
        names.extend([first.id.clone(), first.name.clone()]);
    }
    names.sort();
    names.dedup();
    names
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

/// What gateways answer with under the names of a component; a runtime is none.
fn routes_of(
    plan: &Plan,
    id: ComponentId,
    runtimes: &BTreeMap<String, String>,
) -> Vec<GatewayRoute> {
    let component = plan.component(id);
    let is_grouping = !component.own_failure;
    if component.ai().is_none() && !is_grouping {
        return Vec::new();
    }
    let behind = answered_behind(plan, id);
    let first = behind.first().map(|id| gateways(plan.component(*id)));
    let mut through = first.into_iter().flatten();
    let gateway = through.find(|id| !runtimes.contains_key(&plan.component(*id).id));
    let Some(gateway) = gateway else {
        return Vec::new();
    };
    let grouped = |name: &&String| {
        // What callers get who ask for a name is the grouping before what it begins with.
        is_grouping
            || !plan.components.iter().any(|one| {
                !one.own_failure
                    && one.requirements.len() == 1
                    && one.requirements[0].group.iter().map(|at| at.value).eq([id])
                    && (one.name == **name
                        || one.name == one.id && one.id == format!("{name}-group"))
            })
    };
    let names = names_of(plan, id);
    names
        .iter()
        .filter(grouped)
        .map(|asked| GatewayRoute {
            gateway: plan.component(gateway).id.clone(),
            asked: asked.clone(),
            answers: component.id.clone(),
        })
        .collect()
}
