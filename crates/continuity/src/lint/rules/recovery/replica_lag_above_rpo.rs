use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

rule! {
    /// A copy that lags further behind than the data may be lost.
    ///
    /// ## What it finds
    /// A component with `replica_of` whose `lag` is longer than the `rpo` of what it
    /// copies, its own, or that of one to which both are alternatives of each other. An
    /// error where tier 1 or 2 rests on it, else a warning.
    ///
    /// ## Why it matters
    /// When the copy takes over, all that had not reached it is gone.
    ///
    /// ## Fails
    /// ```toml
    /// [resource.orders-db]
    /// rpo = "1m"
    /// backup = { every = "1m" }
    ///
    /// [resource.orders-copy]
    /// replica_of = { of = "orders-db", lag = "15m" }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [resource.orders-db]
    /// rpo = "1m"
    /// backup = { every = "1m" }
    ///
    /// [resource.orders-copy]
    /// replica_of = { of = "orders-db", lag = "10s" }
    /// ```
    ///
    /// ## What to do
    /// Let the copy follow more closely, or wait for it before a write is confirmed; or
    /// promise less.
    ///
    /// ## False alarms
    /// A copy that lags on purpose, to be able to go back: it is a backup; declare it as
    /// one.
    ///
    /// ## Ask
    /// How far behind was it at the worst minute of last week?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 3.2.1; Regulation (EU) 2022/2554, article 12(6).
    "replica-lag-above-rpo", Recovery, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        let Some((of, lag)) = component
            .replica_of
            .and_then(|one| Some((one.of, one.lag?)))
        else {
            continue;
        };
        let Some((whose, rpo)) =
            tightest(plan, id, of.value).filter(|(_, rpo)| rpo.value < lag.value)
        else {
            continue;
        };
        let promised = &plan.component(whose).id;
        let message = format!(
            "`{}` may be {} behind `{}`, and `{promised}` may lose {} of data at most",
            component.id,
            lag.value,
            plan.component(of.value).id,
            rpo.value
        );
        let milder = (!words::carries_critical(cx, whose)).then(|| found.at_most_warning());
        found.about(plan, id, lag.span, message, |mut finding| {
            finding.severity = milder.unwrap_or(finding.severity);
            finding
                .detail(promised.as_str())
                .label("lost when it takes over")
                .related(rpo.span, format!("{} are promised", rpo.value))
                .help("let it follow more closely, or promise less")
        });
    }
}

/// The tightest RPO that the copy has to keep, and whose it is.
fn tightest(
    plan: &Plan,
    copy: ComponentId,
    of: ComponentId,
) -> Option<(ComponentId, At<Duration>)> {
    let both = |id: ComponentId| {
        plan.component(id).requirements.iter().any(|one| {
            let group = one.group.iter().map(|to| to.value);
            let fallbacks = one.fallbacks.iter().map(|fallback| fallback.to.value);
            let all: Vec<ComponentId> = group.chain(fallbacks).collect();
            all.contains(&copy) && all.contains(&of)
        })
    };
    let all = plan
        .ids()
        .filter(|id| *id == copy || *id == of || both(*id));
    let all = all.filter_map(|id| Some((id, plan.component(id).targets.rpo?)));
    all.min_by_key(|(id, rpo)| (rpo.value, *id))
}
