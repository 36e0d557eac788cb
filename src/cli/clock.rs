use std::time::{SystemTime, UNIX_EPOCH};

use jurymast_terms::units::{Date, Moment};

use super::args::Shared;
use super::exit::Failure;

/// The day to judge by: `--today`, else the day it is (UTC).
pub(super) fn today(shared: &Shared) -> Result<Date, Failure> {
    match shared.today {
        Some(today) => Ok(today),
        None => now().map(Moment::date),
    }
}

/// The time it is: SOURCE_DATE_EPOCH, else the clock to the minute.
pub(super) fn now() -> Result<Moment, Failure> {
    if let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") {
        return Ok(Moment::from_source_date_epoch(&epoch)?);
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let seconds = since.and_then(|since| i64::try_from(since.as_secs() / 60 * 60).ok());
    Moment::from_unix_seconds(seconds.unwrap_or(0))
        .ok_or_else(|| Failure::error("the clock stands beyond the calendar"))
}
