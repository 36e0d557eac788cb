use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_engine::analysis::{ExerciseEvidence, Exercised};
use jurymast_plan::model::Exercise;
use jurymast_terms::wording;

rule! {
    /// A scenario whose last exercise is too old, or proves nothing.
    ///
    /// ## What it finds
    /// A scenario last exercised longer ago than `lint.exercised_within` (365 days
    /// when left out); an exercise whose day has passed and that says no `result`,
    /// or that has a result and no day, or one to come. Scenarios that were never
    /// exercised at all are one note together. A recorded outage or ready scenario
    /// of the catalogue counts until a later exercise loses the same.
    ///
    /// ## Why it matters
    /// People leave, systems change. What worked in an exercise two years ago was
    /// another plan, run by other people.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    ///
    /// [scenario.lost]
    /// fails = [{ what = "checkout", for = "2h" }]
    ///
    /// [exercise.spring]
    /// kind = "tabletop"
    /// scenario = "lost"
    /// on = 2024-04-14
    /// result = "passed"
    /// ```
    ///
    /// ```toml
    /// [service.checkout]
    ///
    /// [exercise.autumn]
    /// kind = "tabletop"
    /// on = 2026-10-14
    /// ```
    ///
    /// ```toml
    /// [service.checkout]
    ///
    /// [scenario.lost]
    /// fails = [{ what = "checkout", for = "2h" }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    ///
    /// [scenario.lost]
    /// fails = [{ what = "checkout", for = "2h" }]
    ///
    /// [exercise.spring]
    /// kind = "tabletop"
    /// scenario = "lost"
    /// on = 2024-04-14
    /// result = "passed"
    ///
    /// [exercise.autumn]
    /// kind = "functional"
    /// scenario = "lost"
    /// on = 2026-10-14
    /// result = "failed"
    ///
    /// [exercise.next]
    /// kind = "tabletop"
    /// on = 2027-03-01
    /// ```
    ///
    /// ## What to do
    /// `jurymast exercise SCENARIO` writes the packet; run it, then paste the lines
    /// at its end into the plan. A failed exercise counts: it was held.
    ///
    /// ## False alarms
    /// A scenario kept for the record. Exercise it once, or move it to the notes.
    ///
    /// ## Ask
    /// Who took part the last time, and are they still here?
    ///
    /// ## Sources
    /// NIST SP 800-84, chapter 2; Regulation (EU) 2022/2554, article 11(6)(a).
    "stale-exercise", Exercises, Warning, check,
    says &["fails", "scenario", "surges"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for exercise in &plan.exercises {
        proves_nothing(cx, found, exercise);
    }
    let evidence = ExerciseEvidence::of(plan, cx.today);
    for Exercised {
        scenario,
        declared,
        last,
    } in evidence.exercised(plan)
    {
        if !evidence.is_stale(last) {
            continue;
        }
        let exercise = &plan.exercises[last.exercise];
        let place = exercise.on.map_or(exercise.place, |on| on.span);
        let age = wording::days(last.on.days_until(cx.today).unsigned_abs());
        let id = &scenario.id;
        let message = format!("the scenario `{id}` was last exercised {age} ago");
        found.general(place, message, |mut finding| {
            if let Some(at) = declared {
                finding = finding.related(plan.scenarios[at].place, "the scenario");
            }
            finding
                .detail(id.as_str())
                .label(format!("longer ago than {}", evidence.within))
                .help(format!(
                    "`jurymast exercise {id}` writes the packet for the next one"
                ))
        });
    }
    let scenarios = plan.scenarios.iter().enumerate();
    let never = scenarios.filter(|(at, _)| evidence.last(*at).is_none());
    let never: Vec<_> = never.map(|(_, scenario)| scenario).collect();
    let Some(first) = never.first() else { return };
    let ids: Vec<String> = never.iter().map(|one| format!("`{}`", one.id)).collect();
    let message = match never.len() {
        1 => format!("the scenario {} was never exercised", ids[0]),
        many => format!(
            "{many} of {} scenarios were never exercised",
            plan.scenarios.len()
        ),
    };
    found.general(first.place, message, |mut finding| {
        finding.severity = finding
            .severity
            .min(jurymast_terms::diagnostic::Severity::Info);
        if never.len() > 1 {
            finding
                .notes
                .push(format!("never exercised: {}", ids.join(", ")));
        }
        finding
            .detail("never")
            .label("no [exercise] with a day and a result names it")
            .help(format!(
                "`jurymast exercise {}` writes the packet",
                first.id
            ))
    });
}

/// An exercise that was, or says it was, and cannot count.
fn proves_nothing(cx: &Context<'_>, found: &mut FindingSink<'_>, exercise: &Exercise) {
    let id = &exercise.id;
    let (place, message, help) = match (exercise.on, exercise.result) {
        (Some(on), None) if on.value < cx.today => (
            on.span,
            format!("the day of the exercise `{id}` has passed, and it says no result"),
            "write how it went: result = \"passed\", \"passed-with-actions\" or \"failed\"",
        ),
        (None, Some(_)) => (
            exercise.place,
            format!("the exercise `{id}` has a result and no day, so it proves nothing"),
            "write the day: on = 2026-01-31",
        ),
        (Some(on), Some(_)) if on.value > cx.today => (
            on.span,
            format!("the exercise `{id}` has a result and has not happened yet"),
            "correct the day, or remove the result",
        ),
        _ => return,
    };
    found.general(place, message, |finding| {
        finding
            .detail(format!("exercise {id}"))
            .label("counts for nothing")
            .help(help)
    });
}
