use crate::lint::rule::rule;

rule! {
    /// A fallback is configured that the gateway never comes to.
    ///
    /// ## What it finds
    /// `jurymast drift`: models behind more fallbacks than the gateway tries, deployments without
    /// an order beside others with one, lists that another section or an earlier list replaces
    /// (errors); defaults that a list of its own keeps from being tried (information).
    ///
    /// ## Why it matters
    /// The last rung is the one that is meant to hold when all else fails.
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
    ///   fallbacks: [{ model-a: [model-b] }, { model-b: [model-c] }]
    ///   max_fallbacks: 1
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
    ///   fallbacks: [{ model-a: [model-b, model-c] }]
    /// ```
    ///
    /// ## What to do
    /// Shorten the chain, or list the last rung itself.
    ///
    /// ## False alarms
    /// None known.
    ///
    /// ## Ask
    /// Does the last rung ever answer?
    ///
    /// ## Sources
    /// LiteLLM 1.110.2, its router read and run on mock servers.
    "unreachable-rung", Drift, Error, beside files
}
