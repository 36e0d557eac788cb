use std::collections::BTreeMap;

use jurymast_plan::catalogue::{Habit, gateway as habits};
use jurymast_plan::model::{Component, ComponentId, Fallback, Kind, Plan, Requirement};
use jurymast_terms::vocabulary::Symptom;

use super::gateway::{AnsweringGroup, Gateway};
use super::lists::{ANY, ListKind};
use super::read::PROXY;
use super::stand_ins::StandIns;
use crate::draft::kebab;
use crate::gateways::{is_automatic, telling};
use crate::tree::Node;

/// What stands in for a name, in order: each with the lists on whose failures it does.
pub type Order = Vec<(ComponentId, [bool; 3])>;

/// The names that callers of a proxy use, and the components of a plan that they are.
#[derive(Debug)]
pub struct Matched<'a> {
    proxy: &'a Gateway,
    plan: &'a Plan,
    by_name: BTreeMap<&'a str, ComponentId>,
}

impl<'a> Matched<'a> {
    /// A name is the component whose id or name it is, or that has it as an id.
    pub fn new(proxy: &'a Gateway, plan: &'a Plan) -> Self {
        let mut matched = Self {
            proxy,
            plan,
            by_name: BTreeMap::new(),
        };
        let lists = ListKind::ALL
            .into_iter()
            .flat_map(|kind| proxy.lists.of(kind));
        let in_lists = lists.flat_map(|chain| {
            let targets = chain.targets.iter().map(|one| one.name.as_str());
            targets.chain([chain.key.as_str()])
        });
        let groups = proxy.groups.iter().map(|one| one.name.as_str());
        let aliases = proxy.aliases.iter().map(|one| one.name.as_str());
        for name in groups.chain(aliases).chain(in_lists) {
            let answering = proxy.answers(name);
            let is_own = !matches!(
                answering,
                AnsweringGroup::Nobody | AnsweringGroup::Default(_)
            );
            if name != ANY
                && is_own
                && let Some(id) = matched.find(name)
            {
                matched.by_name.insert(name, id);
            }
        }
        matched
    }

    /// The component that callers of a name depend on.
    pub fn component(&self, name: &str) -> Option<ComponentId> {
        self.by_name.get(name).copied()
    }

    /// The component that a call is sent to under a name: the group's, whatever it is
    /// called.
    fn target(&self, name: &str) -> Option<ComponentId> {
        match self.proxy.answers(name) {
            AnsweringGroup::Group(group) | AnsweringGroup::Default(group) => {
                self.component(&group.name)
            }
            _ => self.component(name),
        }
    }

    /// The name by which the proxy knows a component: a group's own before others.
    pub fn name(&self, id: ComponentId) -> Option<&'a str> {
        let mut names = self.by_name.iter().filter(|(_, one)| **one == id);
        let own = names
            .clone()
            .find(|(name, _)| self.proxy.group(name).is_some());
        own.or_else(|| names.next()).map(|(name, _)| *name)
    }

    /// The names that the plan knows.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.by_name.keys().copied()
    }

    /// What the configuration lets stand in for a name.
    pub fn configured(&self, name: &str) -> Order {
        let (AnsweringGroup::Group(group) | AnsweringGroup::Pattern(group)) =
            self.proxy.answers(name)
        else {
            return Vec::new();
        };
        let own = [self.component(name), self.target(name)];
        let stand_ins = StandIns::of(self.proxy, name, group);
        let mut order = Order::new();
        for (name, triggers) in stand_ins.others() {
            let Some(id) = self.target(name).filter(|id| !own.contains(&Some(*id))) else {
                continue;
            };
            add(
                &mut order,
                id,
                ListKind::ALL.map(|kind| triggers.contains(&kind.symptom())),
            );
        }
        order
    }

    /// Whether the configuration lets anything stand in for a name.
    pub fn is_configured(&self, name: &str) -> bool {
        let steps = ListKind::ALL.map(|kind| self.proxy.stands_in(name, kind.symptom()));
        steps.iter().flatten().any(|one| one.name != name)
    }

    /// What the plan lets stand in for a name; `None`: it says nothing, since nobody needs
    /// it there.
    pub fn implied(&self, name: &str) -> Option<Order> {
        let id = self.component(name)?;
        let need = self.need(id)?;
        let mut order = Order::new();
        for fallback in &need.fallbacks {
            let to = fallback.to.value;
            let is_known = self.by_name.values().any(|one| *one == to);
            if is_known && to != id && is_automatic(fallback) {
                add(
                    &mut order,
                    to,
                    ListKind::ALL.map(|kind| fires(fallback, kind)),
                );
            }
        }
        Some(order)
    }

    /// All that stands in for a name by the plan, by itself or not.
    pub(super) fn fallbacks(&self, name: &str) -> &'a [Fallback] {
        let need = self.component(name).and_then(|id| self.need(id));
        need.map(|one| one.fallbacks.as_slice()).unwrap_or_default()
    }

    /// The entry that says what stands in for a component.
    fn need(&self, id: ComponentId) -> Option<&'a Requirement> {
        telling(&self.needs(id))
    }

    /// What the plan would have stand in for a name by itself, and the proxy does not know.
    pub fn strangers(&self, name: &str) -> Vec<&'a str> {
        let Some(id) = self.component(name) else {
            return Vec::new();
        };
        let fallbacks = self.needs(id).into_iter().flat_map(|one| &one.fallbacks);
        let to = fallbacks
            .filter(|one| is_automatic(one))
            .map(|one| one.to.value);
        let unknown = to.filter(|to| self.by_name.values().all(|one| one != to));
        let ids = unknown.map(|to| self.plan.component(to).id.as_str());
        // A level of a group is no group.
        let own = format!("{}-", self.plan.component(id).id);
        ids.filter(|one| !one.starts_with(&own)).collect()
    }

    /// Who needs a component: its callers, or a mere grouping by itself.
    fn needs(&self, id: ComponentId) -> Vec<&'a Requirement> {
        let component = self.plan.component(id);
        if component.is_mere_grouping() {
            let own = component.requirements.iter().collect::<Vec<_>>();
            if own.iter().any(|one| !one.fallbacks.is_empty()) {
                return own;
            }
        }
        let callers = self
            .plan
            .enumerate()
            .filter(|(one, _)| !self.is_route(*one));
        let callers = callers.flat_map(|(_, one)| &one.requirements);
        callers
            .filter(|one| matches!(one.group.as_slice(), [only] if only.value == id))
            .collect()
    }

    /// Another name of a group, or a grouping of groups: it speaks for itself alone.
    fn is_route(&self, id: ComponentId) -> bool {
        self.by_name.values().any(|one| *one == id) || {
            let component = self.plan.component(id);
            let said = self.proxy.get("router_settings", "routing_groups");
            let mut names = said.map(Node::items).unwrap_or_default().iter();
            names.any(|one| {
                one.text_at(&["group_name"])
                    .is_some_and(|name| is(component, name))
            })
        }
    }

    fn find(&self, name: &str) -> Option<ComponentId> {
        if let AnsweringGroup::One(group, one) = self.proxy.answers(name) {
            let id = self.find(&group.name)?;
            let at = group
                .deployments
                .iter()
                .position(|other| other.path == one.path)?;
            return match group.deployments.len() {
                1 => Some(id),
                _ => self
                    .plan
                    .find(&format!("{}-{}", self.plan.component(id).id, at + 1)),
            };
        }
        let fits = |id: &ComponentId| {
            let kind = self.plan.component(*id).kind();
            matches!(kind, Kind::Ai | Kind::Resource | Kind::Service)
        };
        let by_name = || {
            let mut all = self
                .plan
                .enumerate()
                .filter(|(id, one)| fits(id) && one.name == name);
            // The grouping before the deployment that bears the same name.
            let found = all.next()?;
            let grouping = all.find(|(_, one)| one.is_mere_grouping());
            Some(grouping.unwrap_or(found).0)
        };
        let by_id = |id: &str| self.plan.find(id).filter(fits);
        by_id(name).or_else(by_name).or_else(|| by_id(&kebab(name)))
    }
}

fn is(component: &Component, name: &str) -> bool {
    component.id == name || component.name == name || component.id == kebab(name)
}

fn add(order: &mut Order, id: ComponentId, kinds: [bool; 3]) {
    if kinds.contains(&true) && order.iter().all(|(known, _)| *known != id) {
        order.push((id, kinds));
    }
}

/// The failures on which the proxy goes on and the plan does not say so; those that have lists of
/// their own are no part of it.
pub(super) fn fires_too(fallback: &Fallback) -> Vec<Symptom> {
    let Some(triggers) = &fallback.triggers else {
        return Vec::new();
    };
    if !fires(fallback, ListKind::General) {
        return Vec::new();
    }
    let is_further = |one: &Symptom| {
        let is_special = matches!(one, Symptom::TooLong | Symptom::Refused);
        let fires = habits(PROXY).is_some_and(|all| all.falls_back_on(*one) == Habit::Yes);
        fires && !is_special && !triggers.contains(one)
    };
    Symptom::ALL.into_iter().filter(is_further).collect()
}

/// Whether a fallback fires on the failures of a list, as far as the proxy sees them.
fn fires(fallback: &Fallback, kind: ListKind) -> bool {
    let is_seen = |one: &Symptom| {
        habits(PROXY).is_some_and(|habits| habits.falls_back_on(*one) == Habit::Yes)
    };
    let is_special = |one: &Symptom| matches!(one, Symptom::TooLong | Symptom::Refused);
    match (&fallback.triggers, kind) {
        (None, _) => true,
        (Some(all), ListKind::General) => all.iter().any(|one| is_seen(one) && !is_special(one)),
        (Some(all), _) => all.contains(&kind.symptom()),
    }
}
