use std::collections::BTreeSet;

use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering, whom};
use crate::lint::rule::rule;
use jurymast_plan::model::{
    BindingRole, Component, ComponentId, Detail, Kind, Origin, Plan, Referrer,
};
use jurymast_terms::diagnostic::Diagnostic;

rule! {
    /// A resource, an AI dependency, a provider or a domain that nothing in the plan uses.
    ///
    /// ## What it finds
    /// A table `[resource.*]` or `[ai.*]` that no `depends_on`, `fallback`, `via`, `needs`,
    /// `through`, `by`, backup or copy names; a `[provider.*]` that nothing calls; a
    /// `[domain.*]` that nothing stands in. That it fails in a scenario, or is waived, is no
    /// use. What needs others itself is a way in, and services are used by people: neither is
    /// found, nor are the models behind a gateway of which the plan uses none at all: they are
    /// there for whoever calls it. Those that one team leaves in one file are one finding.
    ///
    /// ## Why it matters
    /// Mostly a dependency was forgotten: then every blast radius of it is empty, and wrong.
    /// Else it is gone and still in the plan, and somebody will try to recover it.
    ///
    /// ## Fails
    /// ```toml
    /// [service.shop]
    ///
    /// [resource.orders-db]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.shop]
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    /// ```
    ///
    /// ## What to do
    /// Ask who would notice its loss, and write `depends_on` there. Where nobody would,
    /// remove the table.
    ///
    /// ## False alarms
    /// A store that only people look at, in a tool of its own: that tool is a service, or
    /// the work an activity.
    ///
    /// ## Ask
    /// We switch it off tonight. Who calls?
    ///
    /// ## Sources
    /// Regulation (EU) 2022/2554, article 8(4) and 8(6) (mapping of dependencies, kept up to date);
    /// practice of linters that report unused declarations.
    "unused-component", Dependencies, Warning, check,
    says &["depends_on"],
    gathers Gathering { by: GatherBy::FileAndTeam, words: of_several }
}

fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    GatheredWords {
        message: format!("nothing in the plan uses {}", whom(parts).1),
        label: "used by nothing".to_owned(),
        help: None,
    }
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    // What could not be read may use it.
    if !plan.is_whole {
        return;
    }
    let is_used = used(plan);
    let called: BTreeSet<ComponentId> = plan
        .enumerate()
        .filter(|(id, _)| is_used[id.index()])
        .flat_map(|(_, one)| gateways(one))
        .collect();
    for (id, component) in plan.enumerate() {
        let (verb, help) = match component.kind() {
            Kind::Resource | Kind::Ai => (
                "needs",
                "name it where it is needed: depends_on = [\"...\"]; or remove the table",
            ),
            Kind::Provider => ("calls", "name it where it is called, or remove the table"),
            Kind::Domain => (
                "stands in",
                "write in = [\"...\"] at what stands there, or remove the table",
            ),
            Kind::Activity | Kind::Service | Kind::Endpoint | Kind::Model => continue,
        };
        // What needs others itself is used from outside: a way in, a job.
        let is_entry = !component.requirements.is_empty();
        let mut through = gateways(component).peekable();
        let is_offered = through.peek().is_some() && !through.any(|one| called.contains(&one));
        if is_offered || component.origin != Origin::Plan || is_used[id.index()] || is_entry {
            continue;
        }
        let message = format!("nothing {verb} `{}`", component.id);
        found.about(plan, id, component.place, message, |finding| {
            finding.label("used by nothing").help(help)
        });
    }
}

/// What the calls of a model go through.
fn gateways(component: &Component) -> impl Iterator<Item = ComponentId> {
    let through = component.bindings.iter();
    let through = through.filter(|one| one.role == BindingRole::Gateway);
    through.map(|one| one.to)
}

/// What something counts on. The endpoints of a provider are its own, and use it where they
/// are used themselves.
fn used(plan: &Plan) -> Vec<bool> {
    let mut is_used = vec![false; plan.components.len()];
    let mut endpoints: Vec<(ComponentId, ComponentId)> = Vec::new();
    plan.each_reference(|who, to| match who {
        Referrer::Component(id) if is_endpoint_of(plan, id, to) => endpoints.push((id, to)),
        Referrer::Component(_) | Referrer::Document => is_used[to.index()] = true,
    });
    for (endpoint, provider) in endpoints {
        is_used[provider.index()] |= is_used[endpoint.index()];
    }
    is_used
}

fn is_endpoint_of(plan: &Plan, id: ComponentId, to: ComponentId) -> bool {
    matches!(&plan.component(id).detail, Detail::Endpoint(endpoint) if endpoint.provider == to)
}
