use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering};
use crate::lint::rule::rule;
use crate::lint::rules::fallbacks::evidence_below_rung;
use jurymast_engine::analysis::{FallbackId, Switchovers, Tested};
use jurymast_plan::model::Plan;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::wording;

rule! {
    /// A fallback whose switch nobody has tried, or not lately.
    ///
    /// ## What it finds
    /// A fallback without `tested`, or with a day that lies further back than
    /// `lint.fallback_tested_within` (365 days when left out), or in the future. An
    /// exercise of the kind `switchover` that passed is a test too, of every fallback
    /// that has to serve in its scenario by the times that the plan declares. One of the
    /// kinds `switchover` and `functional` that failed takes back every test before it and
    /// of its day, until one passes after it. What one component leaves untested is one
    /// finding, with a place for each fallback. One that stands below the rung that
    /// `least_rung` asks for is `evidence-below-rung`, and not this too.
    ///
    /// ## Why it matters
    /// The way that is never used is the way that does not work: gateways had
    /// fallbacks configured that never received a request.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "fraud-model", fallback = [{ to = "fraud-rules", tested = 2024-01-15 }] }]
    ///
    /// [service.fraud-model]
    /// [service.fraud-rules]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "fraud-model", fallback = [{ to = "fraud-rules", tested = 2026-10-01 }] }]
    ///
    /// [service.fraud-model]
    /// [service.fraud-rules]
    /// ```
    ///
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "fraud-model", fallback = ["fraud-rules"] }]
    ///
    /// [service.fraud-model]
    /// [service.fraud-rules]
    ///
    /// [scenario.model-lost]
    /// fails = [{ what = "fraud-model", for = "2h" }]
    ///
    /// [exercise.autumn]
    /// kind = "switchover"
    /// scenario = "model-lost"
    /// on = 2026-10-01
    /// result = "passed"
    /// ```
    ///
    /// ## What to do
    /// Switch for real, in production if you dare, then write the day into `tested`, or
    /// the exercise into the plan.
    ///
    /// ## False alarms
    /// None: an untested fallback is a hope.
    ///
    /// ## Ask
    /// Who switched last, when, and how long did it take?
    ///
    /// ## Sources
    /// NIST AI 600-1, GV-6.2-006; Regulation (EU) 2022/2554, article 11(6)(a).
    "untested-fallback", Fallbacks, Warning, check,
    says &["evidence", "tested"],
    gathers Gathering { by: GatherBy::Component, words: of_several }
}

/// Names that one sentence holds.
const SHOWN: usize = 4;

fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    let who = parts[0].component.as_deref().unwrap_or_default();
    let to = parts.iter().map(|one| format!("`{}`", one.detail));
    let to: Vec<String> = to.collect();
    GatheredWords {
        message: format!(
            "{} fallbacks of `{who}` are not tested, or not lately: {}",
            to.len(),
            wording::up_to(SHOWN, &to)
        ),
        label: parts[0].label.clone(),
        help: None,
    }
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let ladder = evidence_below_rung::RULE.name;
    let is_on = cx.settings.level(ladder).is_some();
    for id in FallbackId::all(plan) {
        if is_on && evidence_below_rung::below(cx, id).is_some() {
            continue;
        }
        let fallback = id.of(plan);
        let to = &plan.component(fallback.to.value).id;
        let of = &plan.component(id.component).id;
        let place = fallback.tested.map_or(fallback.place, |at| at.span);
        let (message, label) = match cx.analysis.tested(id, cx.today) {
            Tested::Never => (
                format!("the fallback of `{of}` on `{to}` was never tested"),
                "no `tested` day".to_owned(),
            ),
            Tested::ToCome(day) => (
                format!("the test of the fallback on `{to}` has not happened yet"),
                format!(
                    "{} from now",
                    wording::days(cx.today.days_until(day).unsigned_abs())
                ),
            ),
            Tested::Last {
                days, stale: true, ..
            } => (
                format!(
                    "the fallback of `{of}` on `{to}` was last tested {} ago",
                    wording::days(days)
                ),
                format!("longer ago than {}", Switchovers::within(plan)),
            ),
            Tested::Failed(failed) => (
                format!(
                    "the last exercise of the fallback of `{of}` on `{to}` failed, on {}",
                    failed.on
                ),
                format!("`{}` failed", plan.exercises[failed.exercise].id),
            ),
            Tested::Last { stale: false, .. } => continue,
        };
        found.about(plan, id.component, place, message, |finding| {
            finding
                .detail(to.as_str())
                .label(label)
                .help("switch to it for real, then write the day: tested = 2026-01-31")
        });
    }
}
