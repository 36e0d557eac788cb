use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Sources};

use super::{Node, read_json, read_yaml};

/// The documents of a text: JSON where it looks like it, else YAML.
pub fn read_documents(
    sources: &Sources,
    file: FileId,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Node> {
    let text = sources.get(file).text.trim_start();
    let is_json = text.starts_with(['{', '[']) && !text.starts_with("{{");
    match is_json {
        true => read_json(sources, file, problems).into_iter().collect(),
        false => read_yaml(sources, file, problems),
    }
}
