use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{Component, ComponentId, Kind};

/// How many services and activities make a concentration; fewer say little about a share.
const FEWEST: usize = 3;

rule! {
    /// One provider or failure domain under most of what is critical.
    ///
    /// ## What it finds
    /// A provider or a domain whose loss alone takes down at least three services or
    /// activities of tier 1, and more than half of them; `concentration_above` in `[lint]` sets
    /// another share. Where one stands in another and takes the same services, the
    /// inner one is named.
    ///
    /// ## Why it matters
    /// Services that look independent fail on the same morning. On 12 June 2025 one
    /// change at Google Cloud took more than fifty of its products with it, and
    /// Cloudflare's key-value store, and what stood on that.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// in = ["eu-1"]
    ///
    /// [service.search]
    /// tier = 1
    /// in = ["eu-1"]
    ///
    /// [service.login]
    /// tier = 1
    /// in = ["eu-1"]
    ///
    /// [domain.eu-1]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// in = ["eu-1"]
    ///
    /// [service.search]
    /// tier = 1
    /// in = ["eu-2"]
    ///
    /// [service.login]
    /// tier = 1
    /// in = ["eu-3"]
    ///
    /// [domain.eu-1]
    ///
    /// [domain.eu-2]
    ///
    /// [domain.eu-3]
    /// ```
    ///
    /// ## What to do
    /// Give the most critical services a second place or provider first. What stays
    /// needs an exit plan, and an exercise that loses the whole of it.
    ///
    /// ## False alarms
    /// A small organisation with one office or one cloud that accepts it: waive the
    /// finding with the reason, or set the share higher.
    ///
    /// ## Ask
    /// What do we still do for customers on the day this one name is gone?
    ///
    /// ## Sources
    /// Regulation (EU) 2022/2554, article 29; FSB, Enhancing Third-Party Risk
    /// Management and Oversight (2023), chapter 4; Google Cloud incident report
    /// of 2025-06-12.
    "concentration", Dependencies, Warning, check, confidence High
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let is_first = |component: &&Component| component.is_first_service();
    let all = cx.plan.components.iter().filter(is_first).count();
    for one in cx.analysis.concentration() {
        let share = one.first.len() as f64 / all as f64;
        let is_much = one.first.len() >= FEWEST && share > cx.settings.concentration_above;
        if is_much && !one.has_inner_alike {
            report(cx, found, one.component, &one.first, all);
        }
    }
}

fn report(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    id: ComponentId,
    hit: &[ComponentId],
    all: usize,
) {
    let component = cx.plan.component(id);
    let activity = |one: &Component| one.is_first_service() && one.kind() == Kind::Activity;
    let what = if cx.plan.components.iter().any(activity) {
        "services and activities"
    } else {
        "services"
    };
    let message = format!(
        "the loss of `{}` alone takes down {} of {all} {what} of tier 1",
        component.id,
        hit.len()
    );
    found.about(cx.plan, id, component.place, message, |mut finding| {
        finding.notes.push(format!("down with it: {}", words::list(cx.plan, hit)));
        if let Some(first) = hit.first() {
            words::say_if_provisional(&mut finding, cx.plan.component(*first));
        }
        finding
            .label("most of what is critical stands on this")
            .help("give the most critical services a second place or provider; `jurymast advise` says which first")
    });
}
