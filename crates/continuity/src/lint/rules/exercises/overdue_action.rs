use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;

rule! {
    /// Something to mend after an exercise whose day has passed.
    ///
    /// ## What it finds
    /// An action of an exercise with a `due` day in the past and no `done`, or one that
    /// lies in the future: that is a wish.
    ///
    /// ## Why it matters
    /// The fault is known, and it is still there. After an outage that is the hardest
    /// thing to explain.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    ///
    /// [team.office]
    ///
    /// [exercise.spring]
    /// kind = "tabletop"
    /// on = 2026-04-14
    /// result = "passed-with-actions"
    /// actions = [{ do = "Print the telephone list", owner = "office", due = 2026-06-30 }]
    /// ```
    ///
    /// ```toml
    /// [service.checkout]
    ///
    /// [team.office]
    ///
    /// [exercise.spring]
    /// kind = "tabletop"
    /// on = 2026-04-14
    /// result = "passed-with-actions"
    /// actions = [{ do = "Print the telephone list", owner = "office", due = 2026-06-30, done = 2096-07-08 }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    ///
    /// [team.office]
    ///
    /// [exercise.spring]
    /// kind = "tabletop"
    /// on = 2026-04-14
    /// result = "passed-with-actions"
    /// actions = [{ do = "Print the telephone list", owner = "office", due = 2026-06-30, done = 2026-07-08 }]
    /// ```
    ///
    /// ## What to do
    /// Do it and write `done`; or move the day, so that the change shows in review.
    ///
    /// ## False alarms
    /// It was done and nobody wrote it down. Write it down.
    ///
    /// ## Ask
    /// What stopped it, and who can remove that?
    ///
    /// ## Sources
    /// NIST SP 800-84, section 4.5; ISO 22301, 10.2.
    "overdue-action", Exercises, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for exercise in &cx.plan.exercises {
        for action in exercise.actions.iter().filter(|one| !one.is_done(cx.today)) {
            let Some(due) = action.due.filter(|due| due.value < cx.today) else {
                continue;
            };
            let days = due.value.days_until(cx.today);
            let noun = if days == 1 { "day" } else { "days" };
            let message = format!(
                "an action of the exercise `{}` is {days} {noun} overdue",
                exercise.id
            );
            found.general(due.span, message, |finding| {
                let finding = finding
                    .detail(format!("{} {}", exercise.id, action.text))
                    .label("was due then")
                    .related(action.place, "what is to be done");
                let finding = match action.done {
                    Some(day) => finding.note(format!("done = {day} lies in the future")),
                    None => finding,
                };
                match action.owner {
                    Some(owner) => finding.help(format!(
                        "ask `{}`, then write done = the day, or a new `due`",
                        cx.plan.team(owner).id
                    )),
                    None => {
                        finding.help("name an owner, then write done = the day, or a new `due`")
                    }
                }
            });
        }
    }
}
