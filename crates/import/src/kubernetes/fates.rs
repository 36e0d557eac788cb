use super::objects::Object;
use crate::draft::Mapping::{Approximate, Exact, Manual, Unsupported};
use crate::draft::{FieldPaths, Finding, NO_QUESTION, every_field, tell_the_rest};
use crate::tree::{Node, Value};

/// What becomes of the fields that every object has.
const OF_EACH: FieldPaths = &[
    ("apiVersion", Exact, "what format it is"),
    ("kind", Exact, "what is made of it"),
    (
        "metadata.name",
        Exact,
        "the id, and a name under which it is reached",
    ),
    ("metadata.generateName", Exact, "the id"),
    ("metadata.namespace", Exact, "in the names of services"),
    ("metadata.labels", Exact, "whom selectors mean"),
    (
        "metadata.annotations",
        Approximate,
        "roles in a cloud; others are tools' own",
    ),
    ("metadata.uid", Exact, NO_QUESTION),
    ("metadata.creationTimestamp", Exact, NO_QUESTION),
    ("metadata.resourceVersion", Exact, NO_QUESTION),
    ("metadata.generation", Exact, NO_QUESTION),
    ("metadata.managedFields", Exact, NO_QUESTION),
    (
        "metadata.ownerReferences",
        Exact,
        "what makes it: it is left out where that is read",
    ),
    ("status", Exact, "left out: what was, not what is meant"),
    (
        "data",
        Exact,
        "hosts, parties and models that values name; no value is copied",
    ),
    (
        "stringData",
        Exact,
        "hosts that values name; no value is copied",
    ),
    ("binaryData", Unsupported, "bytes: nothing in them is read"),
    ("immutable", Exact, NO_QUESTION),
    ("type", Exact, NO_QUESTION),
    ("automountServiceAccountToken", Exact, NO_QUESTION),
    ("secrets", Exact, "left out: secrets are never read"),
    (
        "imagePullSecrets",
        Manual,
        "a registry that is needed to start: say which",
    ),
    ("rules", Exact, NO_QUESTION),
    ("roleRef", Exact, NO_QUESTION),
    ("subjects", Exact, NO_QUESTION),
];

/// Kinds of which the `spec` is read as a whole.
const OF_KINDS: FieldPaths = &[
    (
        "Service",
        Exact,
        "which pods answer to a name, and whether it is open to the outside",
    ),
    (
        "Ingress",
        Approximate,
        "a way in, and so a provisional tier",
    ),
    (
        "IngressRoute",
        Approximate,
        "a way in, and so a provisional tier",
    ),
    (
        "HTTPRoute",
        Approximate,
        "a way in, and so a provisional tier",
    ),
    (
        "GRPCRoute",
        Approximate,
        "a way in, and so a provisional tier",
    ),
    (
        "TCPRoute",
        Approximate,
        "a way in, and so a provisional tier",
    ),
    (
        "TLSRoute",
        Approximate,
        "a way in, and so a provisional tier",
    ),
    ("Route", Approximate, "a way in, and so a provisional tier"),
    (
        "VirtualService",
        Approximate,
        "a way in, where it names a gateway",
    ),
    ("NetworkPolicy", Approximate, "who may call whom"),
    (
        "HorizontalPodAutoscaler",
        Approximate,
        "`replicas`: the fewest",
    ),
    ("ScaledObject", Approximate, "`replicas`: the fewest"),
    ("PodDisruptionBudget", Approximate, "how many stay"),
    ("Namespace", Exact, NO_QUESTION),
];

/// The fields of a workload, but for its pods.
const OF_WORKLOAD: FieldPaths = &[
    ("replicas", Exact, "`replicas`"),
    ("selector", Exact, NO_QUESTION),
    (
        "strategy",
        Approximate,
        "left out: how a new version is rolled out",
    ),
    (
        "updateStrategy",
        Approximate,
        "left out: how a new version is rolled out",
    ),
    ("serviceName", Exact, "names of single pods"),
    ("volumeClaimTemplates", Exact, "`data`"),
    (
        "persistentVolumeClaimRetentionPolicy",
        Approximate,
        "left out: what happens to data of what is deleted",
    ),
    ("podManagementPolicy", Exact, NO_QUESTION),
    ("schedule", Exact, "`every`, where it is regular"),
    ("timeZone", Exact, NO_QUESTION),
    ("suspend", Exact, "whether it runs"),
    ("concurrencyPolicy", Exact, NO_QUESTION),
    (
        "startingDeadlineSeconds",
        Manual,
        "how late a run may start: say what a missed run costs",
    ),
    ("successfulJobsHistoryLimit", Exact, NO_QUESTION),
    ("failedJobsHistoryLimit", Exact, NO_QUESTION),
    ("revisionHistoryLimit", Exact, NO_QUESTION),
    (
        "minReadySeconds",
        Approximate,
        "left out: how long a start takes at least",
    ),
    ("progressDeadlineSeconds", Exact, NO_QUESTION),
    ("completions", Exact, NO_QUESTION),
    ("parallelism", Exact, NO_QUESTION),
    ("backoffLimit", Exact, NO_QUESTION),
    ("activeDeadlineSeconds", Exact, NO_QUESTION),
    ("ttlSecondsAfterFinished", Exact, NO_QUESTION),
];

/// The fields of pods.
const OF_POD: FieldPaths = &[
    ("metadata", Exact, "whom selectors mean"),
    ("spec.containers.name", Exact, NO_QUESTION),
    ("spec.containers.image", Exact, "what kind of thing it is"),
    ("spec.containers.command", Exact, "hosts that it names"),
    ("spec.containers.args", Exact, "hosts that it names"),
    (
        "spec.containers.env",
        Exact,
        "hosts, parties and models that values name; no value is copied",
    ),
    (
        "spec.containers.envFrom",
        Exact,
        "hosts, parties and models that values name; no value is copied",
    ),
    (
        "spec.containers.ports",
        Exact,
        "left out: a plan has no ports",
    ),
    (
        "spec.containers.resources",
        Exact,
        "left out: how much of a machine it takes",
    ),
    (
        "spec.containers.livenessProbe",
        Approximate,
        "`check`, `detect`, where no readiness is asked",
    ),
    (
        "spec.containers.readinessProbe",
        Approximate,
        "`check`, `detect` of who depends on it",
    ),
    ("spec.containers.startupProbe", Approximate, "`restart`"),
    ("spec.containers.lifecycle", Exact, NO_QUESTION),
    ("spec.containers.volumeMounts", Approximate, "`data`"),
    ("spec.containers.imagePullPolicy", Exact, NO_QUESTION),
    ("spec.containers.securityContext", Exact, NO_QUESTION),
    ("spec.containers.workingDir", Exact, NO_QUESTION),
    ("spec.containers.terminationMessagePath", Exact, NO_QUESTION),
    (
        "spec.containers.terminationMessagePolicy",
        Exact,
        NO_QUESTION,
    ),
    (
        "spec.initContainers",
        Approximate,
        "what is needed to start; what goes on beside the others",
    ),
    (
        "spec.volumes",
        Approximate,
        "`data`; mounted settings name hosts",
    ),
    (
        "spec.serviceAccountName",
        Approximate,
        "a question, where a cloud takes it for somebody",
    ),
    (
        "spec.serviceAccount",
        Approximate,
        "a question, where a cloud takes it for somebody",
    ),
    (
        "spec.imagePullSecrets",
        Manual,
        "a registry that is needed to start: say which",
    ),
    ("spec.nodeSelector", Approximate, "`in`, by its zone"),
    (
        "spec.affinity",
        Approximate,
        "where copies stand: zones and spread",
    ),
    (
        "spec.topologySpreadConstraints",
        Exact,
        "over what copies are spread",
    ),
    ("spec.tolerations", Exact, NO_QUESTION),
    (
        "spec.priorityClassName",
        Manual,
        "who goes first where room is short: say a tier",
    ),
    ("spec.hostNetwork", Exact, NO_QUESTION),
    (
        "spec.hostAliases",
        Manual,
        "names of further machines: say who needs them",
    ),
    ("spec.dnsPolicy", Exact, NO_QUESTION),
    (
        "spec.dnsConfig",
        Manual,
        "servers of names: say who needs them",
    ),
    (
        "spec.restartPolicy",
        Approximate,
        "whether it runs once or on and on",
    ),
    ("spec.terminationGracePeriodSeconds", Exact, NO_QUESTION),
    ("spec.securityContext", Exact, NO_QUESTION),
    ("spec.automountServiceAccountToken", Exact, NO_QUESTION),
    ("spec.enableServiceLinks", Exact, NO_QUESTION),
    ("spec.schedulerName", Exact, NO_QUESTION),
    (
        "spec.nodeName",
        Manual,
        "one node alone: say where it stands",
    ),
    ("spec.runtimeClassName", Exact, NO_QUESTION),
];

/// Kinds that run pods.
const RUN: [&str; 8] = [
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Job",
    "CronJob",
    "Pod",
];

/// What became of each field of which nothing else is said. Of kinds that are not read it is
/// told once for all of a kind.
pub(super) fn of_the_rest(objects: &[Object], findings: &mut Vec<Finding>) {
    let mut rest = Vec::new();
    for object in objects {
        let kind = object.kind.as_str();
        let path = object.path();
        let whole = OF_KINDS.iter().find(|(known, ..)| *known == kind);
        let is_read = RUN.contains(&kind)
            || whole.is_some()
            || matches!(kind, "ConfigMap" | "Secret" | "ServiceAccount");
        if !is_read {
            continue;
        }
        every_field(&without(&object.node, &["spec"]), &path, OF_EACH, &mut rest);
        let Some(spec) = object.node.entry("spec") else {
            continue;
        };
        if let Some((_, mapping, message)) = whole {
            rest.push(Finding {
                source_path: format!("{path}.spec"),
                place: spec.key.span,
                mapping: *mapping,
                message: (*message).to_owned(),
            });
        } else if kind == "Pod" {
            every_field(
                &without(&object.node, &["metadata", "apiVersion", "kind", "status"]),
                &path,
                OF_POD,
                &mut rest,
            );
        } else {
            of_workload(object, &path, &mut rest);
        }
    }
    tell_the_rest(rest, findings);
}

/// The fields of a workload, of the job that it makes, and of its pods.
fn of_workload(object: &Object, path: &str, found: &mut Vec<Finding>) {
    let within = [&["spec"][..], &["spec", "jobTemplate", "spec"][..]];
    for at in within {
        let Some(spec) = object.at(at) else { continue };
        let path = format!("{path}.{}", at.join("."));
        let own = without(spec, &["template", "jobTemplate"]);
        every_field(&own, &path, OF_WORKLOAD, found);
        if let Some(template) = spec.get("template") {
            every_field(template, &format!("{path}.template"), OF_POD, found);
        }
    }
}

/// A map without some of its keys.
fn without(node: &Node, keys: &[&str]) -> Node {
    let entries = node.entries().iter();
    let others = entries.filter(|one| !keys.contains(&one.key.text.as_str()));
    Node::new(Value::Map(others.cloned().collect()), node.span)
}
