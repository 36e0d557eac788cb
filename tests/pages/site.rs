use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::hostile;

/// The day the sites are rendered for.
const TODAY: &str = "2026-11-23";

/// The sites of all plans, each in a folder of its own.
pub(crate) struct Sites {
    pub(crate) folder: tempfile::TempDir,
    /// Paths below the folder, sorted.
    pub(crate) pages: Vec<String>,
}

impl Sites {
    pub(crate) fn render() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        for name in [
            "astronomy-shop",
            "chat-and-video/after",
            "chat-and-video/before",
        ] {
            must_render(&examples.join(name), &folder.path().join(name));
        }
        let plan = hostile::plan();
        must_render(plan.path(), &folder.path().join("hostile"));
        for (plan, scenario, name) in [
            (
                &examples.join("astronomy-shop"),
                "region-lost",
                "astronomy-shop",
            ),
            (
                &examples.join("chat-and-video/after"),
                "video-host-lost",
                "chat-and-video/after",
            ),
            (&plan.path().to_owned(), "dark", "hostile"),
        ] {
            must_exercise(
                plan,
                scenario,
                &folder.path().join(name).join("exercise.html"),
            );
        }
        for (name, plan, lost) in [
            ("astronomy-shop", examples.join("astronomy-shop"), "kafka"),
            ("hostile", plan.path().to_owned(), "shop"),
        ] {
            incident(&plan, lost, &folder.path().join(name).join("incident.html"));
        }
        let mut pages = Vec::new();
        collect(folder.path(), "", &mut pages);
        pages.sort();
        Self { folder, pages }
    }

    pub(crate) fn text(&self, page: &str) -> String {
        fs::read_to_string(self.folder.path().join(page)).unwrap()
    }

    /// Copies of all pages that forbid nothing.
    pub(crate) fn without_policy(&self) -> tempfile::TempDir {
        let copies = tempfile::tempdir().unwrap();
        for page in &self.pages {
            let text = self.text(page);
            let open = text.replacen(
                "http-equiv=\"Content-Security-Policy\"",
                "name=\"former-policy\"",
                1,
            );
            assert_ne!(open, text, "{page} has a policy");
            let file = copies.path().join(page);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, open).unwrap();
        }
        copies
    }
}

/// Runs the program's `render`.
pub(crate) fn render(plan: &Path, out: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jurymast"))
        .args(["render", "--today", TODAY, "--plan"])
        .arg(plan)
        .arg("--out")
        .arg(out)
        .output()
        .unwrap()
}

/// A packet stands alone; beside a site its links are looked at like the others.
fn must_exercise(plan: &Path, scenario: &str, file: &Path) {
    let done = Command::new(env!("CARGO_BIN_EXE_jurymast"))
        .args(["exercise", scenario, "--format", "html", "--today", TODAY])
        .arg("--plan")
        .arg(plan)
        .arg("--out")
        .arg(file)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{scenario}: {said}");
}

fn must_render(plan: &Path, out: &Path) {
    let done = render(plan, out);
    assert!(
        done.status.success(),
        "{}:\n{}",
        plan.display(),
        String::from_utf8_lossy(&done.stderr)
    );
}

/// The incident sheet as a page beside the site.
fn incident(plan: &Path, lost: &str, page: &Path) {
    let done = Command::new(env!("CARGO_BIN_EXE_jurymast"))
        .args(["incident", lost, "--since", "-20m", "--format", "html"])
        .args(["--today", TODAY, "--plan"])
        .arg(plan)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}:\n{}",
        plan.display(),
        String::from_utf8_lossy(&done.stderr)
    );
    fs::write(page, done.stdout).unwrap();
}

fn collect(folder: &Path, below: &str, pages: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), pages);
        } else if name.ends_with(".html") {
            pages.push(name);
        }
    }
}
