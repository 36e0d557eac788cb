use crate::lint::rule::rule;

rule! {
    /// Models stand in for each other in a circle.
    ///
    /// ## What it finds
    /// `jurymast drift`: lists of a gateway that lead from a model back to itself.
    ///
    /// ## Why it matters
    /// The gateway tries each once and gives up: two names look like a chain of any length, and
    /// are two.
    ///
    /// ## Fails
    /// ```toml
    /// [service.chat]
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
    ///   fallbacks: [{ model-a: [model-b] }, { model-b: [model-a] }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.chat]
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
    /// End the chain in something that fails by another cause.
    ///
    /// ## False alarms
    /// Pairs that are meant to cover each other.
    ///
    /// ## Ask
    /// What answers when both are gone?
    ///
    /// ## Sources
    /// LiteLLM 1.110.2, its router read and run on mock servers.
    "gateway-loop", Drift, Error, beside files
}
