use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::Team;

rule! {
    /// A team of critical components that can be reached in one way only.
    ///
    /// ## What it finds
    /// A team that answers for something of tier 1 or 2 and declares one single way to
    /// reach it: of the `channel`, `phone`, `email` and `page` of `on_call` and of its
    /// people there is but one. A team with none, or with nobody behind it, is found by
    /// `no-escalation`.
    ///
    /// ## Why it matters
    /// Chat, mail and pagers are services too, and fail with what they stand on. One way is
    /// a single point of failure between the alarm and whoever could mend it.
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
    /// The page that is linked rings telephones by itself. Write the number all the same.
    ///
    /// ## Ask
    /// When did somebody last use the second way?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.3 (warning and communication); NIST SP 800-34 rev. 1, section 4.2.2
    /// (notification procedures, alternate methods).
    "single-way-to-call", People, Warning, check,
    says &["email", "on_call", "page", "people", "phone"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, (place, component, tier)) in words::critical_teams(plan) {
        let team = plan.team(id);
        if !team.escalate_to.iter().any(|next| next.value != id) {
            continue;
        }
        let ways = ways(team);
        let [only] = ways.as_slice() else { continue };
        let message = format!("team `{}` can be reached by {only} alone", team.id);
        found.general(team.place, message, |finding| {
            finding
                .detail(team.id.as_str())
                .label("one way only")
                .related(place, format!("answers for `{component}`, tier {tier}"))
                .help("add a way that stands elsewhere: on_call = { ..., phone = \"...\" }")
        });
    }
}

/// Each way to reach a team, or somebody in it.
fn ways(team: &Team) -> Vec<&'static str> {
    let on_call = &team.on_call;
    let of_people = team.people.iter().flat_map(|one| {
        let phone = one.phone.as_ref().map(|_| "a person's telephone");
        let email = one.email.as_ref().map(|_| "a person's mail");
        phone.into_iter().chain(email)
    });
    let own = [
        (on_call.channel.is_some(), "its channel"),
        (on_call.phone.is_some(), "its telephone"),
        (on_call.email.is_some(), "its mail"),
        (on_call.page.is_some(), "its pager"),
    ];
    let own = own.into_iter().filter(|(is_there, _)| *is_there);
    own.map(|(_, word)| word).chain(of_people).collect()
}
