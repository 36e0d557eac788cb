use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_engine::analysis::{LoadCaller, Overload};
use jurymast_terms::wording;

rule! {
    /// Something that is asked for more than it can carry while nothing fails.
    ///
    /// ## What it finds
    /// A `limit` that is less than all the `demand` that comes to it on a quiet day: from
    /// requirements of which it is the primary or in the group, and from those that use it
    /// as a fallback since their primary has ended. A call counts at all that it goes
    /// through: its endpoint, provider, gateway and places. It is an error where a caller
    /// gets less than it accepts at least (`mbco`), else a warning.
    ///
    /// ## Why it matters
    /// Nothing has to fail: part of the calls is turned away every day, or the numbers in
    /// the plan are wrong. It is no outage of a scenario, so no scenario shows it.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// mbco = "80%"
    /// depends_on = [{ on = "stack", demand = { rpm = 1000 } }]
    ///
    /// [resource.stack]
    /// limit = { rpm = 600 }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// mbco = "80%"
    /// depends_on = [{ any_of = ["east", "west"], at_least = 1, demand = { rpm = 1000 } }]
    ///
    /// [resource.east]
    /// limit = { rpm = 600 }
    ///
    /// [resource.west]
    /// limit = { rpm = 600 }
    /// ```
    ///
    /// ## What to do
    /// Raise the limit, spread the load over more, or correct the numbers.
    ///
    /// ## False alarms
    /// Demands that are peaks of different hours. Declare what is asked for at the worst
    /// common hour.
    ///
    /// ## Ask
    /// What did this one carry in its busiest minute of last week?
    ///
    /// ## Sources
    /// Google SRE book, chapter 22 (cascading failures); Regulation (EU) 2022/2554,
    /// article 7 (capacity).
    "overloaded-at-rest", Dependencies, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for one in cx.analysis.overloads() {
        report(cx, found, one);
    }
}

fn report(cx: &Context<'_>, found: &mut FindingSink<'_>, one: &Overload) {
    let plan = cx.plan;
    let target = plan.component(one.target);
    let limits = [one.limit.rpm, one.limit.tpm].map(|limit| limit.map(|limit| limit as f64));
    // The unit that is exceeded most.
    let times = |unit: usize| limits[unit].map_or(0.0, |limit| one.asked[unit] / limit);
    let (unit, name) = if times(1) > times(0) {
        (1, "tokens")
    } else {
        (0, "requests")
    };
    let callers: Vec<&LoadCaller> = one
        .callers
        .iter()
        .filter(|at| at.asks[unit] > 0.0)
        .collect();
    let mut names: Vec<String> = Vec::new();
    for caller in &callers {
        let name = format!("`{}`", plan.component(caller.component).id);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    const SHOWN: usize = 6;
    let verb = if names.len() == 1 { "asks" } else { "ask" };
    let message = format!(
        "{} {verb} for {} of {} {name} a minute of `{}` with nothing failing",
        wording::up_to(SHOWN, &names),
        wording::decimal(one.asked[unit]),
        wording::decimal(limits[unit].unwrap_or_default()),
        target.id
    );
    let enough = callers.iter().all(|at| {
        let mbco = plan.component(at.component).targets.mbco;
        mbco.is_none_or(|mbco| jurymast_engine::load::covers(one.share, mbco.value.value()))
    });
    let place = target.limit.map_or(target.place, |limit| limit.span);
    let milder = enough.then(|| found.at_most_warning());
    found.about(plan, one.target, place, message, |mut finding| {
        finding.severity = milder.unwrap_or(finding.severity);
        for caller in callers.iter().take(SHOWN) {
            let component = plan.component(caller.component);
            let asks = format!(
                "`{}` asks for {} {name} a minute",
                component.id,
                wording::decimal(caller.asks[unit])
            );
            let requirement = &component.requirements[caller.requirement];
            finding = finding.related(requirement.place, asks);
        }
        finding
            .label(format!(
                "serves {} of what is asked for",
                wording::percent(one.share)
            ))
            .help("raise the limit, spread the load over more, or correct the numbers")
    });
}
