use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{Communication, Component, Kind, Tier};

rule! {
    /// A plan that does not say what a continuity plan must say of itself.
    ///
    /// ## What it finds
    /// A plan with something of tier 1 or 2 that leaves out one of: its `owner`, its
    /// `scope`, how often it is reviewed (`review_every`), who `approved` it, when it
    /// starts (`activation.when`), who decides that (`activation.by`) and who does when
    /// they cannot be reached (`activation.alternate`), when it is stood down
    /// (`activation.stand_down_when`), what people do with it (an `[activity]`), who is
    /// told what (a `[communication]`), who releases that and from which words (`approver`,
    /// `template`), and where it can be read when all else is down (`published`). All that is missing is one finding. It runs where the
    /// plan gives it a level, or all rules are asked for.
    ///
    /// ## Why it matters
    /// At three in the morning nobody may know whether this is bad enough to start the
    /// plan, or who may say so. An auditor asks for each of these by name.
    ///
    /// ## Fails
    /// ```toml
    /// [plan]
    /// name = "Acme"
    ///
    /// [lint.rules]
    /// incomplete-plan = "warning"
    ///
    /// [service.checkout]
    /// tier = 1
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [plan]
    /// name = "Acme"
    /// owner = "operations"
    /// scope = "the web shop"
    /// review_every = "365d"
    /// approved = { by = "COO", on = 2026-09-01 }
    /// published = ["printed-copy"]
    ///
    /// [plan.activation]
    /// when = "checkout is down for longer than 15 minutes"
    /// by = "operations"
    /// alternate = "payments"
    /// stand_down_when = "checkout served for an hour without errors"
    ///
    /// [lint.rules]
    /// incomplete-plan = "warning"
    ///
    /// [team.operations]
    ///
    /// [team.payments]
    ///
    /// [activity.selling]
    /// depends_on = ["checkout"]
    ///
    /// [service.checkout]
    /// tier = 1
    ///
    /// [communication.customers]
    /// audience = "customers"
    /// channel = "status page"
    /// approver = "operations"
    /// template = "Checkout is down. We say more within the hour."
    ///
    /// [resource.printed-copy]
    /// ```
    ///
    /// ## What to do
    /// Write each; most are one line.
    ///
    /// ## False alarms
    /// A part of a bigger plan that says these. Check the whole.
    ///
    /// ## Ask
    /// Who may start this plan at night, and how do they know that it is time?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.4 (contents of plans); NIST SP 800-34 rev. 1, section 4.2 (activation
    /// and notification); Commission Delegated Regulation (EU) 2024/1774, article 24.
    "incomplete-plan", People, Info, pedantic check,
    says &["activation", "approved", "owner", "published", "review_every", "scope"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let mut tiers = plan.components.iter().filter_map(Component::counted_tier);
    if !tiers.any(Tier::is_critical) {
        return;
    }
    let header = &plan.header;
    let activation = header.activation.as_ref();
    let mut kinds = plan.components.iter().map(|one| one.kind());
    let missing = [
        (header.owner.is_none(), "who keeps it (`owner`)"),
        (header.scope.is_none(), "what it covers (`scope`)"),
        (
            header.review_every.is_none(),
            "how often it is reviewed (`review_every`)",
        ),
        // With a time between reviews, `overdue-review` says so.
        (
            header.approved.is_none() && header.review_every.is_none(),
            "who approved it (`approved`)",
        ),
        (
            activation.is_none_or(|one| one.when.is_none()),
            "when it starts (`activation.when`)",
        ),
        (
            activation.is_none_or(|one| one.by.is_none()),
            "who decides that (`activation.by`)",
        ),
        (
            activation.is_none_or(|one| one.alternate.is_none()),
            "who does when they cannot be reached (`activation.alternate`)",
        ),
        (
            activation.is_none_or(|one| one.stand_down_when.is_none()),
            "when it is stood down (`activation.stand_down_when`)",
        ),
        (
            !kinds.any(|kind| kind == Kind::Activity),
            "what people do with all this (an `[activity]`)",
        ),
        (
            plan.communications.is_empty(),
            "who is told what (a `[communication]`)",
        ),
        (
            plan.communications.iter().any(is_unowned),
            "who releases each message, and from which words (`approver`, `template`)",
        ),
        (
            header.published.is_empty(),
            "where it can be read when what it is for is down (`published`)",
        ),
    ];
    let missing: Vec<&str> = missing
        .into_iter()
        .filter_map(|(is_missing, what)| is_missing.then_some(what))
        .collect();
    if missing.is_empty() {
        return;
    }
    let count = missing.len();
    let noun = if count == 1 { "thing" } else { "things" };
    let message =
        format!("the plan leaves out {count} {noun} that a continuity plan says of itself");
    found.general(header.place, message, |mut finding| {
        for what in missing {
            finding = finding.note(format!("nothing says {what}"));
        }
        finding
            .label("of this plan")
            .help("write them into [plan] and [plan.activation]")
    });
}

fn is_unowned(message: &Communication) -> bool {
    message.approver.is_none() || message.template.is_none()
}
