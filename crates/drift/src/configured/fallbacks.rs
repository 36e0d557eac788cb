use std::collections::BTreeSet;

use jurymast_plan::catalogue::gateway;
use jurymast_plan::model::{Component, ComponentId, Fallback, Kind, Requirement, Switch, Symptom};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{At, Span};
use jurymast_terms::wording;

use super::compare::{Comparison, Sides};
use crate::reach::{gateways, is_grouping};

/// What stands in for what by a gateway, beside what the plan says of it.
pub(super) fn fallbacks(sides: &Sides<'_>, found: &mut Comparison) {
    // What a gateway goes on to stands in its own file alone.
    let is_given = |route: &GatewayRoute<'_>| {
        let gateways = &sides.drawn.gateways;
        let mut ids = route
            .gateways
            .iter()
            .map(|id| &sides.drawn.plan.component(*id).id);
        route.client.is_some() || ids.any(|id| gateways.contains(id))
    };
    for route in routes(sides).into_iter().filter(is_given) {
        let entries = sides.entries(&route);
        for (user, entry) in &entries {
            sides.compare_route(&route, *user, entry, found);
        }
        if entries.is_empty() {
            sides.uncalled_route(&route, found);
        }
    }
}

/// What a gateway answers with under one name, and what it goes on to.
pub(super) struct GatewayRoute<'a> {
    /// Declared components that stand for the name.
    pub(super) primaries: BTreeSet<ComponentId>,
    /// The declared grouping that stands for the name.
    pub(super) grouping: Option<ComponentId>,
    /// The gateways, as they are drawn.
    pub(super) gateways: Vec<ComponentId>,
    /// A client that switches by itself, as it is declared; `None`: whoever calls.
    pub(super) client: Option<ComponentId>,
    /// What stands in, in order, as it is drawn.
    pub(super) stands_in: Vec<&'a Fallback>,
    pub(super) place: Option<Span>,
}

/// Every name that gateways answer to: those with fallbacks, and those without.
fn routes<'a>(sides: &'a Sides<'_>) -> Vec<GatewayRoute<'a>> {
    let plan = &sides.drawn.plan;
    let mut routes = Vec::new();
    let mut routed: BTreeSet<ComponentId> = BTreeSet::new();
    let is_routed = |id: &ComponentId| switching(plan.component(*id)).next().is_some();
    for (id, component) in plan.enumerate().filter(|(_, one)| is_grouping(one)) {
        for requirement in &component.requirements {
            let members: Vec<ComponentId> = requirement.group.iter().map(|at| at.value).collect();
            if !members.iter().any(is_routed) {
                continue;
            }
            routed.extend(&members);
            let own = std::iter::once(id).chain(members.iter().copied());
            let all = members
                .iter()
                .flat_map(|one| switching(plan.component(*one)));
            routes.push(GatewayRoute {
                primaries: own.filter_map(|one| sides.pairs.declared(one)).collect(),
                grouping: sides.pairs.declared(id),
                gateways: all.collect(),
                client: None,
                stands_in: requirement.fallbacks.iter().collect(),
                place: sides.drawn.place(id),
            });
        }
    }
    for (id, component) in plan.enumerate() {
        if component.kind() == Kind::Ai && is_routed(&id) && !routed.contains(&id) {
            routes.push(GatewayRoute {
                primaries: sides.pairs.declared(id).into_iter().collect(),
                grouping: None,
                gateways: switching(component).collect(),
                client: None,
                stands_in: Vec::new(),
                place: sides.drawn.place(id),
            });
        }
    }
    routes.extend(routes_of_clients(sides));
    routes
}

/// What a client does by itself that the catalogue knows as one that switches.
fn routes_of_clients<'a>(sides: &'a Sides<'_>) -> Vec<GatewayRoute<'a>> {
    let plan = &sides.drawn.plan;
    let mut routes = Vec::new();
    for (id, component) in plan.enumerate().filter(|(_, one)| !is_grouping(one)) {
        let client = sides.pairs.declared(id);
        let Some(client) = client.filter(|_| gateway(&component.id).is_some()) else {
            continue;
        };
        for requirement in &component.requirements {
            let members = requirement.group.iter();
            let primaries = members.filter_map(|at| sides.pairs.declared(at.value));
            routes.push(GatewayRoute {
                primaries: primaries.collect(),
                grouping: None,
                gateways: vec![id],
                client: Some(client),
                stands_in: requirement.fallbacks.iter().collect(),
                place: sides.drawn.place(id),
            });
        }
    }
    routes
}

/// What switches for a component: the gateways that it is called through, and a router that
/// answers itself.
fn switching(component: &Component) -> impl Iterator<Item = ComponentId> {
    let router = component.ai().filter(|ai| ai.routed);
    let router = router.and_then(|ai| ai.provider).map(|at| at.value);
    gateways(component).chain(router)
}

impl<'a> Sides<'a> {
    /// The entries of the plan that speak of a route: those of its callers, or of the
    /// grouping that stands for it.
    fn entries(&self, route: &GatewayRoute<'_>) -> Vec<(ComponentId, &'a Requirement)> {
        let means = |one: &Requirement| {
            !one.group.is_empty()
                && one
                    .group
                    .iter()
                    .all(|at| route.primaries.contains(&at.value))
        };
        let mut entries = Vec::new();
        let is_caller = |id: &ComponentId| route.client.is_none_or(|client| client == *id);
        let callers = self.plan.enumerate().filter(|(id, _)| is_caller(id));
        for (id, component) in callers {
            let own = component.requirements.iter().filter(|one| means(one));
            let own: Vec<_> = own.map(|one| (id, one)).collect();
            entries.extend(own);
        }
        // Where a grouping has the fallbacks its callers need not repeat them.
        let grouped = entries
            .iter()
            .any(|(id, one)| is_grouping(self.plan.component(*id)) && !one.fallbacks.is_empty());
        if grouped {
            entries.retain(|(id, _)| is_grouping(self.plan.component(*id)));
        }
        // Who calls a grouping that has its own speaks of something else.
        let has_own = |at: &At<ComponentId>| {
            let component = self.plan.component(at.value);
            let mut own = component.requirements.iter();
            Some(at.value) == route.grouping && own.any(|one| !one.fallbacks.is_empty())
        };
        entries.retain(|(_, one)| !one.group.iter().all(has_own));
        entries
    }

    fn compare_route(
        &self,
        route: &GatewayRoute<'_>,
        user: ComponentId,
        entry: &Requirement,
        found: &mut Comparison,
    ) {
        let said: Vec<&Fallback> = entry.fallbacks.iter().collect();
        let by_itself: Vec<&Fallback> = said
            .iter()
            .copied()
            .filter(|one| is_by_itself(one))
            .collect();
        let mut both: Vec<(&Fallback, &Fallback)> = Vec::new();
        let mut configured: BTreeSet<ComponentId> = BTreeSet::new();
        for drawn in &route.stands_in {
            let declared = self.declared_stand_ins(drawn.to.value);
            configured.extend(&declared);
            // Of a name that two have the first counts; what is in the group is no fallback.
            if declared.iter().any(|id| route.primaries.contains(id)) {
                continue;
            }
            match said.iter().find(|one| declared.contains(&one.to.value)) {
                Some(one) => {
                    if both.iter().all(|(known, _)| known.to.value != one.to.value) {
                        both.push((one, drawn));
                    }
                }
                None => {
                    found.told.insert(drawn.to.value);
                    found
                        .findings
                        .push(self.undeclared_fallback(route, user, entry, drawn));
                }
            }
        }
        for one in &by_itself {
            let is_expected = route.client.is_some() || self.is_routed_alike(route, one.to.value);
            if !configured.contains(&one.to.value) && is_expected {
                found
                    .findings
                    .push(self.unconfigured_fallback(route, user, entry, one));
            }
        }
        both.retain(|(one, _)| is_by_itself(one));
        found
            .findings
            .extend(self.reordered(route, user, entry, &both));
        for (one, drawn) in both {
            found
                .findings
                .extend(self.other_triggers(route, user, entry, one, drawn));
        }
    }

    /// The declared components that a drawn one is: its own, or those of what it groups.
    pub(super) fn declared_stand_ins(&self, drawn: ComponentId) -> BTreeSet<ComponentId> {
        let mut found: BTreeSet<ComponentId> = self.pairs.declared(drawn).into_iter().collect();
        let component = self.drawn.plan.component(drawn);
        if found.is_empty() && is_grouping(component) {
            let members = component.requirements.iter().flat_map(|one| &one.group);
            found.extend(members.filter_map(|at| self.pairs.declared(at.value)));
        }
        found
    }

    /// It would be the gateway that switches: it answers for both, or the files know the
    /// fallback.
    fn is_routed_alike(&self, route: &GatewayRoute<'_>, to: ComponentId) -> bool {
        let component = self.plan.component(to);
        let mut through = switching(component);
        let gateways: Vec<ComponentId> = route
            .gateways
            .iter()
            .filter_map(|id| self.pairs.declared(*id))
            .collect();
        let is_known = component.kind() == Kind::Ai && !self.pairs.drawn(to).is_empty();
        is_known || through.any(|gateway| gateways.contains(&gateway))
    }

    fn undeclared_fallback(
        &self,
        route: &GatewayRoute<'_>,
        user: ComponentId,
        entry: &Requirement,
        drawn: &Fallback,
    ) -> Diagnostic {
        let name = self.drawn_name(drawn.to.value);
        let message = format!(
            "the gateway lets {name} stand in for {}, and the plan does not say so",
            self.group_name(entry)
        );
        let finding = self.at_entry(
            "undeclared-fallback",
            Severity::Warning,
            user,
            entry,
            message,
        );
        let finding = finding.detail(self.detail_of(drawn.to.value)).help(format!(
            "declare it: fallback = [{{ to = {}, switch = \"automatic\" }}]",
            name.replace('`', "\"")
        ));
        self.with_route(finding, route)
    }

    fn unconfigured_fallback(
        &self,
        route: &GatewayRoute<'_>,
        user: ComponentId,
        entry: &Requirement,
        one: &Fallback,
    ) -> Diagnostic {
        let (name, group) = (self.name(one.to.value), self.group_name(entry));
        let message = format!(
            "the plan lets {name} stand in for {group} by itself, and the gateway is not configured so"
        );
        let is_known = !self.pairs.drawn(one.to.value).is_empty();
        let finding = Diagnostic::new("unconfigured-fallback", Severity::Error, message, one.place)
            .component(self.plan.component(user).id.as_str())
            .label("nothing switches to it")
            .detail(self.plan.component(one.to.value).id.as_str())
            .help(match (is_known, self.drawn.has("litellm")) {
                (true, true) => {
                    "`jurymast export litellm --into FILE` writes the lists that the plan implies"
                        .to_owned()
                }
                (true, false) => format!("let the gateway turn from {group} to {name}"),
                (false, _) => {
                    format!("the gateway does not know {name} at all: configure it first")
                }
            });
        self.with_route(finding, route)
    }

    fn reordered(
        &self,
        route: &GatewayRoute<'_>,
        user: ComponentId,
        entry: &Requirement,
        both: &[(&Fallback, &Fallback)],
    ) -> Option<Diagnostic> {
        let order: Vec<ComponentId> = both.iter().map(|(one, _)| one.to.value).collect();
        let said = entry.fallbacks.iter().map(|one| one.to.value);
        let said: Vec<ComponentId> = said.filter(|id| order.contains(id)).collect();
        if said == order {
            return None;
        }
        let names = |ids: &[ComponentId]| {
            let names: Vec<String> = ids.iter().map(|id| self.name(*id)).collect();
            names.join(", ")
        };
        let message = format!(
            "the gateway lets others stand in for {} in another order than the plan",
            self.group_name(entry)
        );
        let finding = self
            .at_entry(
                "reordered-fallback",
                Severity::Warning,
                user,
                entry,
                message,
            )
            .detail(self.plain_group(entry))
            .note(format!(
                "the plan: {}; the gateway: {}",
                names(&said),
                names(&order)
            ))
            .help("give both the same order: what comes first carries the load");
        Some(self.with_route(finding, route))
    }

    fn other_triggers(
        &self,
        route: &GatewayRoute<'_>,
        user: ComponentId,
        entry: &Requirement,
        one: &Fallback,
        drawn: &Fallback,
    ) -> Option<Diagnostic> {
        let (said, done) = (one.triggers.as_ref()?, drawn.triggers.as_ref()?);
        let words = |all: Vec<&Symptom>| {
            let words: Vec<&str> = all.into_iter().map(|one| one.as_str()).collect();
            wording::and(&words)
        };
        let missing: Vec<&Symptom> = said.iter().filter(|one| !done.contains(one)).collect();
        let further: Vec<&Symptom> = done.iter().filter(|one| !said.contains(one)).collect();
        if missing.is_empty() && further.is_empty() {
            return None;
        }
        let (name, group) = (self.name(one.to.value), self.group_name(entry));
        let (severity, message) = match missing.is_empty() {
            false => (
                Severity::Error,
                format!(
                    "the gateway does not turn from {group} to {name} on {}, as the plan says",
                    words(missing)
                ),
            ),
            true => (
                Severity::Info,
                format!(
                    "the gateway turns from {group} to {name} on more than the plan says: {}",
                    words(further)
                ),
            ),
        };
        let finding = Diagnostic::new("differing-triggers", severity, message, one.place)
            .component(self.plan.component(user).id.as_str())
            .label("its triggers")
            .detail(self.plan.component(one.to.value).id.as_str())
            .help("let the plan say what the gateway does, or the gateway do what the plan says");
        Some(self.with_route(finding, route))
    }

    fn at_entry(
        &self,
        rule: &'static str,
        severity: Severity,
        user: ComponentId,
        entry: &Requirement,
        message: String,
    ) -> Diagnostic {
        Diagnostic::new(rule, severity, message, entry.place)
            .component(self.plan.component(user).id.as_str())
    }

    pub(super) fn with_route(&self, finding: Diagnostic, route: &GatewayRoute<'_>) -> Diagnostic {
        match route.place {
            Some(place) => finding.related(place, "configured here"),
            None => finding,
        }
    }

    fn group_name(&self, entry: &Requirement) -> String {
        let names: Vec<String> = entry.group.iter().map(|at| self.name(at.value)).collect();
        wording::or(&names)
    }

    fn plain_group(&self, entry: &Requirement) -> String {
        let ids = entry
            .group
            .iter()
            .map(|at| self.plan.component(at.value).id.as_str());
        ids.collect::<Vec<_>>().join(", ")
    }
}

/// A program switches, and no person.
fn is_by_itself(fallback: &Fallback) -> bool {
    let switch = fallback.switch.map(|at| at.value);
    matches!(switch, Some(Switch::Automatic | Switch::PerCall))
}
