use std::collections::BTreeMap;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::source::{At, Span};

rule! {
    /// A channel that is called as a component is, and that does not name it.
    ///
    /// ## What it finds
    /// A message or a team whose `channel` is the id or the name of a component, and that
    /// has no `through`.
    ///
    /// ## Why it matters
    /// `channel` is what people read; only `through` says what carries it. So no answer
    /// counts that nobody is told, or can be called, while that component is down.
    ///
    /// ## Fails
    /// ```toml
    /// [communication.customers]
    /// audience = "customers"
    /// channel = "status-page"
    ///
    /// [service.status-page]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [communication.customers]
    /// audience = "customers"
    /// channel = "status-page"
    /// through = ["status-page"]
    ///
    /// [service.status-page]
    /// ```
    ///
    /// ## What to do
    /// Name the component in `through`, or what else carries the channel.
    ///
    /// ## False alarms
    /// Another thing of the same name. Say in `through` what carries it.
    ///
    /// ## Ask
    /// While this component is down, who can still read the channel?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.3; Heroku's account of its outage of 2025-06-10, in which the status
    /// page stood on what had failed.
    "carrier-undeclared", People, Warning, check,
    says &["channel", "on_call", "through"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let mut named: BTreeMap<String, ComponentId> = BTreeMap::new();
    for (id, component) in plan.enumerate() {
        for name in [&component.id, &component.name] {
            named.entry(name.to_ascii_lowercase()).or_insert(id);
        }
    }
    for message in &plan.communications {
        if let Some(carrier) = carrier(&named, message.channel.as_deref(), &message.through) {
            let whose = format!("message `{}`", message.id);
            report(plan, found, (&whose, &message.id, message.place), carrier);
        }
    }
    for team in &plan.teams {
        if let Some(carrier) = carrier(
            &named,
            team.on_call.channel.as_deref(),
            &team.on_call.through,
        ) {
            let whose = format!("team `{}`", team.id);
            report(plan, found, (&whose, &team.id, team.place), carrier);
        }
    }
}

/// The component that bears the name of a channel of which nothing says what carries it.
fn carrier(
    named: &BTreeMap<String, ComponentId>,
    channel: Option<&str>,
    through: &[At<ComponentId>],
) -> Option<ComponentId> {
    let channel = channel.filter(|_| through.is_empty())?;
    let channel = channel.trim_start_matches('#').to_ascii_lowercase();
    named.get(&channel).copied()
}

fn report(
    plan: &Plan,
    found: &mut FindingSink<'_>,
    (whose, id, place): (&str, &str, Span),
    carrier: ComponentId,
) {
    let carrier = plan.component(carrier);
    let message = format!(
        "the channel of {whose} is called as {} `{}` is, and nothing says that it carries it",
        carrier.kind(),
        carrier.id
    );
    found.general(place, message, |finding| {
        finding
            .detail(id)
            .label("no `through`")
            .related(carrier.place, "has the name of the channel")
            .help(format!(
                "name what carries it: through = [\"{}\"]",
                carrier.id
            ))
    });
}
