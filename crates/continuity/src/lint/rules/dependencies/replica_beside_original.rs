use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{ComponentId, Plan, Requirement};

rule! {
    /// A copy of data that counts as good as what it copies.
    ///
    /// ## What it finds
    /// A group (`any_of`) with a component and one that is its `replica_of`, fewer of
    /// which are enough than there are. Whoever needs the group is untouched by the loss
    /// of the original, by the plan's own word, in the same second.
    ///
    /// ## Why it matters
    /// A replica follows. Before it serves in place of the original somebody or something
    /// must notice, decide which one is right, promote it and send the callers there;
    /// that takes its time, and what the copy was behind by is lost. GitHub,
    /// 2018-10-21: 43 seconds without the line between two sites, a promotion, and more
    /// than 24 hours of degraded service.
    ///
    /// ## Fails
    /// ```toml
    /// [service.shop]
    /// depends_on = [{ any_of = ["orders-db", "orders-db-copy"] }]
    ///
    /// [resource.orders-db]
    ///
    /// [resource.orders-db-copy]
    /// replica_of = { of = "orders-db", lag = "10s" }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.shop]
    /// depends_on = [{ on = "orders-db", detect = "1m", fallback = [
    ///   { to = "orders-db-copy", switch = "manual", after = "10m", steps = "Promote it, and point the shop to it" },
    /// ] }]
    ///
    /// [resource.orders-db]
    ///
    /// [resource.orders-db-copy]
    /// replica_of = { of = "orders-db", lag = "10s" }
    /// ```
    ///
    /// ## What to do
    /// Need the original, and let the copy be its `fallback`: who promotes it
    /// (`switch`, `steps`), how long that takes (`after`), and how long until somebody
    /// knows (`detect`).
    ///
    /// ## False alarms
    /// Callers that only read, and to whom old data are as good. Waive it with that
    /// reason. Members of a cluster that choose a leader by themselves are no replicas
    /// of each other: leave `replica_of` out.
    ///
    /// ## Ask
    /// The original is gone. Who promotes the copy, and how do callers learn of it?
    ///
    /// ## Sources
    /// GitHub, October 21 post-incident analysis (2018-10-30).
    "replica-beside-original", Dependencies, Warning, check,
    says &["any_of", "at_least", "replica_of"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        for requirement in &component.requirements {
            let Some((original, copy)) = pair(plan, requirement) else {
                continue;
            };
            let name = |id: ComponentId| plan.component(id).id.as_str();
            let place = |id: ComponentId| {
                let mut group = requirement.group.iter();
                group
                    .find(|to| to.value == id)
                    .map_or(requirement.place, |to| to.span)
            };
            let message = format!(
                "`{}` counts as good as `{}`, which it copies: it must be promoted first",
                name(copy),
                name(original)
            );
            let said = plan.component(copy).replica_of.map(|copy| copy.of.span);
            found.about(plan, id, place(copy), message, |mut finding| {
                if let Some(said) = said {
                    finding = finding.related(said, "it copies");
                }
                finding
                    .detail(words::chain(plan, &[original, copy]))
                    .label("a copy")
                    .help(format!(
                        "make it a fallback: {{ on = \"{}\", fallback = [{{ to = \"{}\", switch = \"manual\", after = \"10m\" }}] }}",
                        name(original),
                        name(copy)
                    ))
            });
        }
    }
}

/// Two members of a group, either of which may be enough, of which the second copies the
/// first, perhaps by way of others.
fn pair(plan: &Plan, requirement: &Requirement) -> Option<(ComponentId, ComponentId)> {
    let members: Vec<ComponentId> = requirement.group.iter().map(|to| to.value).collect();
    if requirement.at_least >= members.len() {
        return None;
    }
    members.iter().find_map(|copy| {
        let original = copied(plan, *copy).find(|of| members.contains(of) && of != copy)?;
        Some((original, *copy))
    })
}

/// What a component copies, what that copies, and so on; each once around where they
/// copy each other.
fn copied(plan: &Plan, id: ComponentId) -> impl Iterator<Item = ComponentId> {
    let of = |id: &ComponentId| plan.component(*id).replica_of.map(|copy| copy.of.value);
    std::iter::successors(of(&id), of).take(plan.components.len())
}
