use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering, whom};
use crate::lint::rule::rule;
use jurymast_plan::model::{Kind, Plan};
use jurymast_terms::diagnostic::Diagnostic;

rule! {
    /// A tier 1 service or activity without a recovery time objective.
    ///
    /// ## What it finds
    /// A service or activity with `tier = 1` and no `rto`.
    ///
    /// ## Why it matters
    /// Without a number nobody can say whether a fallback is fast enough, and in an
    /// outage nobody knows what to promise.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// rto = "1h"
    /// ```
    ///
    /// ## What to do
    /// Ask the business how long it can do without, and write that down.
    ///
    /// ## False alarms
    /// None: what needs no objective is not of tier 1.
    ///
    /// ## Ask
    /// After how long would somebody call the board?
    ///
    /// ## Sources
    /// ISO 22301, 8.2.2; NIST SP 800-34 rev. 1, section 3.2.1.
    "tier-one-without-rto", Objectives, Error, check,
    says &["rto"],
    gathers Gathering { by: GatherBy::FileAndTeam, words: of_several }
}

fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    GatheredWords {
        message: format!("{} are of tier 1 and have no RTO", whom(parts).1),
        label: "tier 1".to_owned(),
        help: None,
    }
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        if !matches!(component.kind(), Kind::Service | Kind::Activity)
            || component.targets.rto.is_some()
        {
            continue;
        }
        if let Some(tier) = component.tier.filter(|tier| tier.value.number() == 1) {
            let message = format!("`{}` is of tier 1 and has no RTO", component.id);
            found.about(cx.plan, id, tier.span, message, |finding| {
                finding
                    .label("tier 1")
                    .help("write how long it may be unavailable: rto = \"1h\"")
            });
        }
    }
}
