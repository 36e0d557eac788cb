use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::project::PLAN_FILE;

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::{drafting, files, terminal};

const FIRST_PLAN: &str = include_str!("templates/first-plan.toml");
const CODING_ASSISTANTS: &str = include_str!("templates/coding-assistants.toml");

#[derive(Debug, Args)]
pub(super) struct Init {
    /// Where to write jurymast.toml; here, if not said
    dir: Option<PathBuf>,
    /// Draft it from these files, each of a format that `import` reads; a folder behind them
    /// is where to write
    #[arg(long, num_args = 1.., value_name = "FILE")]
    from: Vec<PathBuf>,
    /// Which plan to begin with
    #[arg(
        long,
        value_name = "TEMPLATE",
        default_value = "first-plan",
        conflicts_with = "from"
    )]
    template: PlanTemplate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PlanTemplate {
    /// One service, the AI call it depends on, and what stands in
    FirstPlan,
    /// What engineers do when Claude Code, Codex, Copilot or Cursor is down
    CodingAssistants,
}

pub(super) fn run(args: &Init, shared: &Shared) -> Result<Exit, Failure> {
    let (dir, from) = places(args, shared)?;
    let path = dir.join(PLAN_FILE);
    let next = if from.is_empty() {
        let (text, next) = match args.template {
            PlanTemplate::FirstPlan => (
                FIRST_PLAN,
                "next: jurymast check, then jurymast blast openai, then jurymast render",
            ),
            PlanTemplate::CodingAssistants => (
                CODING_ASSISTANTS,
                "next: strike out what nobody uses, then jurymast check, then jurymast render",
            ),
        };
        files::create(&path, text)?;
        next
    } else {
        let drafted = drafting::draft(from, None, shared)?;
        files::create(&path, &drafted.draft.to_toml())?;
        drafted.tell_summary();
        "next: answer what is asked, then jurymast check, then jurymast render"
    };
    terminal::note(&format!("wrote {}", path.display()));
    terminal::note(next);
    Ok(Exit::Clean)
}

/// Whether a path is a folder, or is to be one: nothing is there, and no name of a file ends
/// like this.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || (!path.exists() && path.extension().is_none())
}

/// Where the plan goes, and what it is drafted from: a folder behind the files is where it
/// goes, for `--from` takes all that follows.
fn places<'a>(args: &'a Init, shared: &Shared) -> Result<(&'a Path, &'a [PathBuf]), Failure> {
    let (dir, from) = match args.from.split_last() {
        Some((last, before)) if args.dir.is_none() && !before.is_empty() && is_folder(last) => {
            (last.as_path(), before)
        }
        _ => (
            args.dir.as_deref().unwrap_or(Path::new(".")),
            args.from.as_slice(),
        ),
    };
    match from.iter().find(|one| one.is_dir()) {
        Some(folder) => {
            let files = drafting::files_of(folder, shared);
            let files = files.map_or_else(String::new, |files| format!(": {files}"));
            let help = format!(
                "name the files in it{files}; the folder for the plan stands before --from, or last"
            );
            Err(Failure::error(format!("`{}` is a folder", folder.display())).help(help))
        }
        None => Ok((dir, from)),
    }
}
