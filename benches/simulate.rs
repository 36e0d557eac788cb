//! A plan of 1,000 services against 20 scenarios over time, and one that calls
//! providers against all recorded outages, beside the bare parse of the same text.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark stops when its own plan is wrong"
)]

mod support;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use jurymast_continuity::lint::{self, Strictness};
use jurymast_engine::analysis::Analysis;
use jurymast_engine::simulation::{Replays, ScenarioScript, SimulationModel, Summary, simulate};
use jurymast_plan::language::{self, Loaded};
use jurymast_plan::model::{ComponentId, Detail};
use jurymast_terms::files::ReadLimits;
use jurymast_terms::units::Date;
use support::{Folder, Runner, Shape, Side, calling_providers};

const SCENARIOS: usize = 20;

fn main() {
    compare(1_000, Shape::Layered, &Runner::new(9));
    compare(1_000, Shape::Tangled, &Runner::new(5));
    recorded(1_000, &Runner::new(9));
}

/// The whole program, from the plan's text to the table.
fn recorded(services: usize, runner: &Runner) {
    let folder = calling_providers(services);
    let loaded = load(&folder.path);
    assert!(
        loaded.problems.is_empty(),
        "the generated plan reads without problems: {:?}",
        loaded.problems.first()
    );
    let plan = &loaded.plan;
    let machine = SimulationModel::of(plan);
    let replays = Replays::of(plan, &machine);
    let models = plan.components.iter();
    let models = models.filter(|one| matches!(one.detail, Detail::Ai(_)));
    let title = format!(
        "{services} services, {} model calls, {} components, {} recorded outages of which {} hit it",
        models.count(),
        plan.components.len(),
        replays.ran.len(),
        replays.ran.len() - replays.untouched(),
    );
    runner.compare(
        &title,
        &mut [
            Side::new("bare parse", || {
                black_box(toml::from_str::<toml::Table>(&folder.text).unwrap());
            }),
            Side::new("simulate --recorded, the program", || {
                black_box(simulate_recorded(&folder.path));
            }),
            Side::new("  load", || {
                black_box(load(&folder.path));
            }),
            Side::new("  machine", || {
                black_box(SimulationModel::of(plan));
            }),
            Side::new("  all outages", || {
                black_box(Replays::of(plan, &machine));
            }),
        ],
    );
}

fn simulate_recorded(folder: &Path) -> usize {
    let done = Command::new(env!("CARGO_BIN_EXE_jurymast"))
        .args(["simulate", "--recorded", "--plan"])
        .arg(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "the outages were replayed");
    done.stdout.len()
}

fn compare(services: usize, shape: Shape, runner: &Runner) {
    let folder = Folder::with_services(services, shape);
    let text = format!("{}\n{}", folder.text, scenarios(services));
    std::fs::write(folder.path.join("jurymast.toml"), &text).expect("a file in the folder");
    let loaded = load(&folder.path);
    assert!(
        loaded.problems.is_empty(),
        "the generated plan reads without problems: {:?}",
        loaded.problems.first()
    );
    let plan = &loaded.plan;
    let all: Vec<ScenarioScript> = plan.scenarios.iter().map(ScenarioScript::of).collect();
    let machine = SimulationModel::of(plan);
    let hit: usize = all
        .iter()
        .map(|one| simulate(&machine, one).hit().len())
        .sum();
    let title = format!(
        "{services} services, {shape:?}, {} components, {SCENARIOS} scenarios that hit {hit} in all",
        plan.components.len(),
    );
    runner.compare(
        &title,
        &mut [
            Side::new("bare parse", || {
                black_box(toml::from_str::<toml::Table>(&text).unwrap());
            }),
            Side::new("load, run, sum up", || {
                black_box(everything(&folder.path));
            }),
            Side::new("  machine", || {
                black_box(SimulationModel::of(plan));
            }),
            Side::new("  run", || {
                for scenario in &all {
                    black_box(simulate(&machine, scenario));
                }
            }),
            Side::new("check, all of it", || {
                let loaded = load(&folder.path);
                let analysis = Analysis::of(&loaded.plan);
                black_box(lint::check(&analysis, today(), Strictness::Usual));
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

/// From the text to what each component had of each scenario.
fn everything(folder: &Path) -> usize {
    let loaded = load(folder);
    let plan = &loaded.plan;
    let machine = SimulationModel::of(plan);
    let mut broken = 0;
    for scenario in &plan.scenarios {
        let timeline = simulate(&machine, &ScenarioScript::of(scenario));
        let of = |id: ComponentId| Summary::of(plan, &timeline, id).broken().count();
        broken += plan.ids().map(of).sum::<usize>();
    }
    broken
}

/// Providers, a cloud, stores, models and services, alone and in twos, with the
/// symptoms that switches cover and those that they do not; and surges.
fn scenarios(services: usize) -> String {
    let symptoms = ["5xx", "429", "401", "400", "timeout"];
    let wide = ["openai", "anthropic", "mistral", "aws", "gcp", "office"];
    let mut text = String::new();
    for at in 0..SCENARIOS {
        let symptom = symptoms[at % symptoms.len()];
        let first = match at % 4 {
            0 | 1 => wide[at / 2 % wide.len()].to_owned(),
            2 => format!("store-{}", at * 7 % services.div_ceil(5)),
            _ => format!("service-{}", services - 1 - at * 13),
        };
        let second = format!("model-{}", at * 3 % services.div_ceil(10));
        let _ = writeln!(
            text,
            "[scenario.number-{at}]\nfails = [\n  {{ what = \"{first}\", for = \"{}h\", symptom = \"{symptom}\" }},\n  {{ what = \"{second}\", at = \"7m\", for = \"50m\", symptom = \"5xx\" }},\n]",
            1 + at % 6,
        );
        if at % 5 == 0 {
            let what = at * 10;
            let _ = writeln!(
                text,
                "surges = [{{ what = \"service-{what}\", times = 4, at = \"10m\", for = \"2h\" }}]"
            );
        }
        text.push('\n');
    }
    text
}
