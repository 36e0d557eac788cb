use crate::lint::context::{Context, FindingSink};
use crate::lint::data_promises::domains_of_all_backups;
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::ComponentId;

rule! {
    /// A backup that falls with what it saves.
    ///
    /// ## What it finds
    /// A component all of whose backups are lost with a failure domain that it stands in
    /// itself: they stand in the same one, or in another inside it. A backup without an
    /// `in` stands where what it saves stands, unless it is `segregated = true`. Zone,
    /// region, site, building, account: all kinds of domain are alike.
    ///
    /// An error where tier 1 or 2 rests on it and the nearest domain takes both; else a
    /// warning. A warning too where no domain is declared and nothing says that the
    /// backup stands apart.
    ///
    /// ## Why it matters
    /// In Strasbourg the backups burnt in the building that they were kept for (OVH,
    /// 2021-03-10). A closed account takes its backups along.
    ///
    /// ## Fails
    /// ```toml
    /// [resource.shop-db]
    /// in = ["hall-2"]
    /// backup = { every = "1d", in = ["rack-7"] }
    ///
    /// [domain.hall-2]
    /// kind = "building"
    ///
    /// [domain.rack-7]
    /// kind = "rack"
    /// in = ["hall-2"]
    /// ```
    ///
    /// ```toml
    /// [resource.shop-db]
    /// backup = { every = "1d" }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [resource.shop-db]
    /// in = ["hall-2"]
    /// backup = { every = "1d", in = ["vault"] }
    ///
    /// [domain.hall-2]
    /// kind = "building"
    ///
    /// [domain.vault]
    /// kind = "building"
    /// ```
    ///
    /// ## What to do
    /// Keep one copy elsewhere, under another account, and say so: `in = ["..."]`, or
    /// `segregated = true` where the place has no name in the plan.
    ///
    /// ## False alarms
    /// A whole cloud as the shared domain, where the plan accepts that. Waive it with
    /// the reason.
    ///
    /// ## Ask
    /// Which key, account or building would have to go for both to be gone?
    ///
    /// ## Sources
    /// Regulation (EU) 2022/2554, article 12(3) (physically and logically segregated);
    /// NIST SP 800-53, CP-6(1) and CP-9(3).
    "backup-not-segregated", Recovery, Error, check,
    says &["backup", "in", "segregated"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        let Some(first) = component.backups.first() else {
            continue;
        };
        let nearest: Vec<ComponentId> = component.domains().collect();
        let lost = domains_of_all_backups(plan, id);
        let is_apart = component
            .backups
            .iter()
            .any(|one| one.segregated == Some(true) || !one.within.is_empty());
        if lost.is_empty() && is_apart || lost.is_empty() && !nearest.is_empty() {
            continue;
        }
        let near = lost.iter().any(|domain| nearest.contains(domain));
        let grave = near && words::carries_critical(cx, id);
        let milder = (!grave).then(|| found.at_most_warning());
        let (message, label) = if lost.is_empty() {
            (
                format!(
                    "nothing says that the backup of `{}` stands apart",
                    component.id
                ),
                "lost with what it saves",
            )
        } else {
            (
                format!(
                    "the backup of `{}` falls with what it saves: {} takes both",
                    component.id,
                    words::list(plan, &lost)
                ),
                "lost too",
            )
        };
        let place = first.within.first().map_or(first.place, |at| at.span);
        found.about(plan, id, place, message, |mut finding| {
            finding.severity = milder.unwrap_or(finding.severity);
            finding
                .label(label)
                .help("keep a copy elsewhere and name the place: backup = { ..., in = [\"...\"] }, or segregated = true")
        });
    }
}
