use crate::cli::clock;
use crate::cli::exit::Failure;
use jurymast_terms::units::{Date, Duration, Moment};

/// The time it is: as told, noon of a told day, SOURCE_DATE_EPOCH, else the clock
/// to the minute.
pub(super) fn now(told: Option<Moment>, today: Option<Date>) -> Result<Moment, Failure> {
    if let Some(told) = told {
        return Ok(told);
    }
    if let Some(day) = today {
        return moment(&format!("{day}T12:00Z"));
    }
    clock::now()
}

/// A time, a time of day that has passed last, or so long before now.
pub(super) fn since(text: &str, now: Moment) -> Result<Moment, Failure> {
    let ago = text.strip_prefix('-');
    let at = if let Some(ago) = ago {
        let ago: Duration = ago
            .parse()
            .map_err(|error| Failure::error(format!("in `--since {text}`: {error}")))?;
        now.minus(ago)
    } else if is_time_of_day(text) {
        let today = format!("{}T{text}Z", now.date());
        let today: Moment = today.parse().map_err(|_| no_time(text))?;
        if today > now {
            today.minus(Duration::from_seconds(86_400))
        } else {
            today
        }
    } else {
        moment(text)?
    };
    if at > now {
        return Err(
            Failure::error(format!("`--since {text}` lies after now, {now}"))
                .help("say what time it is with --now"),
        );
    }
    Ok(at)
}

fn is_time_of_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let two_digits =
        |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts.len(), 2 | 3) && parts.iter().all(two_digits)
}

fn moment(text: &str) -> Result<Moment, Failure> {
    text.parse().map_err(|_| no_time(text))
}

fn no_time(text: &str) -> Failure {
    Failure::error(format!("`{text}` is no time"))
        .help("write 2026-11-24T10:40Z, 10:40 (UTC) or -20m")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_people_write_them() {
        let now: Moment = "2026-11-24T11:00:00Z".parse().unwrap();
        let read = |text: &str| since(text, now).map(|at| at.to_string()).ok();
        for (text, expected) in [
            ("-20m", "2026-11-24T10:40:00Z"),
            ("10:40", "2026-11-24T10:40:00Z"),
            ("23:40", "2026-11-23T23:40:00Z"),
            ("2026-11-24T10:40Z", "2026-11-24T10:40:00Z"),
            ("2026-11-24T12:40:30+02:00", "2026-11-24T10:40:30Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for bad in ["2026-11-24T11:01Z", "-20", "25:00", "10h40", "20m", ""] {
            assert_eq!(read(bad), None, "{bad}");
        }
        let said = since("25:99", now).unwrap_err();
        assert!(
            format!("{said:?}").contains("`25:99` is no time"),
            "{said:?}"
        );
    }
}
