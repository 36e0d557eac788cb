use std::fmt;
use std::str::FromStr;

use crate::problem::Problem;

use super::{Date, Duration};

/// A second in time, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(jiff::Timestamp);

impl Moment {
    /// How much of its day has passed.
    pub fn into_day(self) -> Duration {
        let seconds = self.unix_seconds().rem_euclid(24 * 60 * 60);
        Duration::from_seconds(seconds.unsigned_abs())
    }

    /// The day it falls on.
    pub fn date(self) -> Date {
        Date::of(jiff::tz::Offset::UTC.to_datetime(self.0).date())
    }

    /// From `earlier` to this; `None` when that is later.
    pub fn since(self, earlier: Self) -> Option<Duration> {
        let seconds = self.0.as_second() - earlier.0.as_second();
        u64::try_from(seconds).ok().map(Duration::from_seconds)
    }

    /// `None` outside of the years that a calendar holds.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        jiff::Timestamp::from_second(seconds).ok().map(Self)
    }

    /// Of the environment variable SOURCE_DATE_EPOCH, which says what time it is to be
    /// for whoever builds again what was built before: a count of seconds.
    ///
    /// # Errors
    /// When it is no count, or one beyond the calendar.
    pub fn from_source_date_epoch(text: &str) -> Result<Self, Problem> {
        let seconds = text.trim().parse().ok();
        seconds.and_then(Self::from_unix_seconds).ok_or_else(|| {
            Problem::new(format!("SOURCE_DATE_EPOCH is no time: `{text}`"))
                .help("it counts seconds since 1970: 1795392000")
        })
    }

    /// The day as people write it: "25 Nov".
    pub fn day_and_month(self) -> String {
        self.0.strftime("%-d %b").to_string()
    }

    /// The year, in four digits.
    pub fn year(self) -> String {
        self.0.strftime("%Y").to_string()
    }

    /// "10:42"; with seconds where they count: "10:42:20".
    pub fn time_of_day(self) -> String {
        let pattern = if self.unix_seconds() % 60 == 0 {
            "%H:%M"
        } else {
            "%H:%M:%S"
        };
        self.0.strftime(pattern).to_string()
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }

    /// So much later; the end of the calendar at most.
    #[must_use]
    pub fn plus(self, time: Duration) -> Self {
        let seconds = i64::try_from(time.seconds()).unwrap_or(i64::MAX);
        let later = self.unix_seconds().checked_add(seconds);
        let later = later.and_then(Self::from_unix_seconds);
        later.unwrap_or(Self(jiff::Timestamp::MAX))
    }

    /// So much earlier; the start of the calendar at least.
    #[must_use]
    pub fn minus(self, time: Duration) -> Self {
        let seconds = i64::try_from(time.seconds()).unwrap_or(i64::MAX);
        let earlier = self.unix_seconds().checked_sub(seconds);
        let earlier = earlier.and_then(Self::from_unix_seconds);
        earlier.unwrap_or(Self(jiff::Timestamp::MIN))
    }

    /// At the very beginning of a day.
    pub fn is_midnight(self) -> bool {
        self.0.as_second().rem_euclid(86_400) == 0
    }
}

impl FromStr for Moment {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let read = text.parse::<jiff::Timestamp>().ok();
        let whole = read.filter(|at| at.subsec_nanosecond() == 0);
        whole.map(Self).ok_or_else(|| {
            Problem::new(format!(
                "expected a time such as 2026-10-01T18:40:00Z, found `{text}`"
            ))
        })
    }
}

impl fmt::Display for Moment {
    /// "2024-12-26T18:40:00Z"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_knows_its_day_and_its_distance() {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let late = at("2024-12-26T23:11:00Z");
        assert_eq!(late.to_string(), "2024-12-26T23:11:00Z");
        assert_eq!(late.date().to_string(), "2024-12-26");
        assert!(!late.is_midnight() && at("2024-12-26T00:00:00Z").is_midnight());
        assert_eq!(at("2024-12-27T00:30:00+01:00").date(), late.date());
        let lasted = late.since(at("2024-12-26T10:40:00-08:00"));
        assert_eq!(lasted, Some(Duration::from_seconds(4 * 3600 + 31 * 60)));
        assert_eq!(at("2024-12-26T10:40:00Z").since(late), None);
        let later = late.plus(Duration::from_seconds(3_000));
        assert_eq!(later.to_string(), "2024-12-27T00:01:00Z");
        assert_eq!(later.minus(Duration::from_seconds(3_000)), late);
        assert!(late.plus(Duration::from_seconds(u64::MAX)) > late);
        let epoch = Moment::from_source_date_epoch("1795392000\n").unwrap();
        assert_eq!(epoch.to_string(), "2026-11-23T00:00:00Z");
        for bad in ["", "soon", "1e9", "99999999999999999"] {
            let problem = Moment::from_source_date_epoch(bad).unwrap_err();
            assert!(problem.message.ends_with(&format!("`{bad}`")));
        }
        for bad in ["2024-12-26", "2024-12-26T10:40", "2024-12-26T10:40:00.5Z"] {
            assert!(bad.parse::<Moment>().is_err(), "{bad}");
        }
    }
}
