//! The whole site of a generated plan.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark stops when its own plan is wrong"
)]

mod support;

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

use jurymast::render::{self, Input};
use jurymast_continuity::lint::{self, Strictness};
use jurymast_engine::analysis::Analysis;
use jurymast_plan::language::{self, Loaded};
use jurymast_terms::files::ReadLimits;
use jurymast_terms::units::Date;
use support::{Folder, Runner, Shape, Side};

fn main() {
    compare(1_000, Shape::Layered, &Runner::new(5));
    compare(1_000, Shape::Tangled, &Runner::new(5));
}

fn compare(services: usize, shape: Shape, runner: &Runner) {
    let folder = Folder::with_services(services, shape);
    let today: Date = "2026-11-23".parse().unwrap();
    let loaded = language::load(
        Path::new("jurymast.toml"),
        &folder.path,
        &ReadLimits::default(),
    )
    .unwrap();
    let loaded = loaded.on(today);
    let analysis = Analysis::of(&loaded.plan);
    let found = lint::check(&analysis, today, Strictness::Usual);
    let site = || site(&loaded, &analysis, &found.findings, today);
    let pages = site();
    let bytes: usize = pages.iter().map(|page| page.text.len()).sum();
    let title = format!(
        "{services} services, {shape:?}, {} pages, {} KiB",
        pages.len(),
        bytes >> 10
    );
    let text = folder.text.as_str();
    runner.compare(
        &title,
        &mut [
            Side::new("bare parse", || {
                black_box(toml::from_str::<toml::Table>(text).unwrap());
            }),
            Side::new("pages, in memory", || {
                black_box(site());
            }),
            Side::new("the program, start to end", || {
                program(&folder.path);
            }),
        ],
    );
}

fn site(
    loaded: &Loaded,
    analysis: &Analysis<'_>,
    findings: &[jurymast_terms::diagnostic::Diagnostic],
    today: Date,
) -> Vec<render::Page> {
    render::site(&Input {
        analysis,
        sources: &loaded.sources,
        findings,
        rules: &[],
        today,
        version: env!("CARGO_PKG_VERSION"),
    })
    .unwrap()
}

fn program(folder: &Path) {
    let done = Command::new(env!("CARGO_BIN_EXE_jurymast"))
        .args(["render", "--today", "2026-11-23", "--plan"])
        .arg(folder)
        .arg("--out")
        .arg(folder.join("site"))
        .stdout(Stdio::null())
        .status();
    assert!(done.unwrap().success());
}
