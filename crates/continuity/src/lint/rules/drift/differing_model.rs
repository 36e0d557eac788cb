use crate::lint::rule::rule;

rule! {
    /// Under one name the plan and the files have two models or providers.
    ///
    /// ## What it finds
    /// `jurymast drift`: an `ai` whose configured model is of other weights, or whose provider is
    /// another (errors); two snapshots of one model are information.
    ///
    /// ## Why it matters
    /// Ends, endpoints, shared fates and what the model can do are all judged by the plan's.
    ///
    /// ## Fails
    /// ```toml
    /// [ai.model-a]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// ```
    ///
    /// ```yaml
    /// model_list:
    ///   - model_name: model-a
    ///     litellm_params: { model: openai/gpt-4.1, timeout: 30 }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [ai.model-a]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// ```
    ///
    /// ```yaml
    /// model_list:
    ///   - model_name: model-a
    ///     litellm_params: { model: openai/gpt-5.2, timeout: 30 }
    /// ```
    ///
    /// ## What to do
    /// Write into the plan what is configured.
    ///
    /// ## False alarms
    /// Deployments whose name says nothing of the model: name it by `base_model`.
    ///
    /// ## Ask
    /// Which one is called today?
    ///
    /// ## Sources
    /// LiteLLM 1.110.2, its router read and run on mock servers.
    "differing-model", Drift, Error, beside files
}
