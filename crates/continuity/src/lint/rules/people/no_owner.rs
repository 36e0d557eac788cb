use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering, whom};
use crate::lint::rule::rule;
use jurymast_plan::model::{ComponentId, Kind, Origin, Plan};
use jurymast_terms::diagnostic::Diagnostic;

rule! {
    /// A service or activity that no team answers for.
    ///
    /// ## What it finds
    /// A service or activity without `team`, in a plan without an `owner`: where the plan
    /// has one, that team answers for whatever names none.
    ///
    /// ## Why it matters
    /// At night, the page of a service says whom to call. Without an owner it says
    /// nobody.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// team = "payments"
    ///
    /// [team.payments]
    /// ```
    ///
    /// ## What to do
    /// Name the team, and how to reach it: `[team.x]` with `on_call`.
    ///
    /// ## False alarms
    /// A component of another team's plan that is only referred to here. Include
    /// their file instead.
    ///
    /// ## Ask
    /// Who wakes up when this fails?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.4; NIST AI RMF, MANAGE 2.4.
    "no-owner", People, Warning, check,
    says &["team"],
    gathers Gathering { by: GatherBy::FileAndTeam, words: of_several }
}

fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    GatheredWords {
        message: format!("no team answers for {}", whom(parts).1),
        label: "no `team`, as in the others".to_owned(),
        help: Some(
            "name the team that answers for each: team = \"...\", or in [defaults] for all of the plan"
                .to_owned(),
        ),
    }
}

/// Whether it only puts others together that have owners of their own: copies of itself
/// have none.
fn is_grouping(plan: &Plan, id: ComponentId) -> bool {
    let component = plan.component(id);
    let copies = format!("{}/", component.id);
    let needed = component.requirements.iter().flat_map(|one| &one.group);
    let mut needed = needed.map(|to| plan.component(to.value).id.as_str());
    !component.own_failure && !needed.any(|to| to.starts_with(&copies))
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let counted = matches!(component.kind(), Kind::Service | Kind::Activity);
        if !counted
            || component.team.is_some()
            || component.origin != Origin::Plan
            || is_grouping(cx.plan, id)
        {
            continue;
        }
        let message = format!("no team answers for `{}`", component.id);
        found.about(cx.plan, id, component.place, message, |finding| {
            finding
                .label("no `team`")
                .help("name the team that answers for it: team = \"...\"")
        });
    }
}
