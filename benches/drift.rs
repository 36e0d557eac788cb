//! `drift` beside the bare parse of the same files of calls.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark stops when its own files are wrong"
)]

mod support;

use std::fmt::Write as _;
use std::hint::black_box;

use jurymast_drift::{drift, read_traffic};
use jurymast_import::reading::Reading;
use jurymast_plan::language;
use jurymast_plan::model::Plan;
use jurymast_terms::files::ReadLimits;
use support::{Runner, Side};

const EDGES: usize = 100_000;
const SERVICES: usize = 20_000;

fn main() {
    let runner = Runner::new(9);
    let text = plan();
    let plan = language::reread([("jurymast.toml".to_owned(), text.clone())]).plan;
    // Half of what is seen is declared: the other half are findings.
    compare(
        "service graph, Prometheus' text",
        &plan,
        &text,
        &exposition(),
        &runner,
    );
    compare(
        "service graph, a query's JSON",
        &plan,
        &text,
        &query(),
        &runner,
    );
    compare("Jaeger, one line of JSON", &plan, &text, &jaeger(), &runner);
}

fn compare(what: &str, plan: &Plan, plan_text: &str, seen: &str, runner: &Runner) {
    let (findings, _) = compared(plan, plan_text, seen);
    let title = format!(
        "{EDGES} edges of {SERVICES} services, {findings} findings, {what}, {} KiB",
        seen.len() >> 10
    );
    let is_json = seen.starts_with('{');
    runner.compare(
        &title,
        &mut [
            Side::new("bare parse", || match is_json {
                true => {
                    black_box(serde_json::from_str::<serde_json::Value>(seen).unwrap());
                }
                false => {
                    black_box(
                        seen.lines()
                            .filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok())
                            .sum::<f64>(),
                    );
                }
            }),
            Side::new("reading it", || {
                let mut reading = Reading::new("/", ReadLimits::default());
                let file = reading.take("seen", seen.to_owned());
                black_box(read_traffic(&mut reading, file).unwrap());
            }),
            Side::new("drift, all of it", || {
                black_box(compared(plan, plan_text, seen));
            }),
        ],
    );
}

/// How many findings there are, and their lines.
fn compared(plan: &Plan, plan_text: &str, seen: &str) -> (usize, usize) {
    let mut reading = Reading::new("/", ReadLimits::default());
    reading.take("jurymast.toml", plan_text.to_owned());
    let file = reading.take("seen", seen.to_owned());
    let traffic = [read_traffic(&mut reading, file).unwrap()];
    let found = drift(plan, None, &traffic, &reading.sources);
    let places = found.findings.iter().flat_map(|one| &one.related);
    let lines = places.map(|one| reading.sources.position(one.place).line);
    (found.findings.len(), lines.sum())
}

/// The two ends of an edge; of each second one the plan knows it.
fn ends(at: usize) -> (usize, usize) {
    let from = at % SERVICES;
    (from, (from * 7 + at / SERVICES * 13 + 1) % SERVICES)
}

fn plan() -> String {
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); SERVICES];
    for at in (0..EDGES).filter(|at| (at / SERVICES).is_multiple_of(2)) {
        let (from, to) = ends(at);
        if from != to && !needs[from].contains(&to) {
            needs[from].push(to);
        }
    }
    let mut text = "[plan]\nname = \"Bench\"\n".to_owned();
    for (at, needs) in needs.iter().enumerate() {
        let names: Vec<String> = needs
            .iter()
            .map(|one| format!("\"service-{one}\""))
            .collect();
        let _ = write!(
            text,
            "[service.service-{at}]\ndepends_on = [{}]\n",
            names.join(", ")
        );
    }
    text
}

fn exposition() -> String {
    let mut text = "# TYPE traces_service_graph_request_total counter\n".to_owned();
    for at in 0..EDGES {
        let (from, to) = ends(at);
        let _ = writeln!(
            text,
            "traces_service_graph_request_total{{client=\"service-{from}\",connection_type=\"\",server=\"service-{to}\",failed=\"false\"}} {}",
            at + 1
        );
    }
    text
}

fn query() -> String {
    let series = (0..EDGES).map(|at| {
        let (from, to) = ends(at);
        format!(
            "{{\"metric\":{{\"__name__\":\"traces_service_graph_request_total\",\"client\":\"service-{from}\",\
             \"connection_type\":\"\",\"server\":\"service-{to}\"}},\"value\":[1793491200.1,\"{}\"]}}",
            at + 1
        )
    });
    let series: Vec<String> = series.collect();
    format!(
        "{{\"status\":\"success\",\"data\":{{\"resultType\":\"vector\",\"result\":[{}]}}}}",
        series.join(",")
    )
}

fn jaeger() -> String {
    let calls = (0..EDGES).map(|at| {
        let (from, to) = ends(at);
        format!(
            "{{\"parent\":\"service-{from}\",\"child\":\"service-{to}\",\"callCount\":{}}}",
            at + 1
        )
    });
    format!("{{\"data\":[{}]}}", calls.collect::<Vec<_>>().join(","))
}
