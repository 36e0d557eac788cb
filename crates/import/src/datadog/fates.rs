use crate::draft::Mapping::{Approximate, Exact, Manual};
use crate::draft::{FieldPaths, NO_QUESTION};

/// What becomes of the fields of an entity.
pub(super) const OF_ENTITY: FieldPaths = &[
    ("apiVersion", Exact, "what format it is"),
    ("kind", Exact, "which table it becomes"),
    ("metadata.name", Exact, "the id"),
    ("metadata.displayName", Exact, "`name`"),
    ("metadata.namespace", Exact, NO_QUESTION),
    ("metadata.id", Exact, NO_QUESTION),
    ("metadata.owner", Exact, "`team`"),
    (
        "metadata.additionalOwners",
        Manual,
        "further owners: a component has one team; say who escalates to whom",
    ),
    ("metadata.description", Exact, "`description`"),
    ("metadata.tags", Exact, NO_QUESTION),
    ("metadata.labels", Exact, NO_QUESTION),
    (
        "metadata.links",
        Approximate,
        "`links`: pages of the web alone",
    ),
    (
        "metadata.contacts",
        Approximate,
        "`on_call` of the team, by the first entity that says so",
    ),
    ("metadata.managed", Exact, NO_QUESTION),
    (
        "metadata.inheritFrom",
        Manual,
        "what it inherits is not read: say it here",
    ),
    ("spec.tier", Approximate, "`tier`; words are guessed at"),
    (
        "spec.lifecycle",
        Manual,
        "whether it is still in use: say `expires` of what ends",
    ),
    ("spec.type", Approximate, "what kind of store it is"),
    ("spec.languages", Exact, NO_QUESTION),
    ("spec.dependsOn", Exact, "who is needed"),
    (
        "spec.dependencyOf",
        Exact,
        "who is needed, the other way round",
    ),
    (
        "spec.componentOf",
        Exact,
        "an activity's needs, for a system",
    ),
    ("spec.components", Exact, "the needs of the activity"),
    (
        "spec.implementedBy",
        Exact,
        "what is needed by those who need the API",
    ),
    ("spec.interface", Exact, NO_QUESTION),
    ("spec.owner", Exact, "`team`"),
    (
        "integrations.pagerduty",
        Approximate,
        "`on_call.page` of the team",
    ),
    (
        "integrations.opsgenie",
        Manual,
        "another pager: say `on_call.page` of the team",
    ),
    ("datadog", Exact, NO_QUESTION),
    (
        "extensions",
        Manual,
        "fields of your own: nobody else knows what they mean",
    ),
];
