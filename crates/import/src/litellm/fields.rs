use super::fates::{OF_ENTRY, OF_FILE, OF_GENERAL, OF_INFO, OF_LITELLM, OF_PARAMS, OF_ROUTER};
use super::gateway::Gateway;
use crate::draft::{FieldFates, Finding, Mapping};
use crate::tree::Node;

/// What became of each field.
pub(super) fn findings(gateway: &Gateway) -> Vec<Finding> {
    let mut fields = FieldFates::default();
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
        for one in part.get("model_list").map(Node::items).unwrap_or_default() {
            let path = format!("model_list[{at}]");
            at += 1;
            entry(&mut fields, one, &path);
        }
    }
    fields.0
}

fn entry(fields: &mut FieldFates, entry: &Node, path: &str) {
    if entry.at(&["litellm_params", "model"]).is_none() {
        let message = "it names no `litellm_params.model`: left out";
        return fields.told(path, entry.span, Mapping::Manual, message);
    }
    fields.all(entry, path, OF_ENTRY);
    for (key, fates) in [("litellm_params", OF_PARAMS), ("model_info", OF_INFO)] {
        if let Some(node) = entry.get(key) {
            fields.all(node, &format!("{path}.{key}"), fates);
        }
    }
}
