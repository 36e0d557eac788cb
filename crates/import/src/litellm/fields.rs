use jurymast_terms::source::Span;
use jurymast_terms::suggest;

use super::fates::{
    Fates, OF_ENTRY, OF_FILE, OF_GENERAL, OF_INFO, OF_LITELLM, OF_PARAMS, OF_ROUTER,
};
use super::gateway::Gateway;
use crate::draft::{Finding, Mapping};
use crate::tree::Node;

/// What became of each field.
pub(super) fn findings(gateway: &Gateway) -> Vec<Finding> {
    let mut fields = Fields(Vec::new());
    let mut at = 0;
    for part in &gateway.parts {
        fields.all(part, "", OF_FILE);
        for (section, fates) in [
            ("router_settings", OF_ROUTER),
            ("litellm_settings", OF_LITELLM),
            ("general_settings", OF_GENERAL),
        ] {
            if let Some(node) = part.get(section) {
                fields.all(node, section, fates);
            }
        }
        for entry in part.get("model_list").map(Node::items).unwrap_or_default() {
            let path = format!("model_list[{at}]");
            at += 1;
            fields.entry(entry, &path);
        }
    }
    fields.0
}

struct Fields(Vec<Finding>);

impl Fields {
    fn entry(&mut self, entry: &Node, path: &str) {
        if entry.at(&["litellm_params", "model"]).is_none() {
            let message = "it names no `litellm_params.model`: left out".to_owned();
            self.told(path.to_owned(), entry.span, Mapping::Manual, message);
            return;
        }
        self.all(entry, path, OF_ENTRY);
        for (key, fates) in [("litellm_params", OF_PARAMS), ("model_info", OF_INFO)] {
            if let Some(node) = entry.get(key) {
                self.all(node, &format!("{path}.{key}"), fates);
            }
        }
    }

    fn all(&mut self, node: &Node, path: &str, fates: Fates) {
        for entry in node.entries() {
            let key = entry.key.text.as_str();
            let full = if path.is_empty() {
                key.to_owned()
            } else {
                format!("{path}.{key}")
            };
            match fates.iter().find(|(known, ..)| *known == key) {
                // What is made of it is told of its parts, or where it is made.
                Some((_, _, "")) => {}
                Some((_, mapping, message)) => {
                    self.told(full, entry.key.span, *mapping, (*message).to_owned());
                }
                None => {
                    let mut keys = fates.iter().map(|(known, ..)| *known);
                    let near = keys.find(|known| suggest::slips(key, known, 1).is_some());
                    let question =
                        near.map_or(String::new(), |near| format!("; {}", suggest::ask(near)));
                    let message =
                        format!("not read: it says nothing that a plan can say{question}");
                    self.told(full, entry.key.span, Mapping::Unsupported, message);
                }
            }
        }
    }

    fn told(&mut self, source_path: String, place: Span, mapping: Mapping, message: String) {
        self.0.push(Finding {
            source_path,
            place,
            mapping,
            message,
        });
    }
}
