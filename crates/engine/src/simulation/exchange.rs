use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use jurymast_plan::model::Level;
use jurymast_terms::units::Duration;

use super::TimelineEvent;
use super::state::SimulationState;
use super::switching::Notice;
use super::timeline::Tracks;

/// Seconds of one stretch that are kept to compare later ones with; when they do not
/// come again by then, exchanges of many lengths run side by side.
const MOST_SECONDS: usize = 5_000;

/// Finds states that come again while nothing outside changes.
///
/// A stretch goes from one change of faults or surges to the next. It is watched only
/// once somebody in it was seen to take the same way twice, which takes a second run.
#[derive(Debug, Default)]
pub(super) struct Exchanges {
    /// The stretches to watch, by their first second.
    watched: BTreeSet<Duration>,
    from: Duration,
    has_begun: bool,
    /// By state the second after which it was so.
    seen: HashMap<u64, Duration>,
    /// Every change of level in this stretch.
    changes: Vec<(Duration, u32, Level, f64)>,
    /// What is in an exchange that was found: it stays as bad as it gets.
    members: Option<BTreeSet<u32>>,
    /// What had been noted when it was found.
    notes: usize,
}

impl Exchanges {
    pub(super) fn begin(&mut self) {
        self.has_begun = false;
        self.forget();
    }

    fn forget(&mut self) {
        self.seen.clear();
        self.changes.clear();
        self.members = None;
    }

    /// The first second at which something outside may change next.
    pub(super) fn next_boundary(&self, now: Duration) -> Duration {
        match self.has_begun {
            true => now.saturating_add(Duration::from_seconds(1)),
            false => Duration::ZERO,
        }
    }

    /// Something outside changes now: whoever was in an exchange is as it would be.
    pub(super) fn outside_changes(&mut self, state: &mut SimulationState<'_>) {
        if let Some(members) = self.members.take() {
            state.notes.truncate(self.notes);
            for component in members {
                state.touch(component);
            }
        }
        self.forget();
        self.from = state.now;
        self.has_begun = true;
        state.taken.clear();
        state.has_repeated = false;
    }

    /// Writes down what the second changed.
    pub(super) fn record(&mut self, state: &mut SimulationState<'_>, tracks: &mut Tracks) {
        let rest = &state.model.rest;
        let is_watched = self.watched.contains(&self.from);
        for component in std::mem::take(&mut state.touched) {
            let level = state.components[component as usize].level;
            let usual = rest.worse.get(&component).copied().unwrap_or_default();
            let capacity = state.shares[component as usize];
            let usually = rest.shares[component as usize];
            state.keep(component);
            let level = if level > usual { level } else { Level::Up };
            let capacity = if capacity < usually { capacity } else { 1.0 };
            if self
                .members
                .as_ref()
                .is_some_and(|all| all.contains(&component))
            {
                continue;
            }
            if is_watched {
                self.changes.push((state.now, component, level, capacity));
            }
            tracks.record(component, state.now, level, capacity);
        }
    }

    /// Looks whether the state was there before. `false`: this stretch must be
    /// watched, and was not.
    pub(super) fn watch(
        &mut self,
        state: &mut SimulationState<'_>,
        tracks: &mut Tracks,
        next_change: Option<Duration>,
    ) -> bool {
        if !self.watched.contains(&self.from) {
            if state.has_repeated {
                self.watched.insert(self.from);
            }
            return !state.has_repeated;
        }
        if self.members.is_some() {
            return true;
        }
        let known = self.seen.insert(fingerprint(state), state.now);
        let from = match known {
            Some(at) => at,
            None if self.seen.len() > MOST_SECONDS => self.from,
            None => return true,
        };
        self.freeze(from, state, tracks);
        match next_change {
            None => state.agenda.clear(),
            Some(change) if known.is_some() => {
                let period = state.now.saturating_sub(from).seconds().max(1);
                let left = change.saturating_sub(state.now).seconds();
                let whole = left.saturating_sub(1) / period * period;
                let whole = Duration::from_seconds(whole);
                let copies = state.behind.values_mut();
                copies.for_each(|one| one.shift(from, whole));
                shift(state, whole);
            }
            Some(_) => {}
        }
        true
    }

    /// Lets all that changed since `from` stay as bad as it was in that time.
    fn freeze(&mut self, from: Duration, state: &mut SimulationState<'_>, tracks: &mut Tracks) {
        let mut worst: BTreeMap<u32, (Level, f64, BTreeSet<Level>)> = BTreeMap::new();
        for (at, component, level, capacity) in &self.changes {
            if *at > from {
                let known = worst
                    .entry(*component)
                    .or_insert((Level::Up, 1.0, BTreeSet::new()));
                known.0 = known.0.max(*level);
                known.1 = known.1.min(*capacity);
                known.2.insert(*level);
            }
        }
        for (component, (level, capacity, _)) in &worst {
            tracks.record(*component, state.now, *level, *capacity);
        }
        let moves = state.notes.iter().filter_map(|note| match note.event {
            TimelineEvent::Switched { requirement, .. } if note.at > from => {
                Some((note.component.0, requirement))
            }
            _ => None,
        });
        let moves: BTreeSet<(u32, usize)> = moves.collect();
        for (component, requirement) in moves {
            state.note(component, TimelineEvent::Exchange { requirement });
        }
        self.notes = state.notes.len();
        self.members = Some(worst.into_keys().collect());
    }
}

/// Everything on which the future hangs, counted from now.
fn fingerprint(state: &mut SimulationState<'_>) -> u64 {
    let now = state.now;
    let mut hash = DefaultHasher::new();
    let ahead = |at: Duration| match at {
        Duration::MAX => u64::MAX,
        at => at.saturating_sub(now).seconds(),
    };
    for component in state.walked.clone() {
        let mut one = state.components[component as usize];
        if one != state.model.rest.components[component as usize] {
            let ends = one.restart_ends.take().map(ahead);
            (component, one, ends).hash(&mut hash);
        }
        for at in state.model.components[component as usize]
            .requirements
            .clone()
        {
            if is_at_rest(state, at) {
                continue;
            }
            let met = state.met(at);
            let one = state.requirements[at].clone();
            let home = one.home_at.map(ahead);
            let holds = one.holds_until.map(ahead);
            (at, one.using, one.gave, home, holds).hash(&mut hash);
            let most = longest_detect(state, at);
            let age = |since: Duration| now.saturating_sub(since).min(most);
            for (symptom, since) in &one.seen_since {
                (symptom, age(*since)).hash(&mut hash);
            }
            if !state.model.requirements[at].detect.by.is_empty() {
                one.detects_since.map(age).hash(&mut hash);
            }
            for call in &one.calls {
                let notice = call.wanted.filter(|_| !call.noticed).map(|since| {
                    match state.notice_of(at, since, met.seen) {
                        Notice::At(at) => ahead(at),
                        Notice::Unseen => u64::MAX,
                    }
                });
                let ends = call.ends.filter(|_| !call.ready).map(ahead);
                let holds = call.holds_until.map(ahead);
                (call.noticed, call.ready, notice, ends, holds).hash(&mut hash);
            }
        }
    }
    (&state.over, &state.places, &state.unplaced).hash(&mut hash);
    for (key, one) in &state.struck {
        (key, one.noticed).hash(&mut hash);
        for way in &one.ways {
            for (at, ends) in &way.tracks {
                (at, ends.map(ahead)).hash(&mut hash);
            }
        }
    }
    hash.finish()
}

/// Whether nothing of a requirement is under way.
pub(super) fn is_at_rest(state: &SimulationState<'_>, at: usize) -> bool {
    let rest = &state.model.rest.requirements[at];
    let one = &state.requirements[at];
    let calls = |of: &super::state::RequirementState| -> Vec<_> {
        let all = of.calls.iter();
        all.map(|call| {
            (
                call.wanted,
                call.noticed,
                call.ends,
                call.ready,
                call.holds_until,
            )
        })
        .collect()
    };
    one.using == rest.using
        && one.gave == rest.gave
        && one.home_at == rest.home_at
        && one.holds_until == rest.holds_until
        && one.seen_since == rest.seen_since
        && one.detects_since == rest.detects_since
        && calls(one) == calls(rest)
}

fn longest_detect(state: &SimulationState<'_>, at: usize) -> Duration {
    let detect = &state.model.requirements[at].detect;
    let own = detect.by_symptom.iter().map(|(_, time)| *time);
    own.chain(detect.within).max().unwrap_or_default()
}

/// Lets all that is under way be so much later.
fn shift(state: &mut SimulationState<'_>, by: Duration) {
    let move_on = |at: &mut Duration| {
        if *at < Duration::MAX {
            *at = at.saturating_add(by);
        }
    };
    let later = |at: &mut Option<Duration>| at.iter_mut().for_each(move_on);
    move_on(&mut state.now);
    for component in &state.walked {
        later(&mut state.components[*component as usize].restart_ends);
        for at in state.model.components[*component as usize]
            .requirements
            .clone()
        {
            let one = &mut state.requirements[at];
            for time in [
                &mut one.lost,
                &mut one.home_at,
                &mut one.holds_until,
                &mut one.detects_since,
            ] {
                later(time);
            }
            move_on(&mut one.moves_at);
            one.seen_since
                .iter_mut()
                .for_each(|(_, since)| move_on(since));
            for call in &mut one.calls {
                later(&mut call.wanted);
                later(&mut call.ends);
                later(&mut call.holds_until);
            }
        }
    }
    for one in state.struck.values_mut() {
        move_on(&mut one.since);
        for way in &mut one.ways {
            way.tracks.iter_mut().for_each(|(_, ends)| later(ends));
        }
    }
    let agenda = std::mem::take(&mut state.agenda).into_iter();
    state.agenda = agenda
        .map(|(at, wakes)| (at.saturating_add(by), wakes))
        .collect();
}
