//! What `--version` says: the version, and for a release the commit it was made of.

use std::process::Command;

/// Set by whoever builds a release without a checkout.
const COMMIT: &str = "JURYMAST_COMMIT";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={COMMIT}");
    let variable = |name| {
        std::env::var(name)
            .ok()
            .filter(|one: &String| !one.is_empty())
    };
    // A build for work would be made anew with every commit.
    let is_release = variable("PROFILE").is_some_and(|one| one == "release");
    let commit = variable(COMMIT).or_else(|| is_release.then(checked_out).flatten());
    let version = variable("CARGO_PKG_VERSION").unwrap_or_default();
    let version = match commit {
        Some(commit) => format!("{version} ({commit})"),
        None => version,
    };
    println!("cargo::rustc-env=JURYMAST_VERSION={version}");
}

/// The commit of this very checkout, and not of one that a published crate is unpacked in.
fn checked_out() -> Option<String> {
    if !std::path::Path::new(".git").exists() {
        return None;
    }
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo::rerun-if-changed={log}");
    }
    git(&["rev-parse", "--short=12", "HEAD"])
}

fn git(arguments: &[&str]) -> Option<String> {
    let run = Command::new("git").args(arguments).output().ok()?;
    let said = String::from_utf8(run.stdout).ok()?;
    run.status.success().then(|| said.trim().to_owned())
}
