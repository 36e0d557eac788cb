use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroU32;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{
    Deserializer, Error, MapAccess, SeqAccess, Visitor,
    value::{MapAccessDeserializer, SeqAccessDeserializer},
};

use super::{BackupEntry, IdList, Said};

/// How many copies run, or a table that says more.
#[derive(Debug, Default)]
pub(in crate::language) struct ReplicasEntry {
    /// How many run.
    pub(in crate::language) count: u32,
    /// How many must work; 1 when left out.
    pub(in crate::language) at_least: Option<Said<u32>>,
    /// The failure domains they are spread over, in turn.
    pub(in crate::language) over: IdList,
}

/// How many copies run, how many must work, and where they stand.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Replicas")]
struct ReplicasTable {
    /// How many run.
    count: NonZeroU32,
    /// How many must work; 1 when left out.
    at_least: Option<Said<u32>>,
    /// The failure domains they are spread over, in turn: the first copy stands in the first.
    over: Option<IdList>,
}

impl<'de> Deserialize<'de> for ReplicasEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Replicas;

        impl<'de> Visitor<'de> for Replicas {
            type Value = ReplicasEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a number of copies, or a table such as { count = 3, at_least = 2, over = [\"zone-a\", \"zone-b\"] }",
                )
            }

            fn visit_i64<E: Error>(self, count: i64) -> Result<ReplicasEntry, E> {
                let count = u32::try_from(count).ok().filter(|count| *count > 0);
                let count = count.ok_or_else(|| E::custom("expected at least one copy"))?;
                Ok(ReplicasEntry {
                    count,
                    ..ReplicasEntry::default()
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ReplicasEntry, A::Error> {
                let said = ReplicasTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(ReplicasEntry {
                    count: said.count.get(),
                    at_least: said.at_least,
                    over: said.over.unwrap_or_default(),
                })
            }
        }

        deserializer.deserialize_any(Replicas)
    }
}

impl JsonSchema for ReplicasEntry {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ReplicasOrCount".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let count = generator.subschema_for::<NonZeroU32>();
        let table = generator.subschema_for::<ReplicasTable>();
        json_schema!({ "anyOf": [count, table] })
    }
}

/// One backup, or a list of them.
#[derive(Debug)]
pub(in crate::language) struct Backups(pub(in crate::language) Vec<Said<BackupEntry>>);

enum OneOrMany {
    One(Box<BackupEntry>),
    Many(Vec<Said<BackupEntry>>),
}

impl<'de> Deserialize<'de> for Backups {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let said = Said::<OneOrMany>::deserialize(deserializer)?;
        Ok(Self(match said.value {
            OneOrMany::One(value) => vec![Said {
                value: *value,
                range: said.range,
            }],
            OneOrMany::Many(list) => list,
        }))
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrManyBackups;

        impl<'de> Visitor<'de> for OneOrManyBackups {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a table such as { every = \"5m\", restore = \"45m\" }, or a list of them",
                )
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OneOrMany, A::Error> {
                let one = BackupEntry::deserialize(MapAccessDeserializer::new(map))?;
                Ok(OneOrMany::One(Box::new(one)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<OneOrMany, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(OneOrMany::Many)
            }
        }

        deserializer.deserialize_any(OneOrManyBackups)
    }
}

impl JsonSchema for Backups {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "BackupOrBackups".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<BackupEntry>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}
