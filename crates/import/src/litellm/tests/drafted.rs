use std::path::Path;

use jurymast_plan::language::reread;
use jurymast_terms::files::ReadLimits;
use jurymast_terms::source::FileId;

use crate::draft::{Draft, Finding, Mapping};
use crate::litellm::read;
use crate::reading::Reading;
use crate::tree::{Node, read_documents};

pub(super) fn reading() -> Reading {
    let limits = ReadLimits {
        file_bytes: 1 << 20,
        follow_links: false,
    };
    Reading::new(Path::new("/nowhere"), limits)
}

pub(super) fn documents(text: &str, reading: &mut Reading) -> Vec<(FileId, Node)> {
    let file = reading.take("config.yaml", text.to_owned());
    let nodes = read_documents(&reading.sources, file, &mut reading.problems);
    nodes.into_iter().map(|node| (file, node)).collect()
}

pub(super) struct DraftOfFile {
    pub(super) draft: Draft,
    pub(super) text: String,
    pub(super) findings: Vec<Finding>,
    pub(super) problems: Vec<String>,
}

/// The draft of a file, which must be a plan without errors.
pub(super) fn drafted(text: &str) -> DraftOfFile {
    let mut reading = reading();
    let documents = documents(text, &mut reading);
    let (draft, findings) = read(&documents, &mut reading);
    let text = draft.to_toml();
    let loaded = reread([("jurymast.toml".to_owned(), text.clone())]);
    assert_eq!(loaded.problems, [], "{text}");
    let problems = reading.problems.into_iter().map(|one| one.message);
    DraftOfFile {
        draft,
        text,
        findings,
        problems: problems.collect(),
    }
}

impl DraftOfFile {
    /// The text of a table.
    pub(super) fn table(&self, id: &str) -> String {
        let found = self.draft.table(id);
        found
            .unwrap_or_else(|| panic!("no `{id}` in\n{}", self.text))
            .to_toml()
    }

    pub(super) fn says(&self, path: &str) -> Option<(Mapping, &str)> {
        let found = self.findings.iter().find(|one| one.source_path == path);
        found.map(|one| (one.mapping, one.message.as_str()))
    }

    /// What is said of a path by more than its fate.
    pub(super) fn told(&self, part: &str) -> bool {
        self.findings.iter().any(|one| one.message.contains(part))
    }
}
