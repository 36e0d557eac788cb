use std::collections::BTreeSet;

use jurymast_terms::source::{At, Span};
use jurymast_terms::units::Link;
use jurymast_terms::vocabulary::OnCallHours;

use super::{ComponentId, Plan};

/// Index of a team in [`super::Plan::teams`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TeamId(pub u32);

impl TeamId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Who answers for components.
#[derive(Debug, Clone)]
pub struct Team {
    /// As the plan names it.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// What it does.
    pub description: Option<String>,
    /// The id in its table header.
    pub place: Span,
    /// How to reach whoever is on call.
    pub on_call: Contact,
    /// Whom to call when it does not answer, in order.
    pub escalate_to: Vec<At<TeamId>>,
    /// Who is in it.
    pub people: Vec<Person>,
}

/// Ways to reach somebody; each may be missing.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// The chat channel.
    pub channel: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The mail address.
    pub email: Option<String>,
    /// Where the pager is.
    pub page: Option<Link>,
    /// When somebody answers; `None`: not declared.
    pub hours: Option<OnCallHours>,
    /// What carries these: the first that is up. Empty: nothing is said of it.
    pub through: Vec<At<ComponentId>>,
}

impl Contact {
    /// There is no way at all.
    pub fn is_empty(&self) -> bool {
        let Self {
            channel,
            phone,
            email,
            page,
            hours: _,
            through: _,
        } = self;
        channel.is_none() && phone.is_none() && email.is_none() && page.is_none()
    }
}

/// Somebody in a team.
#[derive(Debug, Clone)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The role in a recovery: lead, alternate ...
    pub role: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The mail address.
    pub email: Option<String>,
    /// What carries these: the first that is up. Empty: nothing is said of it.
    pub through: Vec<At<ComponentId>>,
}

/// A link with the words it is shown under.
#[derive(Debug, Clone)]
pub struct NamedLink {
    /// The words.
    pub name: String,
    /// The address.
    pub url: Link,
}

impl Plan {
    /// All that carries calls to a team and to those behind it: one of them must be up for
    /// somebody to be called. `None` where some way is declared of which nothing says what
    /// carries it, or the team has none: nothing is known against it.
    pub fn ways_to_call(&self, team: TeamId) -> Option<Vec<At<ComponentId>>> {
        let mut all = own_ways(self.team(team))?;
        if all.is_empty() {
            return None;
        }
        let mut open = vec![team];
        let mut seen = BTreeSet::from([team]);
        while let Some(at) = open.pop() {
            for next in &self.team(at).escalate_to {
                if seen.insert(next.value) {
                    all.extend(own_ways(self.team(next.value))?);
                    open.push(next.value);
                }
            }
        }
        Some(all)
    }
}

/// Of one team: empty where it declares no way at all.
fn own_ways(team: &Team) -> Option<Vec<At<ComponentId>>> {
    let mut all = Vec::new();
    if !team.on_call.is_empty() || !team.on_call.through.is_empty() {
        all.extend(carried(&team.on_call.through)?);
    }
    for person in &team.people {
        let named = person.phone.is_some() || person.email.is_some();
        if named || !person.through.is_empty() {
            all.extend(carried(&person.through)?);
        }
    }
    Some(all)
}

fn carried(through: &[At<ComponentId>]) -> Option<Vec<At<ComponentId>>> {
    (!through.is_empty()).then(|| through.to_vec())
}
