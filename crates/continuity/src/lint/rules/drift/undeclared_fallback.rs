use crate::lint::rule::rule;

rule! {
    /// The gateway uses a fallback that the plan does not have.
    ///
    /// ## What it finds
    /// `jurymast drift`: what the gateway's file lets stand in for a model, and no entry of the
    /// plan does for it.
    ///
    /// ## Why it matters
    /// Calls go where nobody looked: another price, another place of processing, another
    /// quality; and load on what others count on.
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
    ///   fallbacks: [{ model-a: [model-b, model-c] }]
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
    /// Declare it, or take it out of the gateway.
    ///
    /// ## False alarms
    /// Lists of defaults that hold for all: what they add is real, and may not be wanted.
    ///
    /// ## Ask
    /// May these calls be answered there?
    ///
    /// ## Sources
    /// LiteLLM 1.110.2, its router read and run on mock servers.
    "undeclared-fallback", Drift, Warning, beside files, confidence Medium
}
