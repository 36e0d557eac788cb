use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{BindingRole, ComponentId, Origin, Plan};
use jurymast_terms::source::Span;

rule! {
    /// A component that stands in two places of one kind at once.
    ///
    /// ## What it finds
    /// An `in` that names two regions, two zones, two sites, or two others of one kind of
    /// place, of which neither stands in the other. What stands in both is lost with
    /// either: that is what `in` means, and mostly the opposite of what is meant.
    ///
    /// ## Why it matters
    /// "It runs in both" is written to say that one may be lost. Read as it stands it
    /// doubles the ways to lose it, and every answer on that place is wrong.
    ///
    /// ## Fails
    /// ```toml
    /// [service.shop]
    /// in = ["eu", "us"]
    ///
    /// [domain.eu]
    /// kind = "region"
    ///
    /// [domain.us]
    /// kind = "region"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.shop]
    /// replicas = { count = 2, over = ["eu", "us"] }
    ///
    /// [domain.eu]
    /// kind = "region"
    ///
    /// [domain.us]
    /// kind = "region"
    /// ```
    ///
    /// ## What to do
    /// Where a copy runs in each: `replicas` with the places in `over`, and `at_least`
    /// for how many of them must work. Where only one of the places is used at a time:
    /// two components, the second as a `fallback`. For data, a second component with
    /// `replica_of`.
    ///
    /// ## False alarms
    /// Something that really needs both: a line between two sites, a cluster that stops
    /// when either half is gone. Waive it with the reason.
    ///
    /// ## Ask
    /// One of the two places is gone. Does it still work?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 3.4.3 (alternate sites); AWS Well-Architected,
    /// Reliability pillar (fault isolation).
    "in-two-places", Dependencies, Warning, check,
    says &["in", "kind", "over", "replicas"]
}

/// Kinds of domain of which a thing can stand in one only.
const PLACES: [&str; 18] = [
    "availability-zone",
    "building",
    "campus",
    "city",
    "country",
    "data-center",
    "data-centre",
    "datacenter",
    "host",
    "hypervisor",
    "machine",
    "node",
    "office",
    "rack",
    "region",
    "room",
    "site",
    "zone",
];

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        if component.origin != Origin::Plan {
            continue;
        }
        let bindings = component.bindings.iter();
        let places = bindings.filter(|one| one.role == BindingRole::Domain);
        let places: Vec<(ComponentId, Span)> = places.map(|one| (one.to, one.place)).collect();
        let Some((kind, alike)) = alike(plan, &places) else {
            continue;
        };
        let ids: Vec<ComponentId> = alike.iter().map(|(to, _)| *to).collect();
        let quoted: Vec<String> = ids
            .iter()
            .map(|id| format!("\"{}\"", plan.component(*id).id))
            .collect();
        let message = format!(
            "`{}` stands in {} at once, each a {kind}: it is lost with either",
            component.id,
            words::list(plan, &ids)
        );
        found.about(plan, id, alike[1].1, message, |finding| {
            finding
                .detail(words::chain(plan, &ids))
                .label(format!("a second {kind}"))
                .related(alike[0].1, format!("the first {kind}"))
                .help(format!(
                    "for a copy in each, write in place of it: replicas = {{ count = {}, over = [{}] }}",
                    ids.len(),
                    quoted.join(", ")
                ))
        });
    }
}

/// The first of these places and those of its kind that neither hold it nor stand in it,
/// two or more, with their kind.
fn alike(
    plan: &Plan,
    places: &[(ComponentId, Span)],
) -> Option<(&'static str, Vec<(ComponentId, Span)>)> {
    places.iter().enumerate().find_map(|(at, first)| {
        let kind = place_kind(plan, first.0)?;
        let mut apart = vec![*first];
        for one in &places[at + 1..] {
            let is_apart = |other: &(ComponentId, Span)| {
                let (a, b) = (one.0, other.0);
                a != b
                    && !plan.domains_around(a).contains(&b)
                    && !plan.domains_around(b).contains(&a)
            };
            if place_kind(plan, one.0) == Some(kind) && apart.iter().all(is_apart) {
                apart.push(*one);
            }
        }
        (apart.len() > 1).then_some((kind, apart))
    })
}

fn place_kind(plan: &Plan, id: ComponentId) -> Option<&'static str> {
    plan.component(id).kind_among(&PLACES)
}
