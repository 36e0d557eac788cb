use jurymast_terms::source::{At, Span};
use jurymast_terms::units::Link;

/// Index of a team in [`super::Plan::teams`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TeamId(pub u32);

impl TeamId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug, Clone)]
pub struct Team {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    /// The id in its table header.
    pub place: Span,
    pub on_call: Contact,
    pub escalate_to: Vec<At<TeamId>>,
    pub people: Vec<Person>,
}

/// Ways to reach somebody; each may be missing.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    pub channel: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Where the pager is.
    pub page: Option<Link>,
}

impl Contact {
    pub fn is_empty(&self) -> bool {
        let Self {
            channel,
            phone,
            email,
            page,
        } = self;
        channel.is_none() && phone.is_none() && email.is_none() && page.is_none()
    }
}

#[derive(Debug, Clone)]
pub struct Person {
    pub name: String,
    pub role: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// A link with the words it is shown under.
#[derive(Debug, Clone)]
pub struct NamedLink {
    pub name: String,
    pub url: Link,
}
