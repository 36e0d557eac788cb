use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{AfterEnd, Detail};

rule! {
    /// A model or endpoint whose end is announced and near.
    ///
    /// ## What it finds
    /// An AI dependency, fallbacks included, that ends within
    /// `lint.retiring_within` (180 days when left out).
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
    /// Some hosts publish a day before which the model will not end. It is still
    /// the last day that is promised.
    ///
    /// ## Ask
    /// Who moves this, and by which evaluation will you know that it worked?
    ///
    /// ## Sources
    /// Providers' deprecation pages, as the catalogue cites them with each date.
    "retiring-model", Models, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let within = cx.settings.retiring_within;
    for (id, component) in cx.plan.enumerate() {
        let Detail::Ai(ai) = &component.detail else {
            continue;
        };
        let Some(retirement) = ai.retirement.as_ref().filter(|r| r.on > cx.today) else {
            continue;
        };
        let days = cx.today.days_until(retirement.on);
        if days.unsigned_abs() * 86_400 > within.seconds() {
            continue;
        }
        let place = ai
            .model
            .as_ref()
            .map_or(component.place, |model| model.span);
        let message = format!(
            "`{}` will be retired on {}, in {days} days",
            retirement.what, retirement.on
        );
        found.about(cx.plan, id, place, message, |mut finding| {
            finding
                .notes
                .push(format!("source: {}", words::retirement_source(retirement)));
            finding.help.push(words::replacement(
                retirement,
                "choose its successor and evaluate it now",
            ));
            finding
                .detail(retirement.what.as_str())
                .label(match retirement.after {
                    AfterEnd::Fails => "ends soon",
                    AfterEnd::Redirects => "another model will answer this call",
                })
        });
    }
}
