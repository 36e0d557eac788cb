use std::fmt;
use std::str::FromStr;

use crate::problem::Problem;

use super::Duration;

/// A calendar day, without a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// The last day of the calendar.
    pub const MAX: Self = Self(jiff::civil::Date::MAX);

    /// `None` when there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    pub(super) fn of(day: jiff::civil::Date) -> Self {
        Self(day)
    }

    /// Whole days from `self` to `later`; negative when `later` is earlier.
    pub fn days_until(self, later: Self) -> i64 {
        self.0
            .until(later.0)
            .map_or(0, |span| i64::from(span.get_days()))
    }

    /// The day that lies `time` later, in whole days; `None` past the calendar's end.
    pub fn plus(self, time: Duration) -> Option<Self> {
        let days = i32::try_from(time.seconds() / 86_400).ok()?;
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Self)
    }

    /// "20260930", as calendar files write it.
    pub fn digits(self) -> String {
        self.0.strftime("%Y%m%d").to_string()
    }
}

impl FromStr for Date {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| {
                if at == 4 || at == 7 {
                    byte == b'-'
                } else {
                    byte.is_ascii_digit()
                }
            });
        if shape && let Ok(date) = text.parse() {
            return Ok(Self(date));
        }
        Err(Problem::new(format!(
            "expected a day such as 2026-10-01, found `{text}`"
        )))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_days_that_exist() {
        for good in ["2026-10-01", "2024-02-29"] {
            assert_eq!(good.parse::<Date>().unwrap().to_string(), good);
        }
        for bad in [
            "2026-02-29",
            "2026-1-1",
            "20261001",
            "2026-10-01T00:00",
            "",
            "soon",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }

    #[test]
    fn days_between_and_days_after() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(day("2026-01-31").days_until(day("2026-03-01")), 29);
        assert_eq!(day("2026-03-01").days_until(day("2025-03-01")), -365);
        let later = |days: u64| Duration::from_seconds(days * 86_400 + 5);
        assert_eq!(day("2024-02-28").plus(later(2)), Some(day("2024-03-01")));
        assert_eq!(day("9999-12-31").plus(later(1)), None);
        assert_eq!(day("0987-06-05").digits(), "09870605");
    }
}
