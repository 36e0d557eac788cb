use crate::lint::rule::rule;

rule! {
    /// The plan counts on a fallback that the gateway is not configured to use.
    ///
    /// ## What it finds
    /// `jurymast drift`: a fallback with `switch = "automatic"` or `"per-call"`, of what a
    /// gateway answers, that the gateway's file does not list for it.
    ///
    /// ## Why it matters
    /// Every answer of the plan counts on it, and on the day nothing switches: the most expensive
    /// kind of false comfort.
    ///
    /// ## Fails
    /// ```toml
    /// [service.chat]
    /// depends_on = [{ on = "model-a", fallback = [{ to = "model-b", switch = "per-call" }] }]
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
    ///   fallbacks: []
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.chat]
    /// depends_on = [{ on = "model-a", fallback = [{ to = "model-b", switch = "per-call" }] }]
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
    /// Configure it: `jurymast export litellm --into FILE` writes the lists that the plan
    /// implies. Else make it `switch = "manual"` with its steps, or take it away.
    ///
    /// ## False alarms
    /// A client that switches by itself, behind the gateway's back: name no `via` for its
    /// fallback.
    ///
    /// ## Ask
    /// Who switches, and has it ever been seen to?
    ///
    /// ## Sources
    /// LiteLLM 1.110.2, its router read and run on mock servers.
    "unconfigured-fallback", Drift, Error, beside files
}
