use std::collections::{BTreeMap, BTreeSet};

use super::project::{Project, Service};
use crate::draft::Mapping::{Approximate, Exact, Manual};
use crate::draft::{Fates, FieldFates, Finding, NO_QUESTION};
use crate::tree::Entry;

const OF_FILE: Fates = &[
    ("services", Exact, ""),
    (
        "models",
        Exact,
        "an AI dependency for each, on the same machine",
    ),
    (
        "volumes",
        Approximate,
        "`data`, and which services share it",
    ),
    (
        "networks",
        Approximate,
        "other names of services; a plan draws no networks",
    ),
    ("secrets", Exact, "left out: secrets are never read"),
    (
        "configs",
        Approximate,
        "hosts that they name, where they stand in the file",
    ),
    ("name", Exact, "the name of the plan"),
    ("version", Exact, NO_QUESTION),
    ("include", Exact, "read where it is named"),
];

const OF_SERVICE: Fates = &[
    ("image", Exact, "what kind of thing it is"),
    (
        "build",
        Approximate,
        "what kind of thing it is, by its name and what it is built upon",
    ),
    (
        "depends_on",
        Exact,
        "who is needed to start; to run, where a value names the host too",
    ),
    (
        "environment",
        Exact,
        "hosts, parties and models that values name; no value is copied",
    ),
    (
        "env_file",
        Exact,
        "hosts, parties and models that values name; no value is copied",
    ),
    ("command", Exact, "hosts that it names"),
    ("entrypoint", Exact, "hosts that it names"),
    ("ports", Exact, "a way in, and so a provisional tier"),
    ("expose", Exact, "left out: a plan has no ports"),
    (
        "healthcheck",
        Approximate,
        "`check`, `detect` of who depends on it, `restart`",
    ),
    (
        "deploy",
        Approximate,
        "`replicas`; resources and placement are left out",
    ),
    ("scale", Exact, "`replicas`"),
    ("restart", Approximate, "whether it runs once or on and on"),
    (
        "volumes",
        Approximate,
        "`data`; mounted settings that can be read name hosts",
    ),
    ("tmpfs", Approximate, "`data` that is lost with it"),
    ("container_name", Exact, "another name"),
    ("hostname", Exact, "another name"),
    ("links", Exact, "who is needed, and another name"),
    (
        "networks",
        Approximate,
        "other names; a plan draws no networks",
    ),
    (
        "network_mode",
        Approximate,
        "with whom it stands, where it names a service",
    ),
    ("profiles", Exact, "whether it is active"),
    (
        "labels",
        Approximate,
        "a way in, where a proxy is told of it",
    ),
    ("extends", Exact, "read where it is named"),
    (
        "provider",
        Approximate,
        "a model of the host's runner, or something to ask for",
    ),
    ("models", Exact, "the models that it needs"),
    (
        "external_links",
        Manual,
        "containers outside of these files: say who needs them",
    ),
    (
        "extra_hosts",
        Manual,
        "names of further machines: say who needs them",
    ),
    ("dns", Manual, "a name server of its own: say who runs it"),
    ("post_start", Approximate, "commands beside it are left out"),
    ("pre_stop", Approximate, "commands beside it are left out"),
    (
        "gpus",
        Manual,
        "it needs this machine, or one like it: say so in `replicas` or a runbook",
    ),
];

/// What says nothing of who needs whom, or of what is lost.
const LEFT: [&str; 48] = [
    "annotations",
    "attach",
    "blkio_config",
    "cap_add",
    "cap_drop",
    "cgroup",
    "cgroup_parent",
    "cpu_count",
    "cpu_percent",
    "cpu_period",
    "cpu_quota",
    "cpu_shares",
    "cpus",
    "cpuset",
    "credential_spec",
    "develop",
    "device_cgroup_rules",
    "dns_opt",
    "dns_search",
    "domainname",
    "group_add",
    "init",
    "ipc",
    "isolation",
    "logging",
    "mac_address",
    "mem_limit",
    "mem_reservation",
    "mem_swappiness",
    "memswap_limit",
    "oom_kill_disable",
    "oom_score_adj",
    "pid",
    "pids_limit",
    "platform",
    "privileged",
    "pull_policy",
    "read_only",
    "runtime",
    "security_opt",
    "shm_size",
    "stdin_open",
    "stop_grace_period",
    "stop_signal",
    "sysctls",
    "tty",
    "ulimits",
    "user",
];

/// What became of each field of which nothing else is said.
pub(super) fn of_the_rest(project: &Project, told: &[Finding]) -> Vec<Finding> {
    let known: BTreeSet<&str> = told.iter().map(|one| one.source_path.as_str()).collect();
    let is_told = |path: &str| {
        let mut from = known.range(path..);
        let next = from.next();
        next.is_some_and(|one| {
            one.strip_prefix(path)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        })
    };
    let mut fields = FieldFates::default();
    let mut seen: BTreeMap<&str, &Entry> = BTreeMap::new();
    for entry in &project.top {
        seen.entry(&entry.key.text).or_insert(entry);
    }
    for entry in seen.into_values() {
        if !is_told(&entry.key.text) {
            one(&mut fields, entry, "", OF_FILE);
        }
    }
    for (name, service) in &project.services {
        of_service(name, service, &is_told, &mut fields);
    }
    fields.0
}

fn of_service(
    name: &str,
    service: &Service,
    is_told: &dyn Fn(&str) -> bool,
    fields: &mut FieldFates,
) {
    let path = format!("services.{name}");
    for entry in service.node.entries() {
        if !is_told(&format!("{path}.{}", entry.key.text)) {
            one(fields, entry, &path, OF_SERVICE);
        }
    }
}

fn one(fields: &mut FieldFates, entry: &Entry, path: &str, fates: Fates) {
    let key = entry.key.text.as_str();
    let is_left = key.starts_with("x-") || key == "working_dir" || LEFT.contains(&key);
    if is_left {
        let path = match path {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        };
        return fields.told(path, entry.key.span, Exact, NO_QUESTION);
    }
    fields.entry(entry, path, fates);
}
