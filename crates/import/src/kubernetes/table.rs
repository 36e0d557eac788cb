use jurymast_plan::catalogue::domain;
use jurymast_terms::units::Duration;

use super::names::Names;
use super::objects::Object;
use super::probe::Probe;
use super::schedule::{Interval, interval};
use super::workload::{Runs, Workload};
use crate::draft::{Doubt, DraftTable, DraftValue, Finding, Majority, Mapping};
use crate::evidence::ImageRole;
use crate::tree::Node;

const ZONE: &str = "topology.kubernetes.io/zone";

/// How many pods of a workload run, by what scales it and what keeps them running.
#[derive(Debug, Clone, Default)]
pub(super) struct Copies {
    /// The fewest that its autoscaler leaves.
    pub(super) least: Option<u64>,
    /// Its disruption budget: how many stay, or how many may go.
    pub(super) stay: Option<u64>,
    pub(super) may_go: Option<u64>,
    /// They are a cluster, of which so many must be up.
    pub(super) cluster: Option<Majority>,
}

/// What a probe and a service tell of a workload, by the words of a plan.
pub(super) fn health(
    table: &mut DraftTable,
    workload: &Workload,
    names: &Names,
    services: &[&Object],
    findings: &mut Vec<Finding>,
) {
    let Some(main) = workload.main() else { return };
    let restart = Probe::of(main)
        .map(|probe| probe.delay())
        .filter(|delay| *delay > 0);
    match (restart, Probe::longest_start(main)) {
        (Some(delay), _) => {
            let doubt = Doubt::Guessed("the delay before its first probe".to_owned());
            table.set_doubted("restart", in_words(delay), doubt);
        }
        (None, Some(most)) => {
            let doubt = Doubt::Guessed("the most that its startup probe allows".to_owned());
            table.set_doubted("restart", in_words(most), doubt);
        }
        (None, None) => {}
    }
    let reached = |number, name: Option<&str>| {
        services.iter().find_map(|service| {
            let behind = names.service(&service.namespace, &service.name)?;
            Some((service.name.clone(), behind.port(number, name)?))
        })
    };
    let way = workload.way_into(main);
    match Probe::all(main).find_map(|probe| probe.command(reached, way.as_deref())) {
        Some(command) if command.may_hold_secret => findings.push(workload.object.finding(
            ".spec.template.spec.containers",
            Mapping::Manual,
            "the command of its probe may hold a secret, so that `check` was left out".to_owned(),
        )),
        Some(command) => match command.doubt {
            Some(doubt) => table.set_doubted("check", command.line, doubt),
            None => table.set("check", command.line),
        },
        None => {}
    }
}

/// How long the loss of a workload stays unnoticed.
pub(super) fn detect(workload: &Workload) -> Option<String> {
    let probe = workload.main().and_then(Probe::of)?;
    Some(in_words(probe.detect()))
}

pub(super) fn in_words(seconds: u64) -> String {
    Duration::from_seconds(seconds).to_string()
}

pub(super) fn job(table: &mut DraftTable, workload: &Workload) {
    match workload.runs {
        Runs::Always => {}
        Runs::Everywhere => table.set("description", "Runs on every machine of the cluster"),
        Runs::Once => table.set("description", "A job that runs once"),
        Runs::BySchedule => {
            let schedule = workload
                .object
                .text_at(&["spec", "schedule"])
                .unwrap_or_default();
            table.set("description", format!("A job by the schedule {schedule}"));
            let every = |minutes: u32| in_words(u64::from(minutes) * 60);
            match interval(schedule) {
                Some(Interval::Regular(minutes)) => table.set("every", every(minutes)),
                Some(Interval::AtMost(minutes)) => {
                    let doubt = Doubt::Guessed("the longest time between two runs".to_owned());
                    table.set_doubted("every", every(minutes), doubt);
                }
                None => {
                    let question = format!("how often does `{schedule}` come round? say `every`");
                    table.doubts.push(Doubt::Asked(question));
                }
            }
        }
    }
}

pub(super) fn replicas(table: &mut DraftTable, workload: &Workload, copies: &Copies) {
    if workload.runs != Runs::Always || workload.object.kind == "Pod" {
        return;
    }
    let said = workload
        .object
        .at(&["spec", "replicas"])
        .and_then(Node::count);
    let count = copies.least.or(said).unwrap_or(1);
    if count < 2 {
        return;
    }
    let over = zones(workload);
    let cluster = copies.cluster.as_ref();
    let cluster = cluster.filter(|one| u64::try_from(one.of) == Ok(count));
    let least = cluster
        .and_then(|one| u64::try_from(one.at_least).ok())
        .or(copies.stay)
        .or(copies.may_go.map(|gone| count.saturating_sub(gone)));
    let least = least.filter(|least| (2..count).contains(least));
    if least.is_none() && over.len() < 2 {
        table.set("replicas", count);
    } else {
        let mut keys = vec![("count", DraftValue::Whole(count))];
        keys.extend(least.map(|least| ("at_least", DraftValue::Whole(least))));
        if over.len() > 1 {
            keys.push(("over", DraftValue::texts(over.iter().copied().map(zone_id))));
        }
        match least {
            Some(_) => {
                let by_budget = || "by its disruption budget".to_owned();
                let doubt = Doubt::Guessed(cluster.map_or_else(by_budget, Majority::guess));
                table.set_doubted("replicas", DraftValue::Table(keys), doubt);
            }
            None => table.set("replicas", DraftValue::Table(keys)),
        }
    }
    if over.is_empty() && spreads_over_zones(workload.pod()) {
        let question = "over which zones do the copies spread? say `over` in `replicas`";
        table.doubts.push(Doubt::Asked(question.to_owned()));
    }
}

fn spreads_over_zones(pod: &Node) -> bool {
    let keys = |path: &[&str]| pod.at(path).map(Node::items).unwrap_or_default();
    let anti = ["affinity", "podAntiAffinity"];
    let required = keys(&[
        anti[0],
        anti[1],
        "requiredDuringSchedulingIgnoredDuringExecution",
    ]);
    let preferred = keys(&[
        anti[0],
        anti[1],
        "preferredDuringSchedulingIgnoredDuringExecution",
    ]);
    let preferred = preferred
        .iter()
        .filter_map(|one| one.get("podAffinityTerm"));
    let all = keys(&["topologySpreadConstraints"])
        .iter()
        .chain(required)
        .chain(preferred);
    let mut topologies = all.filter_map(|one| one.text_at(&["topologyKey"]));
    topologies.any(|key| key.ends_with("/zone"))
}

/// The zones that its pods are bound to.
pub(super) fn zones<'a>(workload: &Workload<'a>) -> Vec<&'a str> {
    let pod = workload.pod();
    if let Some(zone) = pod.text_at(&["nodeSelector", ZONE]) {
        return vec![zone];
    }
    let terms = pod.at(&[
        "affinity",
        "nodeAffinity",
        "requiredDuringSchedulingIgnoredDuringExecution",
        "nodeSelectorTerms",
    ]);
    let terms = terms.map(Node::items).unwrap_or_default().iter();
    let expressions = terms.filter_map(|term| term.get("matchExpressions"));
    let zones = expressions.flat_map(Node::items).filter(|one| {
        one.text_at(&["key"]) == Some(ZONE) && one.text_at(&["operator"]) == Some("In")
    });
    let values = zones
        .filter_map(|one| one.get("values"))
        .flat_map(Node::items);
    let mut all: Vec<&str> = values.filter_map(Node::text).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The id that a zone has in a draft.
pub(super) fn zone_id(zone: &str) -> String {
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    let words = zone
        .split(|c| !is_letter(c))
        .filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_ascii_lowercase).collect();
    format!("zone-{}", words.join("-"))
}

/// The region of a zone, where the catalogue knows it: `us-east-1a`, `us-central1-a`.
pub(super) fn region(zone: &str) -> Option<String> {
    let end = zone.char_indices().next_back()?.0;
    let region = zone[..end].trim_end_matches('-');
    let ids = ["aws-", "gcp-", "azure-"].map(|cloud| format!("{cloud}{region}"));
    ids.into_iter().find(|id| domain(id).is_some())
}

/// Whether it keeps data: a claim or a folder of the machine is kept, what lives with the
/// pod is not.
pub(super) fn data(table: &mut DraftTable, workload: &Workload, role: ImageRole) {
    let claims = workload.object.at(&["spec", "volumeClaimTemplates"]);
    let claims = claims.is_some_and(|claims| !claims.items().is_empty());
    let volumes = workload
        .pod()
        .get("volumes")
        .map(Node::items)
        .unwrap_or_default();
    let is_claim = |volume: &Node| {
        volume.get("persistentVolumeClaim").is_some()
            || volume.at(&["ephemeral"]).is_none() && volume.get("csi").is_some_and(keeps)
    };
    let is_folder = |volume: &Node| volume.get("hostPath").is_some();
    let is_store = matches!(role, ImageRole::Store(_));
    if claims || volumes.iter().any(is_claim) || (is_store && volumes.iter().any(is_folder)) {
        table.set("data", "persistent");
    } else if is_store {
        let lives_with_pod = volumes.iter().any(|one| one.get("emptyDir").is_some());
        let why = match lives_with_pod {
            true => "its volumes live with its pod",
            false => "no volume of its own",
        };
        table.set_doubted("data", "ephemeral", Doubt::Guessed(why.to_owned()));
    }
}

/// Drivers that hand over secrets keep nothing.
fn keeps(csi: &Node) -> bool {
    let driver = csi.text_at(&["driver"]).unwrap_or_default();
    !driver.contains("secrets")
}
