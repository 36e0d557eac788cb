use crate::draft::Mapping::{Approximate, Exact, Manual, Unsupported};
use crate::draft::{Fates, FieldFates};
use crate::tree::Node;

/// What becomes of the fields of a configuration, and of a target, which is one.
const OF_TARGET: Fates = &[
    ("strategy", Exact, ""),
    ("targets", Exact, "who answers, in the order of the file"),
    (
        "name",
        Exact,
        "the id, and the name where that is spelt otherwise",
    ),
    ("provider", Exact, "who answers"),
    (
        "override_params",
        Approximate,
        "the model; a plan has no other parameters of a call",
    ),
    (
        "virtual_key",
        Approximate,
        "never copied; another key counts as another account",
    ),
    (
        "api_key",
        Unsupported,
        "never copied; another key counts as another account",
    ),
    ("weight", Approximate, "the share within its group"),
    ("retry", Exact, "in `detect`"),
    ("request_timeout", Exact, "in `detect`, for calls that hang"),
    ("custom_host", Approximate, "by its host, who answers"),
    (
        "cache",
        Approximate,
        "what is answered from it needs nobody; a plan counts on no cache",
    ),
    (
        "on_status_codes",
        Manual,
        "counts in `strategy` only: here the gateway does not read it",
    ),
    ("aws_region", Exact, ""),
    ("vertex_region", Exact, ""),
    (
        "aws_access_key_id",
        Unsupported,
        "never copied; another key counts as another account",
    ),
    ("aws_secret_access_key", Unsupported, "never copied"),
    ("aws_session_token", Unsupported, "never copied"),
    (
        "aws_role_arn",
        Approximate,
        "another role counts as another account",
    ),
    (
        "vertex_project_id",
        Approximate,
        "another project counts as another account",
    ),
    ("vertex_service_account_json", Unsupported, "never copied"),
    (
        "openai_project",
        Approximate,
        "another project counts as another account",
    ),
    (
        "openai_organization",
        Approximate,
        "another organization counts as another account",
    ),
    (
        "resource_name",
        Exact,
        "the resource, an account with a host of its own",
    ),
    (
        "azure_resource_name",
        Exact,
        "the resource, an account with a host of its own",
    ),
    (
        "deployment_id",
        Manual,
        "which model it is, only the resource knows",
    ),
    ("azure_model_name", Exact, "the model"),
    (
        "api_version",
        Unsupported,
        "a plan says nothing of versions of interfaces",
    ),
    (
        "azure_auth_mode",
        Unsupported,
        "a plan says nothing of credentials",
    ),
    (
        "input_guardrails",
        Manual,
        "called with each request: say what they need",
    ),
    (
        "output_guardrails",
        Manual,
        "called with each answer: say what they need",
    ),
    (
        "before_request_hooks",
        Manual,
        "called with each request: say what they need",
    ),
    (
        "after_request_hooks",
        Manual,
        "called with each answer: say what they need",
    ),
    ("forward_headers", Unsupported, "a plan has no headers"),
    (
        "strict_open_ai_compliance",
        Unsupported,
        "a plan says nothing of the shape of answers",
    ),
    ("id", Exact, ""),
    ("config", Exact, ""),
];

const OF_STRATEGY: Fates = &[
    (
        "mode",
        Exact,
        "fallbacks, a group, or a part for each condition",
    ),
    ("on_status_codes", Exact, "the triggers"),
    (
        "conditions",
        Approximate,
        "a part for each; which callers each holds for is to be said",
    ),
    ("default", Exact, "the part of calls that fit no condition"),
];

pub(super) fn told(fields: &mut FieldFates, target: &Node, path: &str) {
    fields.all(target, path, OF_TARGET);
    if let Some(strategy) = target.get("strategy") {
        let path = match path {
            "" => "strategy".to_owned(),
            path => format!("{path}.strategy"),
        };
        fields.all(strategy, &path, OF_STRATEGY);
    }
}
