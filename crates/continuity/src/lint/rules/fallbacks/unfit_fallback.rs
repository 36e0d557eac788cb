use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::catalogue::{Misfit, is_first_choice, misfits};

rule! {
    /// A model as a fallback that cannot do what the one it stands in for does.
    ///
    /// ## What it finds
    /// An AI dependency with another as its fallback, where by what the plan declares
    /// the second cannot take the first one's calls: its `needs` give a smaller context,
    /// slower answers (`latency`), or no tools, vision, structured output or streaming, where
    /// the first needs them; its endpoint does other work (embeddings for text); its
    /// `residency` lies outside the first one's; both make embeddings with different weights
    /// or lengths, whose vectors cannot be compared; or the first is bound to `assets` of an
    /// account (a fine-tune, which the name of the model may tell, a voice, files, a vector
    /// store) of which the second has no copy. A cold cache alone is information.
    ///
    /// What the plan does not say of the second, the lists of models say that it names in
    /// `[catalogue]`, where they do (`docs/substitutes.md`): then the list is named.
    ///
    /// The `needs` of a fallback are what it is known to give. Where the same AI
    /// dependency is called by somebody else as the first choice, they may only be what
    /// that caller needs: then it is a warning. What is not declared is not known:
    /// `fitness-undeclared`.
    ///
    /// ## Why it matters
    /// Such a fallback is never one: every call that is sent to it fails with a bad
    /// request, in the very hour in which it is needed. With embeddings of another model
    /// nothing fails, and every search finds the wrong things.
    ///
    /// ## Fails
    /// ```toml
    /// [service.agent]
    /// depends_on = [{ on = "main", fallback = ["small"] }]
    ///
    /// [ai.main]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// needs = { context = "200k", tools = true, vision = true }
    ///
    /// [ai.small]
    /// provider = "mistral"
    /// model = "mistral-small-2603"
    /// needs = { context = "32k", vision = false }
    /// ```
    ///
    /// ```toml
    /// [service.search]
    /// depends_on = [{ on = "embedder", fallback = ["other-embedder"] }]
    ///
    /// [ai.embedder]
    /// provider = "openai"
    /// model = "text-embedding-3-large"
    ///
    /// [ai.other-embedder]
    /// provider = "mistral"
    /// model = "mistral-embed"
    /// endpoint = "embeddings"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.agent]
    /// depends_on = [{ on = "main", fallback = ["second"] }]
    ///
    /// [ai.main]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// needs = { context = "200k", tools = true }
    ///
    /// [ai.second]
    /// provider = "anthropic"
    /// model = "claude-opus-4-8"
    /// needs = { context = "200k", tools = true }
    /// ```
    ///
    /// ## What to do
    /// Choose a fallback that can do the work; or one that does less on purpose: rules,
    /// a queue, an answer without the pictures, as a service of its own. For an index
    /// of embeddings: keep a second index with the other model's vectors, or search by
    /// keywords meanwhile.
    ///
    /// ## False alarms
    /// A fallback that gets a shortened prompt or no tools: put what shortens it into
    /// the plan as a service that serves `degraded`, and let that be the fallback.
    ///
    /// ## Ask
    /// When was the longest prompt of this week sent to the fallback, and what came back?
    ///
    /// ## Sources
    /// NIST AI 600-1, GV-6.2-006; reports of chains in which a model could never hold
    /// the prompt (openclaw#73687, hermes-agent#109698).
    "unfit-fallback", Fallbacks, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        for requirement in &component.requirements {
            for fallback in &requirement.fallbacks {
                let Some(given) = plan.component(fallback.to.value).ai() else {
                    continue;
                };
                for member in &requirement.group {
                    let Some(asked) = plan.component(member.value).ai() else {
                        continue;
                    };
                    let lacks = misfits(plan, asked, given);
                    if lacks.is_empty() {
                        continue;
                    }
                    let is_listed = lacks.iter().any(|one| one.is_listed);
                    let is_mild = lacks.iter().all(Misfit::is_mild);
                    let lacks: Vec<String> = lacks.into_iter().map(|one| one.words).collect();
                    let from = plan.component(member.value).id.as_str();
                    let to = plan.component(fallback.to.value).id.as_str();
                    let message =
                        format!("`{to}` cannot stand in for `{from}`: {}", lacks.join(", "));
                    let only_asked = !is_listed && is_first_choice(plan, fallback.to.value);
                    let milder = match is_mild {
                        true => Some(found.at_most_info()),
                        false => only_asked.then(|| found.at_most_warning()),
                    };
                    found.about(plan, id, fallback.to.span, message, |mut finding| {
                        finding.severity = milder.unwrap_or(finding.severity);
                        if only_asked && !is_mild {
                            finding.notes.push(format!(
                                "`{to}` is called as the first choice too: its `needs` may be less than it gives"
                            ));
                        }
                        finding
                            .detail(format!("{from} -> {to}"))
                            .label("not able to do this work")
                            .related(plan.component(member.value).place, "what the calls need")
                            .related(plan.component(fallback.to.value).place, "what it is known to give")
                            .help("choose another fallback, or declare in `needs` what this one gives")
                    });
                }
            }
        }
    }
}
