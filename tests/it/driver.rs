//! Runs the program on plans in a folder of its own, in an environment that
//! says nothing but what a test asks for.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use serde_json::Value;

/// The day that every run judges by unless a test says otherwise.
pub(super) const TODAY: &str = "2026-11-23";

/// The folder of this repository.
pub(super) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with plans in it, and the runs of the program there.
pub(super) struct Case {
    /// Removed with the case; none when it runs in the repository.
    made: Option<tempfile::TempDir>,
    folder: PathBuf,
    variables: Vec<(String, String)>,
    today: Option<String>,
    may_write: bool,
}

impl Case {
    /// An empty folder. It looks like a repository's root, so that no plan above
    /// it is found.
    pub(super) fn new() -> Self {
        let made = tempfile::tempdir().unwrap();
        fs::create_dir(made.path().join(".git")).unwrap();
        Self {
            folder: made.path().to_owned(),
            made: Some(made),
            variables: Vec::new(),
            today: Some(TODAY.to_owned()),
            may_write: false,
        }
    }

    /// A folder with this text as its plan.
    pub(super) fn plan(text: &str) -> Self {
        Self::new().file("jurymast.toml", text)
    }

    /// The same folder with no variable set, judged by the usual day.
    pub(super) fn again(&self) -> Self {
        Self {
            made: None,
            folder: self.folder.clone(),
            variables: Vec::new(),
            today: Some(TODAY.to_owned()),
            may_write: false,
        }
    }

    /// The same, run from a folder below it.
    pub(super) fn again_in(&self, path: &str) -> Self {
        Self {
            folder: self.path(path),
            ..self.again()
        }
    }

    /// The repository itself.
    pub(super) fn at_repo() -> Self {
        Self {
            made: None,
            folder: repository().to_owned(),
            variables: Vec::new(),
            today: Some(TODAY.to_owned()),
            may_write: false,
        }
    }

    pub(super) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        assert!(
            self.made.is_some(),
            "a test writes nothing into the repository"
        );
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Sets an environment variable; nothing but PATH and NO_COLOR is set otherwise.
    pub(super) fn env(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn today(mut self, day: &str) -> Self {
        self.today = Some(day.to_owned());
        self
    }

    /// Judged by the same day as another case.
    pub(super) fn on_the_day_of(mut self, other: &Self) -> Self {
        self.today.clone_from(&other.today);
        self
    }

    /// Leaves `--today` out.
    pub(super) fn any_day(mut self) -> Self {
        self.today = None;
        self
    }

    /// Runs may change the folder; else a change fails the test.
    pub(super) fn may_write(mut self) -> Self {
        self.may_write = true;
        self
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    pub(super) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The program, ready to be started.
    pub(super) fn command<S: AsRef<str>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jurymast"));
        command
            .current_dir(&self.folder)
            .env_clear()
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command.envs(self.variables.iter().cloned());
        command.args(arguments.into_iter().map(|one| one.as_ref().to_owned()));
        if let Some(day) = &self.today {
            command.args(["--today", day]);
        }
        command
    }

    pub(super) fn run<S: AsRef<str>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        self.ran(self.command(arguments), None)
    }

    /// The same with a text on standard input.
    pub(super) fn piped(&self, arguments: &[&str], text: impl AsRef<[u8]>) -> Ran {
        self.ran(self.command(arguments), Some(text.as_ref()))
    }

    fn ran(&self, mut command: Command, input: Option<&[u8]>) -> Ran {
        let guarded = self.made.is_some() && !self.may_write;
        let before = guarded.then(|| listing(&self.folder));
        if input.is_some() {
            command.stdin(Stdio::piped());
        }
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        if let Some((mut to, text)) = child.stdin.take().zip(input) {
            to.write_all(text).unwrap();
        }
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>, stream: &str| {
            String::from_utf8(bytes)
                .unwrap_or_else(|_| panic!("{stream} of {command:?} is no UTF-8"))
        };
        let ran = Ran {
            what: format!("{command:?}"),
            code: output.status.code(),
            stdout: text(output.stdout, "stdout"),
            stderr: text(output.stderr, "stderr"),
        };
        assert!(ran.code.is_some(), "killed by a signal\n{ran}");
        assert!(
            !ran.stderr.contains("panicked") && ran.code != Some(101),
            "it panicked\n{ran}"
        );
        if let Some(before) = before {
            assert_eq!(before, listing(&self.folder), "files changed\n{ran}");
        }
        ran
    }

    /// What git does in a folder, with an author.
    pub(super) fn git(folder: &Path, arguments: &[&str]) {
        let run = Command::new("git")
            .arg("-C")
            .arg(folder)
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
            .args(arguments)
            .env_remove("GIT_DIR")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{arguments:?}: {said}");
    }

    /// What a command prints for programs.
    pub(super) fn answer(&self, arguments: &[&str]) -> Value {
        self.run(arguments.iter().copied().chain(["--format", "json"]))
            .json()
    }

    /// The findings of one rule, waived ones too.
    pub(super) fn findings(&self, rule: &str) -> Vec<Value> {
        let report = self
            .run(["check", "-f", "json", "--fail-on", "never"])
            .json();
        let all = report["findings"].as_array().unwrap().iter();
        all.filter(|one| one["rule"] == rule).cloned().collect()
    }

    /// `check`, each finding on a line.
    pub(super) fn check(&self) -> Ran {
        self.run(["check", "--format", "concise"])
    }
}

/// Every file below `folder`, with its length and the time of its last change.
fn listing(folder: &Path) -> BTreeMap<PathBuf, (u64, Option<SystemTime>)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            if meta.is_dir() {
                folders.push(path.clone());
            }
            found.insert(path, (meta.len(), meta.modified().ok()));
        }
    }
    found
}

/// What a run left behind.
pub(super) struct Ran {
    what: String,
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Ran {
    #[track_caller]
    pub(super) fn exit(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "exit code of\n{self}");
        self
    }

    #[track_caller]
    pub(super) fn stdout_has(self, part: &str) -> Self {
        assert!(self.stdout.contains(part), "stdout lacks {part:?}\n{self}");
        self
    }

    #[track_caller]
    pub(super) fn stdout_lacks(self, part: &str) -> Self {
        assert!(!self.stdout.contains(part), "stdout has {part:?}\n{self}");
        self
    }

    #[track_caller]
    pub(super) fn stderr_has(self, part: &str) -> Self {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let has = words(&self.stderr).contains(&words(part));
        assert!(has, "stderr lacks {part:?}\n{self}");
        self
    }

    #[track_caller]
    pub(super) fn stdout_is_empty(self) -> Self {
        assert!(self.stdout.is_empty(), "stdout says something\n{self}");
        self
    }

    #[track_caller]
    pub(super) fn stderr_is_empty(self) -> Self {
        assert!(self.stderr.is_empty(), "stderr says something\n{self}");
        self
    }

    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("stdout is no JSON: {error}\n{self}"))
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            what,
            code,
            stdout,
            stderr,
        } = self;
        let cut = |text: &str| -> String { text.chars().take(6_000).collect() };
        write!(
            f,
            "{what} ended with {code:?}\n--- stdout\n{}\n--- stderr\n{}",
            cut(stdout),
            cut(stderr)
        )
    }
}
