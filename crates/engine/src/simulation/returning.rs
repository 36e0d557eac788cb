use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::Duration;

use super::TimelineEvent;
use super::levels::Undo;
use super::state::SimulationState;
use crate::undeclared::UndeclaredTime;

/// A requirement moves no more often than this in one second: two that drive each
/// other out of a fallback by their load must come to rest.
const MOST_MOVES: u8 = 32;

/// What a requirement does that was looked at.
enum Ready {
    /// To a fallback, or to its primary.
    Moves(Option<usize>),
    /// To go home, until then; `None`: no longer.
    Waits(Option<Duration>),
}

impl SimulationState<'_> {
    /// Lets come back what can: what is mended and started, who goes home, and whose
    /// switch has ended; over again until nothing moves.
    pub(super) fn return_all(&mut self) {
        loop {
            self.propagate();
            if self.work_left == 0 {
                return;
            }
            self.note_going_round();
            let recovered = self.recover();
            if self.start_again() || recovered {
                continue;
            }
            if !self.move_ready() && self.is_settled() {
                return;
            }
        }
    }

    /// Moves whoever was looked at and is ready, all by the same state.
    fn move_ready(&mut self) -> bool {
        let fresh = std::mem::take(&mut self.fresh);
        let mut moves: Vec<(usize, Option<usize>)> = Vec::new();
        let mut waits: Vec<(usize, Option<Duration>)> = Vec::new();
        for component in &fresh {
            for at in self.model.components[*component as usize]
                .requirements
                .clone()
            {
                match self.ready_move(at) {
                    Some(Ready::Moves(to)) => moves.push((at, to)),
                    Some(Ready::Waits(until)) => waits.push((at, until)),
                    None => {}
                }
            }
        }
        self.undecided.extend(&fresh);
        for (at, until) in waits {
            self.wait_to_go_home(at, until);
        }
        for (at, to) in &moves {
            self.go(*at, *to);
        }
        !moves.is_empty()
    }

    /// The fallbacks whose switch ends now, while there is a loss for them: they are ready.
    fn end_switches(&mut self, at: usize, serves: Level) -> Vec<usize> {
        let all = 0..self.requirements[at].calls.len();
        let ends_now = all.filter(|nth| {
            let call = &self.requirements[at].calls[*nth];
            let is_over = !call.ready && call.ends.is_some_and(|ends| ends <= self.now);
            is_over && self.is_loss_for(at, *nth, serves)
        });
        let ends_now: Vec<usize> = ends_now.collect();
        for nth in &ends_now {
            self.requirements[at].calls[*nth].ready = true;
        }
        ends_now
    }

    /// Home to a primary that is well, or on to the best fallback whose switch ends now.
    /// One that ended before and gives more only now is a switch that takes no time.
    fn ready_move(&mut self, at: usize) -> Option<Ready> {
        let model = &self.model.requirements[at];
        if model.fallbacks.is_empty() || !self.may_move(at) {
            return None;
        }
        if let Some(using) = self.requirements[at].using
            && self.is_well(at)
        {
            return self.goes_home(at, using);
        }
        let stays = self.requirements[at].home_at.is_some();
        let stays = stays.then_some(Ready::Waits(None));
        let serves = self.met(at).level;
        if serves == Level::Up {
            return stays;
        }
        let ended = self.end_switches(at, serves);
        let best = self.best_of(at, ended.into_iter(), serves);
        best.map(|nth| Ready::Moves(Some(nth))).or(stays)
    }

    /// Whether the primary of one on a fallback is up, and stays so once that one is home:
    /// who carries its own primary, by another's fallback, has none to go home to. In a
    /// circle those who wait to go home may be all that keeps a primary from being up.
    pub(super) fn is_well(&mut self, at: usize) -> bool {
        let is_up = self.group(at, true).level == Level::Up;
        if is_up && !self.model.requirements[at].is_coupled {
            return true;
        }
        let model = self.model;
        let rank = model.graph.rank(model.requirements[at].of);
        let waits = self.requirements[at].home_at.is_some() && model.graph.is_cycle(rank);
        if !is_up && !waits {
            return false;
        }
        let circle = self.walked.iter().copied();
        let circle = circle.filter(|of| !is_up && model.graph.rank(*of) == rank);
        let circle: Vec<u32> = circle.collect();
        self.journal = Some(Vec::new());
        for of in circle {
            for one in model.components[of as usize].requirements.clone() {
                self.try_going_home(one);
            }
        }
        self.try_going_home(at);
        self.try_using(at, None);
        self.propagate();
        let is_well = self.group(at, false).level == Level::Up;
        self.undo(0);
        self.journal = None;
        is_well
    }

    fn try_going_home(&mut self, at: usize) {
        if let Some(home) = self.requirements[at].home_at.take() {
            if let Some(journal) = &mut self.journal {
                journal.push(Undo::Waiting(at, Some(home)));
            }
            self.enqueue(self.model.requirements[at].of);
        }
    }

    /// Whether a requirement moved in this second.
    pub(super) fn moves_now(&self, at: usize) -> bool {
        let state = &self.requirements[at];
        state.moves > 0 && state.moves_at == self.now
    }

    /// Whether a requirement may move once more in this second.
    pub(super) fn may_move(&self, at: usize) -> bool {
        let state = &self.requirements[at];
        state.moves_at != self.now || state.moves < MOST_MOVES
    }

    /// Of some fallbacks the first that gives most, where that is more than `serves`.
    pub(super) fn best_of(
        &self,
        at: usize,
        which: impl Iterator<Item = usize>,
        serves: Level,
    ) -> Option<usize> {
        let mut best: Option<(Level, usize)> = None;
        for nth in which {
            if self.requirements[at].using == Some(nth) {
                continue;
            }
            let gives = self.standby(at, nth).level;
            if gives < serves && best.is_none_or(|(least, _)| gives < least) {
                best = Some((gives, nth));
            }
        }
        best.map(|(_, nth)| nth)
    }

    /// What one on a fallback does whose primary is well: it returns, or waits for that.
    fn goes_home(&self, at: usize, using: usize) -> Option<Ready> {
        let model = &self.model.requirements[at];
        let fallback = &model.fallbacks[using];
        if fallback.per_call || self.lasts || self.standby(at, using).level == Level::Down {
            return Some(Ready::Moves(None));
        }
        let known = self.requirements[at].home_at;
        let until = known.unwrap_or_else(|| self.now.saturating_add(model.fail_back));
        match known {
            _ if until <= self.now => Some(Ready::Moves(None)),
            Some(_) => None,
            None => Some(Ready::Waits(Some(until))),
        }
    }

    /// Lets a requirement wait to go home until then, or wait no longer.
    fn wait_to_go_home(&mut self, at: usize, until: Option<Duration>) {
        let model = &self.model.requirements[at];
        let (of, requirement) = (model.of, model.index);
        self.requirements[at].home_at = until;
        self.enqueue(of);
        if let Some(until) = until {
            self.wake_requirement(until, at);
            self.note(of, TimelineEvent::Staying { requirement, until });
        }
    }

    /// Lets a requirement be served by a fallback, or by its primary again.
    pub(super) fn go(&mut self, at: usize, to: Option<usize>) {
        let now = self.now;
        let model = &self.model.requirements[at];
        let (of, requirement) = (model.of, model.index);
        if to.is_some() && self.requirements[at].lost.is_none() {
            let group = self.group(at, self.requirements[at].using.is_some());
            self.note_loss(at, group);
        }
        let state = &mut self.requirements[at];
        // Of what was no loss for the fallback before this second, it begins now.
        let lost = match (to.and_then(|nth| state.calls[nth].wanted), state.using) {
            (Some(since), _) => since,
            (None, Some(_)) => now,
            (None, None) => state.lost.unwrap_or(now),
        };
        state.using = to;
        state.home_at = None;
        state.gave = Level::Up;
        if state.moves_at != now {
            (state.moves, state.moves_at) = (0, now);
        }
        state.moves += 1;
        if self.at_rest && state.moves > MOST_MOVES / 2 {
            self.going_round.get_or_insert_default();
        }
        if let Some(fallback) = to {
            if model.fallbacks[fallback].is_share_unknown {
                self.undeclared.insert(UndeclaredTime::Capacity {
                    component: ComponentId(of),
                    requirement,
                    fallback,
                });
            }
            let call = &mut self.requirements[at].calls[fallback];
            let holds = call.holds_until;
            *call = super::state::FallbackCall {
                holds_until: holds,
                ..Default::default()
            };
            if let Some(lasts) = model.fallbacks[fallback].holds
                && holds.is_none()
            {
                let until = now.saturating_add(lasts);
                self.requirements[at].calls[fallback].holds_until = Some(until);
                self.wake_requirement(until, at);
            }
            if !self.taken.insert((at, fallback)) {
                self.has_repeated = true;
            }
            let event = TimelineEvent::Switched {
                requirement,
                fallback,
                lost,
            };
            self.note(of, event);
        } else {
            self.note(of, TimelineEvent::Back { requirement });
        }
        self.touch(of);
        self.enqueue(of);
        self.load_changes(at);
    }
}
