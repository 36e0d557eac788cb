use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::model::{Plan, TeamId};
use jurymast_terms::units::Link;

/// Who is called, and every way to reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TeamContact {
    /// The team's name.
    pub team: String,
    /// What it does; null: not declared.
    pub description: Option<String>,
    /// Of whoever is on call; null: not declared.
    pub phone: Option<String>,
    /// A chat channel; null: not declared.
    pub channel: Option<String>,
    /// null: not declared.
    pub email: Option<String>,
    /// An address that pages who is on call; null: not declared.
    pub page: Option<String>,
    /// "Vera Lindqvist, lead, +1 202 555 0101"
    pub people: Vec<String>,
    /// Whom to call when nobody answers: "Continuity, +1 202 555 0100".
    pub escalation: Vec<String>,
    /// What makes them hard to reach in the night.
    pub warnings: Vec<&'static str>,
    /// Every telephone number in the texts above.
    #[serde(skip)]
    pub(super) phones: Vec<String>,
}

impl TeamContact {
    pub(super) fn of(plan: &Plan, id: TeamId) -> Self {
        let team = plan.team(id);
        let people = team.people.iter().map(|person| {
            let parts = [Some(&person.name), person.role.as_ref()];
            let ways = [person.phone.as_ref(), person.email.as_ref()];
            let said: Vec<&str> = parts
                .into_iter()
                .chain(ways)
                .flatten()
                .map(String::as_str)
                .collect();
            said.join(", ")
        });
        let next = team.escalate_to.iter();
        let mut warnings = Vec::new();
        if team.on_call.phone.is_none() && team.people.iter().all(|one| one.phone.is_none()) {
            warnings.push("no phone is declared");
        }
        if team.escalate_to.is_empty() {
            warnings.push("nobody is declared to call when they do not answer");
        }
        let next_teams = team.escalate_to.iter().map(|to| plan.team(to.value));
        let numbers = next_teams.map(|one| &one.on_call.phone);
        let numbers = numbers.chain(team.people.iter().map(|one| &one.phone));
        let numbers = numbers.chain([&team.on_call.phone]).flatten().cloned();
        Self {
            phones: numbers.collect(),
            team: team.name.clone(),
            description: team.description.clone(),
            phone: team.on_call.phone.clone(),
            channel: team.on_call.channel.clone(),
            email: team.on_call.email.clone(),
            page: team.on_call.page.as_ref().map(Link::to_string),
            people: people.collect(),
            escalation: next.map(|to| short(plan, to.value)).collect(),
            warnings,
        }
    }

    /// The team and the fastest way to it: "Ordering, +1 202 555 0130".
    pub fn short(&self) -> String {
        let ways = [&self.phone, &self.channel, &self.email, &self.page];
        fastest(&self.team, ways)
    }
}

/// "Ordering, +1 202 555 0130"; a way that is no telephone with a warning.
fn fastest(team: &str, ways: [&Option<String>; 4]) -> String {
    let has_phone = ways[0].is_some();
    match ways.into_iter().flatten().next() {
        Some(way) if has_phone => format!("{team}, {way}"),
        Some(way) => format!("{team}, {way} (no phone)"),
        None => format!("{team} (no way to reach them is declared)"),
    }
}

pub(super) fn short(plan: &Plan, id: TeamId) -> String {
    let team = plan.team(id);
    let call = &team.on_call;
    let page = call.page.as_ref().map(Link::to_string);
    let ways = [&call.phone, &call.channel, &call.email, &page];
    fastest(&team.name, ways)
}

/// The owner in few words, or that there is none.
pub(super) fn owner(plan: &Plan, team: Option<TeamId>) -> String {
    match team {
        Some(id) => short(plan, id),
        None => "nobody is declared: the lead names somebody".to_owned(),
    }
}
