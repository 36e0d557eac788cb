use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::Analysis;
use jurymast_plan::model::{Component, ComponentId, DataKind, Plan, Tier};

rule! {
    /// Data that must not be lost, and nothing saves it.
    ///
    /// ## What it finds
    /// A component with `data = "persistent"` and no `backup`. An error where tier 1 or
    /// 2 rests on it, or did before a model ended, else a warning. A replica is no backup: what is deleted or spoilt
    /// is so in both at once. Where an `rpo` stands too, `rpo-without-backup` says it.
    ///
    /// ## Why it matters
    /// One wrong command, one bad release, one broken disk, and it is gone for good.
    ///
    /// ## Fails
    /// ```toml
    /// [resource.orders-db]
    /// data = "persistent"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [resource.orders-db]
    /// data = "persistent"
    /// backup = { every = "1d" }
    ///
    /// [resource.page-cache]
    /// data = "ephemeral"
    /// ```
    ///
    /// ## What to do
    /// Save it, and declare how often and where: `backup = { every = "1d", in = [...] }`.
    ///
    /// ## False alarms
    /// Data that can be made again from elsewhere is `data = "ephemeral"`.
    ///
    /// ## Ask
    /// From where would it come back?
    ///
    /// ## Sources
    /// Regulation (EU) 2022/2554, article 12; NIST SP 800-53, CP-9.
    "data-without-backup", Recovery, Error, check,
    says &["backup", "data", "replica_of"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    // What has ended takes nobody's data away: who is down by it still rests on them.
    let unended = plan.ended().next().is_some().then(|| Plan {
        today: None,
        ..plan.clone()
    });
    let unended = unended.as_ref().map(Analysis::of);
    for (id, component) in plan.enumerate() {
        let Some(data) = component.data.filter(|_| is_unsaved(component)) else {
            continue;
        };
        let milder = (!carries_critical(cx, id, &unended)).then(|| found.at_most_warning());
        let message = format!("`{}` keeps data, and nothing saves it", component.id);
        found.about(plan, id, data.span, message, |mut finding| {
            finding.severity = milder.unwrap_or(finding.severity);
            let copies = plan.components.iter();
            let copies = copies.filter(|one| one.replica_of.is_some_and(|of| of.of.value == id));
            finding.notes.extend(copies.map(|one| {
                format!(
                    "`{}` copies it, mistakes included: that is no backup",
                    one.id
                )
            }));
            finding
                .label("no `backup`")
                .help("write backup = { every = \"1d\", in = [\"another-place\"] }")
        });
    }
}

fn is_unsaved(component: &Component) -> bool {
    let persistent = component
        .data
        .is_some_and(|data| data.value == DataKind::Persistent);
    persistent && component.backups.is_empty() && component.targets.rpo.is_none()
}

fn carries_critical(cx: &Context<'_>, id: ComponentId, unended: &Option<Analysis<'_>>) -> bool {
    let before = unended.as_ref().and_then(|all| all.carried_tier(id));
    words::carries_critical(cx, id) || before.is_some_and(Tier::is_critical)
}
