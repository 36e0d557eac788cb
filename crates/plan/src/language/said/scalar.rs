use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{
    Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor, value::MapAccessDeserializer,
};

use crate::model::Tier;
use jurymast_terms::problem::Problem;
use jurymast_terms::units;

/// A kebab-case id as a table key: `checkout`, `aws-us-east-1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::language) struct Id;

impl JsonSchema for Id {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" })
    }
}

/// 1 (the most critical) to 4
#[derive(Debug, Clone, Copy)]
pub(in crate::language) struct TierNumber(Tier);

impl From<TierNumber> for Tier {
    fn from(said: TierNumber) -> Self {
        said.0
    }
}

impl<'de> Deserialize<'de> for TierNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;

        impl Visitor<'_> for Number {
            type Value = TierNumber;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a tier from 1 (the most critical) to 4")
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<TierNumber, E> {
                let tier = u8::try_from(number).ok().and_then(Tier::new);
                let out_of_range = || E::invalid_value(Unexpected::Signed(number), &self);
                tier.map(TierNumber).ok_or_else(out_of_range)
            }
        }

        deserializer.deserialize_any(Number)
    }
}

impl JsonSchema for TierNumber {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "TierNumber".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "format": "uint8", "minimum": 1, "maximum": 4 })
    }
}

macro_rules! parsed_text {
    (
        $(#[$meta:meta])* $name:ident($meant:ty), parsed by $parse:path,
        expecting $expecting:literal, schema $schema:tt
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub(in crate::language) struct $name(pub(in crate::language) $meant);

        impl From<$name> for $meant {
            fn from(said: $name) -> Self {
                said.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer
                    .deserialize_any(TextOf {
                        expecting: $expecting,
                        parse: $parse,
                    })
                    .map(Self)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

parsed_text! {
    /// "4h", "1d 12h", "PT4H"
    Length(units::Duration), parsed by units::Duration::from_str,
    expecting "a duration such as \"30s\", \"4h\", \"1d 12h\" or \"PT4H\"",
    schema { "type": "string", "minLength": 2 }
}

parsed_text! {
    /// A time after a start, "0s" for the start itself.
    After(units::Duration), parsed by units::Duration::from_zero,
    expecting "a duration such as \"0s\", \"30s\", \"4h\" or \"PT4H\"",
    schema { "type": "string", "minLength": 2 }
}

parsed_text! {
    /// "99.9%"
    Percent(units::Share), parsed by units::Share::from_str,
    expecting "a share such as \"99.9%\"",
    schema { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?\\s*%$" }
}

parsed_text! {
    /// "https://status.example.com"
    Url(units::Link), parsed by units::Link::from_str,
    expecting "an address such as \"https://status.example.com\"",
    schema { "type": "string", "pattern": "^([Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:|[Tt][Ee][Ll]:)\\S+$" }
}

parsed_text! {
    /// Text that says something.
    Text(String), parsed by not_blank,
    expecting "a text",
    schema { "type": "string", "minLength": 1 }
}

fn not_blank(text: &str) -> Result<String, Problem> {
    if text.trim().is_empty() {
        Err(Problem::new("expected a text, found an empty one"))
    } else {
        Ok(text.to_owned())
    }
}

parsed_text! {
    /// "sha256:..."
    ContentDigest(String), parsed by content_digest,
    expecting "a digest as `jurymast digest` prints it: \"sha256:\" and 64 hexadecimal digits",
    schema { "type": "string", "pattern": "^sha256:[0-9A-Fa-f]{64}$" }
}

/// In small letters.
fn content_digest(text: &str) -> Result<String, Problem> {
    let expected = |found: String| {
        let shape = "\"sha256:\" and 64 hexadecimal digits, as `jurymast digest` prints them";
        Problem::new(format!("expected {shape}, found {found}"))
    };
    let Some(digits) = text.strip_prefix("sha256:") else {
        return Err(expected(format!("`{text}`")));
    };
    match digits.chars().find(|c| !c.is_ascii_hexdigit()) {
        Some(other) => Err(expected(format!("`{other}` among them"))),
        None if digits.len() == 64 => Ok(text.to_ascii_lowercase()),
        None => Err(expected(format!("{} of them", digits.len()))),
    }
}

struct TextOf<T> {
    expecting: &'static str,
    parse: fn(&str) -> Result<T, Problem>,
}

impl<T> Visitor<'_> for TextOf<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expecting)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).map_err(E::custom)
    }
}

/// A day: a TOML date, or the same in quotes.
#[derive(Debug, Clone, Copy)]
pub(in crate::language) struct Day(pub(in crate::language) units::Date);

impl From<Day> for units::Date {
    fn from(said: Day) -> Self {
        said.0
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DayVisitor;

        impl<'de> Visitor<'de> for DayVisitor {
            type Value = Day;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a day such as 2026-10-01")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
                text.parse().map(Day).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Day, A::Error> {
                let value = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))
                    .map_err(|_| A::Error::custom("expected a day such as 2026-10-01"))?;
                value.to_string().parse().map(Day).map_err(A::Error::custom)
            }
        }

        deserializer.deserialize_any(DayVisitor)
    }
}

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

/// A probability: a number from 0 to 1, or a percentage.
#[derive(Debug, Clone, Copy)]
pub(in crate::language) struct Probability(pub(in crate::language) f64);

impl From<Probability> for f64 {
    fn from(said: Probability) -> Self {
        said.0
    }
}

impl<'de> Deserialize<'de> for Probability {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ProbabilityVisitor;

        fn within<E: Error>(value: f64) -> Result<Probability, E> {
            units::Share::new(value)
                .map(|share| Probability(share.value()))
                .ok_or_else(|| E::custom(format!("expected a number from 0 to 1, found {value}")))
        }

        impl Visitor<'_> for ProbabilityVisitor {
            type Value = Probability;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number from 0 to 1, or a percentage such as \"99.9%\"")
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Probability, E> {
                within(value)
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Probability, E> {
                within(value as f64)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Probability, E> {
                let share: units::Share = text.parse().map_err(E::custom)?;
                Ok(Probability(share.value()))
            }
        }

        deserializer.deserialize_any(ProbabilityVisitor)
    }
}

impl JsonSchema for Probability {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Probability".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "type": "number", "minimum": 0, "maximum": 1 },
            { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?\\s*%$" }
        ] })
    }
}

/// A count of tokens: `32000`, `"32k"` or `"1m"`.
#[derive(Debug, Clone, Copy)]
pub(in crate::language) struct Tokens(pub(in crate::language) u64);

impl From<Tokens> for u64 {
    fn from(said: Tokens) -> Self {
        said.0
    }
}

impl<'de> Deserialize<'de> for Tokens {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TokensVisitor;

        const EXPECTED: &str = "a count of tokens such as 32000, \"32k\" or \"1m\"";

        impl Visitor<'_> for TokensVisitor {
            type Value = Tokens;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(EXPECTED)
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Tokens, E> {
                match u64::try_from(value) {
                    Ok(count) if count > 0 => Ok(Tokens(count)),
                    _ => Err(E::custom(format!("expected {EXPECTED}, found {value}"))),
                }
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Tokens, E> {
                let lower = text.to_ascii_lowercase();
                let (digits, factor) = match lower.strip_suffix('k') {
                    Some(digits) => (digits, 1_000),
                    None => match lower.strip_suffix('m') {
                        Some(digits) => (digits, 1_000_000),
                        None => (lower.as_str(), 1),
                    },
                };
                digits
                    .parse::<u64>()
                    .ok()
                    .and_then(|count| count.checked_mul(factor))
                    .filter(|&count| count > 0)
                    .map(Tokens)
                    .ok_or_else(|| E::custom(format!("expected {EXPECTED}, found `{text}`")))
            }
        }

        deserializer.deserialize_any(TokensVisitor)
    }
}

impl JsonSchema for Tokens {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Tokens".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "type": "integer", "minimum": 1 },
            { "type": "string", "pattern": "^[0-9]+[kKmM]?$" }
        ] })
    }
}
