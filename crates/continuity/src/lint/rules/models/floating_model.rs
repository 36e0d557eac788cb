use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;

rule! {
    /// A model by a name that means another one tomorrow.
    ///
    /// ## What it finds
    /// An AI dependency whose `model` ends in `latest`, as `mistral-large-latest` or
    /// `llama3:latest`. Runs with `check --pedantic`, or where `[lint]` gives the rule a
    /// level.
    ///
    /// ## Why it matters
    /// On a day that the provider chooses other weights answer: prompts, evaluations and
    /// the comparison with the fallback were of the ones before, and nothing failed.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// depends_on = ["llm"]
    ///
    /// [ai.llm]
    /// provider = "mistral"
    /// model = "mistral-large-latest"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// depends_on = ["llm"]
    ///
    /// [ai.llm]
    /// provider = "mistral"
    /// model = "mistral-large-2512"
    /// ```
    ///
    /// ## What to do
    /// Name the version, and change it when your own cases pass with the next.
    ///
    /// ## False alarms
    /// Work of which nobody would notice the difference. Waive it there.
    ///
    /// ## Ask
    /// Who tells you that the answers are another model's?
    ///
    /// ## Sources
    /// NIST AI 600-1, MS-2.5-005; NIST AI RMF, MANAGE 2.4.
    "floating-model", Models, Info, pedantic check,
    says &["model"], confidence Medium
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Some(model) = component.ai().and_then(|ai| ai.model.as_ref()) else {
            continue;
        };
        let last = model.value.rsplit(['-', ':', '/', '@']).next();
        if !last.is_some_and(|last| last.eq_ignore_ascii_case("latest")) {
            continue;
        }
        let message = format!("`{}` calls whatever `{}` means", component.id, model.value);
        found.about(
            cx.plan,
            id,
            words::model_place(component),
            message,
            |finding| {
                finding
                    .detail(model.value.as_str())
                    .label("another model on a day that others choose")
                    .help("name the version, and move on when your own cases pass with the next")
            },
        );
    }
}
