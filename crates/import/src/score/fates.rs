use crate::draft::Mapping::{Approximate, Exact, Manual};
use crate::draft::{FieldPaths, NO_QUESTION};

/// What becomes of the fields of a workload.
pub(super) const OF_WORKLOAD: FieldPaths = &[
    ("apiVersion", Exact, "what format it is"),
    ("metadata.name", Exact, "the id"),
    ("metadata.annotations", Exact, NO_QUESTION),
    ("service", Exact, "left out: a plan has no ports"),
    ("resources", Exact, "what is needed, by type"),
];

/// Of a container of one, below its name.
pub(super) const OF_CONTAINER: FieldPaths = &[
    ("image", Exact, "what kind of thing it is"),
    ("command", Exact, "hosts that it names"),
    ("args", Exact, "hosts that it names"),
    (
        "variables",
        Exact,
        "hosts, parties and models that values name; no value is copied",
    ),
    (
        "files",
        Manual,
        "mounted settings may name further hosts: say who needs them",
    ),
    (
        "volumes",
        Approximate,
        "the resource that it names; whether data is kept is asked there",
    ),
    (
        "resources",
        Exact,
        "left out: how much of a machine it takes",
    ),
    (
        "livenessProbe",
        Manual,
        "how its loss is seen: say `check`, and `detect` of who depends on it",
    ),
    (
        "readinessProbe",
        Manual,
        "how its loss is seen: say `check`, and `detect` of who depends on it",
    ),
    ("before", Manual, "an order of starts within one workload"),
];
