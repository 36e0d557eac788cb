use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{Detail, ModelStanding};
use jurymast_terms::suggest;

rule! {
    /// A model that the account's own list does not have.
    ///
    /// ## What it finds
    /// An AI dependency whose model is missing from a whole list of models that was
    /// saved from the account: `[catalogue] models = [...]`, or `--models`.
    ///
    /// ## Why it matters
    /// A model that the account does not list answers 404 on the first call, which for
    /// a fallback is the moment it is needed.
    ///
    /// ## Fails
    /// ```toml
    /// [catalogue]
    /// models = [{ path = "anthropic.json", on = 2026-11-20 }]
    ///
    /// [ai.summaries]
    /// provider = "anthropic"
    /// model = "claude-opsu-5-5"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [catalogue]
    /// models = [{ path = "anthropic.json", on = 2026-11-20 }]
    ///
    /// [ai.summaries]
    /// provider = "anthropic"
    /// model = "claude-opus-5-5"
    /// ```
    ///
    /// ## What to do
    /// Correct the id, ask the provider for access, or save the list again
    /// (`jurymast explain retired-model` has the commands).
    ///
    /// ## False alarms
    /// Ids that no list has though calls may use them: a deployment of your own, a
    /// profile. Waive it, or give its availability under `[provider.x]` with
    /// `models = [{ id = "...", availability = ... }]`.
    ///
    /// ## Ask
    /// With which account was the list saved, and is it the one that production uses?
    ///
    /// ## Sources
    /// The providers' own answers to "which models are there?".
    "unlisted-model", Models, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Detail::Ai(ai) = &component.detail else {
            continue;
        };
        let (
            Some(model),
            ModelStanding::Unlisted {
                list,
                nearest,
                known,
            },
        ) = (&ai.model, &ai.knowledge.standing)
        else {
            continue;
        };
        let Some(list) = cx.plan.model_lists.get(*list) else {
            continue;
        };
        // What others know may only be closed to this account; a list without a day may
        // be older than the model.
        let severity = if *known || list.on.is_none() {
            found.at_most_warning()
        } else {
            found.severity
        };
        let message = format!(
            "`{}` is not in the account's list {}",
            model.value,
            list.name()
        );
        found.about(
            cx.plan,
            id,
            words::model_place(component),
            message,
            |mut finding| {
                finding.severity = severity;
                if *known {
                    let note = "the catalogue knows it: the account may have no access";
                    finding.notes.push(note.to_owned());
                }
                finding.help.push(nearest.as_ref().map_or_else(
                    || "correct the id, ask for access, or save the list again".to_owned(),
                    suggest::ask,
                ));
                finding
                    .detail(model.value.as_str())
                    .label("the account does not list it")
            },
        );
    }
}
