use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering, whom};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{ComponentId, Mode, Plan};
use jurymast_terms::diagnostic::Diagnostic;

rule! {
    /// A soft dependency that does not say what people notice without it.
    ///
    /// ## What it finds
    /// A dependency with `mode = "soft"` and without `degraded`.
    ///
    /// ## Why it matters
    /// Soft is a claim about code: a timeout, a default, a hidden panel. Where nobody
    /// can say what happens, the dependency is mostly hard after all.
    ///
    /// ## Fails
    /// ```toml
    /// [service.shop]
    /// depends_on = [{ on = "recommendations", mode = "soft" }]
    ///
    /// [service.recommendations]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.shop]
    /// depends_on = [{ on = "recommendations", mode = "soft", degraded = "the panel is hidden" }]
    ///
    /// [service.recommendations]
    /// ```
    ///
    /// ## What to do
    /// Try it, then write what you saw into `degraded`.
    ///
    /// ## False alarms
    /// Telemetry, of which users see nothing. Say just that.
    ///
    /// ## Ask
    /// Has anybody seen the page with this switched off?
    ///
    /// ## Sources
    /// AWS Well-Architected, REL05-BP01 (graceful degradation).
    "soft-without-degraded-behaviour", Dependencies, Warning, check,
    says &["degraded", "mode"],
    gathers Gathering { by: GatherBy::Lacked, words: of_several }
}

fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    let without = parts[0].culprit.as_deref().unwrap_or_default();
    GatheredWords {
        message: format!(
            "nothing says what {} are like without `{without}`",
            whom(parts).1
        ),
        label: "soft, and no `degraded` here".to_owned(),
        help: None,
    }
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        for requirement in &component.requirements {
            if requirement.mode != Mode::Soft || requirement.degraded.is_some() {
                continue;
            }
            let group: Vec<ComponentId> = requirement.group.iter().map(|to| to.value).collect();
            let message = format!(
                "`{}` does not say what it is like without {}",
                component.id,
                words::list(cx.plan, &group)
            );
            found.about(cx.plan, id, requirement.place, message, |mut finding| {
                if let [only] = group[..] {
                    finding = finding.culprit(cx.plan.component(only).id.as_str());
                }
                finding
                    .detail(words::chain(cx.plan, &group))
                    .label("soft, but no `degraded`")
                    .help("say what people notice: degraded = \"the panel is hidden\"")
            });
        }
    }
}
