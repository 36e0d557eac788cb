use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering, whom};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::catalogue;
use jurymast_plan::model::{Detail, Plan};
use jurymast_terms::diagnostic::Diagnostic;

rule! {
    /// An AI dependency that does not say which model it calls.
    ///
    /// ## What it finds
    /// An AI dependency without a `model`, at a provider whose models end by the
    /// catalogue. It is a warning where the loss takes down something of tier 1 or 2,
    /// else an info.
    ///
    /// ## Why it matters
    /// Models end on a day, and calls to them fail from then on. Of a model that is not
    /// named nobody can say when, nor whether a fallback runs on the same weights: that
    /// no other rule speaks of its end is no sign that it has none.
    ///
    /// ## Fails
    /// ```toml
    /// [ai.summaries]
    /// provider = "openai"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [ai.summaries]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// ```
    ///
    /// ## What to do
    /// Name the model as calls name it: `model = "..."`.
    ///
    /// ## False alarms
    /// A call that uses no model, to a store of files say. Lean on the provider itself
    /// (`depends_on`), or waive the finding.
    ///
    /// ## Ask
    /// Which model answers this today, and who would know on the day it ends?
    ///
    /// ## Sources
    /// Providers' deprecation pages, as the catalogue cites them with each date.
    "model-undeclared", Models, Warning, check,
    says &["lineage", "model"],
    gathers Gathering { by: GatherBy::FileAndTeam, words: of_several }
}

fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    GatheredWords {
        message: format!("{} do not say which model they call", whom(parts).1),
        label: parts[0].label.clone(),
        help: None,
    }
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Detail::Ai(ai) = &component.detail else {
            continue;
        };
        let Some(provider) = words::provider_of(cx.plan, id) else {
            continue;
        };
        let known = catalogue::provider(&provider.id).filter(|known| !known.self_hosted);
        let ends = known.and_then(|known| catalogue::models(&known.id));
        if ai.model.is_some() || ends.is_none() {
            continue;
        }
        let milder = (!words::carries_critical(cx, id)).then(|| found.at_most_info());
        let message = format!("`{}` does not say which model it calls", component.id);
        found.about(cx.plan, id, component.place, message, |mut finding| {
            finding.severity = milder.unwrap_or(finding.severity);
            finding
                .note(format!("models of {} end", provider.name))
                .label("its end is not judged")
                .help("name the model as calls name it: model = \"...\"")
        });
    }
}
