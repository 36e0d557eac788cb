use crate::draft::{Fates, Mapping};

use Mapping::{Approximate, Exact, Manual, Unsupported};

pub(super) const OF_FILE: Fates = &[
    ("litellm_settings", Exact, ""),
    ("router_settings", Exact, ""),
    ("general_settings", Exact, ""),
    ("model_list", Exact, ""),
    ("include", Exact, "read where it is named"),
    (
        "environment_variables",
        Manual,
        "never copied: say which systems they name",
    ),
    (
        "mcp_servers",
        Manual,
        "tools that models may call: say who needs them",
    ),
    (
        "guardrails",
        Manual,
        "may be called with each request: say what they need",
    ),
    (
        "credential_list",
        Unsupported,
        "credentials are never copied",
    ),
    (
        "vector_store_registry",
        Manual,
        "stores that requests may ask: say what they need",
    ),
    (
        "files_settings",
        Manual,
        "where files go: say who needs them",
    ),
    (
        "finetune_settings",
        Manual,
        "where models are trained: say who needs it",
    ),
    (
        "sandbox_tools",
        Manual,
        "a sandbox that code runs in: say who needs it",
    ),
    (
        "search_tools",
        Manual,
        "searches that requests may ask: say who needs them",
    ),
    (
        "default_vertex_config",
        Unsupported,
        "a plan says nothing of paths passed through",
    ),
    (
        "assistant_settings",
        Manual,
        "assistants of a provider: say who needs them",
    ),
];

pub(super) const OF_ENTRY: Fates = &[
    (
        "model_name",
        Exact,
        "the id, and the name where that is spelt otherwise",
    ),
    ("litellm_params", Exact, ""),
    ("model_info", Exact, ""),
    ("rpm", Exact, "`limit`"),
    ("tpm", Exact, "`limit`"),
    ("weight", Approximate, "the share within its group"),
    (
        "order",
        Manual,
        "counts in `litellm_params` only: here the proxy does not read it",
    ),
];

pub(super) const OF_PARAMS: Fates = &[
    ("model", Exact, "provider and model"),
    ("custom_llm_provider", Exact, "the provider"),
    ("api_base", Approximate, "by its host, who answers"),
    ("base_url", Approximate, "by its host, who answers"),
    (
        "api_key",
        Unsupported,
        "never copied; another key counts as another account",
    ),
    (
        "api_version",
        Unsupported,
        "a plan says nothing of versions of interfaces",
    ),
    ("rpm", Exact, "`limit`"),
    ("tpm", Exact, "`limit`"),
    ("itpm", Unsupported, "a plan has no limit for input alone"),
    ("otpm", Unsupported, "a plan has no limit for output alone"),
    ("rpd", Unsupported, "a plan has no limit for a day"),
    ("tpd", Unsupported, "a plan has no limit for a day"),
    (
        "order",
        Exact,
        "the lowest is the primary, the next its first fallbacks",
    ),
    ("weight", Approximate, "the share within its group"),
    ("timeout", Exact, "in `detect`, for calls that hang"),
    (
        "stream_timeout",
        Approximate,
        "`detect` does not know streams",
    ),
    (
        "max_retries",
        Approximate,
        "the client's retries are not in `detect`",
    ),
    (
        "num_retries",
        Approximate,
        "its own retries are not in `detect`",
    ),
    ("cooldown_time", Exact, "`fail_back`"),
    (
        "litellm_credential_name",
        Approximate,
        "another credential counts as another account",
    ),
    ("max_budget", Manual, "a quota that ends: ask a scenario"),
    (
        "budget_duration",
        Manual,
        "a quota that ends: ask a scenario",
    ),
    (
        "max_parallel_requests",
        Unsupported,
        "a plan has limits by the minute only",
    ),
    ("aws_region_name", Exact, ""),
    ("vertex_location", Exact, ""),
    (
        "region_name",
        Approximate,
        "which callers it may answer: a plan has `residency`, by hand",
    ),
    (
        "vertex_project",
        Approximate,
        "another project counts as another account",
    ),
    ("vertex_credentials", Unsupported, "never copied"),
    (
        "aws_role_name",
        Approximate,
        "another role counts as another account",
    ),
    (
        "aws_profile_name",
        Approximate,
        "another profile counts as another account",
    ),
    (
        "aws_access_key_id",
        Unsupported,
        "never copied; another key counts as another account",
    ),
    ("aws_secret_access_key", Unsupported, "never copied"),
    ("aws_session_token", Unsupported, "never copied"),
    (
        "mock_response",
        Manual,
        "it answers without any model: nothing is called",
    ),
    ("tags", Unsupported, "a plan does not route by tags"),
];

pub(super) const OF_INFO: Fates = &[
    ("id", Exact, "lists may name it"),
    (
        "base_model",
        Approximate,
        "the model behind a deployment of Azure's",
    ),
    ("mode", Exact, "the endpoint"),
    (
        "max_input_tokens",
        Unsupported,
        "known of the model, or asked in `needs`",
    ),
    ("max_output_tokens", Unsupported, "known of the model"),
    ("max_tokens", Unsupported, "known of the model"),
    (
        "team_id",
        Manual,
        "a team of the proxy: say which `team` it is",
    ),
    ("blocked", Manual, "it answers nobody while it is blocked"),
    ("access_windows", Manual, "it answers at some times only"),
];

pub(super) const OF_ROUTER: Fates = &[
    ("fallbacks", Exact, "`fallback`, as the proxy goes on"),
    (
        "context_window_fallbacks",
        Exact,
        "`fallback` with the trigger `too-long`",
    ),
    (
        "content_policy_fallbacks",
        Exact,
        "`fallback` with the trigger `refused`",
    ),
    (
        "default_fallbacks",
        Exact,
        "`fallback` of each group without a list of its own",
    ),
    ("max_fallbacks", Exact, "how deep chains lead, not how wide"),
    ("model_group_alias", Exact, "other names of groups"),
    (
        "routing_groups",
        Approximate,
        "a grouping by priorities; other strategies are left out",
    ),
    ("num_retries", Exact, "in `detect`"),
    (
        "max_retries",
        Approximate,
        "the client's retries are not in `detect`",
    ),
    ("timeout", Exact, "in `detect`, for calls that hang"),
    (
        "stream_timeout",
        Approximate,
        "`detect` does not know streams",
    ),
    (
        "retry_after",
        Approximate,
        "a least wait between retries; `detect` has those measured",
    ),
    ("retry_policy", Exact, "in `detect`, by symptom"),
    ("model_group_retry_policy", Exact, "in `detect`, by symptom"),
    (
        "allowed_fails",
        Approximate,
        "asked first until it failed once more often",
    ),
    (
        "allowed_fails_policy",
        Approximate,
        "asked first until it failed once more often",
    ),
    ("cooldown_time", Exact, "`fail_back`"),
    (
        "disable_cooldowns",
        Exact,
        "the switch is made anew by every call",
    ),
    (
        "fallback_on_unsupported_params",
        Exact,
        "whether `400` is a trigger",
    ),
    (
        "routing_strategy",
        Approximate,
        "a plan shares by weight and limit",
    ),
    (
        "routing_strategy_args",
        Approximate,
        "a plan shares by weight and limit",
    ),
    (
        "enable_pre_call_checks",
        Approximate,
        "inputs that are too long may be turned away before any call",
    ),
    (
        "optional_pre_call_checks",
        Unsupported,
        "a plan has no checks before a call",
    ),
    (
        "enable_tag_filtering",
        Manual,
        "callers with other tags get other deployments: a plan for each",
    ),
    (
        "enable_weighted_failover",
        Approximate,
        "other deployments of the group are tried before other groups",
    ),
    (
        "enable_mid_stream_fallback_continuation",
        Approximate,
        "some streams that break off go on elsewhere; a plan counts `cut` as never covered",
    ),
    ("redis_host", Exact, "a soft need of the proxy"),
    (
        "redis_url",
        Exact,
        "a soft need of the proxy; its value is never copied",
    ),
    ("redis_port", Unsupported, "a plan has no ports"),
    ("redis_password", Unsupported, "never copied"),
    (
        "redis_db",
        Unsupported,
        "a plan has no numbers of databases",
    ),
    (
        "provider_budget_config",
        Manual,
        "a quota that ends: ask a scenario",
    ),
];

pub(super) const OF_LITELLM: Fates = &[
    ("request_timeout", Exact, "in `detect`, for calls that hang"),
    ("num_retries", Exact, "in `detect`"),
    ("fallbacks", Exact, "`fallback`, as the proxy goes on"),
    (
        "context_window_fallbacks",
        Exact,
        "`fallback` with the trigger `too-long`",
    ),
    (
        "content_policy_fallbacks",
        Exact,
        "`fallback` with the trigger `refused`",
    ),
    (
        "default_fallbacks",
        Exact,
        "`fallback` of each group without a list of its own",
    ),
    ("max_fallbacks", Exact, "how deep chains lead, not how wide"),
    (
        "allowed_fails",
        Manual,
        "here it does nothing for a lone deployment: set it in `router_settings`",
    ),
    ("cooldown_time", Exact, "`fail_back`"),
    ("cache", Approximate, "a soft need of the proxy"),
    ("cache_params", Approximate, "a soft need of the proxy"),
    ("callbacks", Approximate, "soft needs of the proxy"),
    ("success_callback", Approximate, "soft needs of the proxy"),
    ("failure_callback", Approximate, "soft needs of the proxy"),
    ("service_callback", Approximate, "soft needs of the proxy"),
    (
        "drop_params",
        Approximate,
        "what a model does not take is left out of the call: a fallback may answer worse",
    ),
    ("max_budget", Manual, "a quota that ends: ask a scenario"),
    (
        "budget_duration",
        Manual,
        "a quota that ends: ask a scenario",
    ),
    (
        "default_team_settings",
        Manual,
        "teams with settings of their own: say what they call",
    ),
    (
        "mcp_semantic_tool_filter",
        Manual,
        "each call of tools asks an embedding model too",
    ),
];

pub(super) const OF_GENERAL: Fates = &[
    ("master_key", Unsupported, "never copied"),
    (
        "database_url",
        Exact,
        "a soft need of the proxy; its value is never copied",
    ),
    (
        "store_model_in_db",
        Manual,
        "models may stand in the database that this file does not show",
    ),
    (
        "allow_requests_on_db_unavailable",
        Exact,
        "the database is a soft need",
    ),
    (
        "alerting",
        Manual,
        "who hears of failures: say so in `detect`",
    ),
    (
        "alerting_threshold",
        Unsupported,
        "a plan has no such threshold",
    ),
    (
        "background_health_checks",
        Approximate,
        "failures may be known before a call fails",
    ),
    (
        "health_check_interval",
        Approximate,
        "failures may be known before a call fails",
    ),
    (
        "max_parallel_requests",
        Unsupported,
        "a plan has limits by the minute only",
    ),
];
