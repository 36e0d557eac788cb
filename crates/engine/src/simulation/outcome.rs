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

/// Whether a component came through: it missed no target, and where it declares
/// neither RTO nor MTPD, it was never down.
pub fn survived(plan: &Plan, timeline: &Timeline, id: ComponentId) -> bool {
    let all = Summary::of(plan, timeline, id);
    let has_time = all.rto.or(all.mtpd).is_some();
    all.broken().next().is_none() && (has_time || all.longest_down == Lasting::NONE)
}
