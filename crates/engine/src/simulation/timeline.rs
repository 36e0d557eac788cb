use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::{Duration, Lasting};

use super::model::SimulationModel;
use super::scenario::is_on;
use super::{DataLoss, Note, Overload, TimelineEvent};
use crate::undeclared::UndeclaredTime;

/// What a scenario did to every component, beyond how it is at rest.
///
/// All that is read off it is of the least run, in which every undeclared time is
/// zero, but for what says that it is of the greatest.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    pub(super) tracks: Tracks,
    /// Of the run in which undeclared times never end; `None`: the two are the same.
    pub(super) greatest: Option<Tracks>,
    /// In order of time.
    pub notes: Vec<Note>,
    /// For each target that had more to serve than its limit, the worst moment.
    pub overloads: Vec<Overload>,
    /// Every undeclared time that one of the two runs met.
    pub undeclared: BTreeSet<UndeclaredTime>,
    /// What was stopped, and whose restart the plan does not give: it counts as zero.
    pub restart_assumed: BTreeSet<u32>,
    pub(super) data_losses: BTreeMap<u32, DataLoss>,
    /// The same of the greatest run.
    pub(super) data_losses_at_most: BTreeMap<u32, DataLoss>,
    /// What is not up at rest.
    pub(super) rest: BTreeMap<u32, Level>,
    /// By component what nobody has declared of the share that it serves at rest.
    pub(super) open_shares: BTreeMap<u32, BTreeSet<UndeclaredTime>>,
}

/// The levels of one run.
#[derive(Debug, Clone, Default)]
pub(super) struct Tracks {
    /// Of those that anything happened to.
    of: BTreeMap<u32, Track>,
}

#[derive(Debug, Clone)]
struct Track {
    /// From this second on, this level. Empty: as at rest all the time.
    changes: Vec<(Duration, Level)>,
    /// The least share of its load that the component could serve, and that while it
    /// was not down.
    capacity: f64,
    serving: f64,
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

/// How many runs of a job fall out. `None`: every one from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissedRuns {
    /// Whenever it was to run.
    pub least: Option<u64>,
    /// If it was to run at the worst moments.
    pub most: Option<u64>,
}

impl MissedRuns {
    /// "misses 1 to 2 runs", "misses at most 1 run", "misses every run from then on";
    /// `None` where none falls out.
    pub fn words(self) -> Option<String> {
        let runs = |count: u64| if count == 1 { "run" } else { "runs" };
        Some(match (self.least, self.most) {
            (_, Some(0)) => return None,
            (None, _) => "misses every run from then on".to_owned(),
            (Some(0), None) => "may miss every run from then on".to_owned(),
            (Some(least), None) => format!("misses at least {least} {}", runs(least)),
            (Some(0), Some(most)) => format!("misses at most {most} {}", runs(most)),
            (Some(least), Some(most)) if least == most => format!("misses {most} {}", runs(most)),
            (Some(least), Some(most)) => format!("misses {least} to {most} {}", runs(most)),
        })
    }
}

impl Timeline {
    /// The stretches of a component in which it is worse than at rest, in order.
    pub fn intervals(&self, of: ComponentId) -> Vec<Interval> {
        self.tracks.intervals(of)
    }

    /// The time at `level` in all; down it is no longer than in either run.
    pub fn total(&self, of: ComponentId, level: Level) -> Lasting {
        let least = self.tracks.total(of, level);
        match level {
            Level::Down => least.min(self.total_at_most(of, level)),
            Level::Up | Level::Degraded => least,
        }
    }

    /// The longest stretch of being down. A switch that takes no time where its time is not
    /// declared may call off a better one: then the other run has less.
    pub fn longest_down(&self, of: ComponentId) -> Lasting {
        self.longest_of_each(of).min().unwrap_or(Lasting::NONE)
    }

    /// Whether it is down for a time.
    pub fn is_ever_down(&self, of: ComponentId) -> bool {
        self.longest_down(of) > Lasting::NONE
    }

    /// Whoever was below up for a time, in plan order.
    pub fn hit(&self) -> Vec<ComponentId> {
        self.tracks.hit().collect()
    }

    /// The level at a moment of the scenario.
    pub fn level_at(&self, of: ComponentId, moment: Duration) -> Level {
        let before = self.changes(of).iter().rev();
        let mut before = before.skip_while(|(at, _)| *at > moment);
        before.next().map_or(Level::Up, |(_, level)| *level)
    }

    /// The same, with what it is at rest counted.
    pub fn whole_level_at(&self, of: ComponentId, moment: Duration) -> Level {
        self.level_at(of, moment).max(self.at_rest(of))
    }

    /// The level once nothing changes any more.
    pub fn last_level(&self, of: ComponentId) -> Level {
        self.level_at(of, Duration::MAX)
    }

    /// The least share of its load that a component could serve.
    pub fn capacity(&self, of: ComponentId) -> f64 {
        self.tracks
            .of
            .get(&of.0)
            .map_or(1.0, |track| track.capacity)
    }

    /// The least share that it could serve while it was not down.
    pub fn serving(&self, of: ComponentId) -> f64 {
        self.tracks.of.get(&of.0).map_or(1.0, |track| track.serving)
    }

    /// The last second at which anything changed.
    pub fn end(&self) -> Duration {
        let last = self.tracks.of.values();
        let last = last.filter_map(|track| track.changes.last());
        last.map(|(at, _)| *at).max().unwrap_or_default()
    }
}

impl Timeline {
    /// The stretches of a component if undeclared times never end.
    pub fn intervals_at_most(&self, of: ComponentId) -> Vec<Interval> {
        self.greatest.as_ref().unwrap_or(&self.tracks).intervals(of)
    }

    /// The time at `level` in all if undeclared times never end.
    pub(super) fn total_at_most(&self, of: ComponentId, level: Level) -> Lasting {
        let all = self.greatest.as_ref().unwrap_or(&self.tracks);
        all.total(of, level)
    }

    /// The longest stretch of being down, be undeclared times over at once or never.
    pub fn longest_down_at_most(&self, of: ComponentId) -> Lasting {
        self.longest_of_each(of).max().unwrap_or(Lasting::NONE)
    }

    /// The longest stretch of being down in each of the runs.
    fn longest_of_each(&self, of: ComponentId) -> impl Iterator<Item = Lasting> + use<'_> {
        let runs = [&self.tracks].into_iter().chain(&self.greatest);
        runs.map(move |run| {
            let all = run.lengths(of, Level::Down);
            all.max().unwrap_or(Lasting::NONE)
        })
    }

    /// The least share of its load that a component could serve in either run; with
    /// `serving` of the time that it was not down.
    pub(super) fn capacity_at_least(&self, of: ComponentId, serving: bool) -> f64 {
        let least = |tracks: &Tracks| {
            let track = tracks.of.get(&of.0);
            track.map_or(1.0, |track| {
                if serving {
                    track.serving
                } else {
                    track.capacity
                }
            })
        };
        let greatest = self.greatest.as_ref().map_or(1.0, least);
        least(&self.tracks).min(greatest)
    }

    /// Whoever is below up for a time if undeclared times never end, in plan order.
    pub(super) fn hit_at_most(&self) -> Vec<ComponentId> {
        self.greatest.iter().flat_map(Tracks::hit).collect()
    }

    /// Whether it would fare otherwise if undeclared times never end.
    pub fn is_unsure(&self, of: ComponentId) -> bool {
        self.intervals(of) != self.intervals_at_most(of)
    }

    /// Whether undeclared times may make what happens to a component last longer than all else.
    pub fn may_last_longer(&self, of: ComponentId) -> bool {
        let end = self.end();
        let mut at_most = self.intervals_at_most(of).into_iter();
        self.is_unsure(of) && at_most.any(|one| one.until.is_none_or(|until| until > end))
    }

    /// The times that a plan leaves out of how the loss of a requirement is noticed.
    pub fn undeclared_notice(&self, of: ComponentId, requirement: usize) -> Vec<UndeclaredTime> {
        let notice = [
            UndeclaredTime::Detect {
                component: of,
                requirement,
            },
            UndeclaredTime::Unseen {
                component: of,
                requirement,
            },
        ];
        let all = notice.into_iter();
        all.filter(|one| self.undeclared.contains(one)).collect()
    }

    /// The same of a switch that a note tells, with how long that takes itself.
    pub fn undeclared_switch(&self, note: &Note) -> Vec<UndeclaredTime> {
        let TimelineEvent::Switched {
            requirement,
            fallback,
            ..
        } = note.event
        else {
            return Vec::new();
        };
        let component = note.component;
        let switch = [
            UndeclaredTime::After {
                component,
                requirement,
                fallback,
            },
            UndeclaredTime::Trigger {
                component,
                requirement,
                fallback,
            },
        ];
        let switch = switch
            .into_iter()
            .filter(|one| self.undeclared.contains(one));
        let notice = self.undeclared_notice(component, requirement).into_iter();
        notice.chain(switch).collect()
    }

    /// Whether anything happened to a component in either run.
    pub(super) fn is_hit(&self, of: ComponentId) -> bool {
        let hit = |tracks: &Tracks| !tracks.changes(of).is_empty();
        hit(&self.tracks) || self.greatest.as_ref().is_some_and(hit)
    }

    /// How a component is before anything happens; what is no worse is no outage of the
    /// scenario.
    pub fn at_rest(&self, of: ComponentId) -> Level {
        self.rest.get(&of.0).copied().unwrap_or_default()
    }

    /// By time the requirements of a component that go to and fro between what serves them,
    /// until something else changes.
    pub fn exchanges(&self, of: ComponentId) -> impl Iterator<Item = (Duration, usize)> {
        let notes = self.notes.iter().filter(move |note| note.component == of);
        notes.filter_map(|note| match note.event {
            TimelineEvent::Exchange { requirement } => Some((note.at, requirement)),
            _ => None,
        })
    }

    /// What a component itself lost of its data; `None`: nothing. With `at_most` if
    /// undeclared times never end.
    pub fn data_loss(&self, of: ComponentId, at_most: bool) -> Option<&DataLoss> {
        let of = &of.0;
        match at_most && self.greatest.is_some() {
            true => self.data_losses_at_most.get(of),
            false => self.data_losses.get(of),
        }
    }

    /// Whether anything loses data.
    pub fn loses_data(&self) -> bool {
        !self.data_losses.is_empty() || !self.data_losses_at_most.is_empty()
    }

    /// How many runs of a job fall out that is to run once in `every`: nothing says when in
    /// that time. At most, if undeclared times never end.
    pub fn missed_runs(&self, of: ComponentId, every: Duration) -> MissedRuns {
        let every = every.seconds().max(1);
        let greatest = self.greatest.as_ref().unwrap_or(&self.tracks);
        let count = |tracks: &Tracks, runs: &dyn Fn(u64) -> u64| {
            let lengths = tracks.lengths(of, Level::Down);
            let all = lengths.map(|one| one.seconds().map(runs));
            all.sum::<Option<u64>>()
        };
        MissedRuns {
            least: count(&self.tracks, &|lasts| lasts / every),
            most: count(greatest, &|lasts| lasts.div_ceil(every)),
        }
    }

    fn changes(&self, of: ComponentId) -> &[(Duration, Level)] {
        self.tracks.changes(of)
    }

    /// Leaves out those that fared no worse than they did without the faults.
    pub(super) fn leave_out_as_in(&mut self, without: &Self) {
        let worst = |timeline: &Self, of: ComponentId| timeline.intervals_at_most(of);
        let as_before: BTreeSet<u32> = self
            .tracks
            .of
            .keys()
            .chain(self.greatest.iter().flat_map(|one| one.of.keys()))
            .copied()
            .filter(|at| {
                let of = ComponentId(*at);
                self.changes(of) == without.changes(of) && worst(self, of) == worst(without, of)
            })
            .collect();
        self.tracks.of.retain(|at, _| !as_before.contains(at));
        if let Some(greatest) = &mut self.greatest {
            greatest.of.retain(|at, _| !as_before.contains(at));
        }
        self.notes
            .retain(|note| !as_before.contains(&note.component.0));
    }

    pub(super) fn set_rest(&mut self, model: &SimulationModel<'_>) {
        self.rest = model.rest.worse.clone();
        self.open_shares = model.rest.open_shares.clone();
    }
}

impl Tracks {
    fn hit(&self) -> impl Iterator<Item = ComponentId> {
        let hit = self.of.iter().filter(|(_, track)| {
            let mut changes = track.changes.iter();
            changes.any(|(_, level)| *level != Level::Up)
        });
        hit.map(|(at, _)| ComponentId(*at))
    }

    fn changes(&self, of: ComponentId) -> &[(Duration, Level)] {
        self.of.get(&of.0).map_or(&[], |track| &track.changes)
    }

    fn intervals(&self, of: ComponentId) -> Vec<Interval> {
        let changes = self.changes(of);
        let ends = changes.iter().skip(1).map(|(at, _)| Some(*at));
        changes
            .iter()
            .zip(ends.chain([None]))
            .filter(|((_, level), _)| *level != Level::Up)
            .map(|(&(from, level), until)| Interval { level, from, until })
            .collect()
    }

    fn total(&self, of: ComponentId, level: Level) -> Lasting {
        let all = self.lengths(of, level);
        all.fold(Lasting::NONE, Lasting::saturating_add)
    }

    fn lengths(&self, of: ComponentId, level: Level) -> impl Iterator<Item = Lasting> + use<> {
        let all = self.intervals(of).into_iter();
        all.filter(move |one| one.level == level)
            .map(|one| one.lasts())
    }

    pub(super) fn record(&mut self, component: u32, now: Duration, level: Level, capacity: f64) {
        let track = self.of.entry(component).or_insert_with(|| Track {
            changes: Vec::new(),
            capacity: 1.0,
            serving: 1.0,
        });
        if track.changes.last().is_some_and(|(at, _)| *at == now) {
            track.changes.pop();
        }
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
