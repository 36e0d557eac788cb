use std::time::{SystemTime, UNIX_EPOCH};

use jurymast_terms::units::{Date, Moment};

use super::args::Shared;
use super::exit::Failure;

/// The day to judge by: `--today`, else the day it is (UTC).
pub(super) fn today(shared: &Shared) -> Result<Date, Failure> {
    match shared.today {
        Some(today) => Ok(today),
        None => {
            let seconds = seconds()?;
            Date::from_unix_seconds(seconds).ok_or_else(|| beyond(seconds))
        }
    }
}

/// The time it is.
pub(super) fn now() -> Result<Moment, Failure> {
    let seconds = seconds()?;
    Moment::from_unix_seconds(seconds).ok_or_else(|| beyond(seconds))
}

/// Since 1970: SOURCE_DATE_EPOCH, else the clock to the minute.
fn seconds() -> Result<i64, Failure> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(epoch) => epoch.parse().map_err(|_| {
            Failure::error(format!(
                "SOURCE_DATE_EPOCH is no count of seconds: `{epoch}`"
            ))
        }),
        Err(_) => {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).ok();
            let seconds = since.and_then(|since| i64::try_from(since.as_secs() / 60 * 60).ok());
            Ok(seconds.unwrap_or(0))
        }
    }
}

fn beyond(seconds: i64) -> Failure {
    Failure::error(format!("there is no day {seconds} seconds after 1970"))
}
