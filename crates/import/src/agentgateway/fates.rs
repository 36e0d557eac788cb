use crate::draft::Fates;
use crate::draft::Mapping::{Approximate, Exact, Manual, Unsupported};

pub(super) const OF_FILE: Fates = &[
    ("llm", Exact, ""),
    ("binds", Exact, "AI backends in them"),
    (
        "mcp",
        Manual,
        "tools that models may call: say who needs them",
    ),
    (
        "config",
        Manual,
        "settings of the process: say what they need",
    ),
    (
        "frontendPolicies",
        Manual,
        "policies of callers: say what they need",
    ),
    ("apiVersion", Exact, ""),
    ("kind", Exact, ""),
    ("metadata", Exact, ""),
    ("spec", Exact, ""),
    ("status", Unsupported, "no question of continuity"),
];

pub(super) const OF_LLM: Fates = &[
    ("models", Exact, ""),
    ("virtualModels", Exact, ""),
    ("providers", Exact, "settings that models refer to"),
    (
        "policies",
        Manual,
        "policies of callers: say what they need",
    ),
    ("port", Unsupported, "a plan has no ports"),
];

pub(super) const OF_MODEL: Fates = &[
    (
        "name",
        Exact,
        "the id, and the name where that is spelt otherwise",
    ),
    ("provider", Exact, "who answers"),
    (
        "params",
        Exact,
        "the model, where it is called, the account; a key is never copied",
    ),
    ("visibility", Exact, "whether callers may name it"),
    (
        "health",
        Approximate,
        "on which failures it is left, and `fail_back`",
    ),
    (
        "transformation",
        Approximate,
        "what stands in front of the star is no part of the model",
    ),
    ("promptCaching", Unsupported, "no question of continuity"),
    (
        "defaults",
        Approximate,
        "parameters of calls; a plan has none",
    ),
    (
        "overrides",
        Approximate,
        "parameters of calls; a plan has none",
    ),
    (
        "guardrails",
        Manual,
        "called with each request: say what they need",
    ),
    ("rateLimit", Manual, "a limit of its own: say `limit`"),
];

pub(super) const OF_VIRTUAL: Fates = &[
    (
        "name",
        Exact,
        "the id, and the name where that is spelt otherwise",
    ),
    (
        "routing",
        Exact,
        "`fallback`, shares, or a part for each condition",
    ),
];
