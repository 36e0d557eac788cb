use crate::analysis::Evidence;
use crate::lint::context::{Context, Findings};
use crate::lint::rule::rule;
use crate::model::Exercise;

rule! {
    /// A scenario whose last exercise is too old, or proves nothing.
    ///
    /// ## What it finds
    /// A scenario last exercised longer ago than `lint.exercised_within` (365 days
    /// when left out); an exercise whose day has passed and that says no `result`,
    /// or that has a result and no day, or one to come. Scenarios that were never
    /// exercised at all are one note together.
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
    "stale-exercise", Exercises, Warning, check
}

fn check(cx: &Context<'_>, found: &mut Findings<'_>) {
    let plan = cx.plan;
    for exercise in &plan.exercises {
        proves_nothing(cx, found, exercise);
    }
    let evidence = Evidence::of(plan, cx.today);
    let mut never = Vec::new();
    for (at, scenario) in plan.scenarios.iter().enumerate() {
        let Some(last) = evidence.last(at) else {
            never.push(scenario);
            continue;
        };
        if !evidence.is_stale(at) {
            continue;
        }
        let exercise = &plan.exercises[last.exercise];
        let place = exercise.on.map_or(exercise.place, |on| on.span);
        let age = last.on.days_until(cx.today);
        let message = format!(
            "the scenario `{}` was last exercised {age} days ago",
            scenario.id
        );
        found.general(place, message, |finding| {
            finding
                .detail(scenario.id.as_str())
                .label(format!("longer ago than {}", evidence.within))
                .related(scenario.place, "the scenario")
                .help(format!(
                    "`jurymast exercise {}` writes the packet for the next one",
                    scenario.id
                ))
        });
    }
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
        finding.severity = finding.severity.min(crate::diagnostic::Severity::Info);
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
fn proves_nothing(cx: &Context<'_>, found: &mut Findings<'_>, exercise: &Exercise) {
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
