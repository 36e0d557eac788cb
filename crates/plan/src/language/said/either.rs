/// Reads an enum `One(text) | Table(Box<...>)`: a text that a function reads, or a table
/// that says more.
macro_rules! one_or_table {
    ($name:ident, $table:ident, $one:ident($type:ty) by $read:path, $expecting:literal) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                struct OneOrTable;

                impl<'de> serde::de::Visitor<'de> for OneOrTable {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expecting)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        $read(text).map($name::$one).map_err(E::custom)
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        map: A,
                    ) -> Result<$name, A::Error> {
                        let table = $table::deserialize(
                            serde::de::value::MapAccessDeserializer::new(map),
                        )?;
                        Ok($name::Table(Box::new(table)))
                    }
                }

                deserializer.deserialize_any(OneOrTable)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                concat!(stringify!($name), "OrText").into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let one = generator.subschema_for::<$type>();
                let table = generator.subschema_for::<$table>();
                schemars::json_schema!({ "anyOf": [one, table] })
            }
        }
    };
}
pub(super) use one_or_table;
