use crate::lint::context::{Context, FindingSink};
use crate::lint::promises;
use crate::lint::rule::rule;
use jurymast_plan::model::{OnCallHours, Plan, TeamId};
use jurymast_terms::units::Duration;

/// From Friday evening to Monday morning.
const WEEKEND: Duration = Duration::from_seconds(62 * 3600);

rule! {
    /// A switch by hand for which nobody is on call at night.
    ///
    /// ## What it finds
    /// A fallback that a person switches to, on which an RTO of less than a weekend (62
    /// hours) rests, where whoever makes the switch is on call in business hours only
    /// (`on_call = { hours = "business-hours" }`), and so is everybody behind them along
    /// `escalate_to`. Also one of which nothing says how to reach whoever makes it, where
    /// `no-escalation` does not say so already. A team that does not declare its hours is
    /// not found.
    ///
    /// ## Why it matters
    /// The times of a plan count from the moment somebody acts. Three of four hours are
    /// nights and weekends, and then the ten minutes of a switch begin at nine on Monday.
    /// `simulate` takes the plan's times as they are and knows nothing of nights.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// team = "payments"
    /// rto = "1h"
    /// depends_on = [{ on = "fraud-model", fallback = [{ to = "fraud-rules", switch = "manual", after = "10m" }] }]
    ///
    /// [service.fraud-model]
    /// [service.fraud-rules]
    ///
    /// [team.payments]
    /// on_call = { phone = "+1 555 0100", hours = "business-hours" }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// team = "payments"
    /// rto = "1h"
    /// depends_on = [{ on = "fraud-model", fallback = [{ to = "fraud-rules", switch = "manual", after = "10m" }] }]
    ///
    /// [service.fraud-model]
    /// [service.fraud-rules]
    ///
    /// [team.payments]
    /// on_call = { phone = "+1 555 0100", hours = "business-hours" }
    /// escalate_to = ["operations"]
    ///
    /// [team.operations]
    /// on_call = { phone = "+1 555 0101", hours = "24x7" }
    /// ```
    ///
    /// ## What to do
    /// Let the switch be automatic, put somebody on call who may make it, or promise an RTO
    /// that counts business hours.
    ///
    /// ## False alarms
    /// A service that nobody uses at night: give it the RTO that holds on a Saturday.
    ///
    /// ## Ask
    /// It is Saturday, three in the morning. Who makes this switch?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.2; NIST SP 800-34 rev. 1, section 4.2.2 (notification, also outside
    /// of business hours).
    "unattended-switch", People, Warning, check,
    says &["escalate_to", "hours", "on_call", "switch", "team"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let rests = promises::rests_on(plan, |_| true);
    for (id, component) in plan.enumerate() {
        let Some(&promised) = rests.get(&id) else {
            continue;
        };
        if promises::rto(plan, promised).is_none_or(|rto| rto.value >= WEEKEND) {
            continue;
        }
        for requirement in &component.requirements {
            for fallback in requirement.fallbacks.iter().filter(|one| one.is_by_hand()) {
                let Some(team) = plan.switched_by(id, fallback) else {
                    continue;
                };
                let Some(why) = absent(plan, team) else {
                    continue;
                };
                let to = &plan.component(fallback.to.value).id;
                let message = format!("the switch to `{to}` is made by hand, and {why}");
                found.about(plan, id, fallback.place, message, |finding| {
                    let finding = promises::because(finding, plan, promised);
                    finding
                        .detail(to.as_str())
                        .label("who does it at night?")
                        .related(plan.team(team).place, "makes the switch")
                        .help("let it be automatic, put somebody on call who may make it, or promise a longer RTO")
                });
            }
        }
    }
}

/// Why nobody of the team or behind it is there at night, where that is known.
fn absent(plan: &Plan, team: TeamId) -> Option<String> {
    let mut all = vec![team];
    let mut at = 0;
    while let Some(one) = all.get(at).copied() {
        for next in &plan.team(one).escalate_to {
            if !all.contains(&next.value) {
                all.push(next.value);
            }
        }
        at += 1;
    }
    let hours = |one: &TeamId| plan.team(*one).on_call.hours;
    let id = &plan.team(team).id;
    if all
        .iter()
        .all(|one| hours(one) == Some(OnCallHours::BusinessHours))
    {
        return Some(match all.len() {
            1 => format!("team `{id}` is on call in business hours only"),
            _ => format!("team `{id}` and those behind it are on call in business hours only"),
        });
    }
    let is_reached = |one: &TeamId| {
        let team = plan.team(*one);
        let mut people = team.people.iter();
        !team.on_call.is_empty() || people.any(|one| one.phone.is_some() || one.email.is_some())
    };
    // Of a team of something critical `no-escalation` says so.
    let answers = plan.components.iter();
    let mut answers = answers.filter(|one| one.team.is_some_and(|at| at.value == team));
    let is_told = answers.any(|one| one.counted_tier().is_some_and(|tier| tier.is_critical()));
    (!is_told && !all.iter().any(is_reached))
        .then(|| format!("nothing says how to reach team `{id}`"))
}
