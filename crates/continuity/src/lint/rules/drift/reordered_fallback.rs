use crate::lint::rule::rule;

rule! {
    /// The gateway tries fallbacks in another order than the plan.
    ///
    /// ## What it finds
    /// `jurymast drift`: the fallbacks that both have, in two orders.
    ///
    /// ## Why it matters
    /// The first one carries the load: limits, prices and shared fates are judged by the wrong
    /// one.
    ///
    /// ## Fails
    /// ```toml
    /// [service.chat]
    /// depends_on = [{ on = "model-a", fallback = [{ to = "model-b", switch = "per-call" }, { to = "model-c", switch = "per-call" }] }]
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
    ///   fallbacks: [{ model-a: [model-c, model-b] }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.chat]
    /// depends_on = [{ on = "model-a", fallback = [{ to = "model-b", switch = "per-call" }, { to = "model-c", switch = "per-call" }] }]
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
    ///   fallbacks: [{ model-a: [model-b, model-c] }]
    /// ```
    ///
    /// ## What to do
    /// Give both the same order.
    ///
    /// ## False alarms
    /// Callers with entries of their own, in different orders.
    ///
    /// ## Ask
    /// Which one is meant to come first?
    ///
    /// ## Sources
    /// LiteLLM 1.110.2, its router read and run on mock servers.
    "reordered-fallback", Drift, Warning, beside files
}
