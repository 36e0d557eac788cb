use std::fmt;
use std::str::FromStr;

use jiff::{Span, SpanRelativeTo, Unit};

/// A length of time in whole seconds, never zero when it was read from a plan.
///
/// Days are 24 hours and weeks 7 days; months and years have no fixed length and
/// are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    seconds: u64,
}

const EXPECTED: &str = "expected a duration such as \"30s\", \"4h\", \"1d 12h\" or \"PT4H\"";

impl Duration {
    pub const fn from_seconds(seconds: u64) -> Self {
        Self { seconds }
    }

    pub const fn seconds(self) -> u64 {
        self.seconds
    }
}

impl FromStr for Duration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.parse::<f64>().is_ok() {
            return Err(format!("{EXPECTED}, found `{text}` without a unit"));
        }
        let span: Span = text
            .parse()
            .map_err(|_| format!("{EXPECTED}, found `{text}`"))?;
        if span.get_years() != 0 || span.get_months() != 0 {
            return Err(format!(
                "months and years have no fixed length; write `{text}` in days (\"m\" means minutes)"
            ));
        }
        let relative = SpanRelativeTo::days_are_24_hours();
        let nanoseconds = span
            .total((Unit::Nanosecond, relative))
            .map_err(|_| format!("{EXPECTED}, found `{text}`"))?;
        if nanoseconds <= 0.0 {
            return Err(format!(
                "a duration must be longer than zero, found `{text}`"
            ));
        }
        let seconds = span
            .total((Unit::Second, relative))
            .map_err(|_| format!("{EXPECTED}, found `{text}`"))?;
        if seconds.fract() != 0.0 {
            return Err(format!("durations are whole seconds, found `{text}`"));
        }
        Ok(Self::from_seconds(seconds as u64))
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
    fn prints_in_full() {
        let shown = |s| Duration::from_seconds(s).to_string();
        assert_eq!(shown(129_600), "1d 12h");
        assert_eq!(shown(55_440), "15h 24m");
        assert_eq!(shown(61), "1m 1s");
        assert_eq!(shown(0), "0s");
    }
}
