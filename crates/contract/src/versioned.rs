use jurymast_terms::text;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// The number of this contract. It grows only if a field is renamed, dropped or
/// changes its meaning; added fields leave it as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version;

/// What every output begins with.
const VERSION: u8 = 1;

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(VERSION)
    }
}

impl JsonSchema for Version {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Version".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": VERSION })
    }
}

/// An output with the version of the contract in front.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Versioned<T> {
    /// The version of the contract. It grows only if a field is renamed, dropped or
    /// changes its meaning; readers must expect further fields.
    pub version: Version,
    /// The fields of the command.
    #[serde(flatten)]
    pub output: T,
}

impl<T> Versioned<T> {
    /// This output under the version of today.
    pub fn new(output: T) -> Self {
        Self {
            version: Version,
            output,
        }
    }
}

/// The output as it is printed: indented JSON with a line break at its end. What would
/// steer a terminal is escaped, which JSON can do without loss.
///
/// # Errors
/// When a value cannot be written as JSON; none of this room's can fail.
pub fn write<T: Serialize>(output: T) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string_pretty(&Versioned::new(output))?;
    Ok(text::escape_json(&(json + "\n")).into_owned())
}
