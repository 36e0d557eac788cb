use crate::lint::rule::rule;

rule! {
    /// The gateway switches on other failures than the plan says.
    ///
    /// ## What it finds
    /// `jurymast drift`: declared `triggers` on which the gateway does not turn to the fallback
    /// (an error), or failures beyond them on which it does (information). Where the plan names
    /// no triggers there is nothing to compare.
    ///
    /// ## Why it matters
    /// A fallback that does not fire on the failure of the day is none.
    ///
    /// ## Fails
    /// ```toml
    /// [service.chat]
    /// depends_on = [{ on = "model-a", fallback = [{ to = "model-b", switch = "per-call", triggers = ["5xx", "cut"] }] }]
    ///
    /// [ai.model-a]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// via = "litellm"
    ///
    /// [ai.model-b]
    /// provider = "anthropic"
    /// model = "claude-opus-5-5"
    /// via = "litellm"
    ///
    /// [ai.model-c]
    /// provider = "mistral"
    /// model = "mistral-large-4"
    /// via = "litellm"
    ///
    /// [service.litellm]
    /// ```
    ///
    /// ```yaml
    /// model_list:
    ///   - model_name: model-a
    ///     litellm_params: { model: openai/gpt-5.2, timeout: 30 }
    ///   - model_name: model-b
    ///     litellm_params: { model: anthropic/claude-opus-5-5, timeout: 30 }
    ///   - model_name: model-c
    ///     litellm_params: { model: mistral/mistral-large-4, timeout: 30 }
    /// router_settings:
    ///   fallbacks: [{ model-a: [model-b] }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.chat]
    /// depends_on = [{ on = "model-a", fallback = [{ to = "model-b", switch = "per-call", triggers = ["5xx", "429", "402", "401", "403", "404", "400", "timeout", "too-long", "refused"] }] }]
    ///
    /// [ai.model-a]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// via = "litellm"
    ///
    /// [ai.model-b]
    /// provider = "anthropic"
    /// model = "claude-opus-5-5"
    /// via = "litellm"
    ///
    /// [ai.model-c]
    /// provider = "mistral"
    /// model = "mistral-large-4"
    /// via = "litellm"
    ///
    /// [service.litellm]
    /// ```
    ///
    /// ```yaml
    /// model_list:
    ///   - model_name: model-a
    ///     litellm_params: { model: openai/gpt-5.2, timeout: 30 }
    ///   - model_name: model-b
    ///     litellm_params: { model: anthropic/claude-opus-5-5, timeout: 30 }
    ///   - model_name: model-c
    ///     litellm_params: { model: mistral/mistral-large-4, timeout: 30 }
    /// router_settings:
    ///   fallbacks: [{ model-a: [model-b] }]
    /// ```
    ///
    /// ## What to do
    /// Let the plan say what the gateway does, or find another switch for what it does not see.
    ///
    /// ## False alarms
    /// Clients that retry on their own.
    ///
    /// ## Ask
    /// What happened at the last such failure?
    ///
    /// ## Sources
    /// Habits of gateways: `jurymast catalogue show litellm` names the source of each.
    "differing-triggers", Drift, Error, beside files
}
