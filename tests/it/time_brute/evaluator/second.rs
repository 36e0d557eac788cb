//! One second, settled.

use super::super::plan::{DOWN, Needed, Symptoms, UP};
use super::Run;
use super::copies::Past;
use super::levels::{Instant, Levels};
use super::state::State;
use super::switches::Move;

/// Moves of one requirement in one second.
const MOST_MOVES: usize = 32;
/// More than any second of a small plan needs.
const MOST_ROUNDS: usize = 10_000;

/// The settling of one second.
struct Settling<'a> {
    run: &'a Run<'a>,
    now: Option<u64>,
    state: State,
    moves: Vec<Vec<usize>>,
    /// How often each part was stopped in this second; twice, and it stays so.
    stops: Vec<usize>,
    /// Parts that fall anew in this second: what struck them before goes on.
    falls: Vec<usize>,
    /// At rest, of what moves again and again: the worst that it comes to.
    worst: Option<Vec<u8>>,
}

fn worse(one: &[u8], other: &[u8]) -> Vec<u8> {
    one.iter().zip(other).map(|(a, b)| *a.max(b)).collect()
}

impl Run<'_> {
    /// The state after the second `now`, and its levels.
    pub(super) fn second(
        &self,
        before: &State,
        now: u64,
        rest: &[u8],
        rows: &[Vec<u8>],
    ) -> (State, Levels) {
        let mut begun = before.clone();
        if now > 0 {
            begun.tick(self.most);
        }
        for (part, own) in begun.parts.iter_mut().zip(&self.plan.parts) {
            let restart = own.restart.unwrap_or(0);
            if part.restarting.is_some_and(|since| since >= restart) {
                part.stopped = false;
                part.restarting = None;
            }
        }
        let (mut begun, levels) = self.before_falls(begun, now);
        let past = Past {
            rest,
            rows,
            now: &levels.parts,
        };
        self.strike(&mut begun, now, past);
        let mut settling = Settling::new(self, Some(now), begun);
        settling.settle();
        let levels = settling.levels();
        settling.note(&levels);
        (settling.state, levels)
    }

    /// What comes back comes back, and who goes home goes home, before what falls in
    /// the same second. A part that falls anew by itself never was back.
    fn before_falls(&self, state: State, now: u64) -> (State, Levels) {
        let mut plan = self.plan.clone();
        let mut falls = Vec::new();
        for fault in plan.faults.iter_mut().filter(|one| one.at == now) {
            falls.push(fault.what);
            fault.at = u64::MAX;
        }
        for surge in plan.surges.iter_mut().filter(|one| one.at == now) {
            surge.at = u64::MAX;
        }
        let run = Run {
            plan: &plan,
            greatest: self.greatest,
            most: self.most,
            early: 1,
            in_use: self.in_use.clone(),
            at_once: self.at_once,
        };
        let mut settling = Settling::new(&run, Some(now), state);
        settling.falls = falls;
        settling.settle_back();
        let levels = settling.levels();
        (settling.state, levels)
    }

    /// The state at rest: fallbacks that can serve are in use.
    pub(super) fn rest(&self) -> (State, Levels) {
        let mut settling = Settling::new(self, None, State::new(self.plan));
        settling.settle();
        let mut levels = settling.levels();
        let worst = settling.worst.take();
        let instant = settling.instant();
        let mut state = instant.state.clone();
        for (part, which) in instant.all() {
            let met = instant.met_now(part, which, &levels);
            let is_lost = instant.primary_now(part, which, &levels) > UP;
            let gives = state.requirements[part][which]
                .using
                .map(|one| instant.serves(part, which, one, &levels.parts, &levels.loads));
            let one = &mut state.requirements[part][which];
            one.short = (met > UP).then_some(self.most);
            one.gave = gives.unwrap_or(DOWN);
            for fallback in 0..one.fallbacks.len() {
                let fallback_state = &mut one.fallbacks[fallback];
                let holds = self.plan.parts[part].requirements[which].fallbacks[fallback].holds;
                fallback_state.used = holds.map(|_| self.most).filter(|_| is_lost);
                let is_wanted = instant.is_lost(part, which, fallback, &levels);
                let by = &self.plan.parts[part].requirements[which].detect.by;
                fallback_state.noticed = is_wanted && !instant.is_blind(by, &levels.parts);
            }
        }
        if let Some(worst) = worst {
            levels.parts = worse(&levels.parts, &worst);
        }
        (state, levels)
    }
}

impl<'a> Settling<'a> {
    fn new(run: &'a Run<'a>, now: Option<u64>, state: State) -> Self {
        let moves = state.requirements.iter().map(|all| vec![0; all.len()]);
        Self {
            run,
            now,
            moves: moves.collect(),
            stops: vec![0; state.parts.len()],
            state,
            falls: Vec::new(),
            worst: None,
        }
    }

    fn instant(&self) -> Instant<'_> {
        Instant {
            run: self.run,
            state: &self.state,
            now: self.now,
            without: None,
        }
    }

    fn levels(&self) -> Levels {
        self.instant().levels()
    }

    /// What comes back, then the switches that take no time, until nothing moves;
    /// then who was stopped, and all again.
    fn settle(&mut self) {
        for _ in 0..MOST_ROUNDS {
            let moved = self.come_back() || self.switch_at_once() || self.stop();
            if !moved {
                return;
            }
            if self.now.is_none() && self.moves.iter().flatten().any(|one| *one > MOST_MOVES / 2) {
                let levels = self.levels().parts;
                self.worst = Some(match &self.worst {
                    Some(worst) => worse(worst, &levels),
                    None => levels,
                });
            }
        }
        panic!("second {:?} does not settle", self.now);
    }

    /// Only what comes back.
    fn settle_back(&mut self) {
        for _ in 0..MOST_ROUNDS {
            if !self.come_back() {
                return;
            }
        }
        panic!("second {:?} does not settle", self.now);
    }

    /// Repairs and restarts; when nothing more comes back, ways home and switches whose
    /// time has come, all by the same levels.
    fn come_back(&mut self) -> bool {
        if self.repair() {
            return true;
        }
        let levels = self.levels();
        let before = self.state.clone();
        let old = Instant {
            run: self.run,
            state: &before,
            now: self.now,
            without: None,
        };
        let mut moves = Vec::new();
        for (part, which) in old.all() {
            let is_well = before.requirements[part][which].using.is_some()
                && old.is_well(part, which, &levels);
            if is_well && old.goes_home(part, which, &levels) {
                moves.push(Move {
                    part,
                    which,
                    to: None,
                });
            } else if is_well {
                self.state.requirements[part][which].waits = true;
            } else {
                self.state.requirements[part][which].waits = false;
                moves.extend(self.ended(&before, part, which, &levels));
            }
        }
        for one in moves {
            self.make(one);
        }
        self.state != before
    }

    /// What is mended, and what has restarted.
    fn repair(&mut self) -> bool {
        let levels = self.levels();
        let before = self.state.clone();
        if let Some(now) = self.now {
            for strike in 0..before.strikes.len() {
                let goes_on = self.falls.contains(&before.strikes[strike].part);
                if !before.strikes[strike].over && !goes_on {
                    let next = self.run.recover(&self.state, strike, &levels, now);
                    self.state = next;
                }
            }
        }
        let old = Instant {
            run: self.run,
            state: &before,
            now: self.now,
            without: None,
        };
        for part in 0..before.parts.len() {
            let restart = self.run.plan.parts[part].restart.unwrap_or(0);
            let is_back = self.stops[part] < 2 && !old.is_kept_stopped(part, &levels);
            if before.parts[part].stopped && is_back {
                let state = &mut self.state.parts[part];
                let since = *state.restarting.get_or_insert(0);
                if since >= restart || self.now.is_none() {
                    state.stopped = false;
                    state.restarting = None;
                }
            }
        }
        self.state != before
    }

    /// Switches whose time ends now are ready; the best of them is used.
    fn ended(
        &mut self,
        before: &State,
        part: usize,
        which: usize,
        levels: &Levels,
    ) -> Option<Move> {
        let instant = Instant {
            run: self.run,
            state: before,
            now: self.now,
            without: None,
        };
        let mut ready = Vec::new();
        let fallbacks = &self.run.plan.parts[part].requirements[which].fallbacks;
        for (number, fallback) in fallbacks.iter().enumerate() {
            let state = &before.requirements[part][which].fallbacks[number];
            if !state.ready
                && instant.is_lost(part, which, number, levels)
                && instant.has_ended(fallback, state)
            {
                self.state.requirements[part][which].fallbacks[number].ready = true;
                ready.push(number);
            }
        }
        instant.chosen(part, which, &ready, levels)
    }

    /// Of the switches that take no time the innermost, else all.
    fn switch_at_once(&mut self) -> bool {
        let levels = self.levels();
        let all = self.at_once(&levels);
        let view = |of: &Self, levels: &Levels, one: Move| {
            let instant = of.instant();
            let seen = instant.seen(levels);
            (
                instant.met_now(one.part, one.which, levels),
                instant.requirement_sees(one.part, one.which, &seen, levels),
            )
        };
        let is_first = |one: &Move| {
            let mut without = self.copy();
            for other in all.iter().filter(|other| *other != one) {
                without.make(*other);
            }
            let then = without.levels();
            view(self, &levels, *one) == view(&without, &then, *one)
        };
        let mut first: Vec<Move> = all.iter().copied().filter(is_first).collect();
        if first.is_empty() || self.run.at_once && self.now.is_some() {
            first = all;
        }
        let mut moved = false;
        for one in first {
            moved |= self.make(one);
        }
        moved
    }

    fn at_once(&self, levels: &Levels) -> Vec<Move> {
        let instant = self.instant();
        let seen = instant.seen(levels);
        let of_one = |(part, which): (usize, usize)| {
            if self.moves[part][which] >= MOST_MOVES {
                return None;
            }
            let sees: Symptoms = instant.requirement_sees(part, which, &seen, levels);
            let count = self.state.requirements[part][which].fallbacks.len();
            let ready: Vec<usize> = (0..count)
                .filter(|one| {
                    if self.now.is_none() {
                        instant.is_lost(part, which, *one, levels)
                            && instant.can_have_switched(part, which, *one, sees, levels)
                    } else {
                        instant.goes_at_once(part, which, *one, sees, levels)
                    }
                })
                .collect();
            instant.chosen(part, which, &ready, levels)
        };
        instant.all().filter_map(of_one).collect()
    }

    fn copy(&self) -> Self {
        Self {
            run: self.run,
            now: self.now,
            state: self.state.clone(),
            moves: self.moves.clone(),
            stops: self.stops.clone(),
            falls: self.falls.clone(),
            worst: None,
        }
    }

    fn make(&mut self, one: Move) -> bool {
        let moves = &mut self.moves[one.part][one.which];
        if *moves >= MOST_MOVES {
            return false;
        }
        *moves += 1;
        let state = &mut self.state.requirements[one.part][one.which];
        state.using = one.to;
        state.well = None;
        state.waits = false;
        if let Some(to) = one.to {
            let fallback = &mut state.fallbacks[to];
            fallback.forget();
            fallback.used = fallback.used.or(Some(0));
        }
        true
    }

    /// Who loses what it must not lose while it runs, once nothing moves any more.
    fn stop(&mut self) -> bool {
        let levels = self.levels();
        let before = self.state.clone();
        let instant = Instant {
            run: self.run,
            state: &before,
            now: self.now,
            without: None,
        };
        let loses_both = |part: usize| {
            let all = self.run.plan.parts[part].requirements.iter().enumerate();
            all.filter(|(_, one)| one.needed == Needed::Both && !one.soft)
                .any(|(which, _)| {
                    instant.passed_on(part, which, &levels.parts, &levels.loads) == DOWN
                })
        };
        let parts = 0..before.parts.len();
        let lost: Vec<bool> = parts.clone().map(loses_both).collect();
        // A place that stops stops what stands in it.
        let places: Vec<usize> = parts
            .filter(|part| lost[*part] && !before.parts[*part].stopped)
            .collect();
        for (part, is_lost) in lost.iter().enumerate() {
            let within = &before.parts[part].within;
            let is_stopped = *is_lost
                || places
                    .iter()
                    .any(|place| self.run.stands_in(&before, within, *place));
            let state = &mut self.state.parts[part];
            self.stops[part] += usize::from(is_stopped && !state.stopped);
            state.stopped |= is_stopped;
            if state.stopped && instant.is_kept_stopped(part, &levels) {
                state.restarting = None;
            }
        }
        self.state != before
    }

    /// The second is settled: clocks of what is so now begin or end.
    fn note(&mut self, levels: &Levels) {
        let before = self.state.clone();
        let instant = Instant {
            run: self.run,
            state: &before,
            now: self.now,
            without: None,
        };
        let seen = instant.seen(levels);
        for (part, seen) in seen.iter().enumerate() {
            let state = &mut self.state.parts[part];
            if !state.stopped {
                state.kept = 0;
            } else if instant.is_kept_stopped(part, levels) {
                state.kept = *seen;
            }
        }
        for (part, which) in instant.all() {
            self.note_requirement(&instant, part, which, &seen, levels);
        }
        if let Some(now) = self.now {
            self.run.interrupt(&mut self.state, levels, now);
        }
    }

    fn note_requirement(
        &mut self,
        instant: &Instant<'_>,
        part: usize,
        which: usize,
        seen: &[Symptoms],
        levels: &Levels,
    ) {
        let requirement = &self.run.plan.parts[part].requirements[which];
        let sees = instant.requirement_sees(part, which, seen, levels);
        let met = instant.met_now(part, which, levels);
        let primary = instant.primary_now(part, which, levels);
        let is_well = instant.is_well(part, which, levels);
        let is_blind = instant.is_blind(&requirement.detect.by, &levels.parts);
        let watched: Vec<usize> = instant
            .watched(part, which, sees)
            .iter()
            .map(|one| one.0)
            .collect();
        let state = &mut self.state.requirements[part][which];
        state.short = if met > UP {
            state.short.or(Some(0))
        } else {
            None
        };
        state.waits &= is_well;
        state.well = if state.using.is_some() && is_well {
            state.well.or(Some(0))
        } else {
            None
        };
        let gives = state
            .using
            .map(|one| instant.serves(part, which, one, &levels.parts, &levels.loads));
        let failed = gives == Some(DOWN) && state.gave < DOWN;
        for (number, fallback) in requirement.fallbacks.iter().enumerate() {
            let one = &mut state.fallbacks[number];
            if primary == UP && state.using != Some(number) {
                one.used = None;
            }
            if !instant.is_lost(part, which, number, levels) {
                one.forget();
                continue;
            }
            if failed && !one.is_begun() {
                one.forget();
            }
            for (clock, since) in one.seen.iter_mut().enumerate() {
                *since = if watched.contains(&clock) && !is_blind {
                    since.or(Some(0))
                } else {
                    None
                };
            }
            one.noticed |= instant.is_noticed(part, which, number, sees, levels);
            let can = instant.can(&fallback.needs, &levels.parts);
            let (by_itself, by_hand) = Instant::may_begin(fallback, sees);
            let by_hand = by_hand && instant.is_called(part, fallback, levels);
            for (clock, may) in [(&mut one.by_itself, by_itself), (&mut one.by_hand, by_hand)] {
                *clock = match *clock {
                    _ if !can => None,
                    None if one.noticed && may => Some(0),
                    since => since,
                };
            }
            one.ready |= instant.has_ended(fallback, one);
        }
        state.gave = gives.unwrap_or(DOWN);
    }
}
