use crate::model::{ComponentId, Level};

use super::Symptoms;

/// What a scenario did to every component.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// For each component its changes: from this second on, this level. Empty: up
    /// all the time.
    pub(super) changes: Vec<Vec<(u64, Level)>>,
    /// The least share of its load that each component could serve.
    pub(super) capacity: Vec<f64>,
    /// In order of time.
    pub notes: Vec<Note>,
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

impl Timeline {
    /// The stretches of a component below up, in order.
    pub fn intervals(&self, of: ComponentId) -> Vec<Interval> {
        let changes = &self.changes[of.index()];
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
        let all = (0u32..).zip(&self.changes);
        let hit = all.filter(|(_, changes)| changes.iter().any(|(_, level)| *level != Level::Up));
        hit.map(|(at, _)| ComponentId(at)).collect()
    }

    pub fn level_at(&self, of: ComponentId, second: u64) -> Level {
        let before = self.changes[of.index()].iter().rev();
        let mut before = before.skip_while(|(at, _)| *at > second);
        before.next().map_or(Level::Up, |(_, level)| *level)
    }

    /// The least share of its load that a component could serve.
    pub fn capacity(&self, of: ComponentId) -> f64 {
        self.capacity[of.index()]
    }

    /// The last second at which anything changed.
    pub fn end(&self) -> u64 {
        let last = self.changes.iter().filter_map(|all| all.last());
        last.map(|(at, _)| *at).max().unwrap_or(0)
    }
}

impl Interval {
    pub fn length(&self) -> Option<u64> {
        Some(self.until?.saturating_sub(self.from))
    }
}
