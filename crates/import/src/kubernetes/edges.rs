use super::names::Names;
use super::values::Settings;
use super::workload::Workload;
use crate::draft::{Edges, StartOrder};
use crate::evidence::{ImageRole, Variable};
use crate::tree::Node;

/// The variables of all containers of a workload that run.
pub(super) fn variables(workload: &Workload, settings: &Settings) -> Vec<Variable> {
    let containers = workload.running();
    let each = containers.flat_map(|one| settings.variables(workload.namespace(), one));
    each.collect()
}

/// All that a workload names, by ids. `jobs` are those of the same files.
pub(super) fn edges_of(
    workload: &Workload,
    role: ImageRole,
    variables: &[Variable],
    settings: &Settings,
    names: &Names,
    jobs: &[&Workload],
) -> Edges {
    let mut edges = Edges::default();
    let named = |host: &str| names.at(workload.namespace(), host);
    // A store does not call its neighbours because it was handed the same values.
    let is_store = matches!(role, ImageRole::Store(_));
    let called = variables.iter().filter(|one| !(is_store && one.is_common));
    edges.hosts(called, named);
    // What collects has a list of all that it looks at, and needs none of it.
    if role != ImageRole::Collector {
        edges.hosts_of_settings(settings.mounted(workload).iter(), named);
    }
    for container in workload.starting() {
        let given = settings.variables(workload.namespace(), container);
        let called = given.iter().filter(|one| !one.is_common);
        edges.hosts_at_start(called, named);
        for job in waited_for(container, jobs) {
            let order = StartOrder {
                condition: Some("service_completed_successfully".to_owned()),
                ..StartOrder::default()
            };
            edges.edge(&job.id, container.span).order = Some(order);
        }
    }
    edges.leave_out(&workload.id);
    edges
}

/// The jobs whose end a container waits for: `kubectl wait job/migrate`.
fn waited_for<'a, 'b>(container: &Node, jobs: &'b [&'b Workload<'a>]) -> Vec<&'b Workload<'a>> {
    if jobs.is_empty() {
        return Vec::new();
    }
    let words = ["command", "args"]
        .iter()
        .filter_map(|key| container.get(key));
    let words: Vec<&str> = words
        .flat_map(Node::one_or_more)
        .filter_map(Node::text)
        .collect();
    let line = words.join(" ");
    let words: Vec<&str> = line.split_whitespace().collect();
    let names = words.iter().enumerate().filter_map(|(at, word)| {
        let before = at.checked_sub(1).map(|at| words[at]);
        let named = word
            .strip_prefix("job/")
            .or(word.strip_prefix("job.batch/"));
        named.or((before == Some("job")).then_some(*word))
    });
    let found = names.filter_map(|name| jobs.iter().find(|job| job.object.name == name));
    found.copied().collect()
}
