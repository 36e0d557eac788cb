use std::collections::BTreeSet;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::catalogue::modality;
use jurymast_plan::model::{Ai, ComponentId, Detail, Plan};
use jurymast_terms::wording;

rule! {
    /// A model as a fallback that cannot do what the one it stands in for does.
    ///
    /// ## What it finds
    /// An AI dependency with another as its fallback, where by what the plan declares
    /// the second cannot take the first one's calls: its `needs` give a smaller context,
    /// or no tools, vision, structured output or streaming, where the first needs them;
    /// its endpoint does other work (embeddings for text); its `residency` lies outside
    /// the first one's; or both make embeddings with different weights, whose vectors
    /// cannot be compared.
    ///
    /// The `needs` of a fallback are what it is known to give. Where the same AI
    /// dependency is called by somebody else as the first choice, they may only be what
    /// that caller needs: then it is a warning. What is not declared is not known, and
    /// no finding.
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
    let first_choices = first_choices(plan);
    for (id, component) in plan.enumerate() {
        for requirement in &component.requirements {
            for fallback in &requirement.fallbacks {
                let Some(given) = ai(plan, fallback.to.value) else {
                    continue;
                };
                for member in &requirement.group {
                    let Some(asked) = ai(plan, member.value) else {
                        continue;
                    };
                    let lacks = lacks(plan, asked, given);
                    if lacks.is_empty() {
                        continue;
                    }
                    let from = plan.component(member.value).id.as_str();
                    let to = plan.component(fallback.to.value).id.as_str();
                    let message =
                        format!("`{to}` cannot stand in for `{from}`: {}", lacks.join(", "));
                    let only_asked = first_choices.contains(&fallback.to.value);
                    let milder = only_asked.then(|| found.at_most_warning());
                    found.about(plan, id, fallback.to.span, message, |mut finding| {
                        finding.severity = milder.unwrap_or(finding.severity);
                        if only_asked {
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

fn ai(plan: &Plan, id: ComponentId) -> Option<&Ai> {
    match &plan.component(id).detail {
        Detail::Ai(ai) => Some(ai),
        _ => None,
    }
}

/// What stands first in some requirement: its `needs` are its caller's.
fn first_choices(plan: &Plan) -> BTreeSet<ComponentId> {
    let requirements = plan.components.iter().flat_map(|one| &one.requirements);
    let groups = requirements.flat_map(|one| &one.group);
    groups.map(|to| to.value).collect()
}

/// Why the second cannot take the first one's calls, in words.
fn lacks(plan: &Plan, asked: &Ai, given: &Ai) -> Vec<String> {
    let mut lacks = Vec::new();
    match (modality(plan, asked), modality(plan, given)) {
        (Some(asked), Some(given)) if asked != given => {
            lacks.push(format!("{} in place of {}", given.as_str(), asked.as_str()));
        }
        (Some(work), Some(_)) if work.is_embeddings() && other_weights(asked, given) => {
            lacks.push("another embedding space".to_owned());
        }
        _ => {}
    }
    if let (Some(asked), Some(given)) = (asked.needs.context, given.needs.context)
        && given < asked
    {
        lacks.push(format!("context {} of {}", tokens(given), tokens(asked)));
    }
    let flags = [
        ("no tools", asked.needs.tools, given.needs.tools),
        ("no vision", asked.needs.vision, given.needs.vision),
        (
            "no structured output",
            asked.needs.structured_output,
            given.needs.structured_output,
        ),
        ("no streaming", asked.needs.streaming, given.needs.streaming),
    ];
    for (words, asked, given) in flags {
        if asked == Some(true) && given == Some(false) {
            lacks.push(words.to_owned());
        }
    }
    let allowed = |place: &&String| {
        let mut all = asked.residency.iter();
        !all.any(|one| one.eq_ignore_ascii_case(place))
    };
    let outside: Vec<&String> = given.residency.iter().filter(allowed).collect();
    if !asked.residency.is_empty() && !outside.is_empty() {
        lacks.push(format!(
            "data in {} and not in {} alone",
            wording::and(&outside),
            wording::and(&asked.residency)
        ));
    }
    lacks
}

fn other_weights(asked: &Ai, given: &Ai) -> bool {
    let both = asked.lineage.zip(given.lineage);
    both.is_some_and(|(asked, given)| asked != given)
}

/// As plans write it: "200k", "1m".
fn tokens(count: u64) -> String {
    match count {
        _ if count.is_multiple_of(1_000_000) => format!("{}m", count / 1_000_000),
        _ if count.is_multiple_of(1_000) => format!("{}k", count / 1_000),
        _ => count.to_string(),
    }
}
