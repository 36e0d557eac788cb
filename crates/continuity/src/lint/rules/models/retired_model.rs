use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::Gathering;
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{AfterEnd, Detail, Retirement};

rule! {
    /// A call to a model or endpoint that no longer exists.
    ///
    /// ## What it finds
    /// An AI dependency whose model, or whose endpoint, has been retired by the day
    /// of the check: by the plan's own `[provider]` table, by a list of models that was
    /// saved from the account, or by the catalogue. Calls that another model answers
    /// are `substituted-model`.
    ///
    /// ## Why it matters
    /// A retirement is an outage with a known start and no end. The Sora API was
    /// removed on 2026-09-24, announced half a year before, with no replacement.
    ///
    /// ## Fails
    /// ```toml
    /// [ai.studio-video]
    /// provider = "openai"
    /// endpoint = "videos"
    /// model = "sora-2"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [ai.studio-video]
    /// provider = "runway"
    /// model = "gen-5"
    /// ```
    ///
    /// ## What to do
    /// Move to a model that lives, and remove the dead one from every fallback list.
    ///
    /// The providers' own lists are the best source, for your account and always
    /// fresh. Save them, with the day in the name, and name them in the plan:
    /// `[catalogue] models = ["lists/*.json"]`; or once, with `--models FILE`.
    ///
    /// ```console
    /// $ day=$(date -u +%F); mkdir -p lists
    /// $ curl -sSf "https://api.anthropic.com/v1/models?lifecycle=active&lifecycle=deprecated&lifecycle=retired&limit=1000" -H "x-api-key: $ANTHROPIC_API_KEY" -H "anthropic-version: 2023-06-01" > lists/anthropic-$day.json
    /// $ curl -sSf https://api.openai.com/v1/models -H "Authorization: Bearer $OPENAI_API_KEY" > lists/openai-$day.json
    /// $ curl -sSf "https://$AZURE_RESOURCE.openai.azure.com/openai/v1/models" -H "api-key: $AZURE_OPENAI_API_KEY" > lists/azure-openai-$day.json
    /// $ curl -sSf https://api.mistral.ai/v1/models -H "Authorization: Bearer $MISTRAL_API_KEY" > lists/mistral-$day.json
    /// $ curl -sSf https://openrouter.ai/api/v1/models > lists/openrouter-$day.json
    /// $ curl -sSf "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000" -H "x-goog-api-key: $GEMINI_API_KEY" > lists/google-gemini-$day.json
    /// $ aws bedrock list-foundation-models --region us-east-1 --output json > lists/aws-bedrock-$day.json
    /// $ az cognitiveservices model list --location eastus2 --output json > lists/azure-arm-$day.json
    /// ```
    ///
    /// The list of an Azure resource looks like OpenAI's, so it must be said whose it
    /// is: `{ path = "lists/azure-openai-*.json", provider = "azure-openai" }`.
    ///
    /// ## False alarms
    /// A date that the catalogue has wrong for your host. Declare yours under
    /// `[provider.x]` with `models = [{ id = "...", retires = ... }]`, or save the
    /// provider's list.
    ///
    /// ## Ask
    /// Is anything still calling it, and what does the caller do with the error?
    ///
    /// ## Sources
    /// Providers' deprecation pages, as the catalogue cites them with each date.
    "retired-model", Models, Error, check,
    gathers Gathering::SAME_WORDS
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Detail::Ai(ai) = &component.detail else {
            continue;
        };
        let endpoint = ai.endpoint.map(|at| &cx.plan.component(at).detail);
        let of_endpoint = match endpoint {
            Some(Detail::Endpoint(endpoint)) => endpoint.retirement.as_ref(),
            _ => None,
        };
        let ends = [ai.retirement.as_ref(), of_endpoint];
        let over = |end: &&Retirement| end.on <= cx.today && end.after == AfterEnd::Fails;
        let Some(end) = ends.into_iter().flatten().find(over) else {
            continue;
        };
        let message = format!("`{}` was retired on {}", end.what, end.on);
        let down = cx.analysis.lost_with(id);
        found.about(
            cx.plan,
            id,
            words::model_place(component),
            message,
            |mut finding| {
                if !down.is_empty() {
                    finding
                        .notes
                        .push(format!("without it, down: {}", words::list(cx.plan, &down)));
                }
                finding
                    .notes
                    .push(format!("source: {}", words::retirement_source(end)));
                finding.help.push(end.instead("move to a model that lives"));
                finding
                    .detail(end.what.as_str())
                    .label("this call fails for ever")
            },
        );
    }
}
