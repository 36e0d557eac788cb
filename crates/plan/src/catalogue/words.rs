use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use crate::model::{Level, Symptom};
use jurymast_terms::units::{Duration, Moment};

const SYMPTOMS: [Symptom; 7] = [
    Symptom::ServerError,
    Symptom::TooManyRequests,
    Symptom::Unauthorized,
    Symptom::BadRequest,
    Symptom::Timeout,
    Symptom::Slow,
    Symptom::WrongAnswers,
];

/// A symptom as the data files spell it, which is how it prints.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen(pub(super) Symptom);

impl<'de> Deserialize<'de> for Seen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let known = SYMPTOMS.into_iter().find(|one| one.as_str() == text);
        known
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("`{text}` is no symptom")))
    }
}

/// What happened to a thing, as the data files spell it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Was {
    Unaffected,
    Degraded,
    Down,
}

impl From<Was> for Level {
    fn from(was: Was) -> Self {
        match was {
            Was::Unaffected => Self::Up,
            Was::Degraded => Self::Degraded,
            Was::Down => Self::Down,
        }
    }
}

/// A TOML date and time with its offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct At(pub(super) Moment);

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = toml::value::Datetime::deserialize(deserializer)?.to_string();
        text.parse().map(Self).map_err(D::Error::custom)
    }
}

/// "4h 31m"
#[derive(Debug, Clone, Copy)]
pub(super) struct Lasts(pub(super) Duration);

impl<'de> Deserialize<'de> for Lasts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}
