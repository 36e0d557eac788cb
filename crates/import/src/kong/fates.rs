use crate::draft::Fates;
use crate::draft::Mapping::{Approximate, Exact, Manual, Unsupported};

pub(super) const OF_CONFIG: Fates = &[
    ("targets", Exact, "who answers"),
    ("balancer", Exact, "groups, `fallback` and its triggers"),
    ("model", Exact, "who answers"),
    (
        "auth",
        Unsupported,
        "never copied; another key counts as another account",
    ),
    ("route_type", Approximate, "the endpoint is the usual one"),
    (
        "embeddings",
        Exact,
        "asked with each call, to tell what it is about",
    ),
    (
        "vectordb",
        Manual,
        "asked with each call: say where it stands",
    ),
    ("acls", Unsupported, "a plan does not say who may call"),
    ("logging", Unsupported, "no question of continuity"),
    (
        "llm_format",
        Unsupported,
        "a plan says nothing of the shape of calls",
    ),
    (
        "genai_category",
        Unsupported,
        "a plan says nothing of the shape of calls",
    ),
    (
        "response_streaming",
        Unsupported,
        "once a part of an answer has gone out, nothing stands in",
    ),
    (
        "max_request_body_size",
        Unsupported,
        "a plan has no such limit",
    ),
    (
        "model_name_header",
        Unsupported,
        "no question of continuity",
    ),
];

pub(super) const OF_BALANCER: Fates = &[
    ("algorithm", Exact, "fallbacks in turn, parts, or shares"),
    ("retries", Exact, "how many targets are tried"),
    (
        "failover_criteria",
        Exact,
        "the triggers, where `non_idempotent` is among them",
    ),
    (
        "max_fails",
        Approximate,
        "after how many failures a target is left alone",
    ),
    ("fail_timeout", Exact, "`fail_back`, with `max_fails`"),
    ("connect_timeout", Exact, "in `detect`, for calls that hang"),
    ("read_timeout", Exact, "in `detect`, for calls that hang"),
    ("write_timeout", Exact, "in `detect`, for calls that hang"),
    (
        "hash_on_header",
        Unsupported,
        "a plan shares by weight and limit",
    ),
    (
        "latency_strategy",
        Unsupported,
        "a plan shares by weight and limit",
    ),
    (
        "tokens_count_strategy",
        Unsupported,
        "a plan shares by weight and limit",
    ),
    ("slots", Unsupported, "a plan shares by weight and limit"),
];

pub(super) const OF_TARGET: Fates = &[
    ("model", Exact, "who answers, where, and the model"),
    (
        "weight",
        Approximate,
        "the share within its group, or which group is tried first",
    ),
    (
        "description",
        Approximate,
        "which calls come here: why its part is needed",
    ),
    ("route_type", Approximate, "the endpoint is the usual one"),
    (
        "auth",
        Unsupported,
        "never copied; another key counts as another account",
    ),
    ("logging", Unsupported, "no question of continuity"),
    ("metadata", Unsupported, "no question of continuity"),
];
