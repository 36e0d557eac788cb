use crate::lint::rule::rule;

rule! {
    /// A gateway waits for so long that its fallback comes too late.
    ///
    /// ## What it finds
    /// `jurymast drift`: a model without any time-out, so that the gateway's own holds, which is
    /// 6000 seconds for LiteLLM.
    ///
    /// ## Why it matters
    /// A call that hangs is no failure yet: the fallback comes after 100 minutes.
    ///
    /// ## Fails
    /// ```toml
    /// [service.chat]
    /// ```
    ///
    /// ```yaml
    /// model_list:
    ///   - model_name: model-a
    ///     litellm_params: { model: openai/gpt-5.2 }
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
    /// ```
    ///
    /// ## What to do
    /// Set `timeout` for the model or the router.
    ///
    /// ## False alarms
    /// Clients that give up before.
    ///
    /// ## Ask
    /// How long does the slowest good answer take?
    ///
    /// ## Sources
    /// LiteLLM 1.110.2, its router read and run on mock servers.
    "gateway-never-gives-up", Drift, Warning, beside files
}
