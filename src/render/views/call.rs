use std::collections::{BTreeSet, VecDeque};

use super::links::{self, CallView, ContactLink};
use jurymast_plan::model::{Plan, TeamId};

/// A team and every way to reach it and its people.
pub(in crate::render) struct Call {
    pub(in crate::render) team: CallView,
    pub(in crate::render) people: Vec<PersonCall>,
}

pub(in crate::render) struct PersonCall {
    pub(in crate::render) name: String,
    pub(in crate::render) role: Option<String>,
    pub(in crate::render) ways: Vec<ContactLink>,
    pub(in crate::render) through: Option<String>,
}

impl Call {
    pub(in crate::render) fn team(plan: &Plan, id: TeamId, root: &str) -> Self {
        let people = plan.team(id).people.iter().map(|person| PersonCall {
            name: person.name.clone(),
            role: person.role.clone(),
            ways: (person.phone.as_deref().map(ContactLink::phone).into_iter())
                .chain(person.email.as_deref().map(ContactLink::email))
                .collect(),
            through: super::through(plan, &person.through),
        });
        Self {
            team: links::call(plan, id, root),
            people: people.collect(),
        }
    }

    /// Whom the team escalates to, the nearest first, each once.
    pub(in crate::render) fn escalation(plan: &Plan, id: TeamId, root: &str) -> Vec<Self> {
        let mut seen = BTreeSet::from([id]);
        let mut queue = VecDeque::from([id]);
        let mut calls = Vec::new();
        while let Some(at) = queue.pop_front() {
            for next in &plan.team(at).escalate_to {
                if seen.insert(next.value) {
                    calls.push(Self::team(plan, next.value, root));
                    queue.push_back(next.value);
                }
            }
        }
        calls
    }

    /// The fastest way, in few words: "Ordering, +1 202 555 0130".
    pub(in crate::render) fn short(&self) -> String {
        let CallView {
            name,
            href: _,
            phone,
            channel,
            email,
            page,
            hours: _,
            through: _,
        } = &self.team;
        let phone = phone.as_ref().map(|phone| &phone.text);
        let email = email.as_ref().map(|email| &email.text);
        match phone.or(channel.as_ref()).or(email).or(page.as_ref()) {
            Some(way) => format!("{name}, {way}"),
            None => format!("{name} (no way to reach them declared)"),
        }
    }
}
