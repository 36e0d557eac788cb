use crate::lint::rule::rule;

rule! {
    /// A list of fallbacks leads nowhere.
    ///
    /// ## What it finds
    /// `jurymast drift`: names in a gateway's lists that it does not know, lists in which nothing
    /// can stand in, other names of a model under which it has none of its fallbacks.
    ///
    /// ## Why it matters
    /// Gateways pass over such a name without a word: nobody knows until the day.
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
    ///   fallbacks: [{ model-a: [model-d] }]
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
    /// Correct the name; the message has the nearest.
    ///
    /// ## False alarms
    /// Names that another file of the gateway adds: give it too.
    ///
    /// ## Ask
    /// When was the list last tried?
    ///
    /// ## Sources
    /// LiteLLM 1.110.2, its router read and run on mock servers.
    "gateway-dead-end", Drift, Error, beside files
}
