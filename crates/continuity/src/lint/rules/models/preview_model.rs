use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;

/// What providers put into the ids of models that they promise little of.
const MARKS: [&str; 6] = ["alpha", "beta", "exp", "experimental", "nightly", "preview"];

rule! {
    /// A model in preview under something critical.
    ///
    /// ## What it finds
    /// An AI dependency that something of tier 1 or 2 rests on, whose `model` has preview,
    /// beta, alpha, exp, experimental or nightly among the parts of its name. A model whose
    /// end is announced is found by `retiring-model`.
    ///
    /// ## Why it matters
    /// Previews come without a promise: they are changed under their name, limited to little
    /// load, and taken away with as little as two weeks' notice.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// tier = 1
    /// depends_on = ["llm"]
    ///
    /// [ai.llm]
    /// provider = "anthropic"
    /// model = "claude-mythos-preview"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// tier = 3
    /// depends_on = ["llm"]
    ///
    /// [ai.llm]
    /// provider = "anthropic"
    /// model = "claude-mythos-preview"
    /// ```
    ///
    /// ## What to do
    /// Take a model that is generally available, or have one as a fallback whose answers
    /// were compared.
    ///
    /// ## False alarms
    /// A name that has such a word for another reason. Waive it.
    ///
    /// ## Ask
    /// What does the provider's page promise of it?
    ///
    /// ## Sources
    /// OpenAI, Deprecations (notice for previews); NIST AI RMF, MANAGE 2.4; NIST AI 600-1,
    /// GV-6.1-001.
    "preview-model", Models, Warning, check,
    says &["model"], confidence Medium
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Some(ai) = component.ai() else { continue };
        let Some(model) = ai.model.as_ref().filter(|_| ai.retirement.is_none()) else {
            continue;
        };
        let mut parts = model.value.split(|c: char| !c.is_ascii_alphanumeric());
        let mark = parts.find(|part| MARKS.contains(&part.to_ascii_lowercase().as_str()));
        let Some(mark) = mark.filter(|_| words::carries_critical(cx, id)) else {
            continue;
        };
        let message = format!(
            "`{}` calls a model in preview, and tier 1 or 2 rests on it",
            component.id
        );
        found.about(
            cx.plan,
            id,
            words::model_place(component),
            message,
            |finding| {
                finding
                .detail(model.value.as_str())
                .label(format!("{mark}: it may go or change with little notice"))
                .help("take one that is generally available, or name a fallback that was compared")
            },
        );
    }
}
