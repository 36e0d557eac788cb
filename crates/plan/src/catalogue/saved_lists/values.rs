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

/// The truth under a key; "true" and "false" in quotes too, as Azure has them.
pub(super) fn truth(entry: &Value, key: &str) -> Option<bool> {
    match entry.get(key)? {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// The whole number under a key, in quotes too; nothing that is zero is said.
pub(super) fn count(entry: &Value, key: &str) -> Option<u64> {
    let count = match entry.get(key)? {
        Value::String(text) => text.parse().ok()?,
        other => other.as_u64()?,
    };
    (count > 0).then_some(count)
}

/// Whether a list under a key has a word, in capitals or not.
pub(super) fn has(entry: &Value, key: &str, word: &str) -> Option<bool> {
    let words = list(entry, key)?.iter().filter_map(Value::as_str);
    Some(words.into_iter().any(|one| one.eq_ignore_ascii_case(word)))
}

/// The price under a key, dollars for so many tokens, as millionths of a dollar for a million;
/// `None`: nothing is said, or it is free there.
pub(super) fn price(entry: &Value, key: &str, tokens: f64) -> Option<u64> {
    let dollars: f64 = match entry.get(key)? {
        Value::String(text) => text.parse().ok()?,
        other => other.as_f64()?,
    };
    let micro = (dollars * 1e12 / tokens).round();
    (1.0..1e15).contains(&micro).then_some(micro as u64)
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
