use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use jurymast_terms::units::{Duration, Moment};

/// A TOML date and time with its offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct MomentField(pub(super) Moment);

impl<'de> Deserialize<'de> for MomentField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = toml::value::Datetime::deserialize(deserializer)?.to_string();
        text.parse().map(Self).map_err(D::Error::custom)
    }
}

/// "4h 31m"
#[derive(Debug, Clone, Copy)]
pub(super) struct DurationField(pub(super) Duration);

impl<'de> Deserialize<'de> for DurationField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}
