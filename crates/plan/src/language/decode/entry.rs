use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;

use super::message;

type Value<'i> = Spanned<DeValue<'i>>;

/// Reads one value through serde. On an error the offending key or element is
/// taken out of a copy and the copy is read again, until it reads or nothing is
/// left to take out; `again` makes the copy, only when it is needed.
pub(super) fn read<'i, T: DeserializeOwned>(
    file: FileId,
    value: Value<'i>,
    again: impl FnOnce() -> Option<Value<'i>>,
    errors: &mut Vec<Diagnostic>,
) -> Option<T> {
    let whole = value.span();
    let error = match T::deserialize(ValueDeserializer::from(value)) {
        Ok(read) => return Some(read),
        Err(error) => error,
    };
    let mut copy = again()?;
    let mut error = error;
    let mut taken: Vec<(String, Range<usize>)> = Vec::new();
    loop {
        let range = error.span().unwrap_or_else(|| whole.clone());
        // A key that was taken out is not missing, it is wrong, and that was said.
        let missing = |(key, at): &(String, Range<usize>)| {
            error.message() == format!("missing field `{key}`")
                && range.start <= at.start
                && at.end <= range.end
        };
        if !taken.iter().any(missing) {
            errors.push(message::finding(file, range.clone(), error.message()));
        }
        if range == whole {
            return None;
        }
        let key = take_out(copy.get_mut(), &range)?;
        taken.push((key, range));
        match T::deserialize(ValueDeserializer::from(copy.clone())) {
            Ok(read) => return Some(read),
            Err(next) => error = next,
        }
    }
}

/// Removes the key or element that stands at `range`; gives the key, nothing for an
/// element, `None` where there is neither.
fn take_out(value: &mut DeValue<'_>, range: &Range<usize>) -> Option<String> {
    match value {
        DeValue::Table(table) => take_out_of_table(table, range),
        DeValue::Array(list) => {
            if let Some(at) = list.iter().position(|element| element.span() == *range) {
                let rest = list.clone().into_iter().enumerate();
                *list = rest.filter(|(i, _)| *i != at).map(|(_, v)| v).collect();
                return Some(String::new());
            }
            list.iter_mut()
                .find_map(|element| take_out(element.get_mut(), range))
        }
        _ => None,
    }
}

fn take_out_of_table(table: &mut DeTable<'_>, range: &Range<usize>) -> Option<String> {
    let here = table
        .iter()
        .find(|(key, value)| key.span() == *range || value.span() == *range)
        .map(|(key, _)| key.clone());
    if let Some(key) = here {
        table.remove(&key);
        return Some(key.get_ref().to_string());
    }
    table
        .iter_mut()
        .find_map(|(_, value)| take_out(value.get_mut(), range))
}
