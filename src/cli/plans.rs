use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use jurymast_plan::language::StandIn;
use jurymast_scan::files_named;
use jurymast_terms::files::{self as paths, real};

use crate::project::{OpenError, Opening, PLAN_FILE, Project};

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::{open, terminal};

/// Which plans a command looks at.
#[derive(Debug, Args)]
pub(super) struct PlanPaths {
    /// Plans, parts of them, or folders; `-` reads one file from standard input
    /// [default: that of --plan]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The file that standard input stands in for, which need not be there
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<PathBuf>,
}

impl PlanPaths {
    /// Whether standard input is one of them.
    pub(super) fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new(STDIN))
    }
}

/// Every plan in these folders, or the nearest where none is named.
pub(super) fn of(folders: &[PathBuf], shared: &Shared) -> Result<Vec<Project>, Failure> {
    let named = PlanPaths {
        paths: folders.to_vec(),
        stdin_filename: None,
    };
    opened(&named, shared)
}

/// Standard input, among paths.
const STDIN: &str = "-";

/// Every plan that is named, each once and whole, in the order of their files. What belongs
/// to no plan is left out with a note, and is an error where nothing else is named.
pub(super) fn opened(named: &PlanPaths, shared: &Shared) -> Result<Vec<Project>, Failure> {
    let PlanPaths {
        paths,
        stdin_filename,
    } = named;
    let reads_stdin = named.reads_stdin();
    if stdin_filename.is_some() && !reads_stdin {
        return Err(
            Failure::error("--stdin-filename has no standard input to name")
                .help("name `-` among the paths"),
        );
    }
    if paths.is_empty() {
        return Ok(vec![open::open(shared)?]);
    }
    if shared.plan.is_some() {
        return Err(
            Failure::error("the plan is named twice: by --plan, and by a path")
                .help("leave --plan out"),
        );
    }
    let here = open::here()?;
    let limits = open::limits(shared);
    let stdin_path = stdin_filename.clone().unwrap_or_else(|| STDIN.into());
    let stand_ins = match reads_stdin {
        true => vec![StandIn {
            text: paths::read_from(std::io::stdin().lock(), "standard input", &limits)?,
            path: stdin_path.clone(),
        }],
        false => Vec::new(),
    };
    let how = open::opening(shared, &here, &limits, stand_ins)?;
    let mut found = FoundPlans::default();
    for path in paths {
        if path == Path::new(STDIN) {
            found.take(&stdin_path, &how)?;
        } else if here.join(path).is_dir() && !here.join(path).join(PLAN_FILE).exists() {
            let below = files_named(&here.join(path), PLAN_FILE).map_err(|(path, why)| {
                Failure::error(format!("cannot look into `{}`: {why}", path.display()))
            })?;
            if below.is_empty() {
                let shown = path.display();
                found
                    .left_out
                    .push(format!("`{shown}` holds no {PLAN_FILE}"));
            }
            for file in below {
                found.take(Path::new(&paths::shown(&file, &here)), &how)?;
            }
        } else {
            found.take(path, &how)?;
        }
    }
    let FoundPlans {
        plans,
        known: _,
        left_out,
    } = found;
    if plans.is_empty() {
        let said = left_out.join("; ");
        return Err(Failure {
            exit: Exit::NoPlan,
            ..Failure::error(said).help("`jurymast init` writes a first plan")
        });
    }
    for said in left_out {
        terminal::tell(&format!("note: {said}: left out"));
    }
    Ok(plans.into_values().collect())
}

#[derive(Default)]
struct FoundPlans {
    /// By the real paths of their root files.
    plans: BTreeMap<PathBuf, Project>,
    /// The real path of every file of these, and that of the root file.
    known: BTreeMap<PathBuf, PathBuf>,
    /// What belongs to none, in words.
    left_out: Vec<String>,
}

impl FoundPlans {
    fn take(&mut self, path: &Path, how: &Opening<'_>) -> Result<(), Failure> {
        let is_there = how.here.join(path).symlink_metadata().is_ok();
        let is_stand_in = how.stand_ins.iter().any(|one| one.path == path);
        if !is_there && !is_stand_in {
            let shown = path.display();
            return Err(Failure {
                exit: Exit::NoPlan,
                ..Failure::error(format!("there is no `{shown}`"))
            });
        }
        if self.holds(&real(&how.here.join(path))) {
            return Ok(());
        }
        match Project::open_with(Some(path), how) {
            Ok(project) => {
                let root = real(&project.base.join(project.path()));
                let files = project.sources.iter().map(|(id, _)| project.path_of(id));
                let files = files.map(|file| (real(&file), root.clone()));
                self.known.extend(files);
                self.plans.entry(root).or_insert(project);
                Ok(())
            }
            Err(OpenError::NotFound(said)) => {
                self.left_out.push(said);
                Ok(())
            }
            Err(OpenError::Unreadable(problem)) => Err(problem.into()),
        }
    }

    /// Whether a plan that was found is the whole of this file: no other one is nearer.
    fn holds(&self, file: &Path) -> bool {
        let Some(root) = self.known.get(file) else {
            return false;
        };
        let between = file
            .ancestors()
            .skip(1)
            .map(|folder| folder.join(PLAN_FILE));
        let mut between = between.take_while(|above| above != root);
        file == root || between.all(|above| !above.exists() || self.known.get(&above) == Some(root))
    }
}
