use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::site::Sites;

/// Headless Chromium, and axe-core where it is installed.
pub(crate) struct Browser {
    program: PathBuf,
    axe: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

/// What the browser saw of one page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Seen {
    pub(crate) page: String,
    pub(crate) error: Option<String>,
    pub(crate) dark: bool,
    pub(crate) title: String,
    pub(crate) words: String,
    pub(crate) ids: Vec<String>,
    pub(crate) links: Vec<String>,
    pub(crate) active: Vec<String>,
    pub(crate) fetched: Vec<String>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) too_wide: Vec<serde_json::Value>,
    pub(crate) ran_script: bool,
}

/// A fault that axe found.
#[derive(Debug, Deserialize)]
pub(crate) struct Violation {
    pub(crate) rule: String,
    pub(crate) impact: String,
    pub(crate) nodes: Vec<String>,
}

impl Browser {
    /// `None`, saying so, when there is none and none is required.
    pub(crate) fn find() -> Option<Self> {
        let wish = std::env::var("JURYMAST_PAGES").unwrap_or_default();
        let required = wish == "required";
        if wish == "no" {
            println!("JURYMAST_PAGES=no: the pages are not looked at");
            return None;
        }
        let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
        let path = std::env::var_os("PATH").unwrap_or_default();
        let program = std::env::split_paths(&path)
            .flat_map(|folder| names.map(|name| folder.join(name)))
            .find(|file| file.is_file());
        let axe = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("target/pages/node_modules/axe-core/axe.min.js");
        let axe = axe.is_file().then_some(axe);
        assert!(
            !required || (program.is_some() && axe.is_some()),
            "JURYMAST_PAGES=required needs Chromium in PATH, and axe-core: \
             npm install --prefix target/pages axe-core"
        );
        if axe.is_none() {
            println!("no axe-core in target/pages: accessibility is not checked");
        }
        let Some(program) = program else {
            println!("no Chromium in PATH: the pages are not looked at");
            return None;
        };
        Some(Self { program, axe })
    }

    /// Opens every page, one after another, in one browser.
    ///
    /// The pages are copies without their content security policy: what it would
    /// have stopped must not be there in the first place.
    pub(crate) fn look(&self, sites: &Sites, scheme: Scheme) -> Vec<Seen> {
        let copies = sites.without_policy();
        let axe = self.axe.as_ref().map(|file| file_url(file));
        let harness = format!(
            "<!doctype html><meta charset=\"utf-8\"><title>Harness</title><body><script>\n\
             const PAGES = {};\nconst AXE = {};\n{}</script>",
            serde_json::to_string(&sites.pages).unwrap(),
            serde_json::to_string(&axe).unwrap(),
            include_str!("harness.js")
        );
        let file = copies.path().join("harness.html");
        std::fs::write(&file, harness).unwrap();
        let scheme = match scheme {
            Scheme::Dark => 0,
            Scheme::Light => 1,
        };
        let done = self.run(&[
            &format!("--blink-settings=preferredColorScheme={scheme}"),
            "--allow-file-access-from-files",
            "--hide-scrollbars",
            "--virtual-time-budget=10000000",
            "--dump-dom",
            &file_url(&file),
        ]);
        let dom = String::from_utf8(done.stdout).unwrap();
        let results = dom
            .split("<pre id=\"results\">")
            .nth(1)
            .and_then(|rest| rest.split("</pre>").next())
            .unwrap_or_else(|| {
                let said = String::from_utf8_lossy(&done.stderr);
                panic!("the browser gave no results:\n{said}")
            });
        serde_json::from_str(results).unwrap()
    }

    /// The page as PDF.
    pub(crate) fn print(&self, page: &Path) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let pdf = folder.path().join("page.pdf");
        self.run(&[
            &format!("--print-to-pdf={}", pdf.display()),
            &file_url(page),
        ]);
        std::fs::read(pdf).unwrap_or_default()
    }

    fn run(&self, arguments: &[&str]) -> std::process::Output {
        let profile = tempfile::tempdir().unwrap();
        Command::new(&self.program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }
}

fn file_url(file: &Path) -> String {
    format!("file://{}", file.display())
}
