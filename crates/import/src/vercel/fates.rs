use crate::draft::Fates;
use crate::draft::Mapping::{Approximate, Exact, Manual, Unsupported};

pub(super) const OF_REQUEST: Fates = &[
    ("model", Exact, "the model that is tried first"),
    ("providerOptions", Exact, ""),
    ("gateway", Exact, ""),
    ("messages", Unsupported, "never copied"),
    ("prompt", Unsupported, "never copied"),
    ("input", Unsupported, "never copied"),
    (
        "tools",
        Manual,
        "say so in `needs`, so that fallbacks are judged by it",
    ),
    (
        "stream",
        Unsupported,
        "once a part of an answer has gone out, nothing stands in",
    ),
];

pub(super) const OF_GATEWAY: Fates = &[
    ("models", Exact, "`fallback`, in this order, after `model`"),
    (
        "order",
        Exact,
        "the hosts that are tried first, in this order",
    ),
    ("only", Exact, "the hosts that may be tried"),
    (
        "sort",
        Approximate,
        "another order of hosts, which changes by itself",
    ),
    ("providerTimeouts", Exact, "a host that hangs is given up"),
    (
        "zeroDataRetention",
        Manual,
        "which hosts may answer: say so in `residency`",
    ),
    (
        "disallowPromptTraining",
        Manual,
        "which hosts may answer: say so in `residency`",
    ),
    ("byok", Unsupported, "never copied"),
    ("user", Unsupported, "a plan does not know users"),
    ("tags", Unsupported, "a plan does not route by tags"),
    (
        "caching",
        Approximate,
        "what is answered from it needs nobody; a plan counts on no cache",
    ),
];
