use std::fmt::Write as _;

use jurymast_terms::text::double_quoted;

use super::{Draft, DraftKey, DraftRequirement, DraftTable, DraftValue};

/// As wide as a line of a plan gets before it is broken.
const WIDE: usize = 88;

/// Keys in the order in which people write them.
const ORDER: [&str; 24] = [
    "name",
    "description",
    "kind",
    "provider",
    "endpoint",
    "model",
    "via",
    "team",
    "tier",
    "every",
    "in",
    "replicas",
    "data",
    "limit",
    "expires",
    "restart",
    "check",
    "health",
    "needs",
    "own_failure",
    "hosts",
    "links",
    "on_call",
    "escalate_to",
];

impl Draft {
    /// The text of the plan: tables by kind and id, keys in the usual order, a comment for
    /// each guess and each question.
    pub fn to_toml(&self) -> String {
        let mut out = String::from("[plan]\n");
        let name = self.name.as_deref().filter(|name| !name.trim().is_empty());
        let name = name.unwrap_or("Imported");
        let _ = writeln!(out, "name = {}", double_quoted(name));
        if !self.within.is_empty() {
            let within = DraftValue::texts(&self.within);
            let _ = write!(out, "\n[defaults]\nin = {}\n", inline(&within));
        }
        let mut tables: Vec<&DraftTable> = self.tables.iter().collect();
        tables.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
        for table in tables {
            out.push('\n');
            out.push_str(&table.to_toml());
        }
        if !self.remarks.is_empty() {
            out.push('\n');
        }
        for remark in &self.remarks {
            let _ = writeln!(out, "# {remark}");
        }
        out
    }
}

impl DraftTable {
    /// The text of the table, its heading first.
    pub fn to_toml(&self) -> String {
        let mut out = format!("[{}.{}]\n", self.kind.as_str(), self.id);
        for doubt in &self.doubts {
            let _ = writeln!(out, "{}", doubt.comment());
        }
        let place = |key: &DraftKey| ORDER.iter().position(|one| *one == key.key);
        let mut keys: Vec<&DraftKey> = self.keys.iter().collect();
        keys.sort_by_key(|key| place(key).unwrap_or(ORDER.len()));
        for key in keys {
            let _ = write!(out, "{} = {}", key.key, broken(key));
            if let Some(doubt) = &key.doubt {
                let _ = write!(out, "  {}", doubt.comment());
            }
            out.push('\n');
        }
        out.push_str(&self.needs());
        out
    }

    fn needs(&self) -> String {
        if self.requirements.is_empty() {
            return String::new();
        }
        let texts: Vec<String> = self.requirements.iter().map(entry).collect();
        let is_sure = self
            .requirements
            .iter()
            .all(|one| one.doubts().next().is_none());
        let line = format!("depends_on = [{}]\n", texts.join(", "));
        if is_sure && line.len() <= WIDE && !line.contains('{') {
            return line;
        }
        let mut out = String::from("depends_on = [\n");
        for (one, text) in self.requirements.iter().zip(texts) {
            let _ = write!(out, "  {text},");
            let comments: Vec<String> = one.doubts().map(|doubt| doubt.comment()).collect();
            if !comments.is_empty() {
                let _ = write!(out, "  {}", comments.join(" "));
            }
            out.push('\n');
        }
        out.push_str("]\n");
        out
    }
}

impl DraftRequirement {
    /// The text of the entry.
    pub fn to_toml(&self) -> String {
        entry(self)
    }
}

impl DraftValue {
    /// The text of the value.
    pub fn to_toml(&self) -> String {
        inline(self)
    }
}

fn entry(one: &DraftRequirement) -> String {
    let is_plain = one.keys.is_empty() && one.fallbacks.is_empty();
    let mut parts = match one.on.as_slice() {
        [on] if is_plain => return double_quoted(on),
        [on] => vec![format!("on = {}", double_quoted(on))],
        group => vec![format!(
            "any_of = {}",
            inline(&members(group, &one.weights))
        )],
    };
    parts.extend(one.at_least.map(|least| format!("at_least = {least}")));
    parts.extend(one.keys.iter().map(pair));
    let fallbacks = one.fallbacks.iter().map(|fallback| {
        let to = format!("to = {}", double_quoted(&fallback.to));
        let keys = fallback.keys.iter().map(pair);
        let parts: Vec<String> = std::iter::once(to).chain(keys).collect();
        format!("{{ {} }}", parts.join(", "))
    });
    let fallbacks: Vec<String> = fallbacks.collect();
    match fallbacks.as_slice() {
        [] => {}
        [one] => parts.push(format!("fallback = [{one}]")),
        many => parts.push(format!("fallback = [\n    {},\n  ]", many.join(",\n    "))),
    }
    format!("{{ {} }}", parts.join(", "))
}

/// The value of a key; a list that is too long for a line, an item a line.
fn broken(key: &DraftKey) -> String {
    let line = inline(&key.value);
    match &key.value {
        DraftValue::List(items) if key.key.len() + line.len() > WIDE => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[\n  {},\n]", items.join(",\n  "))
        }
        _ => line,
    }
}

fn members(group: &[String], weights: &[u64]) -> DraftValue {
    if weights.is_empty() {
        return DraftValue::texts(group);
    }
    let weighed = group.iter().zip(weights).map(|(on, weight)| {
        let keys = [("on", on.as_str().into()), ("weight", (*weight).into())];
        DraftValue::Table(keys.into())
    });
    DraftValue::List(weighed.collect())
}

fn pair(key: &DraftKey) -> String {
    format!("{} = {}", key.key, inline(&key.value))
}

fn inline(value: &DraftValue) -> String {
    match value {
        DraftValue::Text(text) => double_quoted(text),
        DraftValue::Whole(number) => number.to_string(),
        DraftValue::Truth(truth) => truth.to_string(),
        DraftValue::List(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        DraftValue::Table(keys) => {
            let keys = keys.iter().map(|(key, value)| {
                let bare = key.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
                let key = if bare {
                    (*key).to_owned()
                } else {
                    double_quoted(key)
                };
                format!("{key} = {}", inline(value))
            });
            format!("{{ {} }}", keys.collect::<Vec<_>>().join(", "))
        }
    }
}
