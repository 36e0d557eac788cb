use std::collections::BTreeSet;

use jurymast_import::draft::{Draft, DraftTable};
use jurymast_import::formats::{self, Document, Format};
use jurymast_import::gateways::GatewayFlaw;
use jurymast_import::reading::Reading;
use jurymast_plan::language;
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{FileId, Span};

/// The plan that files draw, with where they say each part of it.
#[derive(Debug)]
pub struct DrawnPlan {
    /// As it was drawn, with places in the files.
    pub draft: Draft,
    /// What it means; its places are in no file.
    pub plan: Plan,
    /// What is wrong with gateways' own lists.
    pub flaws: Vec<GatewayFlaw>,
    /// Ids of the gateways whose own files are among these.
    pub gateways: BTreeSet<String>,
    /// The files of each format.
    pub files: Vec<(FileId, &'static str)>,
}

/// Draws the plan of documents, which may be a part of those that a plan is of; `None` where
/// they draw none.
pub fn draw(documents: Vec<Document>, plan: &Plan, reading: &mut Reading) -> Option<DrawnPlan> {
    let by_format = formats::told_apart(documents, reading);
    let (draft, _) = formats::drafted(&by_format, reading)?;
    let beside = draft.beside(plan);
    let gateways = beside.gateways.clone();
    let draft = beside.of_files();
    let mut flaws = Vec::new();
    let mut files: Vec<(FileId, &'static str)> = Vec::new();
    for (format, documents) in &by_format {
        let Format {
            name, flaws: find, ..
        } = format;
        for (file, _) in documents {
            if !files.contains(&(*file, *name)) {
                files.push((*file, name));
            }
        }
        if let Some(find) = find.filter(|_| !documents.is_empty()) {
            flaws.extend(find(documents, reading));
        }
    }
    let text = draft.to_toml();
    let read = language::reread([("what the files draw".to_owned(), text)]);
    let place = files
        .first()
        .map_or(Span::start_of(FileId::ROOT), |(file, _)| {
            Span::start_of(*file)
        });
    let errors = read
        .problems
        .iter()
        .filter(|one| one.severity == Severity::Error);
    for error in errors {
        let message = format!(
            "a part of what the files say is not compared: {}",
            error.message
        );
        reading
            .problems
            .push(Diagnostic::error("not-compared", message, place));
    }
    Some(DrawnPlan {
        gateways,
        draft,
        plan: read.plan,
        flaws,
        files,
    })
}

impl DrawnPlan {
    /// Files of a format are among those that drew it.
    pub(super) fn has(&self, format: &str) -> bool {
        self.files.iter().any(|(_, name)| *name == format)
    }

    /// Where the files speak of a component.
    pub(super) fn place(&self, id: ComponentId) -> Option<Span> {
        self.table(id).map(|table| table.place)
    }

    pub(super) fn table(&self, id: ComponentId) -> Option<&DraftTable> {
        self.draft.table(&self.plan.component(id).id)
    }

    /// Where the files say that a table needs something, and whether that is guessed.
    pub(super) fn need(&self, owner: ComponentId, to: ComponentId) -> Option<(Span, bool)> {
        let table = self.table(owner)?;
        let to = &self.plan.component(to).id;
        table.requirements.iter().find_map(|one| {
            if one.on.contains(to) {
                return Some((one.place, one.doubts().next().is_some()));
            }
            let fallback = one.fallbacks.iter().find(|fallback| fallback.to == *to)?;
            Some((fallback.place, false))
        })
    }
}
