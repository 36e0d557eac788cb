use std::fmt;

use super::Duration;

/// How long something lasts: a time, or without end.
///
/// Ordered by length, so that what never ends is the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lasting {
    /// It ends after this time.
    For(Duration),
    /// It never ends.
    Forever,
}

impl Lasting {
    /// Of no length.
    pub const NONE: Self = Self::For(Duration::ZERO);

    /// The time after which it ends; `None` where it never does.
    pub const fn duration(self) -> Option<Duration> {
        match self {
            Self::For(time) => Some(time),
            Self::Forever => None,
        }
    }

    /// Whole seconds, for machine-readable output; `None` where it never ends.
    pub fn seconds(self) -> Option<u64> {
        self.duration().map(Duration::seconds)
    }

    /// Whether it ends after `most` at the latest.
    pub fn is_within(self, most: Duration) -> bool {
        self <= Self::For(most)
    }

    /// Both, one after the other.
    #[must_use]
    pub fn saturating_add(self, other: Self) -> Self {
        match (self, other) {
            (Self::For(one), Self::For(other)) => Self::For(one.saturating_add(other)),
            _ => Self::Forever,
        }
    }

    /// As it follows a verb: "for 4h", "for ever".
    pub fn phrase(self) -> String {
        match self {
            Self::For(time) => format!("for {time}"),
            Self::Forever => self.to_string(),
        }
    }
}

/// `None` never ends.
impl From<Option<Duration>> for Lasting {
    fn from(time: Option<Duration>) -> Self {
        time.map_or(Self::Forever, Self::For)
    }
}

impl fmt::Display for Lasting {
    /// "4h", "for ever".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::For(time) => time.fmt(f),
            Self::Forever => f.write_str("for ever"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_ends_is_longest_and_has_one_name() {
        let hour = Lasting::For(Duration::from_seconds(3_600));
        assert!(hour < Lasting::Forever);
        assert!(hour.is_within(Duration::from_seconds(3_600)));
        assert!(!hour.is_within(Duration::from_seconds(3_599)));
        assert!(!Lasting::Forever.is_within(Duration::MAX));
        assert_eq!(hour.phrase(), "for 1h");
        assert_eq!(hour.to_string(), "1h");
        assert_eq!(Lasting::Forever.phrase(), "for ever");
        assert_eq!(Lasting::Forever.to_string(), "for ever");
        assert_eq!(Lasting::from(None), Lasting::Forever);
        assert_eq!(hour.saturating_add(Lasting::Forever), Lasting::Forever);
        assert_eq!(hour.saturating_add(hour).seconds(), Some(7_200));
    }
}
