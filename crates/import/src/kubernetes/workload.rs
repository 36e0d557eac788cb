use std::collections::{BTreeMap, BTreeSet};

use super::objects::Object;

use crate::draft::{Finding, Mapping};
use crate::evidence::{ImageRole, role_of_image, software_of_image};
use crate::tree::Node;

/// An object that runs pods.
#[derive(Debug)]
pub(super) struct Workload<'a> {
    pub(super) object: &'a Object,
    /// What its pods look like, with `metadata` and `spec`.
    template: &'a Node,
    pub(super) runs: Runs,
    /// Its id in the draft.
    pub(super) id: String,
}

/// When its pods run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Runs {
    Always,
    /// On every machine.
    Everywhere,
    Once,
    BySchedule,
}

/// The workloads among the objects, without ids; what does not run is left out and said.
pub(super) fn workloads<'a>(
    objects: &'a [Object],
    is_scaled: impl Fn(&Object) -> bool,
    findings: &mut Vec<Finding>,
) -> Vec<Workload<'a>> {
    let mut found = Vec::new();
    for object in objects {
        let Some((template, runs)) = template(object) else {
            continue;
        };
        if let Some(why) = left_out(object).filter(|_| !is_scaled(object)) {
            findings.push(object.finding("", Mapping::Exact, format!("left out: {why}")));
            continue;
        }
        found.push(Workload {
            object,
            template,
            runs,
            id: String::new(),
        });
    }
    // What runs always has the first claim to a name.
    found.sort_by_key(|one| matches!(one.runs, Runs::Once | Runs::BySchedule));
    found
}

fn template(object: &Object) -> Option<(&Node, Runs)> {
    let runs = match object.kind.as_str() {
        "CronJob" => Runs::BySchedule,
        "Job" => Runs::Once,
        "DaemonSet" => Runs::Everywhere,
        _ => Runs::Always,
    };
    let template = match object.kind.as_str() {
        "CronJob" => object.at(&["spec", "jobTemplate", "spec", "template"])?,
        "Pod" => &object.node,
        _ => object.at(&["spec", "template"])?,
    };
    template.at(&["spec", "containers"])?;
    Some((template, runs))
}

/// Why nothing of it runs.
fn left_out(object: &Object) -> Option<&'static str> {
    let hook = object.annotation("helm.sh/hook").unwrap_or_default();
    let is_test = |hook: &str| matches!(hook.trim(), "test" | "test-success" | "test-failure");
    let replicas = object.at(&["spec", "replicas"]).and_then(Node::count);
    let suspended = object.at(&["spec", "suspend"]).and_then(Node::truth);
    if hook.split(',').any(is_test) {
        Some("a test of Helm, which nobody needs")
    } else if replicas == Some(0) {
        Some("none of it runs")
    } else if suspended == Some(true) {
        Some("it is suspended")
    } else {
        None
    }
}

impl<'a> Workload<'a> {
    /// Whether others can call it.
    pub(super) fn runs_on(&self) -> bool {
        matches!(self.runs, Runs::Always | Runs::Everywhere)
    }

    pub(super) fn pod(&self) -> &'a Node {
        self.template.get("spec").unwrap_or(self.template)
    }

    pub(super) fn namespace(&self) -> &'a str {
        &self.object.namespace
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let labels = self.template.at(&["metadata", "labels"]).map(Node::entries);
        let labels = labels.unwrap_or_default().iter();
        labels.filter_map(|label| Some((label.key.text.as_str(), label.value.text()?)))
    }

    /// The containers that run all the time: its own and those beside them.
    pub(super) fn running(&self) -> impl Iterator<Item = &'a Node> {
        let own = self.list("containers").iter();
        own.chain(self.before().filter(|one| is_sidecar(one)))
    }

    /// The containers that end before the others start.
    pub(super) fn starting(&self) -> impl Iterator<Item = &'a Node> {
        self.before().filter(|one| !is_sidecar(one))
    }

    fn before(&self) -> impl Iterator<Item = &'a Node> + use<'a> {
        self.list("initContainers").iter()
    }

    fn list(&self, key: &str) -> &'a [Node] {
        self.pod().get(key).map(Node::items).unwrap_or_default()
    }

    /// The container that the others are there for.
    pub(super) fn main(&self) -> Option<&'a Node> {
        let named = self
            .template
            .text_at(&[
                "metadata",
                "annotations",
                "kubectl.kubernetes.io/default-container",
            ])
            .unwrap_or(&self.object.name);
        let containers = self.list("containers");
        let found = containers
            .iter()
            .find(|one| one.text_at(&["name"]) == Some(named));
        found.or_else(|| containers.first())
    }

    /// What leads a command into a container of one of its pods; `None` of what kubectl
    /// finds no pod of.
    pub(super) fn way_into(&self, container: &Node) -> Option<String> {
        let kind = match self.object.kind.as_str() {
            "Deployment" => "deploy",
            "StatefulSet" => "statefulset",
            "DaemonSet" => "daemonset",
            "ReplicaSet" => "replicaset",
            "ReplicationController" => "rc",
            "Pod" => "pod",
            _ => return None,
        };
        let namespace = match self.namespace() {
            "" => String::new(),
            name => format!(" -n {name}"),
        };
        let has_others = self.list("containers").len() > 1 || self.before().any(is_sidecar);
        let named = container.text_at(&["name"]).filter(|_| has_others);
        let named = named.map_or_else(String::new, |name| format!(" -c {name}"));
        let name = &self.object.name;
        Some(format!("kubectl{namespace} exec {kind}/{name}{named} --"))
    }

    /// The software of the catalogue that it runs.
    pub(super) fn software(&self) -> Option<&'static str> {
        let image = self.main().and_then(|main| main.text_at(&["image"]));
        image.and_then(software_of_image)
    }

    pub(super) fn role(&self) -> ImageRole {
        let image = self.main().and_then(|main| main.text_at(&["image"]));
        match self.runs {
            Runs::Always | Runs::Everywhere => image.map_or(ImageRole::Service, role_of_image),
            // A job that calls a database by its own program is no database.
            Runs::Once | Runs::BySchedule => ImageRole::Service,
        }
    }
}

/// A container that starts before the others, and goes on.
fn is_sidecar(container: &Node) -> bool {
    container.text_at(&["restartPolicy"]) == Some("Always")
}

/// Workloads by their labels.
#[derive(Debug, Default)]
pub(super) struct Labels<'a> {
    by_label: BTreeMap<(&'a str, &'a str, &'a str), Vec<usize>>,
    by_namespace: BTreeMap<&'a str, Vec<usize>>,
    of: Vec<BTreeMap<&'a str, &'a str>>,
}

impl<'a> Labels<'a> {
    pub(super) fn of(workloads: &[Workload<'a>]) -> Self {
        let mut found = Self::default();
        for (index, workload) in workloads.iter().enumerate() {
            let namespace = workload.namespace();
            found.by_namespace.entry(namespace).or_default().push(index);
            found.of.push(workload.labels().collect());
            for (key, value) in workload.labels() {
                let all = found.by_label.entry((namespace, key, value)).or_default();
                all.push(index);
            }
        }
        found
    }

    /// Those of a namespace that have all labels of a selector. One that says nothing
    /// selects all.
    pub(super) fn selected(
        &self,
        namespace: &'a str,
        selector: Option<&'a Node>,
    ) -> BTreeSet<usize> {
        let wanted = selector.map(Node::entries).unwrap_or_default().iter();
        let wanted: Vec<(&str, &str)> = wanted
            .filter_map(|label| Some((label.key.text.as_str(), label.value.text()?)))
            .collect();
        let of_label = |(key, value): &(&'a str, &'a str)| {
            let found = self.by_label.get(&(namespace, *key, *value));
            found.map(Vec::as_slice).unwrap_or_default()
        };
        let all = self.by_namespace.get(namespace).map(Vec::as_slice);
        let rarest = wanted.iter().map(of_label).min_by_key(|found| found.len());
        let candidates = rarest.or(all).unwrap_or_default().iter().copied();
        let has_all = |index: &usize| {
            let own = &self.of[*index];
            wanted
                .iter()
                .all(|(key, value)| own.get(key) == Some(value))
        };
        candidates.filter(has_all).collect()
    }
}
