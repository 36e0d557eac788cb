use jurymast_terms::diagnostic::Diagnostic;

use crate::project::Project;

use super::{Fix, waivers, words};

/// The fixes of all that has one, in the order of what was found.
pub(crate) fn fixes<'a>(
    project: &Project,
    found: impl IntoIterator<Item = &'a Diagnostic>,
) -> Vec<Fix> {
    let found = found.into_iter().filter(|one| one.waived.is_none());
    found
        .filter_map(|one| match one.code {
            "unused-waiver" | "doubled-waiver" => waivers::fix(project, one),
            "duplicate-member" => words::second_member(project, one),
            "unknown-key" | "unknown-id" | "unknown-rule" | "invalid-value" => {
                words::meant(project, one)
            }
            _ => None,
        })
        .collect()
}
