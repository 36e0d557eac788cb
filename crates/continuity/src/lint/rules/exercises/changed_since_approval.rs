use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;

rule! {
    /// A plan that says something else than what was approved.
    ///
    /// ## What it finds
    /// A plan whose `approved` names the `digest` of what was approved, where `jurymast
    /// digest` prints another now. Comments, layout, the order of tables and the files that
    /// they stand in do not count, nor do exercises and other records of trials (`tested`,
    /// `evaluated`, `verified`, `exit_tested`, `evidence`), `[lint]`, `[catalogue]` and the
    /// approval itself. Accepted risks do count, in a `[[waiver]]` or in a comment.
    ///
    /// ## Why it matters
    /// The signature under a plan is for the text that lay on the table. What was changed
    /// since nobody with the authority to do so has accepted.
    ///
    /// ## Fails
    /// ```toml
    /// [plan]
    /// name = "Acme"
    /// approved = { by = "COO", on = 2026-09-01, digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    ///
    /// [service.checkout]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [plan]
    /// name = "Acme"
    /// approved = { by = "COO", on = 2026-09-01, digest = "sha256:5a4883a5f9ea6bb8c2bd686d525f75754848b56d78df3488624204d76dc0d828" }
    ///
    /// [service.checkout]
    /// ```
    ///
    /// ## What to do
    /// Show what changed (`jurymast diff`), let it be approved, and write the day and the
    /// digest that `jurymast digest` prints.
    ///
    /// ## False alarms
    /// A change of words alone. Whoever approves says so.
    ///
    /// ## Ask
    /// Who knows of the changes since, and may accept them?
    ///
    /// ## Sources
    /// ISO 22301, 7.5.2 and 7.5.3 (documents are approved, and changes controlled);
    /// Regulation (EU) 2022/2554, article 5(2).
    "changed-since-approval", Exercises, Warning, check,
    says &["approved", "digest"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let Some(approval) = &cx.plan.header.approved else {
        return;
    };
    let Some(digest) = &approval.digest else {
        return;
    };
    // Of a plan that could not be read in full nothing is known.
    let Some(now) = digest.now.as_ref().filter(|now| **now != digest.said.value) else {
        return;
    };
    let message = format!(
        "the plan is not what {} approved on {}",
        approval.by, approval.on
    );
    found.general(digest.said.span, message, |finding| {
        finding
            .label("approved with this digest")
            .note(format!("what it says now has the digest {now}"))
            .help("let what changed be approved, then write its day and `jurymast digest`")
    });
}
