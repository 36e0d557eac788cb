use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::model::{Contact, OnCallHours, Person, Team, TeamId};
use jurymast_terms::units::Link;

use super::situation::Situation;

/// Who is called, and every way to reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TeamContact {
    /// The team's name.
    pub team: String,
    /// What it does; null: not declared.
    pub description: Option<String>,
    /// Whom to call first, of the ways that work: "Ordering, +1 202 555 0130".
    pub first: String,
    /// Of whoever is on call; null: not declared.
    pub phone: Option<String>,
    /// A chat channel; null: not declared.
    pub channel: Option<String>,
    /// null: not declared.
    pub email: Option<String>,
    /// An address that pages who is on call; null: not declared.
    pub page: Option<String>,
    /// Why none of the ways above works now: "Chat is down"; null: nothing is known
    /// against them.
    pub unreachable: Option<String>,
    /// "Vera Lindqvist, lead, +1 202 555 0101"; who can be reached comes first.
    pub people: Vec<String>,
    /// Whom to call when nobody answers: "Continuity, +1 202 555 0100"; who can be
    /// reached comes first.
    pub escalation: Vec<String>,
    /// What makes them hard to reach in the night.
    pub warnings: Vec<&'static str>,
    /// False: by what the plan says nobody can be called for them now.
    pub is_reachable: bool,
    /// Every telephone number in the texts above.
    #[serde(skip)]
    pub(super) phones: Vec<String>,
}

impl TeamContact {
    pub(super) fn of(here: &Situation<'_>, id: TeamId) -> Self {
        let plan = here.plan;
        let team = plan.team(id);
        let mut warnings = Vec::new();
        if team.on_call.phone.is_none() && team.people.iter().all(|one| one.phone.is_none()) {
            warnings.push("no phone is declared");
        }
        if team.escalate_to.is_empty() {
            warnings.push("nobody is declared to call when they do not answer");
        }
        if team.on_call.hours == Some(OnCallHours::BusinessHours) {
            warnings.push("on call in business hours only");
        }
        let mut next: Vec<TeamId> = team.escalate_to.iter().map(|to| to.value).collect();
        next.sort_by_key(|to| !is_reachable(here, *to));
        let next_teams = next.iter().map(|to| plan.team(*to));
        let numbers = next_teams.map(|one| &one.on_call.phone);
        let numbers = numbers.chain(team.people.iter().map(|one| &one.phone));
        let numbers = numbers.chain([&team.on_call.phone]).flatten().cloned();
        let mut people: Vec<&Person> = team.people.iter().collect();
        people.sort_by_key(|one| here.none_carries(&one.through).is_some());
        Self {
            phones: numbers.collect(),
            team: team.name.clone(),
            description: team.description.clone(),
            first: short(here, id),
            phone: team.on_call.phone.clone(),
            channel: team.on_call.channel.clone(),
            email: team.on_call.email.clone(),
            page: team.on_call.page.as_ref().map(Link::to_string),
            unreachable: here.none_carries(&team.on_call.through),
            people: people.into_iter().map(|one| person(here, one)).collect(),
            escalation: next.into_iter().map(|to| short(here, to)).collect(),
            warnings,
            is_reachable: is_reachable(here, id),
        }
    }
}

fn person(here: &Situation<'_>, person: &Person) -> String {
    let parts = [Some(&person.name), person.role.as_ref()];
    let ways = [person.phone.as_ref(), person.email.as_ref()];
    let said = parts.into_iter().chain(ways).flatten();
    let said: Vec<&str> = said.map(String::as_str).collect();
    match here.none_carries(&person.through) {
        Some(why) => format!("{} (WILL NOT WORK: {why})", said.join(", ")),
        None => said.join(", "),
    }
}

/// Whom one calls to reach a team.
enum FirstCall<'a> {
    /// Whoever is on call: the team's own ways work, or nothing is declared at all.
    OnCall,
    /// Somebody of the team, as the team's own ways do not work.
    Person(&'a Person),
    /// Another team, to which this one escalates.
    Next(&'a Team),
    /// Nobody, by what the plan says.
    Nobody,
}

fn first_call<'a>(here: &Situation<'a>, id: TeamId) -> FirstCall<'a> {
    let team = here.plan.team(id);
    if here.none_carries(&team.on_call.through).is_none() {
        return FirstCall::OnCall;
    }
    let works = |one: &&Person| {
        let has_way = one.phone.is_some() || one.email.is_some();
        has_way && here.none_carries(&one.through).is_none()
    };
    if let Some(person) = team.people.iter().find(works) {
        return FirstCall::Person(person);
    }
    let mut seen = BTreeSet::from([id]);
    let mut open: Vec<TeamId> = vec![id];
    let mut at = 0;
    while let Some(from) = open.get(at).copied() {
        at += 1;
        for to in here.plan.team(from).escalate_to.iter().map(|to| to.value) {
            let next = here.plan.team(to);
            if !seen.insert(to) {
                continue;
            }
            let works = here.none_carries(&next.on_call.through).is_none();
            if works && !next.on_call.is_empty() {
                return FirstCall::Next(next);
            }
            open.push(to);
        }
    }
    FirstCall::Nobody
}

/// Whether anybody can be called for a team by what the plan says.
fn is_reachable(here: &Situation<'_>, id: TeamId) -> bool {
    !matches!(first_call(here, id), FirstCall::Nobody)
}

/// The team and the fastest way to it that works now: "Ordering, +1 202 555 0130".
pub(super) fn short(here: &Situation<'_>, id: TeamId) -> String {
    let team = here.plan.team(id);
    let why = || {
        let why = here.none_carries(&team.on_call.through);
        why.unwrap_or_default()
    };
    match first_call(here, id) {
        FirstCall::OnCall => fastest(&team.name, &team.on_call),
        FirstCall::Person(person) => {
            let way = person.phone.as_ref().or(person.email.as_ref());
            let way = way.map_or("", String::as_str);
            format!("{}: {}, {way} ({})", team.name, person.name, why())
        }
        FirstCall::Next(next) => format!(
            "{}: call {} ({})",
            team.name,
            fastest(&next.name, &next.on_call),
            why()
        ),
        FirstCall::Nobody => format!("{}: NOBODY CAN BE CALLED ({})", team.name, why()),
    }
}

/// A way that is no telephone with a warning.
fn fastest(team: &str, call: &Contact) -> String {
    let page = call.page.as_ref().map(Link::to_string);
    let ways = [&call.phone, &call.channel, &call.email, &page];
    let has_phone = call.phone.is_some();
    match ways.into_iter().flatten().next() {
        Some(way) if has_phone => format!("{team}, {way}"),
        Some(way) => format!("{team}, {way} (no phone)"),
        None => format!("{team} (no way to reach them is declared)"),
    }
}

/// Who does something.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    /// In few words how to reach them, or that nobody is declared.
    pub(super) words: String,
    /// `None`: nobody is declared.
    pub(super) team: Option<TeamId>,
}

impl Owner {
    pub(super) fn of(here: &Situation<'_>, team: Option<TeamId>) -> Self {
        let words = match team {
            Some(id) => short(here, id),
            None => "nobody is declared: the lead names somebody".to_owned(),
        };
        Self { words, team }
    }
}
