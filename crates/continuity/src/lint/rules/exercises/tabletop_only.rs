use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{Exercise, ExerciseKind, Fallback, Plan, Rung, RungRecord, Step};
use jurymast_terms::source::At;
use jurymast_terms::units::Date;

rule! {
    /// Exercises in which everything is talked through, and nothing is done.
    ///
    /// ## What it finds
    /// A plan that has fallbacks or runbooks, and of which every exercise that was held is a
    /// tabletop. A fallback with a day on which it was `tested`, a backup whose restore was
    /// `verified`, or evidence on a fallback or a step that it was observed or drilled shows
    /// that something was done.
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
    says &["evidence", "kind", "tested", "verified"]
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
    let is_nothing_to_do = each_fallback(plan).next().is_none() && each_step(plan).next().is_none();
    if is_nothing_to_do
        || held.iter().any(|one| one.kind != ExerciseKind::Tabletop)
        || was_anything_done(cx)
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

fn each_fallback(plan: &Plan) -> impl Iterator<Item = &Fallback> {
    let requirements = plan.components.iter().flat_map(|one| &one.requirements);
    requirements.flat_map(|one| &one.fallbacks)
}

fn each_step(plan: &Plan) -> impl Iterator<Item = &Step> {
    plan.runbooks.iter().flat_map(|book| &book.steps)
}

/// Whether a switch, a step or a restore was made, by the plan's own word.
fn was_anything_done(cx: &Context<'_>) -> bool {
    let plan = cx.plan;
    let is_past = |day: Option<At<Date>>| day.is_some_and(|day| day.value <= cx.today);
    let shows = |one: &RungRecord| one.rung >= Rung::Observed && one.on <= cx.today;
    let mut backups = plan.components.iter().flat_map(|one| &one.backups);
    each_fallback(plan).any(|one| is_past(one.tested) || one.evidence.iter().any(shows))
        || each_step(plan).any(|one| one.evidence.iter().any(shows))
        || backups.any(|one| is_past(one.verified))
}

fn is_held(exercise: &Exercise, today: Date) -> bool {
    exercise.result.is_some() && exercise.on.is_some_and(|on| on.value <= today)
}
