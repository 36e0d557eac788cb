use crate::draft::Fates;
use crate::draft::Mapping::{Approximate, Exact, Manual, Unsupported};

pub(super) const OF_FILE: Fates = &[
    ("$schema", Exact, ""),
    ("model", Exact, "the model that is called first"),
    (
        "fallbackModel",
        Exact,
        "`fallback`, on server errors alone; three at most",
    ),
    ("env", Exact, ""),
    (
        "availableModels",
        Approximate,
        "people may pick others: a plan knows one choice",
    ),
    (
        "modelOverrides",
        Manual,
        "other ids for models: write them where the models stand",
    ),
    (
        "apiKeyHelper",
        Manual,
        "a program gives the key: say what it needs",
    ),
    (
        "awsAuthRefresh",
        Manual,
        "a program gives the credentials: say what it needs",
    ),
    (
        "awsCredentialExport",
        Manual,
        "a program gives the credentials: say what it needs",
    ),
    (
        "gcpAuthRefresh",
        Manual,
        "a program gives the credentials: say what it needs",
    ),
    ("otelHeadersHelper", Unsupported, "never copied"),
    (
        "hooks",
        Manual,
        "programs that run with it: say what they need",
    ),
    (
        "mcpServers",
        Manual,
        "tools that it may call: say which it cannot do without",
    ),
    (
        "enabledMcpjsonServers",
        Manual,
        "tools that it may call: say which it cannot do without",
    ),
    (
        "enabledPlugins",
        Manual,
        "tools that it may call: say which it cannot do without",
    ),
    (
        "forceLoginMethod",
        Manual,
        "an account of a person, or of the organization: say whose",
    ),
    ("forceLoginOrgUUID", Unsupported, "never copied"),
    (
        "permissions",
        Unsupported,
        "a plan does not say what programs may do",
    ),
    (
        "sandbox",
        Unsupported,
        "a plan does not say what programs may do",
    ),
    (
        "includeCoAuthoredBy",
        Unsupported,
        "no question of continuity",
    ),
    ("attribution", Unsupported, "no question of continuity"),
    (
        "cleanupPeriodDays",
        Unsupported,
        "no question of continuity",
    ),
    ("statusLine", Unsupported, "no question of continuity"),
    ("outputStyle", Unsupported, "no question of continuity"),
    (
        "spinnerTipsEnabled",
        Unsupported,
        "no question of continuity",
    ),
    (
        "alwaysThinkingEnabled",
        Unsupported,
        "no question of continuity",
    ),
    ("effortLevel", Unsupported, "no question of continuity"),
    (
        "autoUpdatesChannel",
        Unsupported,
        "no question of continuity",
    ),
    ("language", Unsupported, "no question of continuity"),
];

pub(super) const OF_ENV: Fates = &[
    ("ANTHROPIC_API_KEY", Unsupported, "never copied"),
    ("ANTHROPIC_AUTH_TOKEN", Unsupported, "never copied"),
    ("ANTHROPIC_CUSTOM_HEADERS", Unsupported, "never copied"),
    ("AWS_BEARER_TOKEN_BEDROCK", Unsupported, "never copied"),
    (
        "ANTHROPIC_BASE_URL",
        Approximate,
        "by its host, who answers",
    ),
    (
        "ANTHROPIC_BEDROCK_BASE_URL",
        Approximate,
        "by its host, who answers",
    ),
    (
        "ANTHROPIC_VERTEX_BASE_URL",
        Approximate,
        "by its host, who answers",
    ),
    (
        "ANTHROPIC_FOUNDRY_BASE_URL",
        Approximate,
        "by its host, who answers",
    ),
    (
        "ANTHROPIC_FOUNDRY_RESOURCE",
        Exact,
        "the resource, an account with a host of its own",
    ),
    (
        "ANTHROPIC_MODEL",
        Exact,
        "the model that is called first, before `model`",
    ),
    (
        "ANTHROPIC_DEFAULT_OPUS_MODEL",
        Exact,
        "which model `opus` is",
    ),
    (
        "ANTHROPIC_DEFAULT_SONNET_MODEL",
        Exact,
        "which model `sonnet` is",
    ),
    (
        "ANTHROPIC_DEFAULT_HAIKU_MODEL",
        Exact,
        "which model `haiku` is, and what works behind the scenes",
    ),
    (
        "ANTHROPIC_SMALL_FAST_MODEL",
        Exact,
        "what works behind the scenes",
    ),
    (
        "CLAUDE_CODE_SUBAGENT_MODEL",
        Exact,
        "the model of its helpers",
    ),
    ("CLAUDE_CODE_USE_BEDROCK", Exact, "who answers"),
    ("CLAUDE_CODE_USE_VERTEX", Exact, "who answers"),
    ("CLAUDE_CODE_USE_FOUNDRY", Exact, "who answers"),
    ("AWS_REGION", Exact, ""),
    ("CLOUD_ML_REGION", Exact, ""),
    (
        "AWS_PROFILE",
        Approximate,
        "another profile counts as another account",
    ),
    (
        "ANTHROPIC_VERTEX_PROJECT_ID",
        Approximate,
        "another project counts as another account",
    ),
    ("HTTPS_PROXY", Exact, "the proxy that all calls go through"),
    ("HTTP_PROXY", Exact, "the proxy that all calls go through"),
    ("NO_PROXY", Exact, ""),
    (
        "API_TIMEOUT_MS",
        Approximate,
        "a call that hangs is given up then, and nothing stands in",
    ),
    (
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        Approximate,
        "a collector: it works without it",
    ),
];
