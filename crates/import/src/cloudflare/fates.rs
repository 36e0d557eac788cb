use crate::draft::Fates;
use crate::draft::Mapping::{Approximate, Exact, Unsupported};

pub(super) const OF_ROUTE: Fates = &[
    ("id", Exact, ""),
    ("name", Exact, "as callers name it"),
    ("elements", Exact, ""),
    ("gateway_id", Exact, ""),
    ("account_tag", Unsupported, "never copied"),
    ("created_at", Unsupported, "no question of continuity"),
    ("modified_at", Unsupported, "no question of continuity"),
    (
        "version",
        Approximate,
        "which version is deployed, the file alone does not prove",
    ),
    (
        "deployment",
        Approximate,
        "which version is deployed, the file alone does not prove",
    ),
];

pub(super) const OF_ELEMENT: Fates = &[
    ("id", Exact, ""),
    ("type", Exact, "who answers, a share, or a part"),
    ("properties", Exact, ""),
    ("outputs", Exact, "what comes next, and `fallback`"),
];

pub(super) const OF_PROPERTIES: Fates = &[
    ("provider", Exact, "who answers"),
    ("model", Exact, "the model"),
    ("timeout", Exact, "in `detect`, for calls that hang"),
    (
        "retries",
        Approximate,
        "in `detect`, for calls that hang; waits are not known",
    ),
    (
        "conditions",
        Approximate,
        "a part for each; which callers it holds for is to be said",
    ),
    (
        "condition",
        Approximate,
        "a part for each; which callers it holds for is to be said",
    ),
    ("key", Approximate, "whose calls are counted"),
    (
        "limit",
        Approximate,
        "a part within the limit, and one over it",
    ),
    (
        "limitType",
        Approximate,
        "a part within the limit, and one over it",
    ),
    (
        "limit_type",
        Approximate,
        "a part within the limit, and one over it",
    ),
    (
        "window",
        Approximate,
        "a part within the limit, and one over it",
    ),
];
