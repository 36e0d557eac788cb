use crate::lint::rule::rule;

rule! {
    /// One model was asked for, and another answered.
    ///
    /// ## What it finds
    /// `jurymast drift --observed`: metrics of GenAI clients whose response model is of other
    /// weights than the request's, and no declared fallback of it. A declared one is no finding,
    /// but evidence that the fallback works.
    ///
    /// ## Why it matters
    /// It answers with 200, so that nothing alarms; what was tried and approved was the other.
    ///
    /// ## Fails
    /// ```toml
    /// [ai.model-a]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// ```
    ///
    /// ```text
    /// gen_ai_client_operation_duration_seconds_count{gen_ai_provider_name="openai",gen_ai_request_model="gpt-5.2",gen_ai_response_model="gpt-4.1-mini"} 40
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [ai.model-a]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// ```
    ///
    /// ```text
    /// gen_ai_client_operation_duration_seconds_count{gen_ai_provider_name="openai",gen_ai_request_model="gpt-5.2",gen_ai_response_model="gpt-5.2-2026-02-11"} 40
    /// ```
    ///
    /// ## What to do
    /// Ask the provider or the router; pin the model; declare it if it is wanted.
    ///
    /// ## False alarms
    /// Routers whose task it is to choose.
    ///
    /// ## Ask
    /// Since when, and who decided it?
    ///
    /// ## Sources
    /// OpenTelemetry semantic conventions for GenAI clients: gen_ai.request.model, gen_ai.response.model.
    "other-model-answers", Drift, Warning, beside files
}
