use jurymast_terms::units::{Date, Moment};
use serde_json::Value;

/// The text under a key.
pub(super) fn text<'a>(entry: &'a Value, key: &str) -> Option<&'a str> {
    entry.get(key)?.as_str().filter(|text| !text.is_empty())
}

/// The list under a key.
pub(super) fn list<'a>(entry: &'a Value, key: &str) -> Option<&'a [Value]> {
    Some(entry.get(key)?.as_array()?.as_slice())
}

/// The day under a key: a day, a time, or seconds since 1970.
pub(super) fn day(entry: &Value, key: &str) -> Option<Date> {
    day_of(entry.get(key)?)
}

fn day_of(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => text.get(..10)?.parse().ok(),
        Value::Number(number) => {
            let whole = number.as_i64();
            let seconds = whole.or_else(|| Some(number.as_f64()? as i64))?;
            // Nothing of this field is older; a small number is no time.
            (seconds > 1_000_000_000).then_some(())?;
            Some(Moment::from_unix_seconds(seconds)?.date())
        }
        _ => None,
    }
}

/// Whether every one of the entries, and there is one, has this key.
pub(super) fn all_have(entries: &[Value], key: &str) -> bool {
    !entries.is_empty() && entries.iter().all(|entry| entry.get(key).is_some())
}

/// Whether one of the entries has this key.
pub(super) fn any_has(entries: &[Value], key: &str) -> bool {
    entries.iter().any(|entry| entry.get(key).is_some())
}
