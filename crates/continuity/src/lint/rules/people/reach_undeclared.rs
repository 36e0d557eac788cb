use std::collections::BTreeMap;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{Component, ComponentId, Plan, Team, TeamId};

rule! {
    /// A team of tier 1 of which nothing says what carries the calls to it.
    ///
    /// ## What it finds
    /// A team that answers for something of tier 1, with a way to reach whoever is on
    /// call, and neither there nor at any of its people a `through`. It runs under
    /// `check --pedantic`.
    ///
    /// ## Why it matters
    /// Without it nobody can say in which losses the team cannot be called:
    /// `unreachable-on-call` looks at what is declared only.
    ///
    /// ## Fails
    /// ```toml
    /// [team.payments]
    /// on_call = { channel = "#payments" }
    ///
    /// [service.checkout]
    /// tier = 1
    /// team = "payments"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [team.payments]
    /// on_call = { channel = "#payments", through = ["chat"] }
    ///
    /// [service.checkout]
    /// tier = 1
    /// team = "payments"
    ///
    /// [provider.chat]
    /// ```
    ///
    /// ## What to do
    /// Declare the chat, the pager and the telephone as components, and name them in
    /// `through`.
    ///
    /// ## False alarms
    /// Private mobile telephones: declare the network as a `provider` of its own.
    ///
    /// ## Ask
    /// On what of ours does this channel run?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.3; NIST SP 800-34 rev. 1, section 3.4.6.
    "reach-undeclared", People, Info, pedantic check,
    says &["on_call", "through"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, first) in tier_one(plan) {
        let team = plan.team(id);
        if team.on_call.is_empty() || says(team) {
            continue;
        }
        let message = format!("nothing says what carries calls to team `{}`", team.id);
        found.general(team.place, message, |finding| {
            let component = plan.component(first);
            finding
                .detail(team.id.as_str())
                .label("no `through`")
                .related(
                    component.place,
                    format!("answers for `{}`, {}", component.id, words::tier(component)),
                )
                .help("name what carries them: on_call = { ..., through = [\"chat\", \"pager\"] }")
        });
    }
}

/// The teams of tier 1, each with the first component that it answers for.
fn tier_one(plan: &Plan) -> BTreeMap<TeamId, ComponentId> {
    let mut teams = BTreeMap::new();
    for (id, component) in plan.enumerate().filter(|(_, one)| is_first(one)) {
        if let Some(team) = component.team {
            teams.entry(team.value).or_insert(id);
        }
    }
    teams
}

fn is_first(component: &Component) -> bool {
    let tier = component.counted_tier();
    tier.is_some_and(|tier| tier.number() == 1)
}

fn says(team: &Team) -> bool {
    let people = team.people.iter().any(|one| !one.through.is_empty());
    people || !team.on_call.through.is_empty()
}
