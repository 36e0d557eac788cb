use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{AfterEnd, Detail, Kind, Level};

rule! {
    /// A call to a model or endpoint that no longer exists.
    ///
    /// ## What it finds
    /// An AI dependency whose model, or whose endpoint, has been retired by the day
    /// of the check: by the catalogue, or by the plan's own `[provider]` table.
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
    /// ## False alarms
    /// A date that the catalogue has wrong for your host. Declare yours under
    /// `[provider.x]` with `models = [{ id = "...", retires = ... }]`.
    ///
    /// ## Ask
    /// Is anything still calling it, and what does the caller do with the error?
    ///
    /// ## Sources
    /// Providers' deprecation pages, as the catalogue cites them with each date.
    "retired-model", Models, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Detail::Ai(ai) = &component.detail else {
            continue;
        };
        let Some(retirement) = ai.retirement.as_ref().filter(|r| r.on <= cx.today) else {
            continue;
        };
        let place = ai
            .model
            .as_ref()
            .map_or(component.place, |model| model.span);
        let message = format!("`{}` was retired on {}", retirement.what, retirement.on);
        let redirected = retirement.after == AfterEnd::Redirects;
        let lost = cx.analysis.blast(&[id]);
        let down: Vec<_> = lost
            .affected
            .iter()
            .filter(|one| one.level == Level::Down)
            .map(|one| one.id)
            .filter(|one| {
                matches!(
                    cx.plan.component(*one).kind(),
                    Kind::Service | Kind::Activity
                )
            })
            .collect();
        found.about(cx.plan, id, place, message, |mut finding| {
            if !down.is_empty() && !redirected {
                finding
                    .notes
                    .push(format!("without it, down: {}", words::list(cx.plan, &down)));
            }
            finding
                .notes
                .push(format!("source: {}", words::retirement_source(retirement)));
            finding
                .help
                .push(words::replacement(retirement, "move to a model that lives"));
            finding
                .detail(retirement.what.as_str())
                .label(if redirected {
                    "another model answers this call"
                } else {
                    "this call fails for ever"
                })
        });
    }
}
