//! `check` beside the bare parse of the same text.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark stops when its own plan is wrong"
)]

mod support;

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

use jurymast::report::{self, Format, Look, Outcome};
use jurymast_continuity::lint::{self, Strictness};
use jurymast_engine::analysis::Analysis;
use jurymast_plan::language::{self, Loaded};
use jurymast_terms::files::ReadLimits;
use jurymast_terms::units::Date;
use support::{Folder, Runner, Shape, Side};

const LOOK: Look = Look {
    color: false,
    unicode: false,
    width: 80,
};

/// A rule of the plan's own, over every fallback.
const ONE_MORE: &str = r#"
[[rule]]
id = "bench/one-more"
on = "fallback"
when = "component.tier == 1 && fallback.rung == 'declared' && fallback.team == component.team"
message = "the fallback is another team's"
"#;

fn main() {
    compare(1_000, Shape::Layered, &Runner::new(31));
    compare(1_000, Shape::Tangled, &Runner::new(31));
    compare(10_000, Shape::Layered, &Runner::new(5));
    compare(10_000, Shape::Tangled, &Runner::new(5));
}

fn compare(services: usize, shape: Shape, runner: &Runner) {
    let folder = Folder::with_services(services, shape);
    let text = folder.text.as_str();
    let today = today();
    let loaded = load(&folder.path);
    assert!(
        loaded.problems.is_empty(),
        "the generated plan reads without problems: {:?}",
        loaded.problems.first()
    );
    let analysis = Analysis::of(&loaded.plan);
    let found = lint::check(&analysis, today, Strictness::Usual);
    let title = format!(
        "{services} services, {shape:?}, {} components, {} findings, {} KiB",
        loaded.plan.components.len(),
        found.findings.len(),
        text.len() >> 10
    );
    let outcome = outcome(&loaded, &found);
    let more = (String::from("jurymast.toml"), format!("{text}{ONE_MORE}"));
    let with_one_more = language::reread([more]).on(today);
    assert!(with_one_more.problems.is_empty(), "the rule is read");
    let analysis_of_more = Analysis::of(&with_one_more.plan);
    runner.compare(
        &title,
        &mut [
            Side::new("bare parse", || {
                black_box(toml::from_str::<toml::Table>(text).unwrap());
            }),
            Side::new("check, all of it", || {
                black_box(check(&folder.path, today));
            }),
            Side::new("  load", || {
                black_box(load(&folder.path));
            }),
            Side::new("  analysis", || {
                black_box(Analysis::of(&loaded.plan));
            }),
            Side::new("  lint", || {
                black_box(lint::check(&analysis, today, Strictness::Usual));
            }),
            Side::new("  lint with one rule more", || {
                black_box(lint::check(&analysis_of_more, today, Strictness::Usual));
            }),
            Side::new("  report, concise", || {
                black_box(report::report(Format::Concise, &outcome, LOOK));
            }),
            Side::new("the program, start to end", || {
                black_box(program(&folder.path));
            }),
            Side::new("report, full", || {
                black_box(report::report(Format::Full, &outcome, LOOK));
            }),
        ],
    );
}

fn today() -> Date {
    "2026-11-23".parse().unwrap()
}

fn load(folder: &Path) -> Loaded {
    let loaded = language::load(Path::new("jurymast.toml"), folder, &ReadLimits::default());
    loaded.unwrap().on(today())
}

fn check(folder: &Path, today: Date) -> String {
    let loaded = load(folder);
    let analysis = Analysis::of(&loaded.plan);
    let found = lint::check(&analysis, today, Strictness::Usual);
    report::report(Format::Concise, &outcome(&loaded, &found), LOOK)
}

fn program(folder: &Path) -> bool {
    let done = Command::new(env!("CARGO_BIN_EXE_jurymast"))
        .args(["check", "--format", "concise", "--plan"])
        .arg(folder)
        .stdout(Stdio::null())
        .status();
    done.unwrap().success()
}

fn outcome<'a>(loaded: &'a Loaded, checked: &'a lint::Checked) -> Outcome<'a> {
    Outcome {
        unknown_models: &[],
        rungs: None,
        silenced: &checked.silenced,
        baselined: None,
        unchanged: None,
        fails_from: None,
        is_quiet: false,
        counts_by_rule: false,
        tool_version: env!("CARGO_PKG_VERSION"),
        plans: &[],
        sources: &loaded.sources,
        errors: &loaded.problems,
        findings: &checked.findings,
        rules: &[],
    }
}
