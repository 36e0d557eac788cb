use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_engine::analysis::next_review;

rule! {
    /// A plan whose own review is due, or has no day to count from.
    ///
    /// ## What it finds
    /// A plan with `review_every` whose `approved` day is longer ago than that, lies in
    /// the future, or is not there.
    ///
    /// ## Why it matters
    /// Whatever else is found rests on what the plan says. Teams, numbers and models
    /// change within months, and a plan that nobody looked at speaks of another company.
    ///
    /// ## Fails
    /// ```toml
    /// [plan]
    /// name = "Acme"
    /// review_every = "180d"
    /// approved = { by = "COO", on = 2025-09-01 }
    ///
    /// [service.checkout]
    /// ```
    ///
    /// ```toml
    /// [plan]
    /// name = "Acme"
    /// review_every = "180d"
    ///
    /// [service.checkout]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [plan]
    /// name = "Acme"
    /// review_every = "180d"
    /// approved = { by = "COO", on = 2026-09-01 }
    ///
    /// [service.checkout]
    /// ```
    ///
    /// ## What to do
    /// Go through the plan with those who answer for it, and write who approved it when.
    ///
    /// ## False alarms
    /// It was reviewed and nobody wrote it down. Write it down.
    ///
    /// ## Ask
    /// What has changed since then that this plan does not know?
    ///
    /// ## Sources
    /// ISO 22301:2019, 9.3; Regulation (EU) 2022/2554, article 11(6).
    "overdue-review", Exercises, Warning, check,
    says &["approved", "review_every"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let header = &cx.plan.header;
    let Some(every) = header.review_every else {
        return;
    };
    let (message, note) = match (&header.approved, next_review(cx.plan)) {
        (None, _) => (
            format!("the plan is to be reviewed every {every}, and nothing says when it last was"),
            None,
        ),
        (Some(approval), _) if approval.on > cx.today => (
            format!("the plan is approved on {}, a day to come", approval.on),
            None,
        ),
        (Some(approval), Some(due)) if due < cx.today => {
            let days = due.days_until(cx.today);
            let noun = if days == 1 { "day" } else { "days" };
            (
                format!("the review of the plan is {days} {noun} overdue"),
                Some(format!(
                    "approved on {}, to be reviewed every {every}",
                    approval.on
                )),
            )
        }
        _ => return,
    };
    found.general(header.place, message, |mut finding| {
        finding.notes.extend(note);
        finding
            .label("its next review")
            .help("review it, then write approved = { by = \"...\", on = the day }")
    });
}
