use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;

rule! {
    /// A group of one member.
    ///
    /// ## What it finds
    /// A dependency with `any_of` and a single member. Where `single-point-of-failure` tells
    /// that this one takes it down, it is told there.
    ///
    /// ## Why it matters
    /// It reads like redundancy and has none. Mostly the second member was taken out, or
    /// never written.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 3
    /// depends_on = [{ any_of = ["orders-db-a"] }]
    ///
    /// [resource.orders-db-a]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ any_of = ["orders-db-a", "orders-db-b"] }]
    ///
    /// [resource.orders-db-a]
    ///
    /// [resource.orders-db-b]
    /// ```
    ///
    /// ```toml
    /// [service.checkout]
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    /// ```
    ///
    /// ## What to do
    /// Add the other member; where there is none, write `on`, or the bare id.
    ///
    /// ## False alarms
    /// A group that others will join: until they do, it is none.
    ///
    /// ## Ask
    /// Where is the second one?
    ///
    /// ## Sources
    /// NUREG-0492, chapter VII (an or-gate of one input is that input).
    "group-of-one", Dependencies, Warning, check,
    says &["any_of"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        for requirement in component.requirements.iter().filter(|one| one.is_group) {
            let [only] = requirement.group.as_slice() else {
                continue;
            };
            let only = &cx.plan.component(only.value).id;
            let message = format!("`{}` needs any of one: `{only}`", component.id);
            found.about(cx.plan, id, requirement.place, message, |finding| {
                finding
                    .detail(only.as_str())
                    .yields_to(
                        "single-point-of-failure",
                        component.id.as_str(),
                        requirement.place,
                    )
                    .label("no group")
                    .help(format!("add the other members, or write on = \"{only}\""))
            });
        }
    }
}
