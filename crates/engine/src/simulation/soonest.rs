use jurymast_terms::units::Duration;

use super::met::Met;
use super::model::Trigger;
use super::state::SimulationState;

/// Where losses last no time passes, and yet who is ready first is there first, and stays: what
/// it takes of a limit others may lack.
impl SimulationState<'_> {
    /// Of the fallbacks that a requirement could have, those that are there first; all where
    /// the order of the list counts.
    pub(super) fn soonest(&mut self, at: usize, ready: &[usize], met: Met) -> Vec<usize> {
        if !self.lasts {
            return ready.to_vec();
        }
        let within = |nth: &usize| self.done_within(at, *nth, met);
        let within: Vec<Duration> = ready.iter().map(within).collect();
        if !self.soonest_first {
            let best = self.best_of(at, ready.iter().copied(), met.level);
            let place = best.and_then(|best| ready.iter().position(|nth| *nth == best));
            let is_overtaken = |place: usize| within.iter().any(|time| *time < within[place]);
            self.was_overtaken |= place.is_some_and(is_overtaken);
            return ready.to_vec();
        }
        self.done_at
            .retain(|(of, nth), _| *of != at || ready.contains(nth));
        for (nth, time) in ready.iter().zip(within) {
            let done = self.done_by.saturating_add(time);
            self.done_at.entry((at, *nth)).or_insert(done);
        }
        let done = |nth: &usize| self.done_at[&(at, *nth)];
        let gives = |nth: &usize| self.best_of(at, [*nth].into_iter(), met.level).is_some();
        let first = ready.iter().filter(|nth| gives(nth)).map(done).min();
        let soonest = ready.iter().copied();
        soonest.filter(|nth| Some(done(nth)) == first).collect()
    }

    /// Of all who would go, those who are there first.
    pub(super) fn keep_soonest(&mut self, wishes: &mut Vec<(usize, usize)>) {
        let done = |wish: &(usize, usize)| self.done_at.get(wish).copied().unwrap_or_default();
        let first = wishes.iter().map(done).min().unwrap_or_default();
        wishes.retain(|wish| done(wish) == first);
        self.done_by = self.done_by.max(first);
    }

    /// From the loss until the switch is done, by the least of the times that the plan gives.
    fn done_within(&self, at: usize, nth: usize, met: Met) -> Duration {
        let model = &self.model.requirements[at];
        let detect = &model.detect;
        let seen = met.seen.or_none().into_iter();
        let noticed = seen.filter_map(|symptom| {
            let mut own = detect.by_symptom.iter();
            let own = own.find(|(one, _)| Some(*one) == symptom);
            own.map(|(_, time)| *time).or(detect.within)
        });
        let fallback = &model.fallbacks[nth];
        let after = match fallback.trigger {
            Trigger::Person => fallback.by_hand,
            Trigger::Any | Trigger::On { .. } => fallback.after,
        };
        let noticed = noticed.min().unwrap_or_default();
        noticed.saturating_add(after.unwrap_or_default())
    }
}
