//! When a loss is noticed, a switch begins and ends, and who goes home.

use super::super::plan::{DOWN, Fallback, Switch, Symptoms, UP};
use super::levels::{Instant, Levels};
use super::state::{LOSS, NO_SYMPTOM, SwitchState};

/// A requirement goes over to a fallback, or home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) part: usize,
    pub(super) which: usize,
    pub(super) to: Option<usize>,
}

impl Instant<'_> {
    pub(super) fn all(&self) -> impl Iterator<Item = (usize, usize)> {
        let parts = self.state.requirements.iter().enumerate();
        parts.flat_map(|(part, all)| (0..all.len()).map(move |which| (part, which)))
    }

    pub(super) fn met_now(&self, part: usize, which: usize, levels: &Levels) -> u8 {
        self.met(part, which, &levels.parts, &levels.loads)
    }

    pub(super) fn primary_now(&self, part: usize, which: usize, levels: &Levels) -> u8 {
        self.primary(part, which, &levels.parts, &levels.loads)
    }

    fn gives_now(&self, part: usize, which: usize, levels: &Levels) -> Option<u8> {
        let using = self.state.requirements[part][which].using?;
        Some(self.serves(part, which, using, &levels.parts, &levels.loads))
    }

    /// Whether there is a loss for a fallback: it gives more than what serves, or nothing
    /// serves and it could give something.
    pub(super) fn is_lost(
        &self,
        part: usize,
        which: usize,
        fallback: usize,
        levels: &Levels,
    ) -> bool {
        let nothing_serves = self.met_now(part, which, levels) == DOWN;
        let could = nothing_serves && self.at_best(part, which, fallback) < DOWN;
        self.state.requirements[part][which].using != Some(fallback)
            && self.primary_now(part, which, levels) > UP
            && (could
                || self.would_give(part, which, fallback, &levels.parts, &levels.loads)
                    < self.met_now(part, which, levels))
    }

    /// Whether a switch can have been made before anything happened: what it needs is
    /// there, something sees the loss, and it goes by itself for what is seen, or somebody
    /// can be called who makes it.
    pub(super) fn can_have_switched(
        &self,
        part: usize,
        which: usize,
        fallback: usize,
        seen: Symptoms,
        levels: &Levels,
    ) -> bool {
        let requirement = &self.run.plan.parts[part].requirements[which];
        let one = &requirement.fallbacks[fallback];
        let (by_itself, by_hand) = Self::may_begin(one, seen);
        self.can(&one.needs, &levels.parts)
            && !self.is_blind(&requirement.detect.by, &levels.parts)
            && (by_itself || by_hand && self.is_called(part, one, levels))
    }

    /// Whether the fallback in use failed in this second.
    fn has_failed(&self, part: usize, which: usize, levels: &Levels) -> bool {
        let before = self.state.requirements[part][which].gave;
        self.gives_now(part, which, levels) == Some(DOWN) && before < DOWN
    }

    /// Whether the primary of one on a fallback is up, or would be if nobody waited to
    /// go home who needs this one, and is needed by it; and is so with this one home.
    pub(super) fn is_well(&self, part: usize, which: usize, levels: &Levels) -> bool {
        let is_up = self.primary_now(part, which, levels) == UP;
        if !is_up && !self.state.requirements[part][which].waits {
            return false;
        }
        let mut state = self.state.clone();
        for (other, all) in state.requirements.iter_mut().enumerate() {
            if !is_up && self.leans_on(part, other) && self.leans_on(other, part) {
                all.iter_mut().for_each(|one| one.waits = false);
            }
        }
        let own = &mut state.requirements[part][which];
        (own.using, own.waits) = (None, false);
        let home = Instant {
            state: &state,
            ..*self
        };
        let levels = home.levels();
        home.primary_now(part, which, &levels) == UP
    }

    /// Whether a part may feel another, through whatever it names.
    fn leans_on(&self, part: usize, other: usize) -> bool {
        let mut all = vec![part];
        let mut at = 0;
        while let Some(one) = all.get(at).copied() {
            at += 1;
            let own = &self.run.plan.parts[one];
            let bound = self.state.parts[one].within.iter();
            let bound = bound.chain(&own.calls).chain(&own.via).copied();
            let needed = own.requirements.iter().flat_map(|one| {
                let members = one.members.iter().map(|one| one.0);
                members.chain(one.fallbacks.iter().map(|one| one.to))
            });
            for next in bound.chain(needed) {
                if !all.contains(&next) {
                    all.push(next);
                }
            }
        }
        all.contains(&other)
    }

    /// Who goes home, being well at home for long enough or served by nothing else.
    pub(super) fn goes_home(&self, part: usize, which: usize, levels: &Levels) -> bool {
        let requirement = &self.run.plan.parts[part].requirements[which];
        let state = &self.state.requirements[part][which];
        let well = state.well.unwrap_or(0);
        let per_call = state
            .using
            .is_some_and(|using| requirement.fallbacks[using].is_per_call());
        self.gives_now(part, which, levels).is_some_and(|gives| {
            self.is_well(part, which, levels)
                && (per_call || well >= requirement.fail_back || gives == DOWN)
        })
    }

    /// Whether a loss is noticed by now: seen without a break for its time. Nothing
    /// seen before counts once what served failed.
    pub(super) fn is_noticed(
        &self,
        part: usize,
        which: usize,
        fallback: usize,
        seen: Symptoms,
        levels: &Levels,
    ) -> bool {
        let requirement = &self.run.plan.parts[part].requirements[which];
        let state = &self.state.requirements[part][which].fallbacks[fallback];
        let is_anew = self.has_failed(part, which, levels) && !state.is_begun();
        if state.noticed && !is_anew {
            return true;
        }
        if self.is_blind(&requirement.detect.by, &levels.parts) {
            return !self.run.greatest;
        }
        self.watched(part, which, seen)
            .into_iter()
            .any(|(clock, time)| {
                let since = state.seen[clock].filter(|_| !is_anew).unwrap_or(0);
                self.run.is_past(since, time)
            })
    }

    /// The clocks that run while a requirement sees this, with the time of each.
    pub(super) fn watched(
        &self,
        part: usize,
        which: usize,
        seen: Symptoms,
    ) -> Vec<(usize, Option<u64>)> {
        let detect = &self.run.plan.parts[part].requirements[which].detect;
        if detect.per.is_empty() {
            return vec![(LOSS, detect.within)];
        }
        if seen == 0 {
            return vec![(NO_SYMPTOM, detect.within)];
        }
        let named = |one: &usize| detect.per.get(one).copied().or(detect.within);
        (0..NO_SYMPTOM)
            .filter(|one| seen & (1 << one) != 0)
            .map(|one| (one, named(&one)))
            .collect()
    }

    /// Whether a switch may begin: by itself, by hand.
    pub(super) fn may_begin(one: &Fallback, seen: Symptoms) -> (bool, bool) {
        let by_itself = one.is_automatic() && one.is_covered(seen);
        let by_hand = !one.is_automatic() || one.steps && !one.is_covered(seen);
        (by_itself, by_hand)
    }

    /// Whether who switches by hand can be called; a user need not be.
    pub(super) fn is_called(&self, part: usize, one: &Fallback, levels: &Levels) -> bool {
        let called = &self.run.plan.parts[part].called;
        one.switch == Some(Switch::User) || self.can_call(called, &levels.parts)
    }

    /// How long a switch takes, by itself and by hand.
    pub(super) fn takes(one: &Fallback) -> (Option<u64>, Option<u64>) {
        (Some(one.after.unwrap_or(0)), one.after)
    }

    /// Whether a switch that is under way ends now.
    pub(super) fn has_ended(&self, one: &Fallback, state: &SwitchState) -> bool {
        let (by_itself, by_hand) = Self::takes(one);
        let past = |clock: Option<u64>, time| clock.is_some_and(|c| self.run.is_past(c, time));
        past(state.by_itself, by_itself) || past(state.by_hand, by_hand)
    }

    /// Whether a switch that takes no time would be made now.
    pub(super) fn goes_at_once(
        &self,
        part: usize,
        which: usize,
        fallback: usize,
        seen: Symptoms,
        levels: &Levels,
    ) -> bool {
        let one = &self.run.plan.parts[part].requirements[which].fallbacks[fallback];
        let state = &self.state.requirements[part][which].fallbacks[fallback];
        if !self.is_lost(part, which, fallback, levels) {
            return false;
        }
        if state.ready {
            return true;
        }
        let (by_itself, by_hand) = Self::may_begin(one, seen);
        let times = Self::takes(one);
        let by_hand = by_hand && self.is_called(part, one, levels);
        let at_once =
            by_itself && self.run.is_past(0, times.0) || by_hand && self.run.is_past(0, times.1);
        at_once
            && self.can(&one.needs, &levels.parts)
            && self.is_noticed(part, which, fallback, seen, levels)
    }

    /// The best of the fallbacks that are ready and better than what serves, the
    /// first named of equals.
    pub(super) fn chosen(
        &self,
        part: usize,
        which: usize,
        ready: &[usize],
        levels: &Levels,
    ) -> Option<Move> {
        let serves = self.met_now(part, which, levels);
        let gives = |one: usize| self.would_give(part, which, one, &levels.parts, &levels.loads);
        let best = ready
            .iter()
            .copied()
            .min_by_key(|one| (gives(*one), *one))?;
        (gives(best) < serves).then_some(Move {
            part,
            which,
            to: Some(best),
        })
    }
}
