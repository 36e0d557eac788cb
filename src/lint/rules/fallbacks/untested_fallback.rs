use crate::lint::context::{Context, Findings};
use crate::lint::rule::rule;

rule! {
    /// A fallback whose switch nobody has tried, or not lately.
    ///
    /// ## What it finds
    /// A fallback without `tested`, or with a day that lies further back than
    /// `lint.fallback_tested_within` (365 days when left out), or in the future.
    ///
    /// ## Why it matters
    /// The way that is never used is the way that does not work: gateways had
    /// fallbacks configured that never received a request.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "fraud-model", fallback = [{ to = "fraud-rules", tested = 2024-01-15 }] }]
    ///
    /// [service.fraud-model]
    /// [service.fraud-rules]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "fraud-model", fallback = [{ to = "fraud-rules", tested = 2026-10-01 }] }]
    ///
    /// [service.fraud-model]
    /// [service.fraud-rules]
    /// ```
    ///
    /// ## What to do
    /// Switch for real, in production if you dare, then write the day into `tested`.
    ///
    /// ## False alarms
    /// None: an untested fallback is a hope.
    ///
    /// ## Ask
    /// Who switched last, when, and how long did it take?
    ///
    /// ## Sources
    /// NIST AI 600-1, GV-6.2-006; Regulation (EU) 2022/2554, article 11(6)(a).
    "untested-fallback", Fallbacks, Warning, check
}

fn check(cx: &Context<'_>, found: &mut Findings<'_>) {
    let most = cx.settings.fallback_tested_within;
    for (id, component) in cx.plan.enumerate() {
        for requirement in &component.requirements {
            for fallback in &requirement.fallbacks {
                let to = &cx.plan.component(fallback.to.value).id;
                let (place, message, label) = match fallback.tested {
                    None => (
                        fallback.place,
                        format!(
                            "the fallback of `{}` on `{to}` was never tested",
                            component.id
                        ),
                        "no `tested` day".to_owned(),
                    ),
                    Some(tested) => {
                        let age = tested.value.days_until(cx.today);
                        if age < 0 {
                            (
                                tested.span,
                                format!("the test of the fallback on `{to}` has not happened yet"),
                                format!("{} days from now", -age),
                            )
                        } else if age.unsigned_abs() * 86_400 > most.seconds() {
                            (
                                tested.span,
                                format!(
                                    "the fallback of `{}` on `{to}` was last tested {age} days ago",
                                    component.id
                                ),
                                format!("longer ago than {most}"),
                            )
                        } else {
                            continue;
                        }
                    }
                };
                found.about(cx.plan, id, place, message, |finding| {
                    finding
                        .detail(to.as_str())
                        .label(label)
                        .help("switch to it for real, then write the day: tested = 2026-01-31")
                });
            }
        }
    }
}
