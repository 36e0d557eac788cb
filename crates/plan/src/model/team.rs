use jurymast_terms::source::{At, Span};
use jurymast_terms::units::Link;

use super::ComponentId;

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
