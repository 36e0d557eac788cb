use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;

rule! {
    /// A team of critical components that cannot be reached, or has nobody behind it.
    ///
    /// ## What it finds
    /// A team that answers for something of tier 1 or 2 and declares no `on_call`,
    /// or no `escalate_to` another team.
    ///
    /// ## Why it matters
    /// The first call is often not answered. The plan must say who is called next.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// team = "payments"
    ///
    /// [team.payments]
    /// on_call = { phone = "+1 555 0100" }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// team = "payments"
    ///
    /// [team.payments]
    /// on_call = { phone = "+1 555 0100" }
    /// escalate_to = ["operations"]
    ///
    /// [team.operations]
    /// on_call = { phone = "+1 555 0101" }
    /// ```
    ///
    /// ## What to do
    /// Write how to reach whoever is on call, and which team comes next.
    ///
    /// ## False alarms
    /// A company of one team. Name the person who decides as a team of their own.
    ///
    /// ## Ask
    /// The phone rings out twice. What now?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.3 and 8.4.4; NIST SP 800-34 rev. 1, section 4.2.2.
    "no-escalation", People, Warning, check,
    says &["escalate_to", "on_call"], confidence High
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, (place, component)) in words::critical_teams(plan) {
        let team = plan.team(id);
        let others = team.escalate_to.iter().any(|next| next.value != id);
        let (missing, help) = match (team.on_call.is_empty(), others) {
            (false, true) => continue,
            (true, true) => (
                "how to reach whoever is on call",
                "on_call = { phone = \"...\", channel = \"...\" }",
            ),
            (false, false) => ("whom to call next", "escalate_to = [\"another-team\"]"),
            (true, false) => (
                "how to reach it, nor whom to call next",
                "on_call = { phone = \"...\" } and escalate_to = [\"another-team\"]",
            ),
        };
        let message = format!("team `{}` does not say {missing}", team.id);
        found.general(team.place, message, |mut finding| {
            let what = format!("answers for `{}`, {}", component.id, words::tier(component));
            finding.provisional = component.provisional_tier.is_some();
            finding
                .detail(team.id.as_str())
                .label("this team")
                .related(place, what)
                .help(format!("write {help}"))
        });
    }
}
