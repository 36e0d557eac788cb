use std::path::{Path, PathBuf};

use jurymast_terms::files::real;
use tempfile::TempDir;

use crate::cli::args::Shared;
use crate::cli::exit::{Exit, Failure};
use crate::cli::open;
use crate::project::Project;

use super::args::DiffArgs;
use super::revision::Repository;

/// What the new state is called where nobody names one.
const WORKING_TREE: &str = "the working tree";

/// One state of the plan.
pub(super) struct OpenedState<'a> {
    pub(super) name: &'a str,
    pub(super) project: Project,
    /// What it was read from, which goes with it.
    _origin: StateOrigin,
}

/// Both states, the old one first. A plan that has moved between them is taken from its own
/// place on each side.
pub(super) fn both<'a>(
    args: &'a DiffArgs,
    shared: &Shared,
) -> Result<(OpenedState<'a>, OpenedState<'a>), Failure> {
    let old = DiffSide::named(&args.old, shared)?;
    let new = match &args.new {
        Some(name) => DiffSide::named(name, shared)?,
        None => DiffSide {
            name: WORKING_TREE,
            source: StateOrigin::WorkingTree,
        },
    };
    let new_plan = shared.plan.as_deref();
    let named = args.old_plan.as_deref();
    if named.is_some() && matches!(old.source, StateOrigin::Folder(_)) {
        let message = format!(
            "--old-plan names a plan in a commit, and `{}` is no commit",
            old.name
        );
        return Err(Failure::error(message).help("name the old plan itself as OLD"));
    }
    let old_plan = named.or(new_plan);
    let before = old.open(old_plan, shared)?;
    let after = new.open(new_plan, shared)?;
    let (before, after) = match (before, after) {
        (Some(before), Some(after)) => {
            // Nearest to the working directory may be another plan where its own has moved.
            let is_by_chance = old_plan.is_none() && old.place(&before) != new.place(&after);
            let own = match is_by_chance {
                true => old.open_moved(MoveDirection::Back, &new, &after, shared)?,
                false => None,
            };
            (own.unwrap_or(before), after)
        }
        (None, Some(_)) if named.is_some() => {
            return Err(old.no_plan("name where it was then: --old-plan says another place"));
        }
        (None, Some(after)) => {
            let before = old.open_moved(MoveDirection::Back, &new, &after, shared)?;
            let before = before.ok_or_else(|| {
                old.no_plan(
                    "name where it was with --old-plan; `jurymast check` takes a plan that is new",
                )
            })?;
            (before, after)
        }
        (Some(before), None) => {
            let after = new.open_moved(MoveDirection::On, &old, &before, shared)?;
            let after = after.ok_or_else(|| {
                new.no_plan("name where it is with --plan, and where it was with --old-plan")
            })?;
            (before, after)
        }
        (None, None) => {
            return Err(old.no_plan(
                "the other state has none there either: name where it is with --plan, and where \
                 it was with --old-plan",
            ));
        }
    };
    Ok((old.with(before), new.with(after)))
}

/// Which way a move is followed.
#[derive(Clone, Copy)]
enum MoveDirection {
    /// From where it is now to where it was.
    Back,
    /// From where it was to where it is now.
    On,
}

/// A state that is not opened yet.
struct DiffSide<'a> {
    name: &'a str,
    source: StateOrigin,
}

/// Where a state is read from.
enum StateOrigin {
    /// A folder of somebody's, or a file in one.
    Folder(PathBuf),
    WorkingTree,
    /// The files of a commit, in a folder that is removed with it.
    Commit(TempDir),
}

impl<'a> DiffSide<'a> {
    fn named(name: &'a str, shared: &Shared) -> Result<Self, Failure> {
        let path = Path::new(name);
        let is_file = path.extension().is_some_and(|kind| kind == "toml") && path.is_file();
        let source = match path.is_dir() || is_file {
            true => StateOrigin::Folder(path.to_owned()),
            false => {
                let repository = Repository::around(&open::here()?).map_err(|failure| {
                    failure.help("name two folders that hold a plan, or run it in a repository")
                })?;
                StateOrigin::Commit(repository.files_of(name, open::limits(shared).file_bytes)?)
            }
        };
        Ok(Self { name, source })
    }

    fn with(self, project: Project) -> OpenedState<'a> {
        OpenedState {
            name: self.name,
            project,
            _origin: self.source,
        }
    }

    /// The plan that a path names, or the nearest; `None`: there is none.
    fn open(&self, plan: Option<&Path>, shared: &Shared) -> Result<Option<Project>, Failure> {
        let here = open::here()?;
        self.said(match &self.source {
            StateOrigin::Folder(path) => open::whole_at(path, shared).map(Some),
            StateOrigin::WorkingTree => open::nearest_whole_of(plan, &here, shared),
            StateOrigin::Commit(files) => {
                let repository = Repository::around(&here)?;
                let inside =
                    |folder: &Path| Ok::<_, Failure>(files.path().join(repository.inside(folder)?));
                // A path from the root of the machine would lead back to the working tree.
                let plan = match plan {
                    Some(plan) if plan.is_absolute() => match plan.file_name().zip(plan.parent()) {
                        Some((file, folder)) if !plan.is_dir() => Some(inside(folder)?.join(file)),
                        _ => Some(inside(plan)?),
                    },
                    plan => plan.map(Path::to_owned),
                };
                open::nearest_whole_of(plan.as_deref(), &inside(&here)?, shared)
            }
        })
    }

    /// The plan of the other side, from where git knows it on this one; `None`: git knows of no
    /// move.
    fn open_moved(
        &self,
        way: MoveDirection,
        other: &DiffSide<'_>,
        theirs: &Project,
        shared: &Shared,
    ) -> Result<Option<Project>, Failure> {
        let Some(place) = other.place(theirs) else {
            return Ok(None);
        };
        let repository = Repository::around(&open::here()?)?;
        let (from, to) = match way {
            MoveDirection::Back => (self, other),
            MoveDirection::On => (other, self),
        };
        let to = match to.source {
            StateOrigin::WorkingTree => None,
            _ => Some(to.name),
        };
        let mut moves = repository.moves(from.name, to)?.into_iter();
        let here = match way {
            MoveDirection::Back => moves.find(|(_, to)| *to == place).map(|(from, _)| from),
            MoveDirection::On => moves.find(|(from, _)| *from == place).map(|(_, to)| to),
        };
        let Some(root) = self.root().filter(|_| here.is_some()) else {
            return Ok(None);
        };
        let path = root.join(here.unwrap_or_default());
        self.said(open::whole_at(&path, shared).map(Some))
    }

    /// Where the plan is, from the root of the repository; `None` of a folder, which git knows
    /// nothing of.
    fn place(&self, project: &Project) -> Option<PathBuf> {
        let file = real(&project.base.join(project.path()));
        let root = real(&self.root()?);
        file.strip_prefix(root).ok().map(Path::to_owned)
    }

    /// The folder that looks like the root of the repository.
    fn root(&self) -> Option<PathBuf> {
        match &self.source {
            StateOrigin::Folder(_) => None,
            StateOrigin::WorkingTree => {
                let repository = Repository::around(&open::here().ok()?).ok()?;
                Some(repository.top().to_owned())
            }
            StateOrigin::Commit(files) => Some(files.path().to_owned()),
        }
    }

    fn no_plan(&self, help: &str) -> Failure {
        Failure::error(format!("the plan of {}: there is no plan", self.name)).help(help)
    }

    /// What is wrong with one of the two says with which.
    fn said<T>(&self, opened: Result<T, Failure>) -> Result<T, Failure> {
        opened.map_err(|failure| Failure {
            exit: Exit::Error,
            error: failure.error.context(format!("the plan of {}", self.name)),
            help: failure.help,
        })
    }
}
