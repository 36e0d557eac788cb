use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{Component, Kind};
use jurymast_terms::wording;

rule! {
    /// People stand in, and nobody says who they are or how much they can do.
    ///
    /// ## What it finds
    /// A fallback to a resource of kind people, staff, manual or team that has no `team`, or
    /// of whose work neither the fallback says its `capacity` nor the resource its `limit`.
    /// How long the switch to it takes is asked by `detection-undeclared`.
    ///
    /// ## Why it matters
    /// "We do it by hand" is the floor below everything, and mostly a sentence. Four people
    /// answer forty questions an hour, not four thousand, and somebody has to send for them.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "assistant", fallback = ["help-desk"] }]
    ///
    /// [ai.assistant]
    /// provider = "openai"
    ///
    /// [resource.help-desk]
    /// kind = "people"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "assistant", fallback = [{ to = "help-desk", capacity = "25%" }] }]
    ///
    /// [ai.assistant]
    /// provider = "openai"
    ///
    /// [resource.help-desk]
    /// kind = "people"
    /// team = "operations"
    ///
    /// [team.operations]
    /// ```
    ///
    /// ## What to do
    /// Name the team, and count what it did in an hour when it was last tried.
    ///
    /// ## False alarms
    /// Work that is so rare that any number of people is enough: capacity = "100%".
    ///
    /// ## Ask
    /// Who are they, where do they sit, and what do they leave undone meanwhile?
    ///
    /// ## Sources
    /// NIST AI RMF, MANAGE 2.1; ISO 22301, 8.3.4 (resources) and 8.4.4.
    "unstaffed-floor", Fallbacks, Warning, check,
    says &["capacity", "limit", "team"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        for requirement in &component.requirements {
            for fallback in &requirement.fallbacks {
                let to = plan.component(fallback.to.value);
                let is_counted = fallback.capacity.is_some() || to.limit.is_some();
                let missing = [
                    (to.team.is_none(), "who they are (`team`)"),
                    (!is_counted, "how much of the work they can do (`capacity`)"),
                ];
                let missing = missing.into_iter().filter(|(is_missing, _)| *is_missing);
                let missing: Vec<String> = missing.map(|(_, what)| what.to_owned()).collect();
                if missing.is_empty() || !is_people(to) {
                    continue;
                }
                let message = format!(
                    "the people of `{}` stand in for `{}`, and nothing says {}",
                    to.id,
                    component.id,
                    wording::and(&missing)
                );
                found.about(plan, id, fallback.place, message, |finding| {
                    finding
                        .detail(to.id.as_str())
                        .label("a floor of people")
                        .related(to.place, "declared here")
                        .help("write team = \"...\" there, and capacity = \"25%\" here, as it was last tried")
                });
            }
        }
    }
}

fn is_people(component: &Component) -> bool {
    let kinds = ["people", "staff", "manual", "team"];
    component.kind() == Kind::Resource && component.kind_among(&kinds).is_some()
}
