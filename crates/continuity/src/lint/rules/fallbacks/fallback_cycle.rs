use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::FallbackCycle;
use jurymast_terms::wording;

rule! {
    /// A fallback that needs what it stands in for.
    ///
    /// ## What it finds
    /// A fallback from which hard dependencies and further fallbacks lead back to
    /// the component that falls back on it.
    ///
    /// ## Why it matters
    /// The switch goes round in a circle: calls loop until they time out, and each
    /// round adds load.
    ///
    /// ## Fails
    /// ```toml
    /// [service.search]
    /// depends_on = [{ on = "ranking", fallback = ["search-lite"] }]
    ///
    /// [service.search-lite]
    /// depends_on = ["search"]
    ///
    /// [service.ranking]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.search]
    /// depends_on = [{ on = "ranking", fallback = ["search-lite"] }]
    ///
    /// [service.search-lite]
    ///
    /// [service.ranking]
    /// ```
    ///
    /// ## What to do
    /// Cut the way back: let the fallback stand on its own.
    ///
    /// ## False alarms
    /// A way back that only some calls take. Say so with `mode = "soft"` there.
    ///
    /// ## Ask
    /// With the primary gone, what does the fallback call first?
    ///
    /// ## Sources
    /// Fallback loops reported against LLM gateways (BerriAI/litellm issues 6498, 7091).
    "fallback-cycle", Fallbacks, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for cycle in &cx.analysis.cycles.fallback {
        let component = cx.plan.component(cycle.component);
        let fallback = &component.requirements[cycle.requirement].fallbacks[cycle.fallback];
        let to = &cx.plan.component(fallback.to.value).id;
        let message = format!("the fallback `{to}` of `{}` leads back to it", component.id);
        found.about(
            cx.plan,
            cycle.component,
            fallback.place,
            message,
            |finding| {
                finding
                    .detail(to.as_str())
                    .label("goes round in a circle")
                    .note(format!("the way back: {}", way_back(cx, cycle)))
                    .help("let the fallback stand on its own, or choose another")
            },
        );
    }
}

fn way_back(cx: &Context<'_>, cycle: &FallbackCycle) -> String {
    let end = &cx.plan.component(cycle.component).id;
    let way = cycle.way_back.iter();
    let mut way: Vec<&str> = way.map(|id| cx.plan.component(*id).id.as_str()).collect();
    way.push(end);
    match cycle.left_out {
        Some(left_out) => wording::chain(&way, left_out, usize::MAX),
        None => format!("{} -> ... -> {end}", words::chain(cx.plan, &cycle.way_back)),
    }
}
