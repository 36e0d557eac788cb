use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::{Component, ComponentId, Origin, Plan};

use super::matching::{answering, matches, team_of};
use super::{Draft, DraftTable, DraftValue, Ids, MovedId, TableKind, plan_as_draft};

impl Draft {
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
                let via: Vec<ComponentId> =
                    plan_as_draft::gateways(plan.component(*component)).collect();
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
    pub(super) fn take_ids(&mut self, plan: &Plan, planned: &Self) {
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
