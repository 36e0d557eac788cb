use std::collections::BTreeMap;

use jurymast_engine::simulation::{Timeline, TimelineEvent};
use jurymast_plan::model::{Contact, Plan, TeamId};

use super::hit::ScenarioHit;
use super::words;

/// A team that takes part.
#[derive(Debug, Clone)]
pub struct Participant {
    /// Its id.
    pub team: String,
    /// As people call it.
    pub name: String,
    /// Why it is invited.
    pub why: Vec<String>,
    /// Every way to reach it, or that none is declared.
    pub reach: String,
}

/// Who decides, who answers for what is hit and for what stands in, who is asked
/// next, who releases what is told.
pub(super) fn people(plan: &Plan, timeline: &Timeline, hits: &[ScenarioHit]) -> Vec<Participant> {
    let mut roles: BTreeMap<TeamId, BTreeMap<&'static str, Vec<&str>>> = BTreeMap::new();
    let mut add = |team: Option<TeamId>, role: &'static str, what| {
        if let Some(team) = team {
            let all = roles.entry(team).or_default().entry(role).or_default();
            if !all.contains(&what) {
                all.push(what);
            }
        }
    };
    let activation = plan.header.activation.as_ref();
    add(activation.and_then(|one| one.by), "activates", "the plan");
    add(
        activation.and_then(|one| one.alternate),
        "stands in for whoever activates",
        "",
    );
    add(plan.header.owner.map(|at| at.value), "keeps", "the plan");
    for hit in hits {
        let component = plan.component(hit.component);
        let team = component.team.map(|team| team.value);
        add(team, "answers for", &component.name);
        for step in plan
            .runbook(hit.component)
            .iter()
            .flat_map(|book| &book.steps)
        {
            add(step.owner, "does steps for", &component.name);
        }
        for next in team.iter().flat_map(|id| &plan.team(*id).escalate_to) {
            add(
                Some(next.value),
                "is called when nobody answers for",
                &component.name,
            );
        }
    }
    for note in &timeline.notes {
        if let TimelineEvent::Switched {
            requirement,
            fallback,
            ..
        } = note.event
        {
            let of = &plan.component(note.component).requirements[requirement];
            let to = plan.component(of.fallbacks[fallback].to.value);
            add(to.team.map(|team| team.value), "may be needed", "");
        }
    }
    for one in &plan.communications {
        add(one.approver, "releases what is told to", &one.audience);
    }
    let person = |(id, roles): (TeamId, BTreeMap<&'static str, Vec<&str>>)| {
        let team = plan.team(id);
        let why = roles.into_iter().map(|(role, what)| {
            format!("{role} {}", words::list(&what))
                .trim_end()
                .to_owned()
        });
        Participant {
            team: team.id.clone(),
            name: team.name.clone(),
            why: why.collect(),
            reach: reach(&team.on_call),
        }
    };
    roles.into_iter().map(person).collect()
}

fn reach(contact: &Contact) -> String {
    let Contact {
        channel,
        phone,
        email,
        page: _,
        hours,
        through: _,
    } = contact;
    let ways = [phone, channel, email];
    let ways: Vec<&str> = ways.into_iter().flatten().map(String::as_str).collect();
    if ways.is_empty() {
        "no way to reach them is declared".to_owned()
    } else {
        let hours = hours.map_or_else(String::new, |hours| format!(" ({})", hours.words()));
        format!("{}{hours}", ways.join(", "))
    }
}
