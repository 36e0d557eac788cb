use jurymast_plan::model::{Plan, Rung, RungRecord, Step};
use jurymast_terms::units::Date;

use super::{FailedExercise, FallbackId, Switchovers};

/// How much stands behind a fallback or a step on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The highest rung of what counts on that day; declared where nothing does.
    pub rung: Rung,
    /// The day that shows it; `None`: the plan alone says so.
    pub on: Option<Date>,
    /// The last day on which it counts; `None`: nothing ends, or past the calendar's end.
    pub until: Option<Date>,
    /// A higher rung that counted until that day, and no longer.
    pub lapsed: Option<(Rung, Date)>,
    /// The exercise that failed, and after which no drill passed: drills before it count no
    /// more.
    pub failed: Option<FailedExercise>,
}

/// How many fallbacks stand on each rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RungCounts {
    /// Of those that can serve, in the order of [`Rung::ALL`].
    pub by_rung: [usize; Rung::ALL.len()],
    /// Those that are lost for good, whatever was once shown of them.
    pub ended: usize,
}

/// One thing that shows something, from a day on.
struct Shown {
    rung: Rung,
    on: Date,
    until: Option<Date>,
}

impl Standing {
    /// Of a fallback: by its own evidence, its `tested` day and the switchovers that passed;
    /// one that failed after them takes them back.
    pub(super) fn of(plan: &Plan, switchovers: &Switchovers, id: FallbackId, today: Date) -> Self {
        let fallback = id.of(plan);
        let drilled = switchovers.drilled(plan, id, today);
        let failed = switchovers.failed(id, today);
        let failed = failed.filter(|_| !drilled.iter().any(|(on, ..)| *on <= today));
        let drilled = drilled.into_iter().map(|(on, _, until)| Shown {
            rung: Rung::Drilled,
            on,
            until,
        });
        let lesser = fallback.evidence.iter();
        let lesser = lesser.filter(|one| one.rung < Rung::Drilled);
        Self {
            failed,
            ..Self::by(lesser.map(|one| shown(plan, one)).chain(drilled), today)
        }
    }

    /// Of a step of a runbook: by its own evidence.
    pub fn of_step(plan: &Plan, step: &Step, today: Date) -> Self {
        Self::by(step.evidence.iter().map(|one| shown(plan, one)), today)
    }

    fn by(all: impl Iterator<Item = Shown>, today: Date) -> Self {
        let mut standing = Self {
            rung: Rung::Declared,
            on: None,
            until: None,
            lapsed: None,
            failed: None,
        };
        let mut lapsed: Option<(Rung, Date)> = None;
        for one in all.filter(|one| one.on <= today) {
            match one.until.filter(|until| *until < today) {
                Some(until) => lapsed = lapsed.max(Some((one.rung, until))),
                None if (one.rung, Some(one.on)) > (standing.rung, standing.on) => {
                    (standing.rung, standing.on) = (one.rung, Some(one.on));
                    standing.until = one.until;
                }
                None => {}
            }
        }
        standing.lapsed = lapsed.filter(|(rung, _)| *rung > standing.rung);
        standing
    }
}

impl RungCounts {
    /// One more on a rung.
    pub(super) fn add(&mut self, rung: Rung) {
        let at = Rung::ALL.iter().position(|one| *one == rung);
        self.by_rung[at.unwrap_or_default()] += 1;
    }

    /// Those of another plan too.
    pub fn join(&mut self, other: Self) {
        for (own, more) in self.by_rung.iter_mut().zip(other.by_rung) {
            *own += more;
        }
        self.ended += other.ended;
    }

    /// "4 fallbacks: 1 drilled, 2 declared only, 1 ended"; nothing where there is none.
    pub fn words(self) -> Option<String> {
        let all = self.by_rung.iter().sum::<usize>() + self.ended;
        let each = Rung::ALL.into_iter().zip(self.by_rung).rev();
        let each = each.filter(|(_, many)| *many > 0);
        let each = each.map(|(rung, many)| match rung {
            Rung::Declared => format!("{many} {rung} only"),
            _ => format!("{many} {rung}"),
        });
        let ended = (self.ended > 0).then(|| format!("{} ended", self.ended));
        let each: Vec<String> = each.chain(ended).collect();
        let fallbacks = if all == 1 { "fallback" } else { "fallbacks" };
        (all > 0).then(|| format!("{all} {fallbacks}: {}", each.join(", ")))
    }
}

fn shown(plan: &Plan, record: &RungRecord) -> Shown {
    Shown {
        rung: record.rung,
        on: record.on,
        until: record
            .until
            .or_else(|| record.on.plus(Switchovers::within(plan))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn standing(all: &[(Rung, &str, &str)]) -> (Rung, Option<(Rung, Date)>) {
        let all = all.iter().map(|(rung, on, until)| Shown {
            rung: *rung,
            on: day(on),
            until: Some(day(until)),
        });
        let standing = Standing::by(all, day("2026-11-30"));
        (standing.rung, standing.lapsed)
    }

    #[test]
    fn the_highest_that_counts_today_counts() {
        use Rung::{Configured, Declared, Drilled, Observed};
        assert_eq!(standing(&[]), (Declared, None));
        let configured = (Configured, "2026-11-01", "2027-01-01");
        let old = (Drilled, "2025-01-01", "2026-11-29");
        assert_eq!(
            standing(&[old, configured]),
            (Configured, Some((Drilled, day("2026-11-29"))))
        );
        let last_day = (Observed, "2026-10-01", "2026-11-30");
        assert_eq!(standing(&[configured, last_day]), (Observed, None));
        // What is to come shows nothing yet.
        let to_come = (Drilled, "2026-12-01", "2027-01-01");
        assert_eq!(standing(&[to_come, configured]), (Configured, None));
        // What counts no longer is told while nothing as high counts.
        let again = (Drilled, "2026-11-02", "2027-01-01");
        assert_eq!(standing(&[old, again]), (Drilled, None));
    }

    #[test]
    fn counts_are_said_from_the_highest_rung_down() {
        let said = |by_rung| RungCounts { by_rung, ended: 0 }.words();
        assert_eq!(said([0; 4]), None);
        assert_eq!(said([1, 0, 0, 0]).unwrap(), "1 fallback: 1 declared only");
        assert_eq!(
            said([2, 0, 1, 3]).unwrap(),
            "6 fallbacks: 3 drilled, 1 observed, 2 declared only"
        );
    }
}
