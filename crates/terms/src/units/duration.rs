use std::fmt;
use std::str::FromStr;

use crate::problem::Problem;

use jiff::{Span, SpanRelativeTo, Unit};

/// A length of time in whole seconds; zero only where a plan may say so.
///
/// Days are 24 hours and weeks 7 days; months and years have no fixed length and
/// are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration {
    seconds: u64,
}

const EXPECTED: &str = "expected a duration such as \"30s\", \"4h\", \"1d 12h\" or \"PT4H\"";

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self::from_seconds(0);
    /// Longer than any other.
    pub const MAX: Self = Self::from_seconds(u64::MAX);

    /// So many seconds.
    pub const fn from_seconds(seconds: u64) -> Self {
        Self { seconds }
    }

    /// How many seconds it has.
    pub const fn seconds(self) -> u64 {
        self.seconds
    }

    /// Both, one after the other; the longest there is where that overflows.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self::from_seconds(self.seconds.saturating_add(other.seconds))
    }

    /// What is left of it after `other`; none where `other` is longer.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self::from_seconds(self.seconds.saturating_sub(other.seconds))
    }

    /// Reads a time that may be none at all: "0s", "20m".
    pub fn from_zero(text: &str) -> Result<Self, Problem> {
        Ok(Self::from_seconds(read(text)?))
    }
}

impl FromStr for Duration {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        match Self::from_zero(text)? {
            Self { seconds: 0 } => Err(Problem::new(format!(
                "a duration must be longer than zero, found `{text}`; leave it out where there is \
                 none, or write \"1s\", the shortest"
            ))),
            longer => Ok(longer),
        }
    }
}

impl fmt::Display for Duration {
    /// "2d 3h", "1h 30m", "45s".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.seconds == 0 {
            return f.write_str("0s");
        }
        let mut rest = self.seconds;
        let mut first = true;
        for (size, unit) in [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")] {
            let count = rest / size;
            rest %= size;
            if count > 0 {
                if !first {
                    f.write_str(" ")?;
                }
                first = false;
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

fn read(text: &str) -> Result<u64, Problem> {
    if text.parse::<f64>().is_ok() {
        return Err(Problem::new(format!(
            "{EXPECTED}, found `{text}` without a unit"
        )));
    }
    let span: Span = text.parse().map_err(|_| not_read(text))?;
    if span.get_years() != 0 || span.get_months() != 0 {
        return Err(Problem::new(format!(
            "months and years have no fixed length; write `{text}` in days (\"m\" means minutes)"
        )));
    }
    let relative = SpanRelativeTo::days_are_24_hours();
    let seconds = span
        .total((Unit::Second, relative))
        .map_err(|_| not_read(text))?;
    if seconds < 0.0 {
        return Err(Problem::new(format!(
            "a duration must be longer than zero, found `{text}`"
        )));
    }
    if seconds.fract() != 0.0 {
        return Err(Problem::new(format!(
            "durations are whole seconds, found `{text}`"
        )));
    }
    Ok(seconds as u64)
}

/// What would read with smaller numbers in it is too long.
fn not_read(text: &str) -> Problem {
    let mut smaller = String::new();
    for c in text.chars() {
        if !(c.is_ascii_digit() && smaller.ends_with('1')) {
            smaller.push(if c.is_ascii_digit() { '1' } else { c });
        }
    }
    Problem::new(if smaller.parse::<Span>().is_ok() {
        format!("`{text}` is too long: a duration is 19,998 years at most")
    } else {
        format!("{EXPECTED}, found `{text}`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (text, seconds) in [
            ("30s", 30),
            ("4h", 14_400),
            ("1d 12h", 129_600),
            ("PT4H", 14_400),
            ("P1D", 86_400),
            ("90m", 5_400),
            ("1.5h", 5_400),
            ("2 weeks", 1_209_600),
        ] {
            assert_eq!(text.parse(), Ok(Duration::from_seconds(seconds)), "{text}");
        }
    }

    #[test]
    fn refuses_what_has_no_length_or_no_unit() {
        for text in [
            "", "0s", "-4h", "4", "4.5", "1mo", "P1M", "1y", "500ms", "soon", "4h ago",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text: &str| text.parse::<Duration>().unwrap_err().message;
        assert_eq!(
            error("999999999d"),
            "`999999999d` is too long: a duration is 19,998 years at most"
        );
        assert!(error("soon").starts_with("expected a duration"));
        assert!(error("0s").contains("longer than zero"));
        assert!(error("0s").contains("write \"1s\", the shortest"));
        assert!(error("-4h").contains("longer than zero"));
        assert_eq!(Duration::from_zero("0s"), Ok(Duration::from_seconds(0)));
        assert!(Duration::from_zero("-1s").is_err());
        assert!(Duration::from_zero("0").is_err());
    }

    #[test]
    fn prints_in_full() {
        let shown = |s| Duration::from_seconds(s).to_string();
        assert_eq!(shown(129_600), "1d 12h");
        assert_eq!(shown(55_440), "15h 24m");
        assert_eq!(shown(61), "1m 1s");
        assert_eq!(shown(0), "0s");
    }
}
