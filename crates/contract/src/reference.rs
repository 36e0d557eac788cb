use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::schema::schemas;

/// Every JSON output as a page in Markdown: its fields, what they hold and what they mean.
/// Made of the schemas, so that it says what is printed.
pub fn reference() -> String {
    let mut out = String::from(OPENING);
    for output in schemas() {
        let root = output.value();
        let _ = writeln!(out, "| [`{0}`](#{0}) | {1} |", output.name, text(&root));
    }
    for output in schemas() {
        let root = output.value();
        let page = Page {
            root: &root,
            output: output.name,
        };
        page.write(&mut out);
    }
    out
}

const OPENING: &str = "# JSON outputs

What commands print with `--format json`, and the files that they write, field by field.
Written by `jurymast schema outputs --markdown` out of the JSON Schemas in `schemas/output/`,
which `jurymast schema NAME` prints.

Each output is one object on standard output, and begins with `\"version\": 1`. The number
grows only if a field is renamed, dropped or changes its meaning; fields are added without
it, so readers must bear those that they do not know. What is not known is null, never 0. Errors and
hints go to standard error. Times end in `_s` and are whole seconds; days are `2026-11-30`;
files are paths with `/`; `line` and `column` begin with 1, and columns count characters.
A field in *italics* may be missing.

| Output | What it is |
|---|---|
";

struct Page<'a> {
    root: &'a Value,
    output: &'a str,
}

impl<'a> Page<'a> {
    fn write(&self, out: &mut String) {
        let title = self.root["title"].as_str().unwrap_or_default();
        let _ = write!(
            out,
            "\n## {}\n\n`{title}`. {}\n\n[Schema](../schemas/output/{}.schema.json).\n",
            self.output,
            text(self.root),
            self.output
        );
        let mut inner = Vec::new();
        self.fields(self.root, out, &mut inner);
        let mut at = 0;
        while let Some(&name) = inner.get(at) {
            at += 1;
            if inner[..at - 1].contains(&name) {
                continue;
            }
            let definition = &self.root["$defs"][name];
            let _ = write!(
                out,
                "\n### {name} of {}\n\n{}\n",
                self.output,
                text(definition)
            );
            self.fields(definition, out, &mut inner);
        }
    }

    /// The fields of an object, then those that only some of its forms have.
    fn fields(&self, of: &'a Value, out: &mut String, inner: &mut Vec<&'a str>) {
        self.table(of, out, inner);
        for form in branches(of) {
            let form = self.resolved(form);
            if form["properties"].is_object() {
                let said = text(form);
                let said = if said.is_empty() {
                    "Or:".to_owned()
                } else {
                    format!("One form: {said}")
                };
                let _ = write!(out, "\n{said}\n");
                self.table(form, out, inner);
            }
        }
    }

    fn table(&self, of: &'a Value, out: &mut String, inner: &mut Vec<&'a str>) {
        let Some(fields) = of["properties"].as_object() else {
            return;
        };
        out.push_str("\n| Field | Value | Meaning |\n|---|---|---|\n");
        let required: Vec<&Value> = of["required"].as_array().into_iter().flatten().collect();
        for (name, schema) in fields {
            let must = required.iter().any(|one| *one == name);
            let name = if must {
                format!("`{name}`")
            } else {
                format!("*`{name}`*")
            };
            let value = self.value(schema, inner);
            let meaning = match text(schema) {
                said if said.is_empty() => text(self.resolved(schema)),
                said => said,
            };
            let _ = writeln!(
                out,
                "| {name} | {value} | {} |",
                meaning.replace('|', "\\|")
            );
        }
    }

    /// What a field may hold, in words; the objects in it are noted.
    fn value(&self, schema: &'a Value, inner: &mut Vec<&'a str>) -> String {
        if let Some(word) = schema.get("const") {
            return format!("`{word}`");
        }
        if let Some(name) = reference_of(schema) {
            let definition = &self.root["$defs"][name];
            let has_fields = |one: &Value| self.resolved(one)["properties"].is_object();
            if has_fields(definition) || branches(definition).any(has_fields) {
                inner.push(name);
                let anchor = format!("{name} of {}", self.output).to_ascii_lowercase();
                return format!("[{name}](#{})", anchor.replace(' ', "-"));
            }
            return self.value(definition, inner);
        }
        let words = words_of(schema);
        if !words.is_empty() {
            return words.join(", ");
        }
        let forms: Vec<&Value> = branches(schema).collect();
        if !forms.is_empty() {
            let mut kinds: Vec<String> = Vec::new();
            for form in forms {
                let kind = self.value(form, inner);
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            return kinds.join(" or ");
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::String(one) => vec![one],
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let each = types.iter().map(|kind| match *kind {
            "array" => format!("list of {}", self.value(&schema["items"], inner)),
            "object" => match &schema["additionalProperties"] {
                of @ Value::Object(_) => format!("object of {}", self.value(of, inner)),
                _ => "object".to_owned(),
            },
            "integer" => "whole number".to_owned(),
            "boolean" => "`true` or `false`".to_owned(),
            "string" => "text".to_owned(),
            other => other.to_owned(),
        });
        let each: Vec<String> = each.collect();
        match each.is_empty() {
            true => "any".to_owned(),
            false => each.join(" or "),
        }
    }

    /// The definition that a schema is, or itself.
    fn resolved(&self, schema: &'a Value) -> &'a Value {
        reference_of(schema).map_or(schema, |name| &self.root["$defs"][name])
    }
}

fn reference_of(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// The forms that a value may have.
fn branches(schema: &Value) -> impl Iterator<Item = &Value> {
    let keys = ["oneOf", "anyOf"].into_iter();
    keys.filter_map(|key| schema[key].as_array()).flatten()
}

/// The words that a field may hold, where these are few.
fn words_of(schema: &Value) -> Vec<String> {
    let listed = schema["enum"].as_array().into_iter().flatten();
    let described = schema["oneOf"].as_array().into_iter().flatten();
    let described =
        described.filter_map(|one| one.as_object().and_then(|one: &Map<_, _>| one.get("const")));
    listed
        .chain(described)
        .map(|word| format!("`{word}`"))
        .collect()
}

/// What it means, in one line.
fn text(schema: &Value) -> String {
    let said = schema["description"].as_str().unwrap_or_default();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each_field<'v>(schema: &'v Value, found: &mut Vec<(&'v str, &'v Value)>) {
        match schema {
            Value::Object(object) => {
                let fields = object.get("properties").and_then(Value::as_object);
                found.extend(
                    fields
                        .into_iter()
                        .flatten()
                        .map(|(name, of)| (name.as_str(), of)),
                );
                object.values().for_each(|value| each_field(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| each_field(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_field_of_every_output_is_there() {
        let page = reference();
        for output in schemas() {
            let start = format!("\n## {}\n", output.name);
            let section = page.split_once(&start).unwrap().1;
            let section = section.split("\n## ").next().unwrap();
            let root = output.value();
            let mut fields = Vec::new();
            each_field(&root, &mut fields);
            assert!(fields.len() > 2, "{}", output.name);
            for (name, schema) in fields {
                let said = text(schema).replace('|', "\\|");
                let mut rows = section.lines().filter(|row| row.starts_with("| "));
                let is_there =
                    rows.any(|row| row.contains(&format!("`{name}`")) && row.contains(&said));
                assert!(is_there, "{}: {name}: {said}", output.name);
            }
        }
        for (link, _) in page.match_indices("](#") {
            let anchor = page[link + 3..].split(')').next().unwrap();
            let is_it = |line: &str| {
                let title = line.trim_start_matches('#').trim();
                line.starts_with('#') && title.to_ascii_lowercase().replace(' ', "-") == anchor
            };
            assert!(page.lines().any(is_it), "{anchor}");
        }
        assert!(!page.contains("| any |"));
    }
}
