use crate::draft::Mapping::{Approximate, Exact, Manual};
use crate::draft::{FieldPaths, NO_QUESTION};

/// What becomes of the fields of an entity.
pub(super) const OF_ENTITY: FieldPaths = &[
    ("apiVersion", Exact, "what format it is"),
    ("kind", Exact, "which table it becomes"),
    ("metadata.name", Exact, "the id"),
    ("metadata.namespace", Exact, "in references"),
    ("metadata.title", Exact, "`name`"),
    ("metadata.description", Exact, "`description`"),
    (
        "metadata.links",
        Approximate,
        "`links`: pages of the web alone",
    ),
    (
        "metadata.annotations",
        Approximate,
        "the pager's service; others are tools' own",
    ),
    ("metadata.labels", Exact, NO_QUESTION),
    ("metadata.tags", Exact, NO_QUESTION),
    ("metadata.uid", Exact, NO_QUESTION),
    ("metadata.etag", Exact, NO_QUESTION),
    (
        "spec.type",
        Approximate,
        "what kind of resource it is; libraries are left out",
    ),
    (
        "spec.lifecycle",
        Approximate,
        "in production: who may be critical; deprecated: a question",
    ),
    ("spec.owner", Exact, "`team`"),
    (
        "spec.system",
        Approximate,
        "an activity, whose name is asked",
    ),
    ("spec.subcomponentOf", Exact, "who is needed by whom"),
    ("spec.dependsOn", Exact, "who is needed"),
    (
        "spec.dependencyOf",
        Exact,
        "who is needed, the other way round",
    ),
    (
        "spec.consumesApis",
        Exact,
        "who is needed: whatever provides it",
    ),
    (
        "spec.providesApis",
        Exact,
        "who is needed by those who consume it",
    ),
    (
        "spec.definition",
        Exact,
        "left out: how an API is called is no question of continuity",
    ),
    ("spec.serverUrl", Approximate, "by its host, who answers"),
    ("spec.models", Exact, "an AI dependency for each"),
    ("spec.profile.displayName", Exact, "the name of the team"),
    ("spec.profile.email", Exact, "`on_call` of the team"),
    ("spec.profile.picture", Exact, NO_QUESTION),
    (
        "spec.parent",
        Manual,
        "teams above a team: say to whom it escalates (`escalate_to`)",
    ),
    (
        "spec.children",
        Manual,
        "teams below a team: say to whom they escalate (`escalate_to`)",
    ),
    ("spec.members", Manual, "people: say who is on call"),
    ("spec.memberOf", Manual, "people: say who is on call"),
    (
        "spec.domain",
        Approximate,
        "left out: a domain of business groups, and fails not as one",
    ),
    ("spec.target", Exact, "read where it is named"),
    ("spec.targets", Exact, "read where it is named"),
    ("spec.presence", Exact, NO_QUESTION),
    (
        "relations",
        Exact,
        "left out: what the catalogue worked out of the other fields",
    ),
    (
        "status",
        Exact,
        "left out: what was found, not what is meant",
    ),
];
