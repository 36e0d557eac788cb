use jurymast_import::reading::Reading;
use jurymast_import::tree::{Node, read_json};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::vocabulary::Severity;

use super::calls::Traffic;
use super::{exposition, jaeger, kiali, query, resilience_hub, series, x_ray, zipkin};

/// What is read, for whoever brought something else.
const KNOWN: &str = "known are: metrics of OpenTelemetry's service graph, of Istio and of GenAI \
                     clients (Prometheus' text, or its answer to a query), dependencies of \
                     Jaeger and of Zipkin, graphs of Kiali and of AWS X-Ray, list-dependencies \
                     of AWS Resilience Hub";

/// The calls that a file tells of; `None` where it is none of the known, which a problem
/// says.
pub fn read_traffic(reading: &mut Reading, file: FileId) -> Option<Traffic> {
    let text = reading.sources.get(file).text.trim_start();
    if text.is_empty() {
        refuse(&mut reading.problems, "this is empty", Span::start_of(file));
        return None;
    }
    let traffic = match text.starts_with(['{', '[']) {
        true => json(reading, file),
        false => prometheus(reading, file),
    }?;
    tell(reading, &traffic);
    Some(traffic)
}

fn json(reading: &mut Reading, file: FileId) -> Option<Traffic> {
    let root = read_json(&reading.sources, file, &mut reading.problems)?;
    let problems = &mut reading.problems;
    if query::is_query(&root) {
        return match query::read(&root) {
            Ok((all, left)) => of_series(problems, file, &all, left),
            Err((message, place)) => {
                refuse(problems, &message, place);
                None
            }
        };
    }
    if kiali::is_kiali(&root) {
        return Some(kiali::read(&root, file, problems));
    }
    if x_ray::is_x_ray(&root) {
        return Some(x_ray::read(&root, file, problems));
    }
    if resilience_hub::is_list(&root) {
        return Some(resilience_hub::read(&root, file));
    }
    if zipkin::is_zipkin(&root) {
        return Some(zipkin::read(&root, file, problems));
    }
    if jaeger::is_jaeger(&root) {
        return Some(jaeger::read(&root, file, problems));
    }
    refuse(problems, &unlike(&root), first_sign(file, root.span));
    None
}

/// What it is instead, as far as it tells.
fn unlike(root: &Node) -> String {
    let keys = root.entries().iter().take(4);
    let keys: Vec<String> = keys.map(|entry| format!("`{}`", entry.key.text)).collect();
    match keys.is_empty() {
        true => "this list is none that tells of calls".to_owned(),
        false => format!(
            "this is no file that tells of calls: it has {}",
            jurymast_terms::wording::and(&keys)
        ),
    }
}

fn prometheus(reading: &mut Reading, file: FileId) -> Option<Traffic> {
    let problems = &mut reading.problems;
    let Some(all) = exposition::read(&reading.sources, file, problems) else {
        let place = first_sign(file, Span::start_of(file));
        refuse(problems, "this is no file that tells of calls", place);
        return None;
    };
    of_series(problems, file, &all, 0)
}

fn of_series(
    problems: &mut Vec<Diagnostic>,
    file: FileId,
    all: &[series::Series<'_>],
    left: usize,
) -> Option<Traffic> {
    let (count, sample) = (all.len(), all.first().map(|one| one.name.clone()));
    let mut traffic = series::read(file, all, problems);
    if let Some(traffic) = &mut traffic {
        traffic.counts.other += left;
    }
    if traffic.is_none() {
        let message = match sample {
            None => "this holds no series at all: nothing is known of any call".to_owned(),
            Some(name) if name.is_empty() => {
                format!(
                    "none of {count} series tells of calls: they have no name, nor labels that do"
                )
            }
            Some(name) => format!("none of {count} series tells of calls, such as `{name}`"),
        };
        refuse(problems, &message, first_sign(file, Span::start_of(file)));
    }
    traffic
}

fn refuse(problems: &mut Vec<Diagnostic>, message: &str, place: Span) {
    let problem = Diagnostic::error("unknown-traffic", message, place);
    problems.push(problem.label("left out").help(KNOWN));
}

fn first_sign(file: FileId, span: Span) -> Span {
    let start = span.range().start;
    Span::new(file, start..start + 1)
}

/// What makes its silence say less than it seems to.
fn tell(reading: &mut Reading, traffic: &Traffic) {
    let place = Span::start_of(traffic.file);
    if traffic.is_cut {
        let message = "this is the first page of several: what is on the others is not in it";
        let problem = Diagnostic::new("cut-short", Severity::Warning, message, place);
        reading.problems.push(problem.help(
            "save all of it: the commands of AWS do so without --no-paginate and --max-items",
        ));
    }
    if traffic.calls.is_empty() && traffic.models.is_empty() {
        let message = "this tells of no call at all: nothing follows from it";
        let problem = Diagnostic::new("no-calls", Severity::Warning, message, place);
        reading.problems.push(problem);
    }
}
