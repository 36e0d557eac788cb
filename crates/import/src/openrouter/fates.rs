use crate::draft::Fates;
use crate::draft::Mapping::{Approximate, Exact, Manual, Unsupported};

pub(super) const OF_REQUEST: Fates = &[
    ("model", Exact, "the model that is tried first"),
    ("models", Exact, "`fallback`, in this order"),
    ("fallbacks", Exact, "`fallback`, in this order"),
    ("provider", Exact, ""),
    (
        "route",
        Approximate,
        "a list in `models` is gone through anyway",
    ),
    (
        "preset",
        Manual,
        "what is saved under that name is not in this file",
    ),
    ("messages", Unsupported, "never copied"),
    ("prompt", Unsupported, "never copied"),
    (
        "tools",
        Manual,
        "say so in `needs`, so that fallbacks are judged by it",
    ),
    (
        "response_format",
        Manual,
        "say so in `needs`, so that fallbacks are judged by it",
    ),
    (
        "plugins",
        Manual,
        "may be called with each request: say what they need",
    ),
    (
        "transforms",
        Approximate,
        "an input that is too long may be cut: answers may be worse",
    ),
    (
        "stream",
        Unsupported,
        "once a part of an answer has gone out, nothing stands in",
    ),
];

pub(super) const OF_PROVIDER: Fates = &[
    (
        "order",
        Exact,
        "the hosts that are tried first, in this order",
    ),
    ("only", Exact, "the hosts that may be tried"),
    (
        "ignore",
        Approximate,
        "some hosts are left out; which are left is not known",
    ),
    (
        "allow_fallbacks",
        Exact,
        "whether other hosts are tried after those in `order`",
    ),
    ("require_parameters", Exact, ""),
    (
        "data_collection",
        Manual,
        "which hosts may answer: say so in `residency`",
    ),
    (
        "zdr",
        Manual,
        "which hosts may answer: say so in `residency`",
    ),
    (
        "enforce_distillable_text",
        Unsupported,
        "a plan does not say what answers may be used for",
    ),
    (
        "quantizations",
        Approximate,
        "fewer hosts may answer; which is not known",
    ),
    (
        "sort",
        Approximate,
        "another order of hosts, which changes by itself",
    ),
    (
        "preferred_min_throughput",
        Approximate,
        "another order of hosts, which changes by itself",
    ),
    (
        "preferred_max_latency",
        Approximate,
        "another order of hosts, which changes by itself",
    ),
    (
        "max_price",
        Approximate,
        "hosts that cost more are not tried; which is not known",
    ),
];
