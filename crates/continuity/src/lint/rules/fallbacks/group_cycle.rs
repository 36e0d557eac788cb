use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::ComponentId;
use jurymast_terms::source::Span;

rule! {
    /// Members of groups that hold nobody but each other.
    ///
    /// ## What it finds
    /// A group (`any_of`) with a member that needs, in the end, whom the group serves: once the
    /// other members are lost, the circle is up only because it is up. `blast`, `gaps` and
    /// `simulate` leave it up then, as they do everybody who needs each other.
    ///
    /// ## Why it matters
    /// The group looks like a second way and is none. Each asks the other for what neither has.
    ///
    /// ## Fails
    /// ```toml
    /// [service.prices]
    /// depends_on = [{ any_of = ["feed", "quotes"] }]
    ///
    /// [service.quotes]
    /// depends_on = [{ any_of = ["feed", "prices"] }]
    ///
    /// [resource.feed]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.prices]
    /// depends_on = [{ any_of = ["feed", "quotes"] }]
    ///
    /// [service.quotes]
    /// depends_on = [{ any_of = ["feed", "archive"] }]
    ///
    /// [resource.feed]
    ///
    /// [resource.archive]
    /// ```
    ///
    /// ## What to do
    /// Take out of the group what needs whom it serves, or give one of the circle something
    /// outside it.
    ///
    /// ## False alarms
    /// Peers that serve for a while from what they hold themselves: that is `holds` on the
    /// requirement, and no member of its group.
    ///
    /// ## Ask
    /// With the others gone, where does the first of these get it from?
    ///
    /// ## Sources
    /// Site Reliability Engineering (Google, 2016), chapter 22: always go downward in the stack.
    "group-cycle", Fallbacks, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for cycle in cx.analysis.group_cycles() {
        let Some(&first) = cycle.held.first() else {
            continue;
        };
        let held: Vec<ComponentId> = cycle.held.iter().map(|(id, _)| *id).collect();
        let by = match held.len() {
            1 => "what needs it in turn",
            _ => "each other",
        };
        let message = format!(
            "with {} lost {} {} up by nothing but {by}",
            words::list(plan, &cycle.others),
            words::list(plan, &held),
            if held.len() == 1 { "is" } else { "are" },
        );
        let id = &plan.component(first.0).id;
        found.about(plan, first.0, place_of(cx, first), message, |mut finding| {
            for one in cycle.held.iter().skip(1) {
                let name = &plan.component(one.0).id;
                finding = finding.related(place_of(cx, *one), format!("`{name}`"));
            }
            finding
                .label("leads back")
                .note(format!(
                    "the way back: {} -> {id}",
                    words::chain(plan, &cycle.way_back)
                ))
                .help("take out of the group what leads back, or give one of them something outside")
        });
    }
}

/// Where it says that it needs the group.
fn place_of(cx: &Context<'_>, (of, at): (ComponentId, usize)) -> Span {
    cx.plan.component(of).requirements[at].place
}
