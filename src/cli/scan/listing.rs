use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::args::Shared;
use crate::cli::exit::Failure;
use crate::cli::{drafting, open};
use jurymast_import::cyclonedx::is_cyclonedx;
use jurymast_import::formats;
use jurymast_import::reading::Reading;
use jurymast_scan::{BomFile, Evidence, Scanned, bom_evidence};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Span;

/// Joins the lists of other scanners to what was found: what both have counts once. Gives
/// whether all lists could be read.
pub(super) fn join(
    lists: &[PathBuf],
    base: &Path,
    found: &mut Scanned,
    shared: &Shared,
) -> Result<bool, Failure> {
    let here = open::here()?;
    let mut reading = Reading::new(&here, open::limits(shared));
    let mut listed = Vec::new();
    for list in lists {
        let file = drafting::open_file(list, &mut reading, shared)?;
        let path = here.join(list);
        let path = path.canonicalize().unwrap_or(path);
        let documents = formats::documents(&mut reading, file);
        for (file, root) in documents {
            if !is_cyclonedx(&root) {
                let start = root.span.range().start;
                let place = Span::new(file, start..start + 1);
                let problem = Diagnostic::error(
                    "other-format",
                    "this is no list of CycloneDX: it has no `bomFormat`",
                    place,
                );
                let help = "scanners write one as JSON: cdxgen -o bom.json";
                reading.problems.push(problem.label("left out").help(help));
                continue;
            }
            listed.extend(bom_evidence(&BomFile {
                root: &root,
                file: (file, &reading.sources),
                path: &path,
                base,
            }));
        }
    }
    drafting::tell_problems(&reading, shared);
    let known: BTreeSet<_> = found.evidence.iter().map(key).collect();
    listed.retain(|one| !known.contains(&key(one)));
    found.evidence.append(&mut listed);
    found
        .evidence
        .sort_by(|a, b| (&a.file, a.range.start, a.kind).cmp(&(&b.file, b.range.start, b.kind)));
    Ok(reading.problems.is_empty())
}

/// What is the same use at the same place, whoever found it.
fn key(one: &Evidence) -> (String, usize, Option<&'static str>, Option<String>) {
    (
        one.file.clone(),
        one.line,
        one.provider,
        one.model.clone().or_else(|| one.service.clone()),
    )
}
