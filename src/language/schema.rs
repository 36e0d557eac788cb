use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Value, json};

use super::said::Document;

/// The schema's path in the project, as `init` and `schema --check` know it.
pub const SCHEMA_FILE: &str = "schemas/plan.schema.json";

/// The JSON Schema of a plan file (draft-07), pretty printed, with a final
/// line break. Draft-07 is what TOML editors understand.
pub fn json_schema() -> String {
    let mut schema = SchemaSettings::draft07()
        .with_transform(NoNull)
        .into_generator()
        .into_root_schema_for::<Document>();
    schema.insert(
        "$id".to_owned(),
        json!(concat!(
            "https://raw.githubusercontent.com/jurymast/jurymast/main/",
            "schemas/plan.schema.json"
        )),
    );
    let mut text = serde_json::to_string_pretty(schema.as_value()).unwrap_or_default();
    text.push('\n');
    text
}

/// TOML has no null: an optional key is left out.
#[derive(Clone)]
struct NoNull;

impl Transform for NoNull {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(object) = schema.as_object_mut() {
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            for key in ["anyOf", "oneOf"] {
                let Some(Value::Array(choices)) = object.get_mut(key) else {
                    continue;
                };
                choices.retain(|choice| choice != &json!({ "type": "null" }));
                if let [Value::Object(only)] = choices.as_slice() {
                    let only = only.clone();
                    object.remove(key);
                    for (name, value) in only {
                        object.entry(name).or_insert(value);
                    }
                }
            }
            if object.get("default").is_some_and(Value::is_null) {
                object.remove("default");
            }
        }
        transform_subschemas(self, schema);
    }
}
