use std::collections::BTreeMap;

use super::objects::{Located, Object};
use super::workload::Workload;
use crate::evidence::{Variable, variables_of_command, variables_of_text};
use crate::tree::Node;

/// What pods are given from outside: maps of settings, and secrets, of which nothing but
/// the hosts that they name is used.
#[derive(Debug)]
pub(super) struct Settings<'a> {
    maps: Located<&'a Object>,
    secrets: Located<&'a Object>,
}

/// Stands for a value that these files do not hold.
const UNKNOWN: &str = "***";

impl<'a> Settings<'a> {
    pub(super) fn of(objects: &'a [Object]) -> Self {
        Self {
            maps: Located::of_kind(objects, "ConfigMap"),
            secrets: Located::of_kind(objects, "Secret"),
        }
    }

    /// All variables of a container, and what its command line names.
    pub(super) fn variables(&self, namespace: &str, container: &Node) -> Vec<Variable> {
        let mut found: BTreeMap<String, Variable> = BTreeMap::new();
        let sources = container.get("envFrom").map(Node::items);
        for source in sources.unwrap_or_default() {
            let prefix = source.text_at(&["prefix"]).unwrap_or_default();
            for mut one in self.all_of(namespace, source) {
                one.key.insert_str(0, prefix);
                let (is_common, is_secret) = (true, one.is_secret);
                let one = Variable::new(one.key, one.value, source.span);
                found.insert(
                    one.key.clone(),
                    Variable {
                        is_common,
                        is_secret,
                        ..one
                    },
                );
            }
        }
        for entry in container.get("env").map(Node::items).unwrap_or_default() {
            let Some(key) = entry.text_at(&["name"]) else {
                continue;
            };
            let mut one = Variable::new(key, "", entry.span);
            match (entry.text_at(&["value"]), entry.get("valueFrom")) {
                (Some(value), _) => one.value = replaced(value, &found),
                (None, Some(source)) => self.fill(namespace, source, &mut one),
                (None, None) => {}
            }
            found.insert(key.to_owned(), one);
        }
        let mut found: Vec<Variable> = found.into_values().collect();
        let words = ["command", "args"]
            .iter()
            .filter_map(|key| container.get(key));
        let words = words.flat_map(Node::one_or_more).filter_map(Node::text);
        found.extend(variables_of_command(words, container.span));
        found
    }

    fn all_of(&self, namespace: &str, source: &Node) -> Vec<Variable> {
        let map = source.text_at(&["configMapRef", "name"]);
        let secret = source.text_at(&["secretRef", "name"]);
        let map = map.and_then(|name| self.maps.get(namespace, name));
        let secret = secret.and_then(|name| self.secrets.get(namespace, name));
        map.or(secret)
            .map(|object| values_of(object))
            .unwrap_or_default()
    }

    fn fill(&self, namespace: &str, source: &Node, one: &mut Variable) {
        let key_of = |kind: &str| {
            let said = source.get(kind)?;
            Some((said, said.text_at(&["name"])?, said.text_at(&["key"])?))
        };
        let value = |found: &Located<&Object>, name: &str, key: &str| {
            let values = values_of(found.get(namespace, name)?);
            values.into_iter().find(|one| one.key == key)
        };
        if let Some((_, name, key)) = key_of("configMapKeyRef") {
            one.value = value(&self.maps, name, key).map_or_else(String::new, |one| one.value);
        } else if let Some((said, name, key)) = key_of("secretKeyRef") {
            one.is_secret = true;
            let is_optional = said.get("optional").and_then(Node::truth) == Some(true);
            one.value = match value(&self.secrets, name, key) {
                Some(known) => known.value,
                None if is_optional => {
                    one.is_secret = false;
                    String::new()
                }
                None => UNKNOWN.to_owned(),
            };
        }
    }

    /// What the files say that a pod has mounted.
    pub(super) fn mounted(&self, workload: &Workload) -> Vec<Variable> {
        let volumes = workload
            .pod()
            .get("volumes")
            .map(Node::items)
            .unwrap_or_default();
        let sources = volumes.iter().flat_map(|volume| {
            let projected = volume.at(&["projected", "sources"]).map(Node::items);
            std::iter::once(volume).chain(projected.unwrap_or_default())
        });
        let objects = sources.filter_map(|source| {
            let map = source.text_at(&["configMap", "name"]);
            let secret = source
                .text_at(&["secret", "secretName"])
                .or_else(|| source.text_at(&["secret", "name"]));
            let map = map.and_then(|name| self.maps.get(workload.namespace(), name));
            map.or_else(|| self.secrets.get(workload.namespace(), secret?))
        });
        let texts = objects.flat_map(|object| {
            let key = object.path();
            let values = values_of(object).into_iter();
            values.flat_map(move |one| {
                let lines = variables_of_text(&key, &one.value, one.place).into_iter();
                lines.map(move |line| Variable {
                    is_secret: one.is_secret,
                    ..line
                })
            })
        });
        texts.collect()
    }
}

/// The values that a map of settings or a secret holds.
fn values_of(object: &Object) -> Vec<Variable> {
    let is_secret = object.kind == "Secret";
    let plain = ["data", "stringData"].into_iter();
    let found = plain.flat_map(|part| {
        let entries = object.at(&[part]).map(Node::entries).unwrap_or_default();
        entries.iter().filter_map(move |entry| {
            let text = entry.value.text().unwrap_or_default();
            let value = match is_secret && part == "data" {
                true => decoded(text)?,
                false => text.to_owned(),
            };
            let one = Variable::new(&entry.key.text, value, entry.key.span);
            Some(Variable { is_secret, ..one })
        })
    });
    found.collect()
}

/// Whether a text is a configuration of a LiteLLM gateway, which has a format of its own.
pub(super) fn is_gateway(text: &str) -> bool {
    text.lines().any(|line| line.trim_end() == "model_list:")
}

/// `$(NAME)` replaced by what stands before it, and by what a cluster itself sets.
fn replaced(text: &str, known: &BTreeMap<String, Variable>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("$(") {
        out.push_str(before);
        let Some((name, after)) = after.split_once(')') else {
            out.push_str("$(");
            rest = after;
            continue;
        };
        match (known.get(name), name.strip_suffix("_SERVICE_HOST")) {
            (Some(one), _) => out.push_str(&one.value),
            (None, Some(service)) => {
                out.push_str(&service.to_ascii_lowercase().replace('_', "-"));
            }
            (None, None) => {}
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A text in base 64.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xFF) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_in_base_64() {
        assert_eq!(decoded("cmVkaXM6Ly9kYg=="), Some("redis://db".to_owned()));
        assert_eq!(decoded("cmVkaXM6Ly9kYjE="), Some("redis://db1".to_owned()));
        assert_eq!(decoded(""), Some(String::new()));
        assert_eq!(decoded("?"), None);
    }
}
