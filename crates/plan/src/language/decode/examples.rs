//! How a key is written whose value is a list or a table.

/// Keys of one section only, before those that are alike in all.
const OF_SECTION: [(&str, &str, &str); 3] = [
    (
        "ai",
        "needs",
        r#"needs = { tools = true, context = "32k" }"#,
    ),
    ("catalogue", "models", r#"models = ["lists/*.json"]"#),
    (
        "provider",
        "models",
        r#"models = [{ id = "acme-1", retires = 2027-01-31 }]"#,
    ),
];

/// The component of the examples, as it is written.
pub(super) const SOME_ID: &str = "\"orders-db\"";

/// In order of the key.
const EXAMPLES: [(&str, &str); 33] = [
    (
        "actions",
        r#"actions = [{ do = "Raise the limit", owner = "ops" }]"#,
    ),
    (
        "activation",
        r#"activation = { when = "Checkout is down", by = "ops" }"#,
    ),
    ("any_of", r#"any_of = ["orders-db-a", "orders-db-b"]"#),
    ("approved", r#"approved = { by = "COO", on = 2026-09-01 }"#),
    ("assets", r#"assets = ["fine-tune"]"#),
    ("backup", r#"backup = { every = "1d", restore = "2h" }"#),
    ("contract", r#"contract = { ref = "C-17", rto = "8h" }"#),
    ("demand", "demand = { rpm = 900 }"),
    ("depends_on", r#"depends_on = ["orders-db"]"#),
    (
        "endpoints",
        r#"endpoints = [{ id = "chat", limit = { rpm = 900 } }]"#,
    ),
    ("escalate_to", r#"escalate_to = ["ops"]"#),
    (
        "evidence",
        r#"evidence = [{ rung = "drilled", on = 2026-10-01 }]"#,
    ),
    ("fails", r#"fails = [{ what = "orders-db", for = "4h" }]"#),
    (
        "fallback",
        r#"fallback = [{ to = "rules", switch = "manual" }]"#,
    ),
    ("hosts", r#"hosts = ["api.example.com"]"#),
    ("if_lost", r#"if_lost = ["aws-us-east-1"]"#),
    ("ignore", r#"ignore = ["fallbacks"]"#),
    ("impact", r#"impact = [{ after = "4h", level = "severe" }]"#),
    ("include", r#"include = ["services/*.toml"]"#),
    ("least_rung", r#"least_rung = { tier_1 = "drilled" }"#),
    ("limit", "limit = { rpm = 1000 }"),
    (
        "links",
        r#"links = [{ name = "Logs", url = "https://x.example" }]"#,
    ),
    ("moves_to", r#"moves_to = ["zone-b"]"#),
    (
        "on_call",
        r##"on_call = { channel = "#ops", phone = "+1 555 0100" }"##,
    ),
    (
        "people",
        r#"people = [{ name = "Ada", phone = "+1 555 0101" }]"#,
    ),
    ("per", r#"per = { cart = { level = "warning" } }"#),
    (
        "replica_of",
        r#"replica_of = { of = "orders-db", lag = "10s" }"#,
    ),
    ("residency", r#"residency = ["eu"]"#),
    ("scan", r#"scan = ["src", "services/*"]"#),
    ("select", r#"select = ["people"]"#),
    (
        "step",
        r#"step = [{ do = "Switch the flag", takes = "5m" }]"#,
    ),
    ("surges", r#"surges = [{ what = "checkout", times = 3 }]"#),
    ("triggers", r#"triggers = ["5xx", "timeout"]"#),
];

/// The key with a value of the right kind; `None` of keys that hold one word or number.
pub(in crate::language) fn example(section: &str, key: &str) -> Option<&'static str> {
    let mut own = OF_SECTION.iter();
    let own = own.find(|(of, name, _)| *of == section && *name == key);
    let mut all = EXAMPLES.iter();
    own.map(|(.., example)| *example)
        .or_else(|| Some(all.find(|(name, _)| *name == key)?.1))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::language::schema::json_schema;

    /// What a key of the schema may be, references followed.
    fn choices<'a>(root: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap();
            return choices(root, &root["definitions"][name]);
        }
        let lists = ["allOf", "anyOf", "oneOf"].iter();
        let inner = lists.filter_map(|key| schema[key].as_array()).flatten();
        let inner: Vec<&Value> = inner.flat_map(|one| choices(root, one)).collect();
        match inner.is_empty() {
            true => vec![schema],
            false => inner,
        }
    }

    fn is_many(schema: &Value) -> bool {
        schema["type"] == "array" || schema["type"] == "object"
    }

    /// Whether a value is of a kind that the schema allows, and has no key beside its keys.
    fn fits(root: &Value, schema: &Value, value: &toml::Value) -> bool {
        choices(root, schema).iter().any(|one| match value {
            toml::Value::Array(list) => {
                one["type"] == "array" && list.iter().all(|value| fits(root, &one["items"], value))
            }
            toml::Value::Table(table) => {
                let known = |(key, value): (&String, &toml::Value)| {
                    let schema = match &one["properties"][key] {
                        // A table by names.
                        Value::Null => &one["additionalProperties"],
                        named => named,
                    };
                    schema.is_object() && fits(root, schema, value)
                };
                one["type"] == "object" && table.iter().all(known)
            }
            toml::Value::Integer(_) => one["type"] == "integer",
            toml::Value::Boolean(_) => one["type"] == "boolean",
            _ => !is_many(one),
        })
    }

    /// Every key that holds a list or a table has an example that is right wherever the
    /// key is.
    #[test]
    fn every_list_and_table_shows_how_it_is_written() {
        let root: Value = serde_json::from_str(&json_schema()).unwrap();
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for (name, table) in root["definitions"].as_object().unwrap() {
            let section = name.to_ascii_lowercase();
            let Some(keys) = table["properties"].as_object() else {
                continue;
            };
            for (key, schema) in keys {
                if !choices(&root, schema).iter().all(|one| is_many(one)) || key == "rules" {
                    continue;
                }
                let text = example(&section, key).unwrap_or_else(|| panic!("{name}.{key}"));
                let written: toml::Table = toml::from_str(text).unwrap();
                let value = written.get(key).unwrap_or_else(|| panic!("{text}"));
                assert!(fits(&root, schema, value), "{name}.{key}: {text}");
                used.insert(text);
            }
        }
        let own = OF_SECTION.iter().map(|(.., text)| *text);
        let all: BTreeSet<&str> = EXAMPLES.iter().map(|(_, text)| *text).chain(own).collect();
        assert_eq!(used, all);
        // Behind "help: write it so: " it fits into 80 columns.
        assert!(all.iter().all(|text| text.len() <= 56), "{all:#?}");
        assert!(EXAMPLES.is_sorted_by_key(|(key, _)| *key));
    }
}
