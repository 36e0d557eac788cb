use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::situation::Situation;

/// Names of what is down in one sentence; the rest is counted.
const MOST_NAMED: usize = 4;

impl Situation<'_> {
    /// Whether it can be used now, as far as anybody knows: what waits for a person has
    /// not switched.
    pub(super) fn is_usable(&self, id: ComponentId) -> bool {
        self.level(id) < Level::Down && self.ended(id).is_none()
    }

    /// "Chat is down", "Old model retired on 2026-01-31"; `None` of what can be used.
    pub(super) fn why_unusable(&self, id: ComponentId) -> Option<String> {
        let name = self.name(id);
        match self.ended(id) {
            Some(ended) => Some(format!("{name} {ended}")),
            None if self.is_usable(id) => None,
            None => Some(format!("{name} is down")),
        }
    }

    /// From when on what can be used now is down, where hold-overs put it off.
    pub(super) fn usable_until(&self, id: ComponentId) -> Option<Duration> {
        let now = self.clock.elapsed();
        let later = self.down(id).filter(|down| down.from > now)?;
        self.is_usable(id).then_some(later.from)
    }

    /// Which of several ways to take, where the others are down: "send it through SMS: Status
    /// page is down".
    pub(super) fn detour(&self, through: &[At<ComponentId>]) -> Option<String> {
        let why = through.iter().filter_map(|at| self.why_unusable(at.value));
        let why: Vec<String> = why.collect();
        let up = through.iter().map(|at| at.value);
        let up = up.filter(|id| self.why_unusable(*id).is_none());
        let up: Vec<&str> = up.map(|id| self.name(id)).collect();
        let is_mixed = !why.is_empty() && !up.is_empty();
        is_mixed.then(|| {
            let why = wording::up_to(MOST_NAMED, &why);
            format!("send it through {}: {why}", wording::or(&up))
        })
    }

    /// Why none of several ways can be used: all that carry it are down. `None` where one
    /// can, or where nothing is said of what carries it.
    pub(super) fn none_carries(&self, through: &[At<ComponentId>]) -> Option<String> {
        let why: Option<Vec<String>> = through
            .iter()
            .map(|at| self.why_unusable(at.value))
            .collect();
        let why = why.filter(|all| !all.is_empty())?;
        Some(wording::up_to(MOST_NAMED, &why))
    }
}
