use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::Team;

rule! {
    /// A team of critical components that can be reached by chat or mail alone.
    ///
    /// ## What it finds
    /// A team that answers for something of tier 1 or 2 and declares one single way to
    /// reach it, a `channel` or an `email`: neither `on_call` nor its people have another,
    /// and no telephone or pager. A team with none, or with nobody behind it, is found by
    /// `no-escalation`.
    ///
    /// ## Why it matters
    /// Chat and mail are services too, mostly on the company's own log-in and network, and
    /// fail with what they stand on. One such way is a single point of failure between the
    /// alarm and whoever could mend it.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// team = "payments"
    ///
    /// [team.payments]
    /// on_call = { channel = "#payments" }
    /// escalate_to = ["operations"]
    ///
    /// [team.operations]
    /// on_call = { phone = "+1 555 0101" }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// team = "payments"
    ///
    /// [team.payments]
    /// on_call = { channel = "#payments", phone = "+1 555 0100" }
    /// escalate_to = ["operations"]
    ///
    /// [team.operations]
    /// on_call = { phone = "+1 555 0101" }
    /// ```
    ///
    /// ## What to do
    /// Write a second way that stands elsewhere: a telephone number beside a channel, or
    /// the numbers of the people.
    ///
    /// ## False alarms
    /// Messages in the channel ring telephones by themselves. Write the number all the same.
    ///
    /// ## Ask
    /// When did somebody last use the second way?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.3 (warning and communication); NIST SP 800-34 rev. 1, section 4.2.2
    /// (notification procedures, alternate methods).
    "single-way-to-call", People, Warning, check,
    says &["email", "on_call", "page", "people", "phone"], confidence High
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, (place, component)) in words::critical_teams(plan) {
        let team = plan.team(id);
        if !team.escalate_to.iter().any(|next| next.value != id) {
            continue;
        }
        let Some(only) = only_way(team) else { continue };
        let message = format!("team `{}` can be reached by {only} alone", team.id);
        found.general(team.place, message, |mut finding| {
            let what = format!("answers for `{}`, {}", component.id, words::tier(component));
            finding.provisional = component.provisional_tier.is_some();
            finding
                .detail(team.id.as_str())
                .label("one way only")
                .related(place, what)
                .help("add a way that stands elsewhere: on_call = { ..., phone = \"...\" }")
        });
    }
}

/// The one way to reach a team where that is a message that somebody must read.
fn only_way(team: &Team) -> Option<&'static str> {
    let on_call = &team.on_call;
    let mut people = team.people.iter();
    let rings =
        on_call.phone.is_some() || on_call.page.is_some() || people.any(|one| one.phone.is_some());
    let mails = on_call
        .email
        .iter()
        .chain(team.people.iter().filter_map(|one| one.email.as_ref()));
    match (rings, on_call.channel.is_some(), mails.count()) {
        (false, true, 0) => Some("its channel"),
        (false, false, 1) => Some("one mail address"),
        _ => None,
    }
}
