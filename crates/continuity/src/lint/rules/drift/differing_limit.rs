use crate::lint::rule::rule;

rule! {
    /// A limit is configured that is not the plan's.
    ///
    /// ## What it finds
    /// `jurymast drift`: requests or tokens a minute that a file sets for what the plan gives
    /// another limit, or none.
    ///
    /// ## Why it matters
    /// Under load the plan says that a fallback carries everybody, and the gateway turns them
    /// away.
    ///
    /// ## Fails
    /// ```toml
    /// [ai.model-a]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// limit = { rpm = 900 }
    /// ```
    ///
    /// ```yaml
    /// model_list:
    ///   - model_name: model-a
    ///     litellm_params: { model: openai/gpt-5.2, rpm: 100, timeout: 30 }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [ai.model-a]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// limit = { rpm = 100 }
    /// ```
    ///
    /// ```yaml
    /// model_list:
    ///   - model_name: model-a
    ///     litellm_params: { model: openai/gpt-5.2, rpm: 100, timeout: 30 }
    /// ```
    ///
    /// ## What to do
    /// Write what is configured.
    ///
    /// ## False alarms
    /// Limits by key or team, which are no limits of the model.
    ///
    /// ## Ask
    /// Is the limit what the provider grants, or what somebody guessed?
    ///
    /// ## Sources
    /// LiteLLM 1.110.2, its router read and run on mock servers.
    "differing-limit", Drift, Warning, beside files
}
