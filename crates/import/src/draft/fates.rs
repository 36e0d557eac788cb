use jurymast_terms::source::Span;
use jurymast_terms::suggest;

use super::{Finding, Mapping};
use crate::tree::{Entry, Node};

/// What becomes of each field of a map, by its key; without words what is made of it is
/// told of its parts, or where it is made.
pub(crate) type Fates = &'static [(&'static str, Mapping, &'static str)];

/// Says of each field of a file what became of it.
#[derive(Debug, Default)]
pub(crate) struct FieldFates(pub(crate) Vec<Finding>);

impl FieldFates {
    /// Of each key of a map.
    pub(crate) fn all(&mut self, node: &Node, path: &str, fates: Fates) {
        for entry in node.entries() {
            self.entry(entry, path, fates);
        }
    }

    /// Of a key of a map.
    pub(crate) fn entry(&mut self, entry: &Entry, path: &str, fates: Fates) {
        let key = entry.key.text.as_str();
        let full = match path {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        };
        match fates.iter().find(|(known, ..)| *known == key) {
            Some((_, _, "")) => {}
            Some((_, mapping, message)) => {
                self.told(full, entry.key.span, *mapping, *message);
            }
            None => {
                let mut keys = fates.iter().map(|(known, ..)| *known);
                let near = keys.find(|known| suggest::slips(key, known, 1).is_some());
                let question =
                    near.map_or(String::new(), |near| format!("; {}", suggest::ask(near)));
                let message = format!("not read: it says nothing that a plan can say{question}");
                self.told(full, entry.key.span, Mapping::Unsupported, message);
            }
        }
    }

    /// Of one field.
    pub(crate) fn told(
        &mut self,
        source_path: impl Into<String>,
        place: Span,
        mapping: Mapping,
        message: impl Into<String>,
    ) {
        self.0.push(Finding {
            source_path: source_path.into(),
            place,
            mapping,
            message: message.into(),
        });
    }
}
