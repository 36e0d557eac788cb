use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::ExerciseResult;

rule! {
    /// An exercise that found something, and nobody who mends it by a day.
    ///
    /// ## What it finds
    /// An action that is not done and has no `owner`, or no `due` day; an exercise
    /// that failed, or passed with actions, and lists none.
    ///
    /// ## Why it matters
    /// What an exercise finds is what the next outage meets. Without a name and a day
    /// it is found again next year.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    ///
    /// [exercise.autumn]
    /// kind = "tabletop"
    /// on = 2026-10-14
    /// result = "passed-with-actions"
    /// actions = [{ do = "Print the telephone list", due = 2027-01-31 }]
    /// ```
    ///
    /// ```toml
    /// [service.checkout]
    ///
    /// [exercise.autumn]
    /// kind = "switchover"
    /// on = 2026-10-14
    /// result = "failed"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    ///
    /// [team.office]
    ///
    /// [exercise.autumn]
    /// kind = "tabletop"
    /// on = 2026-10-14
    /// result = "passed-with-actions"
    /// actions = [
    ///   { do = "Print the telephone list", owner = "office", due = 2027-01-31 },
    ///   { do = "Renew the pager contract", done = 2026-10-20 },
    /// ]
    /// ```
    ///
    /// ## What to do
    /// Give each action a team and a day; write `done` when it is.
    ///
    /// ## False alarms
    /// Actions that are kept in a tracker: one action that names the ticket will do.
    ///
    /// ## Ask
    /// Who does this, and by when will we look?
    ///
    /// ## Sources
    /// NIST SP 800-84, section 4.5; HSEEP, improvement planning; Regulation (EU)
    /// 2022/2554, article 11(6).
    "exercise-without-actions-owner", Exercises, Warning, check,
    says &["actions", "owner"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for exercise in &cx.plan.exercises {
        for action in exercise.actions.iter().filter(|one| !one.is_done(cx.today)) {
            let (lacks, label) = match (action.owner, action.due) {
                (Some(_), Some(_)) => continue,
                (None, Some(_)) => ("nobody to do it", "no `owner`"),
                (Some(_), None) => ("no day by which it is done", "no `due`"),
                (None, None) => ("nobody to do it, and no day", "no `owner`, no `due`"),
            };
            let message = format!("an action of the exercise `{}` has {lacks}", exercise.id);
            found.general(action.place, message, |finding| {
                finding
                    .detail(format!("{} {}", exercise.id, action.text))
                    .label(label)
                    .help("write owner = \"a-team\" and due = 2026-01-31, or done = the day it was done")
            });
        }
        let result = match exercise.result {
            Some(ExerciseResult::Failed) => "failed",
            Some(ExerciseResult::PassedWithActions) => "passed with actions",
            Some(ExerciseResult::Passed) | None => continue,
        };
        if exercise.actions.is_empty() {
            let message = format!(
                "the exercise `{}` {result}, and nothing follows from it",
                exercise.id
            );
            found.general(exercise.place, message, |finding| {
                finding
                    .detail(exercise.id.as_str())
                    .label("no `actions`")
                    .help("write what is to be mended: actions = [{ do = \"...\", owner = \"a-team\", due = 2026-01-31 }]")
            });
        }
    }
}
