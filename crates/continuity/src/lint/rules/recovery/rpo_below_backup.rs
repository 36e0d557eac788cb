use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::diagnostic::Severity;
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

rule! {
    /// Backups that are made more rarely than the data may be lost.
    ///
    /// ## What it finds
    /// A component with an `rpo` shorter than the time between two of its backups; and
    /// one whose `rpo` is shorter than that time at a store that it works on, where the
    /// store itself promises no more. An error where tier 1 or 2 rests on it, else a
    /// warning; information where a replica lags less than the RPO: what is deleted or
    /// spoilt is deleted there too, and the backup alone is left.
    ///
    /// ## Why it matters
    /// What was written since the last backup is gone with the disk. The objective
    /// cannot be met however well the restore goes.
    ///
    /// ## Fails
    /// ```toml
    /// [resource.orders-db]
    /// rpo = "5m"
    /// backup = { every = "1d" }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [resource.orders-db]
    /// rpo = "1h"
    /// backup = [{ every = "1d" }, { every = "15m" }]
    /// ```
    ///
    /// ## What to do
    /// Save more often: ship the log of changes beside the daily copy. Or promise less.
    ///
    /// ## False alarms
    /// Data that can be read again from where it came: it has no RPO.
    ///
    /// ## Ask
    /// Which orders would be missing if the disk were gone now?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 3.2.1 (RPO); Regulation (EU) 2022/2554, article
    /// 12(1).
    "rpo-below-backup", Recovery, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        let Some(rpo) = component.targets.rpo else {
            continue;
        };
        for store in stores(plan, id) {
            let of = plan.component(store);
            let Some(every) = newest(plan, store).filter(|every| every.value > rpo.value) else {
                continue;
            };
            let stricter = of.targets.rpo.is_some_and(|own| own.value <= rpo.value);
            if store != id && stricter {
                continue;
            }
            let follows = plan.components.iter().filter_map(|one| one.replica_of);
            let mut lags = follows
                .filter(|one| one.of.value == store)
                .filter_map(|one| one.lag);
            let is_copied = lags.any(|lag| lag.value <= rpo.value);
            let critical = words::carries_critical(cx, id);
            let saved = match store == id {
                true => "it".to_owned(),
                false => format!("`{}`", of.id),
            };
            let message = format!(
                "`{}` may lose {} of data at most, and {saved} is saved every {}",
                component.id, rpo.value, every.value
            );
            let severity = found.severity;
            let milder = found.at_most_warning();
            found.about(plan, id, every.span, message, |mut finding| {
                if is_copied {
                    finding.severity = severity.min(Severity::Info);
                    finding.notes.push(
                        "a replica lags less than that; what is deleted is deleted there too"
                            .to_owned(),
                    );
                } else if !critical {
                    finding.severity = milder;
                }
                finding
                    .detail(of.id.as_str())
                    .label("the newest backup may be this old")
                    .related(rpo.span, format!("{} are promised", rpo.value))
                    .help("save more often, or promise less")
            });
        }
    }
}

/// The component itself where it has backups, else the stores that it works on.
fn stores(plan: &Plan, id: ComponentId) -> Vec<ComponentId> {
    if plan.component(id).backups.is_empty() {
        plan.stores_of(id)
    } else {
        vec![id]
    }
}

/// The shortest time between two backups.
fn newest(plan: &Plan, store: ComponentId) -> Option<At<Duration>> {
    let times = plan.component(store).backups.iter();
    let times = times.filter_map(|backup| backup.every);
    times.min_by_key(|every| every.value)
}
