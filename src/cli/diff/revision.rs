use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use tempfile::TempDir;

use crate::cli::exit::Failure;

/// What a plan can be made of: its parts, and saved lists of models.
const KINDS: [&str; 2] = ["toml", "json"];

/// A repository, as the git command sees it.
#[derive(Debug)]
pub(in crate::cli) struct Repository {
    /// The folder that holds the working tree.
    top: PathBuf,
}

/// A file of a commit: its object, and its path from the top.
struct TreeFile {
    object: String,
    path: PathBuf,
    is_link: bool,
}

impl Repository {
    /// The one that a folder stands in.
    pub(in crate::cli) fn around(folder: &Path) -> Result<Self, Failure> {
        let top = git(folder, ["rev-parse", "--show-toplevel"]).map_err(|error| match error {
            GitError::Said(_) => {
                Failure::error(format!("`{}` is in no git repository", folder.display()))
                    .help("run it in a repository")
            }
            GitError::Unrunnable(error) => unrunnable(error),
        })?;
        Ok(Self {
            top: PathBuf::from(top.trim_end_matches(['\n', '\r'])),
        })
    }

    /// The folder that holds the working tree.
    pub(in crate::cli) fn top(&self) -> &Path {
        &self.top
    }

    /// Which files were moved between a reference and another, or the working tree: where from
    /// and where to, from the top.
    pub(in crate::cli) fn moves(
        &self,
        from: &str,
        to: Option<&str>,
    ) -> Result<Vec<(PathBuf, PathBuf)>, Failure> {
        let [moved, only, form, end] = ["--find-renames", "--diff-filter=R", "--name-status", "-z"];
        let from = self.commit(from)?;
        let listed = match to.map(|to| self.commit(to)).transpose()? {
            None => git(&self.top, ["diff-index", moved, only, form, end, &from]),
            Some(to) => git(
                &self.top,
                ["diff-tree", "-r", moved, only, form, end, &from, &to],
            ),
        };
        let listed = listed.map_err(|error| error.told("compare two commits"))?;
        let fields: Vec<&str> = listed.split('\0').collect();
        // "R100", where from, where to.
        let moves = fields.chunks_exact(3);
        Ok(moves.map(|one| (one[1].into(), one[2].into())).collect())
    }

    /// Where a folder is, from the top.
    pub(in crate::cli) fn inside(&self, folder: &Path) -> Result<PathBuf, Failure> {
        let whole = |path: &Path| {
            let shown = path.display();
            fs::canonicalize(path).with_context(|| format!("cannot find `{shown}`"))
        };
        let (folder, top) = (whole(folder)?, whole(&self.top)?);
        let inside = folder.strip_prefix(&top).map(Path::to_owned);
        inside.map_err(|_| {
            Failure::error(format!(
                "`{}` is outside `{}`",
                folder.display(),
                top.display()
            ))
        })
    }

    /// The plan files of a reference, in a folder of their own that looks like the root of
    /// a repository.
    pub(in crate::cli) fn files_of(
        &self,
        reference: &str,
        most_bytes: u64,
    ) -> Result<TempDir, Failure> {
        let commit = self.commit(reference)?;
        let entries = self.entries(&commit)?;
        let folder = TempDir::new().context("cannot make a folder for the files of git")?;
        fs::create_dir(folder.path().join(".git")).context("cannot write the files of git")?;
        self.write(&entries, folder.path(), most_bytes)?;
        Ok(folder)
    }

    fn commit(&self, reference: &str) -> Result<String, Failure> {
        let object = format!("{reference}^{{commit}}");
        let asked = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            object.as_str(),
        ];
        match git(&self.top, asked) {
            Ok(commit) => Ok(commit.trim().to_owned()),
            Err(GitError::Unrunnable(error)) => Err(unrunnable(error)),
            Err(GitError::Said(_)) => Err(self.no_such(reference)),
        }
    }

    fn no_such(&self, reference: &str) -> Failure {
        let failure = Failure::error(format!(
            "git knows no `{reference}` here, and there is no folder of that name"
        ));
        let is_shallow = git(&self.top, ["rev-parse", "--is-shallow-repository"]);
        if is_shallow.is_ok_and(|said| said.trim() == "true") {
            return failure.help(
                "this clone is shallow: `git fetch --unshallow`, or in a workflow `fetch-depth: 0`",
            );
        }
        let names = git(&self.top, ["for-each-ref", "--format=%(refname:short)"]);
        let names = names.unwrap_or_default();
        failure.suggest(
            reference,
            names.lines(),
            "`git branch --all` and `git tag` list what there is",
        )
    }

    /// The files of a commit that a plan can be made of.
    fn entries(&self, commit: &str) -> Result<Vec<TreeFile>, Failure> {
        let listed = git(&self.top, ["ls-tree", "-r", "-z", "--full-tree", commit]);
        let listed = listed.map_err(|error| error.told("list the files of a commit"))?;
        let mut entries = Vec::new();
        for line in listed.split('\0').filter(|line| !line.is_empty()) {
            // "100644 blob 0123... services/cart/jurymast.toml", a tab before the path.
            let Some((head, path)) = line.split_once('\t') else {
                continue;
            };
            let mut head = head.split(' ');
            let (Some(mode), Some("blob"), Some(object)) = (head.next(), head.next(), head.next())
            else {
                continue;
            };
            let path = PathBuf::from(path);
            let kind = path.extension().and_then(OsStr::to_str);
            let is_link = mode == "120000";
            let is_plain = path
                .components()
                .all(|one| matches!(one, Component::Normal(_)));
            if is_plain && (is_link || kind.is_some_and(|kind| KINDS.contains(&kind))) {
                entries.push(TreeFile {
                    object: object.to_owned(),
                    path,
                    is_link,
                });
            }
        }
        Ok(entries)
    }

    fn write(&self, entries: &[TreeFile], folder: &Path, most_bytes: u64) -> Result<(), Failure> {
        const READING: &str = "cannot read the files of git";
        let mut run = Command::new("git")
            .arg("-C")
            .arg(&self.top)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(unrunnable)?;
        let mut asks = run.stdin.take().context(READING)?;
        let mut answers = BufReader::new(run.stdout.take().context(READING)?);
        for entry in entries {
            writeln!(asks, "{}", entry.object).context(READING)?;
            asks.flush().context(READING)?;
            let mut head = String::new();
            answers.read_line(&mut head).context(READING)?;
            let size = head.trim_end().rsplit(' ').next();
            let size: u64 = size
                .and_then(|size| size.parse().ok())
                .with_context(|| format!("git has no `{}` of this commit", entry.path.display()))?;
            let mut text = Vec::new();
            // One byte more than the limit is enough to be refused as too large.
            let kept = size.min(most_bytes.saturating_add(1));
            answers
                .by_ref()
                .take(kept)
                .read_to_end(&mut text)
                .context(READING)?;
            let rest = size - kept + 1;
            let skipped = std::io::copy(&mut answers.by_ref().take(rest), &mut std::io::sink());
            skipped.context(READING)?;
            place(folder, entry, &text).context("cannot write the files of git")?;
        }
        drop(asks);
        run.wait().context(READING)?;
        Ok(())
    }
}

fn place(folder: &Path, entry: &TreeFile, text: &[u8]) -> std::io::Result<()> {
    let path = folder.join(&entry.path);
    if let Some(above) = path.parent() {
        fs::create_dir_all(above)?;
    }
    if entry.is_link {
        return link(text, &path);
    }
    fs::write(path, text)
}

#[cfg(unix)]
fn link(to: &[u8], path: &Path) -> std::io::Result<()> {
    use std::os::unix::ffi::OsStrExt as _;
    std::os::unix::fs::symlink(OsStr::from_bytes(to), path)
}

/// As git itself writes it where there are no links.
#[cfg(not(unix))]
fn link(to: &[u8], path: &Path) -> std::io::Result<()> {
    fs::write(path, to)
}

enum GitError {
    Unrunnable(std::io::Error),
    Said(String),
}

impl GitError {
    fn told(self, what: &str) -> Failure {
        match self {
            Self::Unrunnable(error) => unrunnable(error),
            Self::Said(said) => Failure::error(format!("git cannot {what}: {}", said.trim())),
        }
    }
}

fn unrunnable(error: std::io::Error) -> Failure {
    let error = anyhow::Error::from(error).context("cannot run git");
    Failure::from(error).help("install git")
}

fn git<const N: usize>(folder: &Path, arguments: [&str; N]) -> Result<String, GitError> {
    let run = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .map_err(GitError::Unrunnable)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match run.status.success() {
        true => Ok(text(&run.stdout)),
        false => Err(GitError::Said(text(&run.stderr))),
    }
}
