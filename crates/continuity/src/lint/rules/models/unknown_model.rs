use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::catalogue;
use jurymast_plan::model::{Detail, ModelStanding};
use jurymast_terms::suggest;

rule! {
    /// A model id that is most likely misspelt, or another provider's.
    ///
    /// ## What it finds
    /// An AI dependency whose model no list of the provider has, where one that is
    /// spelt nearly so is listed, or where another provider serves it. Other unknown
    /// ids are only counted: `check` ends with their number.
    ///
    /// ## Why it matters
    /// A misspelt model answers 404; and of an id that nobody knows, nobody knows when
    /// it ends.
    ///
    /// ## Fails
    /// ```toml
    /// [ai.search]
    /// provider = "openai"
    /// model = "text-embedding-3-lrage"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [ai.search]
    /// provider = "openai"
    /// model = "text-embedding-3-large"
    /// ```
    ///
    /// ## What to do
    /// Write the id as calls must name it, and the provider that serves it.
    ///
    /// ## False alarms
    /// A model that is newer than the catalogue. Save the provider's own list
    /// (`jurymast explain retired-model` has the command), or waive it.
    ///
    /// ## Ask
    /// Has this id ever been called?
    ///
    /// ## Sources
    /// The lists of models in LiteLLM's releases.
    "unknown-model", Models, Warning, check, confidence High
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Detail::Ai(ai) = &component.detail else {
            continue;
        };
        let Some((model, provider)) = ai.model.as_ref().zip(words::provider_of(cx.plan, id)) else {
            continue;
        };
        let (said, of) = (&model.value, &provider.id);
        let (message, help) = match &ai.knowledge.standing {
            ModelStanding::Unknown {
                nearest: Some(near),
            } => (
                format!("the catalogue knows no `{said}` of {}", provider.name),
                suggest::ask(near),
            ),
            ModelStanding::Respelt { listed } => (
                format!("no list of {} spells a model `{said}`", provider.name),
                suggest::ask(listed),
            ),
            ModelStanding::Elsewhere { provider: other } => (
                format!("by the catalogue `{of}` does not serve `{said}`, and `{other}` does"),
                format!("write provider = \"{other}\", or the model that {of} serves"),
            ),
            _ => continue,
        };
        found.about(
            cx.plan,
            id,
            words::model_place(component),
            message,
            |mut finding| {
                if let Some(list) = catalogue::models(of) {
                    let read = format!(
                        "by a list read on {}: what is newer is not in it",
                        list.read
                    );
                    finding.notes.push(read);
                }
                finding
                    .help(help)
                    .detail(said.as_str())
                    .label("no such model is known")
            },
        );
    }
}
