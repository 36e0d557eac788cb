use jurymast_terms::units::{Duration, Moment};

/// Times since the loss as clock times, in UTC.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    since: Moment,
    now: Moment,
}

impl Clock {
    pub(super) fn new(since: Moment, now: Moment) -> Self {
        Self { since, now }
    }

    /// From the loss to now.
    pub(super) fn elapsed(self) -> Duration {
        self.now.since(self.since).unwrap_or_default()
    }

    /// "10:42 UTC"; with the day where it is not today, and the year where that is
    /// another; with seconds where they count.
    pub(super) fn at(self, time: Duration) -> String {
        self.show(self.since.plus(time))
    }

    /// The same, up to the next full minute: for what is expected.
    pub(super) fn about(self, time: Duration) -> String {
        let minutes = time.seconds().div_ceil(60);
        self.at(Duration::from_seconds(minutes.saturating_mul(60)))
    }

    /// A time that lies so far after now.
    pub(super) fn ahead(self, time: Duration) -> String {
        self.about(self.elapsed().saturating_add(time))
    }

    pub(super) fn show(self, at: Moment) -> String {
        let time = at.time_of_day();
        let day = at.day_and_month();
        if at.date() == self.now.date() {
            format!("{time} UTC")
        } else if at.year() == self.now.year() {
            format!("{day} {time} UTC")
        } else {
            format!("{day} {} {time} UTC", at.year())
        }
    }

    /// "in 20m" or "20m ago", rounded towards trouble.
    pub(super) fn left(self, time: Duration) -> String {
        let elapsed = self.elapsed();
        if time >= elapsed {
            format!("in {}", brief(time.saturating_sub(elapsed)))
        } else {
            format!("{} ago", brief(elapsed.saturating_sub(time)))
        }
    }
}

/// Whole minutes from two minutes on: "1h 5m".
pub(super) fn brief(time: Duration) -> String {
    let seconds = time.seconds();
    let shown = if seconds < 120 {
        seconds
    } else {
        seconds / 60 * 60
    };
    Duration::from_seconds(shown).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_today_have_no_day() {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let clock = Clock::new(at("2026-11-24T22:40:00Z"), at("2026-11-24T23:05:30Z"));
        let after = Duration::from_seconds;
        assert_eq!(clock.elapsed(), after(1530));
        assert_eq!(clock.at(after(0)), "22:40 UTC");
        assert_eq!(clock.at(after(140)), "22:42:20 UTC");
        assert_eq!(clock.about(after(140)), "22:43 UTC");
        assert_eq!(clock.at(after(4_800)), "25 Nov 00:00 UTC");
        assert_eq!(clock.ahead(after(30)), "23:06 UTC");
        assert_eq!(clock.at(after(40 * 86_400)), "3 Jan 2027 22:40 UTC");
        assert_eq!(clock.left(after(1800)), "in 4m");
        assert_eq!(clock.left(after(0)), "25m ago");
    }
}
