use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{Exercise, ExerciseKind};
use jurymast_terms::units::Date;

rule! {
    /// Exercises in which everything is talked through, and nothing is done.
    ///
    /// ## What it finds
    /// A plan that has fallbacks or runbooks, and of which every exercise that was held is a
    /// tabletop. A fallback with a day on which it was `tested`, or with evidence that it
    /// was drilled, shows that something was done.
    ///
    /// ## Why it matters
    /// At a table every switch works. What fails is the expired key, the missing right, the
    /// step that takes an hour: all of it shows only when somebody does it.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "orders-db", fallback = ["orders-copy"] }]
    ///
    /// [resource.orders-db]
    /// [resource.orders-copy]
    ///
    /// [exercise.autumn]
    /// kind = "tabletop"
    /// on = 2026-10-14
    /// result = "passed"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "orders-db", fallback = ["orders-copy"] }]
    ///
    /// [resource.orders-db]
    /// [resource.orders-copy]
    ///
    /// [exercise.autumn]
    /// kind = "tabletop"
    /// on = 2026-10-14
    /// result = "passed"
    ///
    /// [exercise.switch]
    /// kind = "switchover"
    /// on = 2026-11-02
    /// result = "passed"
    /// ```
    ///
    /// ## What to do
    /// Take the step that nobody has ever done, and do that one alone, on a quiet day.
    ///
    /// ## False alarms
    /// Switches that are made every week in the course of things: write the day as `tested`.
    ///
    /// ## Ask
    /// Who has typed this command in the last year?
    ///
    /// ## Sources
    /// Regulation (EU) 2022/2554, article 11(6); Regulation (EU) 2024/1774, article 25(2);
    /// NIST SP 800-34 rev. 1, section 3.5.
    "tabletop-only", Exercises, Info, check,
    says &["evidence", "kind", "tested"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let all = plan.exercises.iter();
    let held: Vec<&Exercise> = all.filter(|one| is_held(one, cx.today)).collect();
    let Some(last) = held
        .iter()
        .copied()
        .max_by_key(|one| one.on.map(|on| on.value))
    else {
        return;
    };
    let requirements = plan.components.iter().flat_map(|one| &one.requirements);
    let fallbacks = || requirements.clone().flat_map(|one| &one.fallbacks);
    let mut drilled = fallbacks().filter(|one| one.tested.is_some() || !one.evidence.is_empty());
    let has_steps = plan.runbooks.iter().any(|book| !book.steps.is_empty());
    let nothing_to_do = fallbacks().next().is_none() && !has_steps;
    if nothing_to_do
        || drilled.next().is_some()
        || held.iter().any(|one| one.kind != ExerciseKind::Tabletop)
    {
        return;
    }
    let message = match held.len() {
        1 => format!(
            "the only exercise that was held, `{}`, is a tabletop",
            last.id
        ),
        count => format!("all {count} exercises that were held are tabletops"),
    };
    found.general(last.place, message, |finding| {
        finding
            .label("talked through, not done")
            .help("do one switch or one restore for real, and write it: kind = \"functional\" or \"switchover\"")
    });
}

fn is_held(exercise: &Exercise, today: Date) -> bool {
    exercise.result.is_some() && exercise.on.is_some_and(|on| on.value <= today)
}
