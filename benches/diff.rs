//! `diff` of two revisions beside one `check` of the new one.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark stops when its own plan is wrong"
)]

mod support;

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

use jurymast_continuity::comparison::{PlanDiff, PlanSide};
use jurymast_continuity::lint::{self, Strictness};
use jurymast_engine::analysis::Analysis;
use jurymast_plan::language::{self, Loaded};
use jurymast_terms::units::Date;
use support::{Folder, Runner, Shape, Side};

/// Of so many groups of two both are needed in the new revision.
const CHANGED: usize = 10;

fn main() {
    compare(1_000, Shape::Layered, &Runner::new(15));
    compare(1_000, Shape::Tangled, &Runner::new(15));
    compare(5_000, Shape::Layered, &Runner::new(3));
}

fn compare(services: usize, shape: Shape, runner: &Runner) {
    let old = Folder::with_services(services, shape);
    let text = old.text.replacen("at_least = 1", "at_least = 2", CHANGED);
    let new = Folder::of(text);
    let sides = [&old, &new].map(|one| load(&one.text));
    let found = diff(&sides);
    let title = format!(
        "{services} services, {shape:?}: {} gaps opened, {} blast radii grew",
        found.gaps_opened.len(),
        found.blast_grew.len()
    );
    assert!(!found.blast_grew.is_empty(), "the revisions differ");
    runner.compare(
        &title,
        &mut [
            Side::new("check, the program", || {
                black_box(program(
                    &["check", "--format", "concise", "--plan"],
                    &[&new.path],
                ));
            }),
            Side::new("diff, the program", || {
                black_box(program(&["diff"], &[&old.path, &new.path]));
            }),
            Side::new("  analysis and lint of one", || {
                black_box(judged(&sides[1].plan));
            }),
            Side::new("  those of both, compared", || {
                black_box(diff(&sides));
            }),
        ],
    );
}

fn today() -> Date {
    "2026-11-23".parse().unwrap()
}

fn load(text: &str) -> Loaded {
    let loaded = language::reread([("jurymast.toml".to_owned(), text.to_owned())]).on(today());
    assert!(!loaded.has_errors(), "the generated plan is read");
    loaded
}

fn judged(plan: &jurymast_plan::model::Plan) -> usize {
    let analysis = Analysis::of(plan);
    lint::check(&analysis, today(), Strictness::Usual)
        .findings
        .len()
}

fn diff(sides: &[Loaded; 2]) -> PlanDiff {
    let analyses = sides.each_ref().map(|one| Analysis::of(&one.plan));
    let checked = analyses
        .each_ref()
        .map(|one| lint::check(one, today(), Strictness::Usual));
    let side = |at: usize| PlanSide {
        analysis: &analyses[at],
        findings: &checked[at].findings,
        silenced: &checked[at].silenced,
        today: today(),
    };
    PlanDiff::of(&side(0), &side(1), None)
}

fn program(arguments: &[&str], folders: &[&Path]) -> bool {
    let done = Command::new(env!("CARGO_BIN_EXE_jurymast"))
        .args(arguments)
        .args(folders)
        .stdout(Stdio::null())
        .status();
    done.unwrap().success()
}
