use crate::draft::Fates;
use crate::draft::Mapping::{Approximate, Exact, Manual, Unsupported};

pub(super) const OF_ROUTE: Fates = &[
    ("rules", Exact, ""),
    (
        "parentRefs",
        Approximate,
        "a policy at the gateway counts for its routes",
    ),
    (
        "hostnames",
        Approximate,
        "the names that callers call: say who they are",
    ),
    (
        "llmRequestCosts",
        Unsupported,
        "a plan does not count costs",
    ),
    ("filterConfig", Unsupported, "no question of continuity"),
    (
        "schema",
        Unsupported,
        "a plan says nothing of the shape of calls",
    ),
    (
        "targetRefs",
        Approximate,
        "a policy at the gateway counts for its routes",
    ),
];

pub(super) const OF_RULE: Fates = &[
    ("name", Exact, ""),
    (
        "matches",
        Approximate,
        "the model that callers name; other headers are to be said",
    ),
    (
        "backendRefs",
        Exact,
        "who answers, and `fallback` by priority",
    ),
    (
        "timeouts",
        Approximate,
        "a call as a whole is given up then; what stands in is tried within it",
    ),
    (
        "streamIdleTimeout",
        Approximate,
        "a plan counts `cut` as never covered",
    ),
    ("modelsOwnedBy", Unsupported, "no question of continuity"),
    ("modelsCreatedAt", Unsupported, "no question of continuity"),
];

pub(super) const OF_REFERENCE: Fates = &[
    ("name", Exact, "who answers"),
    ("namespace", Exact, "who answers"),
    ("group", Exact, "who answers"),
    ("kind", Exact, "who answers"),
    ("modelNameOverride", Exact, "the model"),
    ("priority", Exact, "`fallback`, where a policy tries again"),
    ("weight", Approximate, "the share within its priority"),
    (
        "headerMutation",
        Manual,
        "it may carry other credentials: whose account pays?",
    ),
    (
        "bodyMutation",
        Approximate,
        "other parameters: answers may differ",
    ),
];
