use jurymast_plan::model::{ComponentId, Level, Plan};
use jurymast_terms::units::Lasting;

use super::{Summary, Timeline};

/// What a scenario did to one component, in a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ComponentOutcome {
    /// Nothing that it needs was lost.
    Untouched,
    /// It lost something, and what stood in took no time.
    Held,
    /// The time below up, and never down.
    Degraded(Lasting),
    /// The longest stretch.
    Down(Lasting),
}

impl ComponentOutcome {
    /// Reads it off a timeline.
    pub fn of(timeline: &Timeline, id: ComponentId) -> Self {
        if timeline.intervals(id).is_empty() {
            let mut notes = timeline.notes.iter();
            return match notes.any(|note| note.component == id) {
                true => Self::Held,
                false => Self::Untouched,
            };
        }
        match timeline.longest_down(id) {
            Lasting::NONE => Self::Degraded(timeline.total(id, Level::Degraded)),
            longest => Self::Down(longest),
        }
    }
}

/// Whether a component came through a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Survival {
    /// It missed no target, whatever undeclared times are; where it declares neither RTO
    /// nor MTPD, it was never down.
    Survived,
    /// It hangs on what is not declared, or it is down before anything happens.
    Unknown,
    /// It missed a target, or was down.
    Lost,
}

/// Whether a component came through.
pub fn survival(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Survival {
    let all = Summary::of(plan, timeline, id);
    let has_time = all.rto.or(all.mtpd).is_some();
    if all.broken().next().is_some() || !has_time && all.longest_down > Lasting::NONE {
        return Survival::Lost;
    }
    let maybe_down = !has_time && all.longest_down_at_most > Lasting::NONE;
    if maybe_down || timeline.is_down_at_rest(id) || all.unknown().next().is_some() {
        return Survival::Unknown;
    }
    Survival::Survived
}

/// Whether it is sure that a component came through.
pub fn survived(plan: &Plan, timeline: &Timeline, id: ComponentId) -> bool {
    survival(plan, timeline, id) == Survival::Survived
}
