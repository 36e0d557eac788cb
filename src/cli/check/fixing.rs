use std::collections::BTreeMap;

use clap::Args;
use jurymast_continuity::lint::RuleChoice;
use jurymast_terms::source::FileId;

use crate::cli::args::Shared;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{files, findings, open, reporting, terminal};
use crate::fixes::{self, Fix};
use crate::project::Project;

/// Whether what can be mended by a program is, and how.
#[derive(Debug, Args)]
pub(super) struct FixArgs {
    /// Mend what leaves what the plan says as it is: waivers and ignores that hide nothing, or
    /// that stand twice, doubled members of lists; then check what is left
    #[arg(long)]
    fix: bool,
    /// With --fix or --diff: put in the words that were likely meant, too
    #[arg(long)]
    unsafe_fixes: bool,
    /// Print what --fix would change, write nothing, and exit with 1 where there is something
    #[arg(long)]
    diff: bool,
}

/// One fix may lay bare another; so often is looked again.
const MOST_ROUNDS: usize = 10;

impl FixArgs {
    /// # Errors
    /// Options that have nothing to do, or nowhere to do it.
    pub(super) fn check(&self, reads_stdin: bool) -> Result<(), Failure> {
        if self.fix && reads_stdin {
            return Err(
                Failure::error("standard input cannot be mended in its place")
                    .help("--diff prints what would change"),
            );
        }
        if self.unsafe_fixes && !self.fix && !self.diff {
            return Err(Failure::error("--unsafe-fixes mends nothing by itself")
                .help("write it beside --fix, or beside --diff to see what it would do"));
        }
        Ok(())
    }

    /// Mends the plans in place, and opens them anew. `Some`: it only looked, and this is how it
    /// ended.
    pub(super) fn run(
        &self,
        projects: &mut [Project],
        choice: &RuleChoice,
        shared: &Shared,
    ) -> Result<Option<Exit>, Failure> {
        if self.diff {
            let mut any = false;
            for project in projects.iter() {
                any |= self.show(project, choice, shared)?;
            }
            if !any {
                tell_none(projects, choice, shared, "would be mended")?;
            }
            return Ok(Some(if any { Exit::Findings } else { Exit::Clean }));
        }
        if self.fix {
            let mut any = false;
            for project in projects.iter_mut() {
                for _ in 0..MOST_ROUNDS {
                    if !self.mend(project, choice, shared)? {
                        break;
                    }
                    any = true;
                    *project = open::again(project, shared)?;
                }
            }
            if !any {
                tell_none(projects, choice, shared, "mended")?;
            }
        }
        Ok(None)
    }

    /// The texts that would change, and what is mended in them.
    fn applied(
        &self,
        project: &Project,
        choice: &RuleChoice,
        shared: &Shared,
    ) -> Result<(BTreeMap<FileId, String>, Vec<Fix>), Failure> {
        let judged = findings::judge(project, &project.analysis(), choice, shared)?;
        // What is found in a plan with errors may not be so once these are mended: a waiver then
        // hides what could not be seen.
        let findings = judged.findings.iter().filter(|_| !judged.is_broken());
        let found = judged.errors.iter().chain(findings);
        let mut wanted = fixes::fixes(project, found);
        wanted.retain(|fix| fix.is_safe || self.unsafe_fixes);
        Ok(fixes::applied(&project.sources, wanted))
    }

    /// Prints what would change until nothing more does; whether anything would.
    fn show(
        &self,
        project: &Project,
        choice: &RuleChoice,
        shared: &Shared,
    ) -> Result<bool, Failure> {
        let mut before: BTreeMap<String, String> = BTreeMap::new();
        let mut mended: Option<Project> = None;
        for _ in 0..MOST_ROUNDS {
            let now = mended.as_ref().unwrap_or(project);
            for (_, source) in now.sources.iter() {
                // A mended include brings files in that were not read before.
                let first = before.entry(source.path.clone());
                first.or_insert_with(|| source.text.clone());
            }
            let (texts, made) = self.applied(now, choice, shared)?;
            if texts.is_empty() {
                break;
            }
            tell(now, &made, "would mend");
            mended = Some(open::with_texts(now, &texts, shared)?);
        }
        let Some(after) = mended else {
            return Ok(false);
        };
        for (_, source) in after.sources.iter() {
            let old = before.get(&source.path).filter(|old| **old != source.text);
            if let Some(old) = old {
                reporting::print_diff(&source.path, old, &source.text)?;
            }
        }
        Ok(true)
    }

    /// Whether something was mended.
    fn mend(
        &self,
        project: &Project,
        choice: &RuleChoice,
        shared: &Shared,
    ) -> Result<bool, Failure> {
        let (texts, made) = self.applied(project, choice, shared)?;
        for (file, text) in &texts {
            files::write(&project.path_of(*file), text)?;
        }
        tell(project, &made, "mended");
        Ok(!texts.is_empty())
    }
}

/// Says so where something was found and nothing of it can be mended by a program.
fn tell_none(
    projects: &[Project],
    choice: &RuleChoice,
    shared: &Shared,
    how: &str,
) -> Result<(), Failure> {
    let mut found = 0;
    for project in projects {
        let mut judged = findings::judge(project, &project.analysis(), choice, shared)?;
        judged.gather(project);
        let all = judged.errors.iter().chain(&judged.findings);
        found += all.filter(|one| one.waived.is_none()).count();
    }
    if found > 0 {
        terminal::tell(&format!("0 of {found} {how}"));
    }
    Ok(())
}

fn tell(project: &Project, made: &[Fix], how: &str) {
    for fix in made {
        let path = &project.sources.get(fix.place.file).path;
        let line = project.sources.position(fix.place).line;
        let Fix { code, what, .. } = fix;
        terminal::tell(&format!("{how}: {path}:{line}: {what} ({code})"));
    }
}
