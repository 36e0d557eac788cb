use crate::evidence::{ImageRole, role_of_image};
use crate::tree::Node;

/// What a workload asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A thing of this kind.
    Thing(&'static str),
    /// The way in from outside.
    WayIn,
    /// A workload.
    Workload,
    /// Values, and nothing that runs.
    Values,
}

/// Types of things, where they are no names of programs.
const THINGS: [(&str, &str); 16] = [
    ("s3", "storage"),
    ("s3-bucket", "storage"),
    ("gcs", "storage"),
    ("azure-blob", "storage"),
    ("volume", "storage"),
    ("postgres-instance", "database"),
    ("mysql-instance", "database"),
    ("mongodb-atlas", "database"),
    ("dynamodb-table", "database"),
    ("kafka-topic", "queue"),
    ("amqp", "queue"),
    ("sqs", "queue"),
    ("sns-topic", "queue"),
    ("elasticsearch", "search"),
    ("opensearch", "search"),
    ("dns", "dns"),
];

/// What a thing of a type is.
pub(super) fn asked(resource: &Node) -> Asked {
    let said = resource.text_at(&["type"]).unwrap_or_default();
    match said {
        "route" | "ingress" => return Asked::WayIn,
        "service" | "service-port" | "workload" => return Asked::Workload,
        "environment" | "config" | "k8s-namespace" => return Asked::Values,
        _ => {}
    }
    let known = THINGS.iter().find(|(name, _)| *name == said);
    let known = known.map(|(_, kind)| *kind);
    match (known, role_of_image(said)) {
        (Some(kind), _) | (None, ImageRole::Store(kind)) => Asked::Thing(kind),
        (None, _) => Asked::Thing(""),
    }
}
