use jurymast_plan::model::{ComponentId, Kind, Level, Plan};

use super::{Summary, Timeline};

/// What a scenario did to one component, in a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Nothing that it needs was lost.
    Untouched,
    /// It lost something, and what stood in took no time.
    Held,
    /// Seconds below up, none of them down; `None`: without end.
    Degraded(Option<u64>),
    /// The longest stretch in seconds; `None`: without end.
    Down(Option<u64>),
}

impl Fate {
    pub fn of(timeline: &Timeline, id: ComponentId) -> Self {
        if timeline.intervals(id).is_empty() {
            let mut notes = timeline.notes.iter();
            return match notes.any(|note| note.component == id) {
                true => Self::Held,
                false => Self::Untouched,
            };
        }
        match timeline.longest_down(id) {
            Some(0) => Self::Degraded(timeline.total(id, Level::Degraded)),
            longest => Self::Down(longest),
        }
    }
}

/// The services that a plan is judged by: those of tier 1, then those of tier 2,
/// each in the plan's order; all, where none has such a tier.
pub fn subjects(plan: &Plan) -> Vec<ComponentId> {
    let tier = |id: &ComponentId| {
        let tier = plan.component(*id).tier;
        tier.map_or(u8::MAX, |tier| tier.value.number())
    };
    let services = plan.ids();
    let mut services: Vec<ComponentId> = services
        .filter(|id| plan.component(*id).kind() == Kind::Service)
        .collect();
    if services.iter().any(|id| tier(id) <= 2) {
        services.retain(|id| tier(id) <= 2);
        services.sort_by_key(tier);
    }
    services
}

/// Whether a component came through: it missed no target, and where it declares
/// neither RTO nor MTPD, it was never down.
pub fn survived(plan: &Plan, timeline: &Timeline, id: ComponentId) -> bool {
    let all = Summary::of(plan, timeline, id);
    let has_time = all.rto.or(all.mtpd).is_some();
    all.broken().next().is_none() && (has_time || all.longest_down == Some(0))
}
