//! What a fault struck, and the ways by which it comes back.

use super::super::plan::{Backup, DOWN, Detect, Fault, Kind, Part, Step};
use super::Run;
use super::copies::Past;
use super::levels::{Instant, Levels};
use super::state::{State, Strike};

/// A clock, and whether what it measures is done.
type Action = (Option<u64>, bool);

impl Run<'_> {
    /// Faults that begin now strike their parts and all that stand in them.
    pub(super) fn strike(&self, state: &mut State, now: u64, past: Past<'_>) {
        for (number, fault) in self.plan.faults.iter().enumerate() {
            if fault.at != now || fault.degraded {
                continue;
            }
            let is_lasting = fault.loses_data || fault.lasts.is_none();
            for part in 0..self.plan.parts.len() {
                for (which, backup) in self.plan.parts[part].backups.iter().enumerate() {
                    let places = self.places(part, backup);
                    if is_lasting && self.stands_in(state, &places, fault.what) {
                        state.burnt[part][which] = true;
                    }
                }
            }
            for part in 0..self.plan.parts.len() {
                let places = state.parts[part].within.clone();
                // Where nobody says where it was made anew, any place may take it.
                let may_be_in = self.greatest
                    && state.parts[part].unplaced
                    && self.plan.parts[fault.what].kind == Kind::Domain;
                if part == fault.what || may_be_in || self.stands_in(state, &places, fault.what) {
                    state.strikes.push(self.struck(number, fault, part, past));
                    state.destroyed[part] |= is_lasting;
                    state.parts[part].stopped = true;
                    state.parts[part].restarting = None;
                }
            }
        }
    }

    fn struck(&self, number: usize, fault: &Fault, part: usize, past: Past<'_>) -> Strike {
        let own = &self.plan.parts[part];
        let has_data = self.plan.keeps_data(part);
        let by_domain = part != fault.what && fault.lasts.is_none();
        let moving = moving(own).count();
        Strike {
            fault: number,
            part,
            lost_data: has_data && (fault.loses_data || by_domain),
            backups_behind: self.backups_behind(part, past),
            replicas_behind: self.replicas_behind(part, past),
            seen: vec![None; self.detections(part, fault).len()],
            noticed: false,
            done: 0,
            step: None,
            moves: vec![(None, false); moving],
            restores: vec![vec![(None, false); own.backups.len().max(1)]; moving + 2],
            over: false,
            cost: None,
        }
    }

    /// Where a backup stands.
    pub(super) fn places(&self, part: usize, backup: &Backup) -> Vec<usize> {
        if !backup.within.is_empty() || backup.segregated {
            backup.within.clone()
        } else {
            self.plan.parts[part].within.clone()
        }
    }

    /// Whether one of the places is `domain` or stands in it.
    pub(super) fn stands_in(&self, state: &State, places: &[usize], domain: usize) -> bool {
        places
            .iter()
            .any(|one| *one == domain || self.stands_in(state, &state.parts[*one].within, domain))
    }

    /// Declared times until the loss of `part` is noticed, and by whom.
    fn detections(&self, part: usize, fault: &Fault) -> Vec<(u64, &Detect)> {
        let all = self.plan.parts.iter().flat_map(|one| &one.requirements);
        all.filter(|one| one.members.iter().any(|member| member.0 == part))
            .filter_map(|one| {
                let named = fault.symptom.and_then(|one_| one.detect.per.get(&one_));
                Some((named.copied().or(one.detect.within)?, &one.detect))
            })
            .collect()
    }

    /// Whether an action that takes `time` is done now; it begins when it can.
    fn act(&self, (clock, done): &mut Action, can: bool, time: Option<u64>) -> bool {
        if !*done && clock.is_none() && can {
            *clock = Some(0);
        }
        if !*done && clock.is_some_and(|clock| self.is_past(clock, time)) {
            *done = true;
            *clock = None;
        }
        *done
    }

    /// What is not declared is over at once, or never.
    pub(super) fn is_past(&self, clock: u64, time: Option<u64>) -> bool {
        time.map_or(!self.greatest, |time| clock >= time)
    }

    /// One strike as it goes on at these levels, and what it cost when it is over.
    pub(super) fn recover(&self, state: &State, number: usize, levels: &Levels, now: u64) -> State {
        let (mut next, way) = self.go_on(state, number, levels, now);
        let strike = &next.strikes[number];
        // What is made anew has the data of its backup.
        let is_made_anew = way.is_some_and(|way| way + 1 == strike.restores.len());
        let has_old_data = is_made_anew && self.plan.keeps_data(strike.part);
        if !strike.over || !(strike.lost_data || has_old_data) || strike.cost.is_some() {
            return next;
        }
        let instant = Instant {
            run: self,
            state,
            now: Some(now),
            without: None,
        };
        let part = strike.part;
        let usable = self.usable(&instant, levels, part);
        let own = &self.plan.parts[part];
        let restored: Vec<usize> = match way {
            Some(way) => {
                let all = strike.restores[way].iter().enumerate();
                all.filter(|(which, one)| one.1 && *which < own.backups.len())
                    .map(|(which, _)| which)
                    .collect()
            }
            None => Vec::new(),
        };
        let cost = if restored.is_empty() {
            self.cost(state, strike, &usable, false)
        } else {
            let mut copies = self.first(strike, &restored);
            // One whose time is not declared may be any.
            let is_open = |which: &usize| own.backups[*which].restore.is_none();
            if self.greatest {
                copies.extend(usable.iter().copied().filter(is_open));
            } else if copies.iter().any(is_open) {
                copies.extend(self.first(strike, &usable));
            }
            self.cost(state, strike, &copies, self.greatest)
        };
        next.strikes[number].cost = Some(cost);
        next
    }

    /// And the way by which it is over, by its restores; none: the cause is gone.
    fn go_on(
        &self,
        state: &State,
        number: usize,
        levels: &Levels,
        now: u64,
    ) -> (State, Option<usize>) {
        let instant = Instant {
            run: self,
            state,
            now: Some(now),
            without: None,
        };
        let mut next = state.clone();
        let strike = &mut next.strikes[number];
        let fault = &self.plan.faults[strike.fault];
        let part = strike.part;
        let own = &self.plan.parts[part];
        let can = |needs: &[usize]| instant.can(needs, &levels.parts);

        let detections = self.detections(part, fault);
        strike.noticed |= if detections.is_empty() {
            !self.greatest
        } else {
            let mut all = detections.iter().zip(&strike.seen);
            all.any(|((time, detect), clock)| {
                let is_blind = instant.is_blind(&detect.by, &levels.parts);
                is_blind && !self.greatest || clock.is_some_and(|clock| clock >= *time)
            })
        };

        let is_own = part == fault.what;
        let cause_is_gone = if is_own {
            fault.lasts.is_some_and(|lasts| now >= fault.at + lasts)
        } else {
            let mut all = state.strikes.iter();
            all.any(|one| one.fault == strike.fault && one.part == fault.what && one.over)
        };
        let reach = |which: usize| {
            let is_there = own.backups.get(which).is_none_or(|backup| {
                !state.burnt[part][which] && can(&self.places(part, backup)) && can(&backup.needs)
            });
            is_there && instant.can_call(&own.called, &levels.parts)
        };
        let takes = |which: usize| own.backups.get(which).and_then(|one| one.restore);
        // Where no backup is declared its restore is not declared either.
        let restored = |restores: &mut Vec<Action>, can: bool| {
            let all = restores.iter_mut().enumerate();
            all.fold(false, |any, (which, one)| {
                self.act(one, can && reach(which), takes(which)) || any
            })
        };

        let can_be_at = |place: Option<usize>| place.is_none_or(|place| can(&[place]));
        let called = |through: &[usize]| instant.can_call(through, &levels.parts);
        let can_do =
            |step: &Step| can(&step.needs) && can_be_at(step.moves_to) && called(&step.called);

        // (a) and (d): its own steps and the restore, side by side.
        if is_own && cause_is_gone {
            strike.over = true;
        }
        // Somebody of one's own repairs it; how long that takes only steps say.
        let is_ours = matches!(own.kind, Kind::Activity | Kind::Service | Kind::Resource);
        let has_repair = !own.steps.is_empty() || is_ours;
        let is_mended = is_own && fault.lasts.is_none() && has_repair && strike.noticed;
        if is_mended || !is_own && cause_is_gone {
            while let Some(step) = own.steps.get(strike.done) {
                let mut action = (strike.step, false);
                let can_do = can(&step.needs) && called(&step.called);
                let done = self.act(&mut action, can_do, step.takes);
                strike.step = action.0;
                if !done {
                    break;
                }
                strike.done += 1;
            }
            if is_own && own.steps.is_empty() {
                // Of which nothing is said.
                let can_do = called(&own.called);
                let mut action = (strike.step, strike.done > 0);
                strike.done = usize::from(self.act(&mut action, can_do, None));
                strike.step = action.0;
            }
            let work = own.steps.len().max(usize::from(is_own));
            let has_data = !strike.lost_data || restored(&mut strike.restores[0], true);
            strike.over |= has_data && strike.done == work;
        }
        let way = (!is_own || !cause_is_gone).then_some(0);
        if !strike.noticed {
            return (next, way);
        }

        // (b): moved to another place, then restored; also where it is back just now.
        for (number, step) in moving(own).enumerate() {
            let can_be_there = can_be_at(step.moves_to);
            if self.act(&mut strike.moves[number], can_do(step), step.takes)
                && (!strike.lost_data || restored(&mut strike.restores[1 + number], can_be_there))
            {
                strike.over = true;
                let to: Vec<usize> = step.moves_to.into_iter().collect();
                next.parts[part].within = self.moved(state, part, fault.what, &to);
                next.parts[part].unplaced = false;
                return (next, Some(1 + number));
            }
        }

        // (c): made anew elsewhere.
        if strike.over {
            return (next, way);
        }
        let anew = strike.restores.len().checked_sub(1);
        if strike.lost_data || fault.lasts.is_none() {
            let made_anew = strike.restores.last_mut();
            let all = made_anew.into_iter().flatten().enumerate();
            let made = all.fold(None, |made: Option<usize>, (which, one)| {
                let is_elsewhere = own
                    .backups
                    .get(which)
                    .is_some_and(|backup| backup.segregated || !backup.within.is_empty());
                let is_made = is_elsewhere && self.act(one, reach(which), takes(which));
                made.or(is_made.then_some(which))
            });
            if let Some(which) = made {
                strike.over = true;
                // Its place is lost but where it alone is.
                if part != fault.what {
                    let to = &own.backups[which].within;
                    next.parts[part].within = self.moved(state, part, fault.what, to);
                    next.parts[part].unplaced = to.is_empty();
                }
            }
        }
        (next, anew)
    }

    /// The places of a part that left those that were struck.
    fn moved(&self, state: &State, part: usize, struck: usize, to: &[usize]) -> Vec<usize> {
        let own = &state.parts[part].within;
        let mut within: Vec<usize> = own
            .iter()
            .copied()
            .filter(|one| part != struck && !self.stands_in(state, &[*one], struck))
            .collect();
        for one in to {
            if !within.contains(one) {
                within.push(*one);
            }
        }
        within
    }

    /// The second is settled: what lost what it needs begins anew, and the loss is
    /// seen from now on.
    pub(super) fn interrupt(&self, state: &mut State, levels: &Levels, now: u64) {
        let before = state.clone();
        let instant = Instant {
            run: self,
            state: &before,
            now: Some(now),
            without: None,
        };
        let can = |needs: &[usize]| instant.can(needs, &levels.parts);
        let stop = |action: &mut Action, can: bool| {
            if !can {
                action.0 = None;
            }
        };
        for strike in state.strikes.iter_mut().filter(|one| !one.over) {
            let own = &self.plan.parts[strike.part];
            let fault = &self.plan.faults[strike.fault];
            let detections = self.detections(strike.part, fault);
            for (clock, (_, detect)) in strike.seen.iter_mut().zip(&detections) {
                *clock = if instant.is_blind(&detect.by, &levels.parts) {
                    None
                } else {
                    clock.or(Some(0))
                };
            }
            let can_do = |step: &Step| {
                let place = step.moves_to.is_none_or(|place| levels.parts[place] < DOWN);
                place && can(&step.needs)
            };
            if own
                .steps
                .get(strike.done)
                .is_some_and(|step| !can(&step.needs))
            {
                strike.step = None;
            }
            for (action, step) in strike.moves.iter_mut().zip(moving(own)) {
                stop(action, can_do(step));
            }
            for (way, restores) in strike.restores.iter_mut().enumerate() {
                let place = way.checked_sub(1).and_then(|way| moving(own).nth(way));
                let place = place.and_then(|step| step.moves_to);
                let can_be_there = place.is_none_or(|place| levels.parts[place] < DOWN);
                for (which, action) in restores.iter_mut().enumerate() {
                    let reached = own.backups.get(which).is_none_or(|backup| {
                        !before.burnt[strike.part][which]
                            && can(&self.places(strike.part, backup))
                            && can(&backup.needs)
                    });
                    stop(action, can_be_there && reached);
                }
            }
        }
    }
}

fn moving(part: &Part) -> impl Iterator<Item = &Step> {
    part.steps.iter().filter(|one| one.moves_to.is_some())
}
