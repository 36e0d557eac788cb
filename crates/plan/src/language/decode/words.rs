//! Whether two tables say the same, wherever and in whichever order.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use toml::de::DeValue;

/// Equal for values that say the same: the order of keys, places, spaces, and how a text
/// or number is written do not count.
pub(super) fn fingerprint(value: &DeValue<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    add(value, &mut hasher);
    hasher.finish()
}

fn add(value: &DeValue<'_>, to: &mut DefaultHasher) {
    value.type_str().hash(to);
    match value {
        DeValue::String(text) => text.hash(to),
        DeValue::Integer(number) => {
            let value = i128::from_str_radix(number.as_str(), number.radix());
            value.map_err(|_| number.as_str()).hash(to);
        }
        DeValue::Float(number) => {
            let value = number.as_str().parse::<f64>().map(f64::to_bits);
            value.map_err(|_| number.as_str()).hash(to);
        }
        DeValue::Boolean(value) => value.hash(to),
        DeValue::Datetime(day) => day.to_string().hash(to),
        DeValue::Array(list) => {
            list.len().hash(to);
            list.iter().for_each(|one| add(one.get_ref(), to));
        }
        DeValue::Table(table) => {
            table.len().hash(to);
            let sorted: BTreeMap<_, _> = table
                .iter()
                .map(|(key, value)| (key.get_ref(), value))
                .collect();
            for (key, value) in sorted {
                key.hash(to);
                add(value.get_ref(), to);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    #[test]
    fn the_same_words_have_the_same_fingerprint() {
        let of = |text: &str| {
            let (root, _) = DeTable::parse_recoverable(text);
            fingerprint(&DeValue::Table(root.into_inner()))
        };
        let first = of("a = 'x'\nb = [1, { c = 2026-01-01, d = true }]\n");
        assert_eq!(
            first,
            of("b = [0x1, { d = true, c = 2026-01-01 }] # same\na = \"\\u0078\"")
        );
        for other in [
            "a = 'x'",
            "a = 'y'\nb = [1, { c = 2026-01-01, d = true }]\n",
            "a = 'x'\nb = ['1', { c = 2026-01-01, d = true }]\n",
            "a = 'x'\nb = [{ c = 2026-01-01, d = true }, 1]\n",
        ] {
            assert_ne!(first, of(other), "{other}");
        }
    }
}
