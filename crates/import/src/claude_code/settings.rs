use jurymast_terms::source::FileId;

use crate::reading::Reading;
use crate::tree::Node;

/// Several settings files; of a field the first that has it counts.
#[derive(Debug)]
pub(super) struct Settings<'a> {
    files: Vec<&'a Node>,
}

/// Names of files that count before others.
const FIRST: [&str; 2] = ["managed-settings", "settings.local"];

impl<'a> Settings<'a> {
    /// Managed ones first, then those of one machine, then in the order in which they are
    /// given.
    pub(super) fn of(documents: &'a [(FileId, Node)], reading: &Reading) -> Self {
        let rank = |file: FileId| {
            let stem = reading.stem(file).unwrap_or_default();
            FIRST.iter().position(|one| **one == stem)
        };
        let mut files: Vec<(usize, &Node)> = documents
            .iter()
            .map(|(file, node)| (rank(*file).unwrap_or(FIRST.len()), node))
            .collect();
        files.sort_by_key(|(rank, _)| *rank);
        Self {
            files: files.into_iter().map(|(_, node)| node).collect(),
        }
    }

    /// A field. What has several values is not put together: the first list counts whole.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.files.iter().find_map(|one| one.get(key))
    }

    /// A variable: each by itself.
    pub(super) fn variable(&self, key: &str) -> Option<&'a Node> {
        self.files.iter().find_map(|one| one.at(&["env", key]))
    }

    /// The text of a variable.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.variable(key)?.text()
    }

    /// Whether a variable is switched on.
    pub(super) fn is_on(&self, key: &str) -> bool {
        let said = self.text(key).map(str::to_ascii_lowercase);
        said.is_some_and(|text| !matches!(text.as_str(), "" | "0" | "false" | "no" | "off"))
    }
}
