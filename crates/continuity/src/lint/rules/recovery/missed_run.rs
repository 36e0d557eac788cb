use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{ComponentId, MissedRun, Schedule};

rule! {
    /// A job that misses a run, and nothing makes up for it, or nobody says what that means.
    ///
    /// ## What it finds
    /// A service with `every` and without `missed`. And one with `missed = "skipped"`
    /// which a scenario of the plan keeps down for at least a whole `every`, so that a run
    /// falls out whenever it was due.
    ///
    /// ## Why it matters
    /// A job is looked at when it fails, not when it did not begin: after the outage the
    /// backup, the invoices or the nightly feed of one day are missing, and the next run
    /// is green.
    ///
    /// ## Fails
    /// ```toml
    /// [service.invoices]
    /// tier = 2
    /// every = "1h"
    /// missed = "skipped"
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    ///
    /// [scenario.db-lost]
    /// fails = [{ what = "orders-db", for = "3h" }]
    /// ```
    ///
    /// ```toml
    /// [service.invoices]
    /// every = "1h"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.invoices]
    /// tier = 2
    /// every = "1h"
    /// missed = "caught-up"
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    ///
    /// [scenario.db-lost]
    /// fails = [{ what = "orders-db", for = "3h" }]
    /// ```
    ///
    /// ## What to do
    /// Let the job make up for what it missed when it starts (a persistent timer, a
    /// watermark), and write `missed = "caught-up"`; or write a step that runs it by hand.
    ///
    /// ## False alarms
    /// A run that nobody misses, since the next one does the same work: that is
    /// `missed = "caught-up"`.
    ///
    /// ## Ask
    /// Who notices that it did not run?
    ///
    /// ## Sources
    /// systemd.timer, `Persistent=`; Kubernetes, CronJob, `startingDeadlineSeconds`: both
    /// skip what was missed unless told otherwise.
    "missed-run", Recovery, Warning, check,
    says &["missed"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Some(schedule) = component.schedule else {
            continue;
        };
        match schedule.missed.map(|at| at.value) {
            None => undeclared(cx, found, id, schedule),
            Some(MissedRun::Skipped) => skipped(cx, found, id, schedule),
            Some(MissedRun::CaughtUp) => {}
        }
    }
}

fn undeclared(cx: &Context<'_>, found: &mut FindingSink<'_>, id: ComponentId, schedule: Schedule) {
    let job = &cx.plan.component(id).id;
    let message = format!("nothing says what a missed run of `{job}` means");
    let severity = found.at_most_info();
    found.about(cx.plan, id, schedule.every.span, message, |mut finding| {
        finding.severity = severity;
        finding.detail("undeclared").label("no `missed`").help(
            "write missed = \"caught-up\" where it makes up for it, else missed = \"skipped\"",
        )
    });
}

fn skipped(cx: &Context<'_>, found: &mut FindingSink<'_>, id: ComponentId, schedule: Schedule) {
    let job = &cx.plan.component(id).id;
    let every = schedule.every.value;
    let runs = cx.analysis.runs().scenarios.iter();
    // The first of those in which most falls out.
    let missed = runs.map(|run| (run.timeline.missed_runs(id, every), run));
    let missed = missed.filter(|(runs, _)| runs.least != Some(0));
    let worst = missed.reduce(|worst, next| {
        let count = |least: Option<u64>| least.unwrap_or(u64::MAX);
        if count(next.0.least) > count(worst.0.least) {
            next
        } else {
            worst
        }
    });
    let Some((runs, run)) = worst else {
        return;
    };
    let words = runs.words().unwrap_or_default();
    let scenario = &run.scenario.id;
    let message = format!("`{job}` {words} in scenario `{scenario}`, and nothing makes up for it");
    let milder = (!words::carries_critical(cx, id)).then(|| found.at_most_info());
    found.about(cx.plan, id, schedule.every.span, message, |mut finding| {
        finding.severity = milder.unwrap_or(finding.severity);
        finding
            .detail(scenario.as_str())
            .label(format!("to run every {every}"))
            .help("let it make up for what it missed (missed = \"caught-up\"), or write a step that runs it by hand")
    });
}
