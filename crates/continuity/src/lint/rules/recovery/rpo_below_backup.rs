use crate::lint::context::{Context, FindingSink};
use crate::lint::data_promises::{is_copied_within, newest, promises};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::ComponentId;
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

rule! {
    /// Backups that are made more rarely than the data may be lost.
    ///
    /// ## What it finds
    /// A component the time between two of whose backups is longer than its `rpo`, or
    /// than that of one which works on its data. Of several backups the one counts that is
    /// restored first, by the `restore` of each. And a warning where no backup says how
    /// often it is made. An error where tier 1 or 2 rests on it,
    /// else a warning; information where a replica lags less than the RPO: what is
    /// deleted or spoilt is deleted there too, and the backup alone is left.
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
    "rpo-below-backup", Recovery, Error, check,
    says &["backup", "every"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (store, mut promises) in promises(plan) {
        let Some(every) = newest(plan, store) else {
            undeclared(cx, found, store, &promises);
            continue;
        };
        promises.retain(|(rpo, _)| rpo.value < every.value);
        promises.sort_by_key(|(rpo, id)| (rpo.value, *id != store, *id));
        let Some((rpo, whose)) = promises.first().copied() else {
            continue;
        };
        let component = plan.component(store);
        let is_copied = is_copied_within(plan, store, rpo.value);
        let grave = words::carries_critical(cx, store) || words::carries_critical(cx, whose);
        let message = format!(
            "`{}` is saved every {}, and `{}` may lose {} of data at most",
            component.id,
            every.value,
            plan.component(whose).id,
            rpo.value
        );
        let severity = match (is_copied, grave) {
            (true, _) => found.at_most_info(),
            (false, false) => found.at_most_warning(),
            (false, true) => found.severity,
        };
        found.about(plan, store, every.span, message, |mut finding| {
            finding.severity = severity;
            if is_copied {
                let text = "a replica lags less than that; what is deleted is deleted there too";
                finding.notes.push(text.to_owned());
            }
            for (rpo, id) in &promises {
                let text = format!(
                    "`{}` may lose {} at most",
                    plan.component(*id).id,
                    rpo.value
                );
                finding = finding.related(rpo.span, text);
            }
            finding
                .detail(plan.component(whose).id.as_str())
                .label("the newest backup may be this old")
                .help("save more often, or promise less")
        });
    }
}

/// It is saved, and nothing says how often.
fn undeclared(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    store: ComponentId,
    promises: &[(At<Duration>, ComponentId)],
) {
    let plan = cx.plan;
    let component = plan.component(store);
    let strictest = promises.iter().min_by_key(|(rpo, _)| rpo.value);
    let (Some(backup), Some((rpo, whose))) = (component.backups.first(), strictest) else {
        return;
    };
    let message = format!(
        "nothing says how often `{}` is saved, and `{}` may lose {} of data at most",
        component.id,
        plan.component(*whose).id,
        rpo.value
    );
    let severity = found.at_most_warning();
    found.about(plan, store, backup.place, message, |mut finding| {
        finding.severity = severity;
        finding
            .detail("undeclared")
            .label("no `every`: what is lost is unknown")
            .related(rpo.span, "the most that may be lost")
            .help("write the time between two backups: every = \"15m\"")
    });
}
