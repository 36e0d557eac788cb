use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

use jurymast_terms::vocabulary::{Mode, Serves, Switch, Symptom};

use super::{Day, Length, Percent, RateEntry, Said};

/// The id of what is needed, or a table that says more.
#[derive(Debug)]
pub(in crate::language) enum DependencyEntry {
    Id(String),
    Table(Box<DependencyTable>),
}

/// What is needed, how much, and what stands in for it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Dependency")]
pub(in crate::language) struct DependencyTable {
    /// The one component that is needed.
    pub(in crate::language) on: Option<Said<String>>,
    /// Several components of which some are enough: replicas, zones.
    pub(in crate::language) any_of: Option<Said<Vec<Said<String>>>>,
    /// How many of `any_of` must work; 1 when left out.
    pub(in crate::language) at_least: Option<Said<u32>>,
    /// Whether the component is down or only degraded without it; hard when left out.
    pub(in crate::language) mode: Option<Mode>,
    /// For a soft dependency: what people notice when it is missing.
    pub(in crate::language) degraded: Option<Said<String>>,
    /// How long until someone or something knows that it is lost.
    pub(in crate::language) detect: Option<Said<Length>>,
    /// The load this dependency puts on what it needs.
    pub(in crate::language) demand: Option<RateEntry>,
    /// How long the return to the primary takes once that is back.
    pub(in crate::language) fail_back: Option<Said<Length>>,
    /// What stands in, in order of preference.
    #[serde(default)]
    pub(in crate::language) fallback: Vec<Said<FallbackEntry>>,
    /// Why it is needed.
    pub(in crate::language) why: Option<String>,
}

/// The id of what stands in, or a table that says more.
#[derive(Debug)]
pub(in crate::language) enum FallbackEntry {
    Id(String),
    Table(Box<FallbackTable>),
}

/// What stands in, and how it takes over.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Fallback")]
pub(in crate::language) struct FallbackTable {
    /// The component that stands in.
    pub(in crate::language) to: Said<String>,
    /// Who switches; manual when left out.
    pub(in crate::language) switch: Option<Said<Switch>>,
    /// How long the switch takes once the loss is known.
    pub(in crate::language) after: Option<Said<Length>>,
    /// What callers must see for an automatic switch to fire.
    pub(in crate::language) triggers: Option<Vec<Symptom>>,
    /// The best it can give; up when left out.
    pub(in crate::language) serves: Option<Serves>,
    /// The share of the load it can carry.
    pub(in crate::language) capacity: Option<Said<Percent>>,
    /// The day the switch was last tried for real.
    pub(in crate::language) tested: Option<Said<Day>>,
    /// Where the comparison of its quality with the primary is kept.
    pub(in crate::language) eval: Option<String>,
    /// What to do to switch, for a person at night.
    pub(in crate::language) steps: Option<String>,
}

macro_rules! id_or_table {
    ($name:ident, $table:ident, $expecting:literal) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct IdOrTable;

                impl<'de> Visitor<'de> for IdOrTable {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expecting)
                    }

                    fn visit_str<E>(self, id: &str) -> Result<$name, E> {
                        Ok($name::Id(id.to_owned()))
                    }

                    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<$name, A::Error> {
                        let table = $table::deserialize(MapAccessDeserializer::new(map))?;
                        Ok($name::Table(Box::new(table)))
                    }
                }

                deserializer.deserialize_any(IdOrTable)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                concat!(stringify!($name), "OrId").into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let table = generator.subschema_for::<$table>();
                json_schema!({ "anyOf": [{ "type": "string" }, table] })
            }
        }
    };
}

id_or_table!(
    DependencyEntry,
    DependencyTable,
    "the id of a component, or a table such as { on = \"orders-db\", mode = \"hard\" }"
);
id_or_table!(
    FallbackEntry,
    FallbackTable,
    "the id of a component, or a table such as { to = \"backup-llm\", switch = \"manual\" }"
);
