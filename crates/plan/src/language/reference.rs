use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::decode::example;
use super::schema::json_schema;

/// Every table and key of the language as a page in Markdown: type, meaning, how it is
/// written. Made of the schema, so that it says what is read.
pub fn reference() -> String {
    let root: Value = serde_json::from_str(&json_schema()).unwrap_or_default();
    let page = Page { root: &root };
    let mut out = String::from(OPENING);
    let mut inner = Vec::new();
    let mut tables: BTreeSet<&str> = BTreeSet::new();
    for (name, schema) in entries(&root["properties"]) {
        let (header, of) = match (&schema["patternProperties"], &schema["items"]) {
            (Value::Object(of), _) => (format!("[{name}.ID]"), of.values().next()),
            (_, Value::Object(_)) => (format!("[[{name}]]"), Some(&schema["items"])),
            _ => (format!("[{name}]"), Some(schema)),
        };
        let Some(table) = of.and_then(|of| page.table(of)) else {
            continue;
        };
        tables.insert(table);
        let _ = write!(out, "\n## `{header}`\n\n{}\n", text(schema));
        out.push_str(&page.keys(name, table, &mut inner));
    }
    out.push_str("\n## Tables within tables\n");
    let mut at = 0;
    while let Some(&name) = inner.get(at) {
        at += 1;
        if !tables.insert(name) {
            continue;
        }
        let definition = &root["definitions"][name];
        let _ = write!(out, "\n### {name}\n\n{}\n", text(definition));
        out.push_str(&page.keys(name, name, &mut inner));
    }
    out
}

const OPENING: &str = "# The plan language

Every table and key of `jurymast.toml`, as `jurymast schema` has them. `docs/patterns.md`
shows how usual systems are written.

A *duration* is `\"30s\"`, `\"4h\"`, `\"1d 12h\"` or ISO 8601's `\"PT4H\"`; a *day* is a TOML date
(`2026-10-01`); a *share* is `\"99.9%\"`; an *id* is in lower case, with digits and hyphens, and
all components share theirs. What is left out is unknown unless the key says what it means.
Keys in **bold** must be there. All of it is there since 0.1.0, the first version.
";

/// How a meaning says what counts where its key is left out.
const DEFAULT: &str = " when left out";

/// What a key means, and what counts without it.
fn parted(said: &str) -> (String, String) {
    let whole = || (said.to_owned(), String::new());
    let Some((before, after)) = said.split_once(DEFAULT) else {
        return whole();
    };
    // A clause or a sentence of its own, which ends there.
    let Some(at) = before.rfind(['.', ';']) else {
        return whole();
    };
    let (meaning, default) = before.split_at(at);
    match after.strip_prefix(['.', ';']) {
        Some(rest) => {
            let default = default.trim_start_matches(['.', ';', ' ']);
            (format!("{meaning}.{rest}"), default.to_ascii_lowercase())
        }
        None => whole(),
    }
}

struct Page<'a> {
    root: &'a Value,
}

impl<'a> Page<'a> {
    /// The table that a schema refers to.
    fn table(&self, schema: &'a Value) -> Option<&'a str> {
        let name = reference_of(schema)?;
        let keys = &self.root["definitions"][name]["properties"];
        keys.is_object().then_some(name)
    }

    /// The keys of a table, as they are written in a section of the plan.
    fn keys(&self, section: &str, table: &str, inner: &mut Vec<&'a str>) -> String {
        let mut out = String::from("\n| Key | Value | Left out | Meaning |\n|---|---|---|---|\n");
        let section = section.to_ascii_lowercase();
        let definition = &self.root["definitions"][table];
        let required: Vec<&Value> = definition["required"]
            .as_array()
            .into_iter()
            .flatten()
            .collect();
        for (key, schema) in entries(&definition["properties"]) {
            let is_required = required.iter().any(|one| *one == key);
            let name = match is_required {
                true => format!("**`{key}`**"),
                false => format!("`{key}`"),
            };
            let said = text(schema);
            let (mut meaning, default) = parted(&said);
            if let Some(example) = example(&section, key) {
                let _ = write!(meaning, " `{example}`");
            }
            let value = self.value(schema, inner);
            let _ = writeln!(
                out,
                "| {name} | {value} | {} | {} |",
                default.replace('|', "\\|"),
                meaning.replace('|', "\\|")
            );
        }
        out
    }

    /// What a key may hold, in words; the tables in it are noted.
    fn value(&self, schema: &'a Value, inner: &mut Vec<&'a str>) -> String {
        if let Some(name) = self.table(schema) {
            inner.push(name);
            return format!("[{name}](#{})", name.to_ascii_lowercase());
        }
        if let Some(name) = reference_of(schema) {
            return self.value(&self.root["definitions"][name], inner);
        }
        let words = words_of(schema);
        if !words.is_empty() {
            return words.join(", ");
        }
        if let Some(all) = schema["anyOf"].as_array() {
            let mut kinds: Vec<String> = Vec::new();
            for one in all {
                let kind = self.value(one, inner);
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            return kinds.join(" or ");
        }
        match schema["type"].as_str() {
            Some("array") => format!("list of {}", self.value(&schema["items"], inner)),
            Some("object") => {
                let of = ["additionalProperties", "patternProperties"].into_iter();
                let of = of.filter_map(|key| schema[key].as_object());
                let of = of.flat_map(|of| of.values()).find(|of| of.is_object());
                let direct = &schema["additionalProperties"];
                let of = of.or_else(|| Some(direct).filter(|of| of.is_object()));
                match of {
                    Some(of) => format!("table of {}", self.value(of, inner)),
                    None => "table".to_owned(),
                }
            }
            Some("integer") => match (schema["minimum"].as_u64(), schema["maximum"].as_u64()) {
                (Some(least), Some(most)) => format!("{least} to {most}"),
                _ => "whole number".to_owned(),
            },
            Some("number") => "number".to_owned(),
            Some("boolean") => "`true` or `false`".to_owned(),
            Some("string") if schema["format"] == "date" => "day".to_owned(),
            Some("string") if schema["minLength"] == 2 => "duration".to_owned(),
            Some("string") => match schema["pattern"].as_str() {
                Some(pattern) if pattern.contains('%') => "share".to_owned(),
                _ => "text".to_owned(),
            },
            _ => "any".to_owned(),
        }
    }
}

/// The members of an object, in their order.
fn entries(of: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let all = of.as_object().into_iter().flat_map(Map::iter);
    all.map(|(name, value)| (name.as_str(), value))
}

/// The definition that a schema is, whatever words stand beside it.
fn reference_of(schema: &Value) -> Option<&str> {
    let one = match schema["allOf"].as_array().map(Vec::as_slice) {
        Some([one]) => one,
        _ => schema,
    };
    one["$ref"].as_str()?.rsplit('/').next()
}

/// The words that a key may hold, where these are few.
fn words_of(schema: &Value) -> Vec<String> {
    let listed = schema["enum"].as_array().into_iter().flatten();
    let described = schema["oneOf"].as_array().into_iter().flatten();
    let described = described.flat_map(|one| {
        let many = one["enum"].as_array().into_iter().flatten();
        many.chain(Some(&one["const"]).filter(|word| !word.is_null()))
    });
    let all = listed.chain(described);
    all.map(|word| format!("`{word}`")).collect()
}

/// What it means, in one line.
fn text(schema: &Value) -> String {
    let said = schema["description"].as_str().unwrap_or_default();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_key_of_the_schema_is_there() {
        let page = reference();
        let root: Value = serde_json::from_str(&json_schema()).unwrap();
        for (name, table) in entries(&root["definitions"]) {
            for (key, schema) in entries(&table["properties"]) {
                let (meaning, default) = parted(&text(schema));
                let [meaning, default] = [meaning, default].map(|one| one.replace('|', "\\|"));
                let parts = [format!("`{key}`"), format!("| {default} |"), meaning];
                let has_all = |row: &&str| parts.iter().all(|part| row.contains(part));
                let row = page.lines().find(has_all);
                assert!(row.is_some(), "{name}.{key}");
            }
        }
        assert!(!page.contains("| any |"), "{page}");
        for (link, _) in page.match_indices("](#") {
            let name = page[link + 3..].split(')').next().unwrap();
            let heading = |line: &str| {
                let title = line.strip_prefix("### ");
                title.is_some_and(|title| title.to_ascii_lowercase() == name)
            };
            assert!(page.lines().any(heading), "{name}");
        }
    }
}
