//! How far copies are behind what they copy.
//!
//! In:  the levels of every second so far.
//! Out: for a replica or a backup, how many seconds of what was written it does not hold,
//!      beyond its lag or interval.

use super::super::plan::DOWN;
use super::Run;
use super::data::DataLoss;

/// The levels of every second before this one, and those of this instant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Past<'a> {
    pub(super) rest: &'a [u8],
    pub(super) rows: &'a [Vec<u8>],
    pub(super) now: &'a [u8],
}

/// Seconds; nobody knows how many, where it was so before anything happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Behind {
    Seconds(u64),
    NotKnown,
}

impl Behind {
    pub(super) const NOT: Self = Self::Seconds(0);

    pub(super) fn and(self, age: DataLoss) -> DataLoss {
        match (age, self) {
            (DataLoss::Seconds(age), Self::Seconds(behind)) => DataLoss::Seconds(age + behind),
            (DataLoss::Seconds(_), Self::NotKnown) => DataLoss::NotDeclared,
            (other, _) => other,
        }
    }
}

impl Run<'_> {
    /// By backup of a part.
    pub(super) fn backups_behind(&self, part: usize, past: Past<'_>) -> Vec<Behind> {
        let backups = self.plan.parts[part].backups.iter();
        let all = backups.map(|backup| {
            let places = self.places(part, backup);
            let is_made = |levels: &[u8]| places.iter().all(|at| levels[*at] < DOWN);
            // Made once in its interval.
            let catches_up = |run: u64| backup.every.is_some_and(|every| run >= every);
            behind(part, past, is_made, catches_up)
        });
        all.collect()
    }

    /// By part, of those that copy this one.
    pub(super) fn replicas_behind(&self, part: usize, past: Past<'_>) -> Vec<Behind> {
        let copies = 0..self.plan.parts.len();
        copies
            .map(|copy| self.replica_behind(part, copy, past))
            .collect()
    }

    /// In the least run it has caught up as soon as both are up, in the other never.
    pub(super) fn replica_behind(&self, part: usize, copy: usize, past: Past<'_>) -> Behind {
        behind(part, past, |levels| levels[copy] < DOWN, |_| !self.greatest)
    }
}

/// Seconds in which the source was up since the copy could not be made first.
fn behind(
    part: usize,
    past: Past<'_>,
    is_made: impl Fn(&[u8]) -> bool,
    catches_up: impl Fn(u64) -> bool,
) -> Behind {
    let is_written = |levels: &[u8]| levels[part] < DOWN;
    let mut missing = match is_written(past.rest) && !is_made(past.rest) {
        true => Some(Behind::NotKnown),
        false => None,
    };
    // For how long both are up, without a break; none: they are not.
    let mut both: Option<u64> = None;
    for levels in past.rows.iter().map(Vec::as_slice).chain([past.now]) {
        let (written, made) = (is_written(levels), is_made(levels));
        if both.is_some_and(&catches_up) {
            missing = None;
        }
        both = (written && made).then(|| both.unwrap_or(0));
        if both.is_some_and(&catches_up) {
            missing = None;
        }
        if written && !made {
            missing = missing.or(Some(Behind::NOT));
        }
        // A second passes.
        both = both.map(|run| run + 1);
        missing = missing.map(|one| match one {
            Behind::Seconds(count) => Behind::Seconds(count + u64::from(written)),
            Behind::NotKnown => Behind::NotKnown,
        });
    }
    // But that of this instant does not.
    match missing {
        Some(Behind::Seconds(count)) if is_written(past.now) => Behind::Seconds(count - 1),
        Some(other) => other,
        None => Behind::NOT,
    }
}
