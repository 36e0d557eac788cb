use jurymast_plan::model::ComponentId;
use jurymast_terms::units::Duration;

use super::Symptoms;
use crate::restoration::{WayKind, WorkItem};

/// Something that happened to a requirement, or to a component as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// From the start of the scenario.
    pub at: Duration,
    /// To whom it happened, or whose requirement it was.
    pub component: ComponentId,
    /// What happened.
    pub event: TimelineEvent,
}

/// What can happen on the way from a loss to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineEvent {
    /// A requirement (its index) is lost; callers see this.
    Lost {
        /// Index in the component's requirements.
        requirement: usize,
        /// What callers see.
        symptoms: Symptoms,
    },
    /// The fallback that serves gives less than it did; callers see this of it and of the
    /// primary.
    FallbackLost {
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
        /// What callers see.
        symptoms: Symptoms,
    },
    /// The trigger of a fallback does not cover the symptoms.
    Blind {
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
        /// What callers see.
        symptoms: Symptoms,
        /// A person switches instead.
        by_hand: bool,
    },
    /// The switch is made; the loss was at `lost`.
    Switched {
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
        /// When the loss began that it is for, from the start of the scenario.
        lost: Duration,
    },
    /// The fallback would be ready, and is down itself.
    Useless {
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
    },
    /// The primary is back; the requirement stays on the fallback until then.
    Staying {
        /// Index in the component's requirements.
        requirement: usize,
        /// From the start of the scenario.
        until: Duration,
    },
    /// The requirement is met by its primary again.
    Back {
        /// Index in the component's requirements.
        requirement: usize,
    },
    /// The dependent goes on without it until then, if it is not back before.
    Holding {
        /// Index in the component's requirements.
        requirement: usize,
        /// From the start of the scenario.
        until: Duration,
    },
    /// Nothing that would see its loss is up.
    Unseen {
        /// Index in the component's requirements.
        requirement: usize,
    },
    /// A switch cannot begin, or begins anew: something that it needs is down.
    SwitchWaits {
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
        /// What is down.
        missing: ComponentId,
    },
    /// A switch cannot begin: all that carries a call to who makes it is down.
    Uncalled {
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
        /// The first of what carries it.
        missing: ComponentId,
    },
    /// Work on the way back cannot begin, or begins anew: something that it needs, or
    /// the place of a backup, is down; or all that carries a call to who does it.
    WorkWaits {
        /// What cannot be done.
        item: WorkItem,
        /// What is down.
        missing: ComponentId,
    },
    /// A backup was lost with what it saves.
    BackupLost {
        /// Index in the component's backups.
        backup: usize,
    },
    /// What was struck is mended, or made anew; its restart comes next.
    Recovered {
        /// Which way was done first.
        way: WayKind,
    },
    /// The same moves come again and again until something outside changes; meanwhile
    /// the worse of the levels that they bring counts.
    Exchange {
        /// Index in the component's requirements.
        requirement: usize,
    },
    /// The day has come on which it is over for good: its model is retired, or it expires.
    Ended,
    /// All it needs is back; its own restart ends then, if nothing falls again.
    Restarting {
        /// From the start of the scenario.
        until: Duration,
    },
}
