use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{AfterEnd, Detail};

rule! {
    /// A call that another model answers.
    ///
    /// ## What it finds
    /// An AI dependency whose model has ended by the day of the check, where the
    /// provider lets its replacement answer the calls.
    ///
    /// ## Why it matters
    /// Every call succeeds, and none of them is answered by what was evaluated: other
    /// answers, another price, other limits, and no alarm. From 2026-12-01 on Google
    /// answers calls of Gemini 2.5 Pro with a later Flash model.
    ///
    /// ## Fails
    /// ```toml
    /// [ai.summaries]
    /// provider = "acme-llm-host"
    /// model = "acme-1"
    ///
    /// [provider.acme-llm-host]
    /// models = [{ id = "acme-1", retires = 2026-06-30, after = "redirects", replacement = "acme-2" }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [ai.summaries]
    /// provider = "acme-llm-host"
    /// model = "acme-2"
    ///
    /// [provider.acme-llm-host]
    /// models = [{ id = "acme-1", retires = 2026-06-30, after = "redirects", replacement = "acme-2" }]
    /// ```
    ///
    /// ## What to do
    /// Evaluate the model that answers and name it, or move to another.
    ///
    /// ## False alarms
    /// The replacement was evaluated and the old name is kept on purpose: waive it.
    ///
    /// ## Ask
    /// Would anybody notice that the answers changed, and by what?
    ///
    /// ## Sources
    /// Providers' deprecation pages, as the catalogue cites them with each date.
    "substituted-model", Models, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Detail::Ai(ai) = &component.detail else {
            continue;
        };
        let Some(end) = ai.retirement.as_ref() else {
            continue;
        };
        if end.on > cx.today || end.after != AfterEnd::Redirects {
            continue;
        }
        let message = format!(
            "`{}` is answered by {} since {}",
            end.what,
            words::heir(end),
            end.on
        );
        found.about(
            cx.plan,
            id,
            words::model_place(component),
            message,
            |finding| {
                finding
                    .note(format!("source: {}", words::retirement_source(end)))
                    .help("evaluate the model that answers and name it, or move to another")
                    .detail(end.what.as_str())
                    .label("another model answers this call")
            },
        );
    }
}
