use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Value, json};

use super::said::PlanFile;

/// The schema's path in the project, as `init` and `schema --check` know it.
pub const SCHEMA_FILE: &str = "schemas/plan.schema.json";

/// Where editors find the schema; `init` writes it into the first line of a plan.
const SCHEMA_ADDRESS: &str =
    "https://raw.githubusercontent.com/jurymast/jurymast/main/schemas/plan.schema.json";

/// The JSON Schema of a plan file (draft-07), pretty printed, with a final
/// line break. Draft-07 is what TOML editors understand.
pub fn json_schema() -> String {
    let mut schema = SchemaSettings::draft07()
        .with_transform(NoNull)
        .into_generator()
        .into_root_schema_for::<PlanFile>();
    let mut ordered = serde_json::Map::new();
    ordered.insert(
        "$schema".to_owned(),
        json!("http://json-schema.org/draft-07/schema#"),
    );
    ordered.insert("$id".to_owned(), json!(SCHEMA_ADDRESS));
    for key in ["title", "description"] {
        ordered.extend(schema.remove(key).map(|value| (key.to_owned(), value)));
    }
    if let Some(rest) = schema.as_object_mut() {
        rest.remove("$schema");
        ordered.append(rest);
    }
    let mut text = serde_json::to_string_pretty(&Value::Object(ordered)).unwrap_or_default();
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
            // In draft-07 a `$ref` hides whatever stands beside it.
            if object.len() > 1
                && let Some(reference) = object.remove("$ref")
            {
                object.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
            }
        }
        transform_subschemas(self, schema);
    }
}
