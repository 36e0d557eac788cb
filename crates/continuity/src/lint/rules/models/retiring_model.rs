use std::collections::BTreeSet;

use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering, same_words, whom};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{AfterEnd, Ai, ComponentId, Detail, Plan, Retirement};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::units::Date;
use jurymast_terms::wording;

rule! {
    /// A model or endpoint whose end is announced and near.
    ///
    /// ## What it finds
    /// An AI dependency, fallbacks included, that ends, or is answered by another model,
    /// within `lint.retiring_within` (180 days when left out); one whose end is decided
    /// without a day; and one that the provider promises no longer than that: an info,
    /// and a warning where a critical service has nothing else.
    ///
    /// ## Why it matters
    /// Moving to another model means evaluating it, not just naming it. Providers
    /// give half a year at best and two weeks for previews.
    ///
    /// ## Fails
    /// ```toml
    /// [ai.summaries]
    /// provider = "acme-llm-host"
    /// model = "acme-1"
    ///
    /// [provider.acme-llm-host]
    /// models = [{ id = "acme-1", retires = 2027-01-31 }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [ai.summaries]
    /// provider = "acme-llm-host"
    /// model = "acme-2"
    ///
    /// [provider.acme-llm-host]
    /// models = [{ id = "acme-1", retires = 2027-01-31 }]
    /// ```
    ///
    /// ## What to do
    /// Plan the move now; evaluate the successor beside the old model.
    ///
    /// ## False alarms
    /// A model that its provider promises again, for longer, each time: save the
    /// provider's own list (`jurymast explain retired-model`).
    ///
    /// ## Ask
    /// Who moves this, and by which evaluation will you know that it worked?
    ///
    /// ## Sources
    /// Providers' deprecation pages, as the catalogue cites them with each date.
    "retiring-model", Models, Warning, check,
    gathers Gathering { by: GatherBy::MessageOrInfo, words: of_several }
}

fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    if parts.iter().all(|one| one.message == parts[0].message) {
        return same_words(parts);
    }
    GatheredWords {
        message: format!("models of {} will or may be retired", whom(parts).1),
        label: format!("one of {}, each with its own day", parts.len()),
        help: None,
    }
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let last_resorts = last_resorts(cx.plan);
    for (id, component) in cx.plan.enumerate() {
        let Detail::Ai(ai) = &component.detail else {
            continue;
        };
        match &ai.retirement {
            Some(end) if end.on > cx.today => ending(cx, found, id, end),
            Some(_) => {}
            None => without_day(cx, found, (id, ai), &last_resorts),
        }
    }
}

/// Whether a day is past, or as near as the plan wants to hear of.
fn is_near(cx: &Context<'_>, day: Date) -> bool {
    let days = cx.today.days_until(day);
    days <= 0 || days.unsigned_abs() * 86_400 <= cx.settings.retiring_within.seconds()
}

fn ending(cx: &Context<'_>, found: &mut FindingSink<'_>, id: ComponentId, end: &Retirement) {
    if !is_near(cx, end.on) {
        return;
    }
    let days = cx.today.days_until(end.on);
    let in_days = format!("in {}", wording::days(days.unsigned_abs()));
    let (message, label) = match end.after {
        AfterEnd::Fails => (
            format!("`{}` will be retired on {}, {in_days}", end.what, end.on),
            "ends soon",
        ),
        AfterEnd::Redirects => (
            format!(
                "`{}` will be answered by {} from {} on, {in_days}",
                end.what,
                words::heir(end),
                end.on
            ),
            "another model will answer this call",
        ),
    };
    let place = words::model_place(cx.plan.component(id));
    found.about(cx.plan, id, place, message, |finding| {
        finding
            .note(format!("source: {}", words::retirement_source(end)))
            .help(end.instead("choose its successor and evaluate it now"))
            .detail(end.what.as_str())
            .label(label)
    });
}

/// What may end though no day is named: its end is decided, or it is promised no longer.
fn without_day(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    (id, ai): (ComponentId, &Ai),
    last_resorts: &BTreeSet<ComponentId>,
) {
    let Some(model) = &ai.model else { return };
    let floor = ai.knowledge.floor.as_ref();
    let floor = floor.filter(|floor| is_near(cx, floor.earliest));
    let (message, evidence) = match (&ai.knowledge.deprecated, floor) {
        (Some(evidence), None) => (
            format!(
                "`{}` is deprecated: it will end, and no day is named",
                model.value
            ),
            evidence,
        ),
        (deprecated, Some(floor)) => {
            let notice = floor.notice.map_or_else(String::new, |notice| {
                format!(", with {} days' notice", notice.seconds() / 86_400)
            });
            let when = if floor.earliest <= cx.today {
                format!("at any time since {}", floor.earliest)
            } else {
                format!("from {} on", floor.earliest)
            };
            let state = if deprecated.is_some() {
                "is deprecated and may"
            } else {
                "may"
            };
            (
                format!("`{}` {state} be retired {when}{notice}", model.value),
                &floor.evidence,
            )
        }
        (None, None) => return,
    };
    // What is only possible matters where nothing stands in for it.
    let carries = words::carries_critical(cx, id) || last_resorts.contains(&id);
    let severity = if ai.knowledge.deprecated.is_some() || carries {
        found.severity
    } else {
        found.severity.min(Severity::Info)
    };
    let place = words::model_place(cx.plan.component(id));
    found.about(cx.plan, id, place, message, |mut finding| {
        finding.severity = severity;
        finding
            .note(format!(
                "source: {} ({})",
                evidence.why, evidence.confidence
            ))
            .help("know what you would move to, and how long the evaluation takes")
            .detail(model.value.as_str())
            .label("promised no longer")
    });
}

/// What is the only fallback of something critical.
fn last_resorts(plan: &Plan) -> BTreeSet<ComponentId> {
    let critical = plan.components.iter().filter(|one| one.is_critical());
    let requirements = critical.flat_map(|one| &one.requirements);
    let only = requirements.filter_map(|need| match need.fallbacks.as_slice() {
        [one] => Some(one.to.value),
        _ => None,
    });
    only.collect()
}
