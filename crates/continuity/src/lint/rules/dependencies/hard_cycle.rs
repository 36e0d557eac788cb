use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::Kind;

rule! {
    /// Components that need each other and so cannot start from nothing.
    ///
    /// ## What it finds
    /// A circle of hard dependencies with nothing that stands in on the way, of which at
    /// least one is needed to start (`needed = "start"` or `"both"`), a group all of whose
    /// members lead back to the component included; failure domains that
    /// stand in each other. A circle of what is needed to run, the default, is none: it
    /// comes back together when what began it is over.
    ///
    /// ## Why it matters
    /// While all run, nobody notices. After a total loss none can come first, so
    /// there is no order of recovery. One that is needed to start and to run stays down
    /// after any loss, however short.
    ///
    /// ## Fails
    /// ```toml
    /// [service.identity]
    /// depends_on = [{ on = "config", needed = "start" }]
    ///
    /// [service.config]
    /// depends_on = ["identity"]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.identity]
    /// depends_on = [{ on = "config", needed = "start", fallback = ["config-file"] }]
    ///
    /// [service.config]
    /// depends_on = ["identity"]
    ///
    /// [resource.config-file]
    /// ```
    ///
    /// Services that call each other while they run:
    ///
    /// ```toml
    /// [service.orders]
    /// depends_on = ["customers"]
    ///
    /// [service.customers]
    /// depends_on = ["orders"]
    /// ```
    ///
    /// ## What to do
    /// Break the circle: a cached copy to start from as a fallback, or a start that
    /// waits for less.
    ///
    /// ## False alarms
    /// A dependency that is needed while it runs and not at the start: leave `needed` out,
    /// or write `needed = "run"`.
    ///
    /// ## Ask
    /// With everything off, which of these do you start first, and how?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 4.1 (recovery sequence).
    "hard-cycle", Dependencies, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for cycle in &cx.analysis.hard_cycles() {
        let Some(&first) = cycle.first() else {
            continue;
        };
        let next = cycle.get(1).copied().unwrap_or(first);
        // Places hold nothing up in time: their circle is a mistake of the drawing.
        let of_places = cycle
            .iter()
            .all(|&id| plan.component(id).kind() == Kind::Domain);
        let (what, needs_word, help) = if of_places {
            (
                "stand in each other",
                "stands in",
                "a place stands in a larger one: take one `in` away",
            )
        } else {
            (
                "need each other and cannot start from nothing",
                "needs",
                "break the circle: a copy to start from, as a fallback, or needed = \"run\" where it starts without",
            )
        };
        let message = format!("{} {what}", words::list(plan, cycle));
        found.about(
            plan,
            first,
            words::needed_at(plan, first, next),
            message,
            |mut finding| {
                for (at, &id) in cycle.iter().enumerate().skip(1) {
                    let needs = cycle.get(at + 1).copied().unwrap_or(first);
                    let text = format!("{needs_word} `{}`", plan.component(needs).id);
                    finding = finding.related(words::needed_at(plan, id, needs), text);
                }
                finding
                    .component(words::first_by_name(plan, cycle))
                    .detail(words::names(plan, cycle))
                    .label(format!("{needs_word} `{}`", plan.component(next).id))
                    .help(help)
            },
        );
    }
}
