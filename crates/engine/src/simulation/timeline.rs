use std::collections::BTreeMap;

use jurymast_plan::model::{ComponentId, Demand, Level};
use jurymast_terms::units::{Duration, Lasting};

use super::Symptoms;
use super::scenario::is_on;

/// What a scenario did to every component.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// Of those that anything happened to.
    tracks: BTreeMap<u32, Track>,
    /// In order of time.
    pub notes: Vec<Note>,
    /// For each target that had more to serve than its limit, the worst moment.
    pub overloads: Vec<Overload>,
}

#[derive(Debug, Clone)]
struct Track {
    /// From this second on, this level. Empty: up all the time.
    changes: Vec<(Duration, Level)>,
    /// The least share of its load that the component could serve, and that while
    /// it was not down.
    capacity: f64,
    serving: f64,
}

/// More to serve than a limit lets through.
#[derive(Debug, Clone)]
pub struct Overload {
    /// When it was worst, from the start of the scenario.
    pub at: Duration,
    /// Who serves.
    pub target: ComponentId,
    /// What it can serve.
    pub limit: Demand,
    /// In the order of the plan.
    pub callers: Vec<Caller>,
}

/// A requirement that puts load on a target.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    /// Who asks.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// The fallback by which it does; `None`: it always does.
    pub fallback: Option<usize>,
    /// Requests a minute.
    pub requests: u64,
    /// Tokens a minute.
    pub tokens: u64,
}

/// A stretch of time at one level other than up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Degraded or down.
    pub level: Level,
    /// Its first second, from the start of the scenario.
    pub from: Duration,
    /// The first second after it; `None` where it never ends.
    pub until: Option<Duration>,
}

/// Something that happened to a requirement, or to a component as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// From the start of the scenario.
    pub at: Duration,
    /// To whom it happened, or whose requirement it was.
    pub component: ComponentId,
    /// What happened.
    pub event: TimelineEvent,
}

/// What can happen on the way from a loss to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineEvent {
    /// A requirement (its index) is lost; callers see this.
    Lost {
        /// Index in the component's requirements.
        requirement: usize,
        /// What callers see.
        symptoms: Symptoms,
    },
    /// The trigger of a fallback does not cover the symptoms.
    Blind {
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
        /// What callers see.
        symptoms: Symptoms,
        /// A person switches instead.
        by_hand: bool,
    },
    /// The switch is made; the loss was at `lost`.
    Switched {
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
        /// When the primary was lost, from the start of the scenario.
        lost: Duration,
    },
    /// The fallback would be ready, and is down itself.
    Useless {
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
    },
    /// The primary is back; the requirement stays on the fallback until then.
    Staying {
        /// Index in the component's requirements.
        requirement: usize,
        /// From the start of the scenario.
        until: Duration,
    },
    /// The requirement is met by its primary again.
    Back {
        /// Index in the component's requirements.
        requirement: usize,
    },
    /// All it needs is back; its own restart ends then, if nothing falls again.
    Restarting {
        /// From the start of the scenario.
        until: Duration,
    },
}

impl Overload {
    /// How many times the limit is asked for.
    pub fn excess(&self) -> f64 {
        let sum = |of: fn(&Caller) -> u64| {
            let all = self.callers.iter().map(of);
            all.fold(0, u64::saturating_add)
        };
        let times = |asked: u64, limit: Option<u64>| {
            limit.map_or(0.0, |limit| asked as f64 / (limit.max(1)) as f64)
        };
        let requests = times(sum(|one| one.requests), self.limit.rpm);
        requests.max(times(sum(|one| one.tokens), self.limit.tpm))
    }
}

impl Timeline {
    /// The stretches of a component below up, in order.
    pub fn intervals(&self, of: ComponentId) -> Vec<Interval> {
        let changes = self.changes(of);
        let ends = changes.iter().skip(1).map(|(at, _)| Some(*at));
        changes
            .iter()
            .zip(ends.chain([None]))
            .filter(|((_, level), _)| *level != Level::Up)
            .map(|(&(from, level), until)| Interval { level, from, until })
            .collect()
    }

    /// The time at `level` in all.
    pub fn total(&self, of: ComponentId, level: Level) -> Lasting {
        let all = self.lengths(of, level);
        all.fold(Lasting::NONE, Lasting::saturating_add)
    }

    /// The longest stretch of being down.
    pub fn longest_down(&self, of: ComponentId) -> Lasting {
        let all = self.lengths(of, Level::Down);
        all.max().unwrap_or(Lasting::NONE)
    }

    /// Whether it is down for a time.
    pub fn is_ever_down(&self, of: ComponentId) -> bool {
        self.longest_down(of) > Lasting::NONE
    }

    /// Whoever was below up for a time, in plan order.
    pub fn hit(&self) -> Vec<ComponentId> {
        let hit = self.tracks.iter().filter(|(_, track)| {
            let mut changes = track.changes.iter();
            changes.any(|(_, level)| *level != Level::Up)
        });
        hit.map(|(at, _)| ComponentId(*at)).collect()
    }

    /// The level at a moment of the scenario.
    pub fn level_at(&self, of: ComponentId, moment: Duration) -> Level {
        let before = self.changes(of).iter().rev();
        let mut before = before.skip_while(|(at, _)| *at > moment);
        before.next().map_or(Level::Up, |(_, level)| *level)
    }

    /// The level once nothing changes any more.
    pub fn last_level(&self, of: ComponentId) -> Level {
        self.level_at(of, Duration::MAX)
    }

    /// The least share of its load that a component could serve.
    pub fn capacity(&self, of: ComponentId) -> f64 {
        self.tracks.get(&of.0).map_or(1.0, |track| track.capacity)
    }

    /// The least share that it could serve while it was not down.
    pub fn serving(&self, of: ComponentId) -> f64 {
        self.tracks.get(&of.0).map_or(1.0, |track| track.serving)
    }

    /// The last second at which anything changed.
    pub fn end(&self) -> Duration {
        let last = self.tracks.values();
        let last = last.filter_map(|track| track.changes.last());
        last.map(|(at, _)| *at).max().unwrap_or_default()
    }
}

impl Timeline {
    fn lengths(&self, of: ComponentId, level: Level) -> impl Iterator<Item = Lasting> + use<> {
        let all = self.intervals(of).into_iter();
        all.filter(move |one| one.level == level)
            .map(|one| one.lasts())
    }

    fn changes(&self, of: ComponentId) -> &[(Duration, Level)] {
        self.tracks.get(&of.0).map_or(&[], |track| &track.changes)
    }

    pub(super) fn record(&mut self, component: u32, now: Duration, level: Level, capacity: f64) {
        let track = self.tracks.entry(component).or_insert_with(|| Track {
            changes: Vec::new(),
            capacity: 1.0,
            serving: 1.0,
        });
        let last = track.changes.last().map_or(Level::Up, |last| last.1);
        if level != last {
            track.changes.push((now, level));
        }
        track.capacity = track.capacity.min(capacity);
        if level != Level::Down {
            track.serving = track.serving.min(capacity);
        }
    }
}

impl Interval {
    /// How long it lasts.
    pub fn lasts(&self) -> Lasting {
        let lasts = self.until.map(|until| until.saturating_sub(self.from));
        lasts.into()
    }

    /// Whether it is on at a moment.
    pub fn is_on(&self, moment: Duration) -> bool {
        is_on(moment, self.from, self.until)
    }
}
