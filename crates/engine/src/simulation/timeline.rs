use std::collections::BTreeMap;

use jurymast_plan::model::{ComponentId, Demand, Level};

use super::Symptoms;

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
    changes: Vec<(u64, Level)>,
    /// The least share of its load that the component could serve, and that while
    /// it was not down.
    capacity: f64,
    serving: f64,
}

/// More to serve than a limit lets through.
#[derive(Debug, Clone)]
pub struct Overload {
    pub at: u64,
    pub target: ComponentId,
    pub limit: Demand,
    /// In the order of the plan.
    pub callers: Vec<Caller>,
}

/// A requirement that puts load on a target.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    pub component: ComponentId,
    pub requirement: usize,
    /// The fallback by which it does; `None`: it always does.
    pub fallback: Option<usize>,
    pub requests: u64,
    pub tokens: u64,
}

/// A stretch of time at one level other than up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    pub level: Level,
    pub from: u64,
    /// `None`: for ever.
    pub until: Option<u64>,
}

/// Something that happened to a requirement, or to a component as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    pub at: u64,
    pub component: ComponentId,
    pub said: Said,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// A requirement (its index) is lost; callers see this.
    Lost {
        requirement: usize,
        symptoms: Symptoms,
    },
    /// The trigger of a fallback does not cover the symptoms.
    Blind {
        requirement: usize,
        fallback: usize,
        symptoms: Symptoms,
        /// A person switches instead.
        by_hand: bool,
    },
    /// The switch is made; the loss was at `lost`.
    Switched {
        requirement: usize,
        fallback: usize,
        lost: u64,
    },
    /// The fallback would be ready, and is down itself.
    Useless { requirement: usize, fallback: usize },
    /// The primary is back; the requirement stays on the fallback until then.
    Staying { requirement: usize, until: u64 },
    /// The requirement is met by its primary again.
    Back { requirement: usize },
    /// All it needs is back; its own restart ends then, if nothing falls again.
    Restarting { until: u64 },
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

    /// Seconds at `level` in all; `None`: without end.
    pub fn total(&self, of: ComponentId, level: Level) -> Option<u64> {
        let all = self.intervals(of);
        let mut lengths = all.iter().filter(|one| one.level == level);
        lengths.try_fold(0u64, |sum, one| Some(sum.saturating_add(one.length()?)))
    }

    /// The longest stretch of being down; `None`: without end.
    pub fn longest_down(&self, of: ComponentId) -> Option<u64> {
        let all = self.intervals(of);
        let mut down = all.iter().filter(|one| one.level == Level::Down);
        down.try_fold(0, |longest, one| Some(one.length()?.max(longest)))
    }

    /// Whoever was below up for a time, in plan order.
    pub fn hit(&self) -> Vec<ComponentId> {
        let hit = self.tracks.iter().filter(|(_, track)| {
            let mut changes = track.changes.iter();
            changes.any(|(_, level)| *level != Level::Up)
        });
        hit.map(|(at, _)| ComponentId(*at)).collect()
    }

    pub fn level_at(&self, of: ComponentId, second: u64) -> Level {
        let before = self.changes(of).iter().rev();
        let mut before = before.skip_while(|(at, _)| *at > second);
        before.next().map_or(Level::Up, |(_, level)| *level)
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
    pub fn end(&self) -> u64 {
        let last = self.tracks.values();
        let last = last.filter_map(|track| track.changes.last());
        last.map(|(at, _)| *at).max().unwrap_or(0)
    }
}

impl Timeline {
    fn changes(&self, of: ComponentId) -> &[(u64, Level)] {
        self.tracks.get(&of.0).map_or(&[], |track| &track.changes)
    }

    pub(super) fn record(&mut self, part: u32, now: u64, level: Level, capacity: f64) {
        let track = self.tracks.entry(part).or_insert_with(|| Track {
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
    pub fn length(&self) -> Option<u64> {
        Some(self.until?.saturating_sub(self.from))
    }
}
