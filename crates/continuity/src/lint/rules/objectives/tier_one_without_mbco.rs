use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering, whom};
use crate::lint::rule::rule;
use jurymast_plan::model::Plan;
use jurymast_terms::diagnostic::Diagnostic;

rule! {
    /// Something of tier 1 of which nobody says how little of it is still enough.
    ///
    /// ## What it finds
    /// A service or activity with `tier = 1` and no `mbco`, the minimum business continuity
    /// objective: the least share of the usual work that is acceptable while disrupted. Runs
    /// with `check --pedantic`, or where `[lint]` gives the rule a level.
    ///
    /// ## Why it matters
    /// A fallback that carries a tenth of the load is a service to some and an outage to
    /// others. Without the number, capacity is judged against nothing.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// rto = "1h"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// rto = "1h"
    /// mbco = "60%"
    /// ```
    ///
    /// ## What to do
    /// Ask at which share customers are turned away that one cannot turn away.
    ///
    /// ## False alarms
    /// What works or does not: write "100%".
    ///
    /// ## Ask
    /// Half of the calls fail. Is that degraded, or down?
    ///
    /// ## Sources
    /// ISO 22301, 8.2.2 and 8.4.4; ISO 22300, 3.1.148.
    "tier-one-without-mbco", Objectives, Info, pedantic check,
    says &["mbco"],
    gathers Gathering { by: GatherBy::FileAndTeam, words: of_several }
}

fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    GatheredWords {
        message: format!("{} are of tier 1 and have no MBCO", whom(parts).1),
        label: "tier 1".to_owned(),
        help: None,
    }
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let judged = cx.plan.enumerate().filter(|(_, one)| one.is_judged());
    for (id, component) in judged.filter(|(_, one)| one.targets.mbco.is_none()) {
        if let Some(tier) = component.tier.filter(|tier| tier.value.number() == 1) {
            let message = format!("`{}` is of tier 1 and has no MBCO", component.id);
            found.about(cx.plan, id, tier.span, message, |finding| {
                finding
                    .label("tier 1")
                    .help("write how little of it is still enough: mbco = \"60%\"")
            });
        }
    }
}
