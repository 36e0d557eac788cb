//! The meaning of a plan over time, second by second, from the semantics alone.
//!
//! In:  a [`Plan`] with its faults and surges.
//! Out: [`Course`], the level of every part in every second, once with every time
//!      that is not declared at zero (the least) and once without an end (the
//!      greatest); [`Outcome`] holds both beside the targets.
//!
//! `levels`, `load` and `symptoms` are what follows at one instant; `switches` and
//! `recovery` what takes time, `copies` what they miss; `second` settles one second. Everything is looked at in
//! every second: simple, and slow.

mod circles;
mod copies;
mod data;
mod levels;
mod load;
mod recovery;
mod second;
mod state;
mod switches;
mod symptoms;

use super::plan::{DOWN, Plan, UP};
use std::collections::HashMap;

use copies::Past;
use state::State;

pub(super) use data::DataLoss;

/// One of the two runs that decide.
#[derive(Debug)]
struct Run<'a> {
    plan: &'a Plan,
    greatest: bool,
    /// No declared time is as long.
    most: u64,
    /// Seconds that a reserve lasts longer: before what falls in a second, one.
    early: u64,
    /// By part and requirement the fallback that is in use at rest.
    in_use: HashMap<(usize, usize), usize>,
    /// Nobody waits with a switch for others who are nearer to the loss.
    at_once: bool,
}

/// Levels over time.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) rest: Vec<u8>,
    /// A row for each second; the last one lasts.
    pub(super) rows: Vec<Vec<u8>>,
    /// Whether the same states came again and again.
    pub(super) has_exchange: bool,
    pub(super) data: Vec<Option<DataLoss>>,
}

/// Level, from, until.
pub(super) type Interval = (u8, u64, Option<u64>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Met,
    Missed,
    Unknown,
    None,
}

impl Verdict {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Unknown => "unknown",
            Self::None => "none",
        }
    }
}

#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) least: Course,
    pub(super) greatest: Course,
}

impl Outcome {
    pub(super) fn of(plan: &Plan) -> Self {
        Self {
            least: Course::of(plan, false),
            greatest: Course::of(plan, true),
        }
    }

    /// Whether a part is down for no longer than `target` at a time.
    pub(super) fn verdict(&self, part: usize, target: Option<u64>) -> Verdict {
        let Some(target) = target else {
            return Verdict::None;
        };
        let misses = |course: &Course| course.longest_down(part).is_none_or(|down| down > target);
        match [&self.least, &self.greatest].map(misses) {
            _ if self.least.rest[part] == DOWN => Verdict::Unknown,
            [true, true] => Verdict::Missed,
            [false, false] => Verdict::Met,
            _ => Verdict::Unknown,
        }
    }

    /// The lesser time of the two runs; none: it never ends in either.
    pub(super) fn lesser(&self, time: impl Fn(&Course) -> Option<u64>) -> Option<u64> {
        let times = [&self.least, &self.greatest].map(time);
        times.into_iter().flatten().min()
    }
}

impl Course {
    pub(super) fn of(plan: &Plan, greatest: bool) -> Self {
        Self::in_order(plan, greatest, false)
    }

    /// The same where all who can switch in a second do so at once.
    pub(super) fn all_at_once(plan: &Plan, greatest: bool) -> Self {
        Self::in_order(plan, greatest, true)
    }

    fn in_order(plan: &Plan, greatest: bool, at_once: bool) -> Self {
        let mut run = Run {
            plan,
            greatest,
            most: plan.longest() + 2,
            early: 0,
            in_use: HashMap::new(),
            at_once,
        };
        let outside = plan.outside();
        let (at_rest, rest) = run.rest();
        for (part, all) in at_rest.requirements.iter().enumerate() {
            let used = all.iter().enumerate();
            let used = used.filter_map(|(which, one)| Some(((part, which), one.using?)));
            run.in_use.extend(used);
        }
        let mut state = at_rest.clone();
        let mut course = Self {
            rest: rest.parts,
            rows: Vec::new(),
            has_exchange: false,
            data: vec![None; plan.parts.len()],
        };
        let mut past: HashMap<State, usize> = HashMap::new();
        let mut gone: Vec<Vec<u8>> = Vec::new();
        let mut worst: Option<Vec<u8>> = None;
        // What was so in each second, without what an exchange counts as.
        let mut history: Vec<Vec<u8>> = Vec::new();
        let mut now = 0;
        loop {
            assert!(now < 100_000, "never comes to rest");
            if outside.contains(&now) {
                past.clear();
                gone.clear();
                worst = None;
            }
            let next = outside.iter().copied().find(|one| *one > now);
            let (mut settled, levels) = run.second(&state, now, &course.rest, &history);
            let so_far = Past {
                rest: &course.rest,
                rows: &history,
                now: &levels.parts,
            };
            run.note_data(
                &at_rest,
                &mut settled,
                &levels,
                (now, so_far),
                &mut course.data,
            );
            history.push(levels.parts.clone());
            state = settled;
            let again = past.get(&state).copied();
            if let Some(first) = again.filter(|_| worst.is_none()) {
                // The same again: what varies counts at its worst.
                let all = gone[first..].iter().cloned();
                worst = all.reduce(|a, b| a.iter().zip(&b).map(|(a, b)| *a.max(b)).collect());
                course.has_exchange |= gone.len() - first > 1;
                let Some(next) = next else {
                    run.note_open_data(&state, &levels, now, &mut course.data);
                    course.rows.extend(worst);
                    return course;
                };
                if gone.len() - first == 1 {
                    // Nothing moves until the next change.
                    let row = levels.parts.clone();
                    course.rows.resize(next as usize, row.clone());
                    history.resize(next as usize, row);
                    now = next;
                    continue;
                }
            }
            course
                .rows
                .push(worst.clone().unwrap_or_else(|| levels.parts.clone()));
            past.insert(state.clone(), gone.len());
            gone.push(levels.parts);
            now += 1;
        }
    }

    pub(super) fn level(&self, part: usize, second: usize) -> u8 {
        self.rows[second.min(self.rows.len() - 1)][part]
    }

    /// Whenever the part is worse than at rest.
    pub(super) fn intervals(&self, part: usize) -> Vec<Interval> {
        let mut all: Vec<Interval> = Vec::new();
        let mut before = UP;
        for (second, row) in self.rows.iter().enumerate() {
            let level = if row[part] > self.rest[part] {
                row[part]
            } else {
                UP
            };
            if level != before {
                if before > UP
                    && let Some(last) = all.last_mut()
                {
                    last.2 = Some(second as u64);
                }
                if level > UP {
                    all.push((level, second as u64, None));
                }
            }
            before = level;
        }
        all
    }

    /// The seconds at a level; none: without an end.
    pub(super) fn total(&self, part: usize, level: u8) -> Option<u64> {
        let all = self.intervals(part);
        let all = all.iter().filter(|one| one.0 == level);
        all.map(|(_, from, until)| Some((*until)? - from)).sum()
    }

    pub(super) fn longest_down(&self, part: usize) -> Option<u64> {
        let all = self.intervals(part);
        let all = all.iter().filter(|one| one.0 == DOWN);
        let lengths: Option<Vec<u64>> =
            all.map(|(_, from, until)| Some((*until)? - from)).collect();
        Some(lengths?.into_iter().max().unwrap_or(0))
    }

    /// `down 0-300, degraded 300-`.
    pub(super) fn words(&self, part: usize) -> String {
        let word = |level| if level == DOWN { "down" } else { "degraded" };
        let all = self.intervals(part);
        let words = all.iter().map(|(level, from, until)| {
            let until = until.map_or(String::new(), |until| until.to_string());
            format!("{} {from}-{until}", word(*level))
        });
        words.collect::<Vec<_>>().join(", ")
    }
}
