use serde::Serialize;

use crate::model::{Plan, TeamId};
use crate::units::Link;

/// Who is called, and every way to reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    pub team: String,
    pub description: Option<String>,
    pub phone: Option<String>,
    pub channel: Option<String>,
    pub email: Option<String>,
    pub page: Option<String>,
    /// "Vera Lindqvist, lead, +1 202 555 0101"
    pub people: Vec<String>,
    /// Whom to call when nobody answers: "Continuity, +1 202 555 0100".
    pub escalation: Vec<String>,
}

impl Contact {
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
        Self {
            team: team.name.clone(),
            description: team.description.clone(),
            phone: team.on_call.phone.clone(),
            channel: team.on_call.channel.clone(),
            email: team.on_call.email.clone(),
            page: team.on_call.page.as_ref().map(Link::to_string),
            people: people.collect(),
            escalation: next.map(|to| short(plan, to.value)).collect(),
        }
    }

    /// The team and the fastest way to it: "Ordering, +1 202 555 0130".
    pub fn short(&self) -> String {
        let ways = [&self.phone, &self.channel, &self.email, &self.page];
        match ways.into_iter().flatten().next() {
            Some(way) => format!("{}, {way}", self.team),
            None => format!("{} (no way to reach them is declared)", self.team),
        }
    }
}

pub(super) fn short(plan: &Plan, id: TeamId) -> String {
    let team = plan.team(id);
    let call = &team.on_call;
    let page = call.page.as_ref().map(Link::to_string);
    let ways = [&call.phone, &call.channel, &call.email, &page];
    match ways.into_iter().flatten().next() {
        Some(way) => format!("{}, {way}", team.name),
        None => format!("{} (no way to reach them is declared)", team.name),
    }
}

/// The owner in few words, or that there is none.
pub(super) fn owner(plan: &Plan, team: Option<TeamId>) -> String {
    match team {
        Some(id) => short(plan, id),
        None => "nobody is declared: the lead names somebody".to_owned(),
    }
}
