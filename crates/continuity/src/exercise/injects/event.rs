use jurymast_plan::model::{ComponentId, TeamId};
use jurymast_terms::units::Duration;

/// What is said of one component, before those that fare alike are put together.
pub(super) struct Event {
    pub(super) at: Duration,
    /// It may come later: a time that the plan leaves out is taken as none.
    pub(super) or_later: bool,
    pub(super) kind: Order,
    pub(super) says: String,
    pub(super) method: &'static str,
    pub(super) of: Option<ComponentId>,
    pub(super) to: Option<TeamId>,
    /// A line for each action.
    pub(super) expected: String,
}

/// Within one second: what is seen, what is asked, what is done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    Noticed,
    Reported,
    Activation,
    Stuck,
    Decision,
    Serves,
    Tell,
    TooLong,
    Back,
    End,
}
