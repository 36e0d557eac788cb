//! Single values of a table: texts, times, rates, days.

use toml::{Table, Value};

use super::super::plan::{Rate, SYMPTOMS};
use crate::driver::TODAY;

pub(super) fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn words(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(one)) => vec![one],
        other => list(other).iter().filter_map(Value::as_str).collect(),
    }
}

pub(super) fn text<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}

pub(super) fn flag(table: &Table, key: &str) -> bool {
    table.get(key).and_then(Value::as_bool).unwrap_or(false)
}

pub(super) fn whole(value: Option<&Value>) -> Option<u64> {
    value.and_then(Value::as_integer).map(|one| one as u64)
}

/// `1h 30m`, `45s`.
pub(super) fn seconds(words: &str) -> u64 {
    let mut sum = 0;
    let mut number = 0;
    for letter in words.chars() {
        let unit = match letter {
            '0'..='9' => {
                number = number * 10 + u64::from(letter as u8 - b'0');
                continue;
            }
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            _ => continue,
        };
        sum += number * unit;
        number = 0;
    }
    sum
}

pub(super) fn time(table: &Table, key: &str) -> Option<u64> {
    text(table, key).map(seconds)
}

pub(super) fn percent(table: &Table, key: &str) -> Option<u64> {
    text(table, key).map(|one| one.trim_end_matches('%').parse().unwrap())
}

pub(super) fn symptom(word: &str) -> usize {
    SYMPTOMS.iter().position(|one| *one == word).unwrap()
}

pub(super) fn rate(value: Option<&Value>) -> Rate {
    let table = value.and_then(Value::as_table);
    Rate {
        rpm: table.and_then(|table| whole(table.get("rpm"))),
        tpm: table.and_then(|table| whole(table.get("tpm"))),
    }
}

/// Whether something ended before the day of the tests.
pub(super) fn is_over(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Datetime(day)) => day.to_string().as_str() <= TODAY,
        Some(Value::String(day)) => day.as_str() <= TODAY,
        _ => false,
    }
}
