use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::Detail;

rule! {
    /// A recovery point objective, and nothing says how the data is kept.
    ///
    /// ## What it finds
    /// A resource with an `rpo` and no `backup.every`. Also any other component with
    /// an `rpo` where neither it nor anything that it needs by its primaries declares
    /// a backup or an RPO: nothing says where its data is.
    ///
    /// ## Why it matters
    /// How much is lost is decided by the last copy, not by the wish. Without the
    /// time between two copies nobody can say whether the objective holds, and
    /// `jurymast simulate` says that it does not know.
    ///
    /// ## Fails
    /// ```toml
    /// [resource.orders-db]
    /// rpo = "5m"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [resource.orders-db]
    /// rpo = "5m"
    /// backup = { every = "5m" }
    /// ```
    ///
    /// ```toml
    /// [service.orders]
    /// rpo = "15m"
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    /// backup = { every = "15m" }
    /// ```
    ///
    /// ## What to do
    /// Write how often a copy is made: `backup = { every = "15m" }` at the resource
    /// that holds the data. Where it is copied all the time, write the longest that
    /// the copy may lag behind.
    ///
    /// ## False alarms
    /// A service that keeps no data: its `rpo` promises nothing, leave it out.
    ///
    /// ## Ask
    /// From which copy would this be restored today, and how old is it?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, sections 3.2.1 and 3.4.1; Regulation (EU) 2022/2554,
    /// article 12.
    "rpo-without-backup", Objectives, Warning, check,
    says &["backup", "every", "replica_of"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Some(rpo) = component.targets.rpo else {
            continue;
        };
        let (label, help) = match &component.detail {
            Detail::Resource(_) => {
                if component.loses().is_some() {
                    continue;
                }
                (
                    "no `backup` says how often",
                    "write how often a copy is made: backup = { every = \"15m\" }",
                )
            }
            _ if cx.plan.stores_of(id).is_empty() => (
                "nothing that it needs declares a backup",
                "write backup = { every = \"15m\" } at the resource that holds its data",
            ),
            _ => continue,
        };
        let message = format!(
            "`{}` may lose {} of data at most, and nothing says how its data is kept",
            component.id, rpo.value
        );
        found.about(cx.plan, id, rpo.span, message, |finding| {
            finding.label(label).help(help)
        });
    }
}
