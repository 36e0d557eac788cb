use crate::draft::Mapping::{Approximate, Exact, Manual, Unsupported};
use crate::draft::{Fates, NO_QUESTION};

pub(super) const OF_FILE: Fates = &[
    ("version", Exact, NO_QUESTION),
    ("cache", Exact, NO_QUESTION),
    ("endpoints", Exact, ""),
    ("interface", Exact, NO_QUESTION),
    (
        "registration",
        Manual,
        "who signs people in: say what it needs",
    ),
    (
        "fileStrategy",
        Manual,
        "where files are kept: say what it needs",
    ),
    ("fileConfig", Exact, NO_QUESTION),
    ("rateLimits", Exact, NO_QUESTION),
    ("balance", Exact, NO_QUESTION),
    ("transactions", Exact, NO_QUESTION),
    (
        "actions",
        Manual,
        "calls that agents may make: say what they need",
    ),
    (
        "mcpServers",
        Manual,
        "tools that agents call: say which are needed",
    ),
    ("mcpSettings", Exact, NO_QUESTION),
    (
        "speech",
        Manual,
        "speech is made and understood elsewhere: say what it needs",
    ),
    ("ocr", Manual, "texts are read elsewhere: say what it needs"),
    (
        "webSearch",
        Manual,
        "the web is searched elsewhere: say what it needs",
    ),
    (
        "memory",
        Manual,
        "a model of its own may be called: say which",
    ),
    (
        "summarization",
        Manual,
        "a model of its own may be called: say which",
    ),
    (
        "modelSpecs",
        Approximate,
        "what people see of the endpoints is left out",
    ),
    (
        "turnstile",
        Manual,
        "who is a person is asked elsewhere: say what it needs",
    ),
];

pub(super) const OF_ENDPOINTS: Fates = &[
    ("custom", Exact, ""),
    ("azureOpenAI", Exact, ""),
    (
        "agents",
        Approximate,
        "what agents may do; they call the same endpoints",
    ),
    ("all", Exact, NO_QUESTION),
    ("allowedAddresses", Exact, NO_QUESTION),
    (
        "openAI",
        Manual,
        "called with the keys in its environment: say which models",
    ),
    (
        "anthropic",
        Manual,
        "called with the keys in its environment: say which models",
    ),
    (
        "google",
        Manual,
        "called with the keys in its environment: say which models",
    ),
    (
        "bedrock",
        Manual,
        "called with the keys in its environment: say which models",
    ),
    (
        "assistants",
        Manual,
        "called with the keys in its environment: say which models",
    ),
    (
        "azureAssistants",
        Manual,
        "called with the keys in its environment: say which models",
    ),
];

pub(super) const OF_ENDPOINT: Fates = &[
    ("name", Exact, "`name`"),
    ("apiKey", Unsupported, "never copied"),
    ("baseURL", Exact, "who answers"),
    (
        "models",
        Approximate,
        "the first that goes on; another of them would be another dependency",
    ),
    ("provider", Exact, "which interface is spoken"),
    ("headers", Unsupported, "never copied"),
    ("titleConvo", Exact, NO_QUESTION),
    ("titleMethod", Exact, NO_QUESTION),
    ("titleTiming", Exact, NO_QUESTION),
    ("titlePrompt", Exact, NO_QUESTION),
    ("titlePromptTemplate", Exact, NO_QUESTION),
    (
        "titleModel",
        Approximate,
        "a conversation has no title without it",
    ),
    (
        "titleEndpoint",
        Approximate,
        "a conversation has no title without it",
    ),
    ("summarize", Exact, NO_QUESTION),
    (
        "summaryModel",
        Approximate,
        "long conversations are cut without it",
    ),
    ("forcePrompt", Exact, NO_QUESTION),
    ("modelDisplayLabel", Exact, NO_QUESTION),
    ("iconURL", Exact, NO_QUESTION),
    ("addParams", Exact, NO_QUESTION),
    ("dropParams", Exact, NO_QUESTION),
    ("defaultParams", Exact, NO_QUESTION),
    ("customParams", Exact, NO_QUESTION),
    ("tokenConfig", Exact, NO_QUESTION),
    ("streamRate", Exact, NO_QUESTION),
    ("userIdQuery", Exact, NO_QUESTION),
    ("directEndpoint", Exact, NO_QUESTION),
    ("customOrder", Exact, NO_QUESTION),
];

pub(super) const OF_AZURE: Fates = &[
    ("groups", Exact, ""),
    (
        "titleModel",
        Approximate,
        "a conversation has no title without it",
    ),
    ("titleConvo", Exact, NO_QUESTION),
    ("titleMethod", Exact, NO_QUESTION),
    ("summarize", Exact, NO_QUESTION),
    (
        "summaryModel",
        Approximate,
        "long conversations are cut without it",
    ),
    ("plugins", Exact, NO_QUESTION),
    (
        "assistants",
        Approximate,
        "assistants call the same resources",
    ),
];

pub(super) const OF_GROUP: Fates = &[
    ("group", Exact, "`name`"),
    ("apiKey", Unsupported, "never copied"),
    ("instanceName", Exact, "the resource that answers"),
    ("baseURL", Exact, "who answers"),
    (
        "deploymentName",
        Approximate,
        "the model behind it is that of `models`",
    ),
    ("version", Exact, NO_QUESTION),
    ("serverless", Exact, NO_QUESTION),
    (
        "models",
        Approximate,
        "the first that goes on; another of them would be another dependency",
    ),
    ("additionalHeaders", Unsupported, "never copied"),
    ("addParams", Exact, NO_QUESTION),
    ("dropParams", Exact, NO_QUESTION),
    ("forcePrompt", Exact, NO_QUESTION),
    (
        "assistants",
        Approximate,
        "assistants call the same resource",
    ),
];
