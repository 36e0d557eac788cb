use std::path::Path;

use crate::cli::exit::Failure;
use crate::cli::{drafting, terminal};
use crate::project::Project;
use jurymast_import::draft::Draft;
use jurymast_import::plan_edit;
use jurymast_scan::{Scanned, propose, unneeded};
use jurymast_terms::units::Date;

/// Lays what the plan lacks into it; where there is no plan, prints one that has all that
/// was found.
pub(super) fn write(
    found: &Scanned,
    project: Option<&Project>,
    base: &Path,
    today: Date,
) -> Result<(), Failure> {
    let repository = base.file_name().map(|name| name.to_string_lossy());
    let repository = repository.as_deref().unwrap_or("repository");
    let plan = project.map(|project| &project.plan);
    let draft = propose(found, plan, repository, today);
    let Some(project) = project else {
        return print_plan(&draft);
    };
    let change = plan_edit::lay_into(&draft, &project.plan, &project.sources);
    drafting::print_change(&change, project)?;
    if change.texts.is_empty() {
        drafting::tell_unchanged();
    }
    drafting::write_change(&change, project)?;
    if !change.texts.is_empty() {
        drafting::tell_doubts(&draft);
    }
    tell_unneeded(found, project, &draft);
    Ok(())
}

/// Whom nobody could be found for who needs them.
fn tell_unneeded(found: &Scanned, project: &Project, draft: &Draft) {
    let needs = draft.tables.iter().flat_map(|one| &one.requirements);
    let needed: Vec<&String> = needs.flat_map(|one| &one.on).collect();
    for (id, place) in unneeded(&found.evidence, &project.plan) {
        if !needed.contains(&&id) {
            terminal::tell(&format!(
                "declared, and needed by nothing: {id}; who calls it in {place}?"
            ));
        }
    }
}

fn print_plan(draft: &Draft) -> Result<(), Failure> {
    if draft.tables.is_empty() {
        terminal::tell("nothing was found that a plan could say");
        return Ok(());
    }
    terminal::print_exact(&draft.to_toml())?;
    drafting::tell_doubts(draft);
    terminal::note("next: save it as jurymast.toml, then jurymast check");
    Ok(())
}
