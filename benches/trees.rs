//! Fault trees of the Aralia set, whole process from the plan's text to count and
//! probability, beside what SCRAM 0.16.2 took (recorded seconds of its analysis,
//! and its 50 ms of process and schema work). Skipped, saying so, where the trees
//! are not at hand.
//!
//! The recorded seconds are another run's: the bare parse of the largest plan is
//! timed beside, as the yardstick of this machine.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops when its own plan is wrong"
)]

mod support;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use support::{Runner, Side, is_smoke};

/// Seconds of SCRAM's analysis; trees that are not here took under 10 ms.
const SCRAM: [(&str, f64); 11] = [
    ("baobab1", 0.034),
    ("baobab3", 0.013),
    ("edf9204", 4.0),
    ("edfpa14o", 1.3),
    ("edfpa14p", 6.8),
    ("edfpa14q", 5.2),
    ("edfpa14r", 8.4),
    ("edfpa15b", 0.34),
    ("edfpa15o", 0.068),
    ("edfpa15q", 0.55),
    ("edfpa15r", 0.44),
];
const OTHERS: f64 = 0.01;
const PROCESS: f64 = 0.05;
/// Nobody has finished it.
const LEFT_OUT: &str = "nus9601";

fn main() {
    let smoke = is_smoke();
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = tempfile::tempdir().unwrap();
    let Some(trees) = plans(&shared, folder.path()) else {
        println!("skipped: the Aralia trees, or a python3 to turn them, are not here");
        return;
    };
    let runner = Runner::new(if smoke { 1 } else { 3 });
    let (mut ours, mut theirs, mut slower) = (0.0, 0.0, 0);
    let mut longest = String::new();
    for (tree, plan) in trees {
        if smoke && tree == "edf9204" {
            continue;
        }
        let took = runner.medians(&mut [Side::new(&tree, || gaps(&plan))])[0].as_secs_f64();
        let recorded = SCRAM.iter().find(|(of, _)| *of == tree);
        let scram = recorded.map_or(OTHERS, |(_, seconds)| *seconds) + PROCESS;
        ours += took;
        theirs += scram;
        slower += usize::from(took > scram);
        println!(
            "{tree:<10} {took:>7.3} s  SCRAM {scram:>6.3} s  {:>6.2}x",
            scram / took
        );
        let text = std::fs::read_to_string(plan.join("jurymast.toml")).unwrap();
        if text.len() > longest.len() {
            longest = text;
        }
    }
    println!(
        "sum {ours:.3} s, SCRAM {theirs:.3} s, {:.2}x; {slower} slower",
        theirs / ours
    );
    let parse = runner.medians(&mut [Side::new("bare parse", || {
        black_box(toml::from_str::<toml::Table>(&longest).unwrap());
    })]);
    println!(
        "yardstick: bare parse of the largest plan {:.2} ms",
        parse[0].as_secs_f64() * 1e3
    );
}

/// The trees as plans, by name.
fn plans(shared: &Path, folder: &Path) -> Option<Vec<(String, PathBuf)>> {
    let entries = std::fs::read_dir(shared.join("data/aralia")).ok()?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    let mut plans = Vec::new();
    for file in files {
        let is_tree = file.extension().is_some_and(|ending| ending == "xml");
        let tree = file.file_stem()?.to_string_lossy().into_owned();
        if !is_tree || tree == LEFT_OUT {
            continue;
        }
        let script = shared.join("tools/faulttree-to-plan.py");
        let turned = Command::new("python3")
            .arg(script)
            .arg(&file)
            .output()
            .ok()?;
        let plan = folder.join(&tree);
        std::fs::create_dir(&plan).ok()?;
        std::fs::write(plan.join("jurymast.toml"), turned.stdout).ok()?;
        plans.push((tree, plan));
    }
    Some(plans)
}

fn gaps(plan: &Path) {
    let done = Command::new(env!("CARGO_BIN_EXE_jurymast"))
        .args([
            "gaps",
            "top",
            "--max-order",
            "all",
            "--count",
            "--probability",
        ])
        .args(["--format", "json", "--plan"])
        .arg(plan)
        .stdout(Stdio::null())
        .status();
    assert!(done.unwrap().success(), "{} has an answer", plan.display());
}
