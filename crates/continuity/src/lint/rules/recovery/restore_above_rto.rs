use crate::lint::context::{Context, FindingSink};
use crate::lint::promises::{because, rests_on, rto};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::restoration::{Repair, WorkItem};
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::source::Span;

rule! {
    /// A repair that takes longer than the recovery time that rests on it.
    ///
    /// ## What it finds
    /// A component whose work after a failure of its own takes longer, by the plan's own
    /// times, than its `rto`, or than that of one that cannot do without it and has
    /// nothing that stands in: the steps of its runbook one after the other, or the
    /// shortest `restore` of its backups, whichever is longer. An error where tier 1 or
    /// 2 rests on it, else a warning.
    ///
    /// ## Why it matters
    /// Such an objective is missed before anybody began. A restore of terabytes takes
    /// the better part of a day, whatever was promised.
    ///
    /// ## Fails
    /// ```toml
    /// [service.shop]
    /// rto = "1h"
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    /// backup = { every = "15m", restore = "18h" }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.shop]
    /// rto = "1h"
    /// depends_on = [{ on = "orders-db", detect = "1m", fallback = [{ to = "orders-copy", after = "5m" }] }]
    ///
    /// [resource.orders-db]
    /// backup = { every = "15m", restore = "18h" }
    ///
    /// [resource.orders-copy]
    /// replica_of = { of = "orders-db", lag = "10s" }
    /// ```
    ///
    /// ## What to do
    /// Keep a copy that can take over, restore the newest part first, or promise less.
    ///
    /// ## False alarms
    /// A restore that is only needed when data are lost, where an RTO was promised for
    /// other failures alone. Say so, and waive it.
    ///
    /// ## Ask
    /// How long did the last full restore take, with the data of today?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, sections 3.2.1 and 3.4.1; Regulation (EU) 2022/2554,
    /// article 12(6); GitLab's report of 2017-01-31 (18 hours of restoring).
    "restore-above-rto", Recovery, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, promised) in rests_on(plan, |needed| plan.is_sole(needed)) {
        let Some(rto) = rto(plan, promised) else {
            continue;
        };
        let repair = Repair::of(plan, id, |lost| lost == id);
        let takes = repair.at_least();
        if takes <= rto.value {
            continue;
        }
        let component = plan.component(id);
        let message = format!(
            "bringing `{}` back takes at least {takes}; `{}` is promised back after {}",
            component.id,
            plan.component(promised).id,
            rto.value
        );
        let milder = (!words::carries_critical(cx, id)).then(|| found.at_most_warning());
        let place = longest(plan, id, &repair);
        found.about(plan, id, place, message, |mut finding| {
            finding.severity = milder.unwrap_or(finding.severity);
            because(finding, plan, promised)
                .detail(plan.component(promised).id.as_str())
                .label("longer than that alone, or with what is beside it")
                .help("keep a copy that takes over, restore faster, or promise less")
        });
    }
}

/// Where the longest piece of the work says how long it takes.
fn longest(plan: &Plan, id: ComponentId, repair: &Repair) -> Span {
    let component = plan.component(id);
    let steps = plan.runbook(id).map(|book| book.steps.as_slice());
    let place = |item: WorkItem| match item {
        WorkItem::Step(at) => steps?.get(at)?.takes.map(|time| time.span),
        WorkItem::Restore(at) => component.backups.get(at?)?.restore.map(|time| time.span),
        WorkItem::Copy(_) | WorkItem::Repair => None,
    };
    let longest = repair.quickest().max_by_key(|one| one.takes);
    longest
        .and_then(|one| place(one.item))
        .unwrap_or(component.place)
}
