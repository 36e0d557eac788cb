use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::catalogue::{self, SwitchingGateway};
use jurymast_plan::model::{ComponentId, Fallback, Requirement, Symptom};
use jurymast_terms::units::Lasting;

rule! {
    /// A gateway waits far too long for a call that hangs before it tries the fallback.
    ///
    /// ## What it finds
    /// A fallback that software switches to, behind a gateway whose own time-out is known
    /// to be longer than five minutes, or to be none, where the plan does not say how
    /// soon a call without an answer is noticed (`detect`).
    ///
    /// ## Why it matters
    /// Many outages do not answer with an error: calls hang. LiteLLM gives up after
    /// 6,000 s if nothing is set: for an hour and forty minutes the fallback is there,
    /// healthy, and not asked.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "primary", fallback = [{ to = "second", switch = "automatic" }] }]
    ///
    /// [ai.primary]
    /// provider = "openai"
    /// via = ["litellm"]
    ///
    /// [ai.second]
    /// provider = "mistral"
    /// via = ["litellm"]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "primary", detect = { within = "10s", timeout = "30s" }, fallback = [
    ///   { to = "second", switch = "automatic" } ] }]
    ///
    /// [ai.primary]
    /// provider = "openai"
    /// via = ["litellm"]
    ///
    /// [ai.second]
    /// provider = "mistral"
    /// via = ["litellm"]
    /// ```
    ///
    /// ## What to do
    /// Set a time-out at the gateway, a little longer than the slowest answer that is
    /// still of use, and write it down: `detect = { timeout = "30s" }`.
    ///
    /// ## False alarms
    /// The client in front of the gateway gives up sooner. Then that is the time to write
    /// down.
    ///
    /// ## Ask
    /// How long does a caller of yours wait before it goes away?
    ///
    /// ## Sources
    /// `jurymast catalogue show litellm`, and the other gateways there: what each does by
    /// default, how sure that is and where it was read.
    "no-timeout", Fallbacks, Warning, check,
    says &["detect", "timeout", "within"]
}

/// Nobody waits longer for an answer, in seconds.
const LONGEST_WAIT: u64 = 300;

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        for requirement in &component.requirements {
            let detected = requirement.detect.as_ref();
            if detected.is_some_and(|one| one.of(Symptom::Timeout).is_some()) {
                continue;
            }
            for fallback in requirement
                .fallbacks
                .iter()
                .filter(|one| one.fires_on(Symptom::Timeout))
            {
                let gateway = catalogue::switching_gateway(plan, requirement, fallback);
                if let Some(gateway) = gateway {
                    report(cx, found, id, requirement, fallback, &gateway);
                }
            }
        }
    }
}

fn report(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    id: ComponentId,
    requirement: &Requirement,
    fallback: &Fallback,
    gateway: &SwitchingGateway<'_>,
) {
    let plan = cx.plan;
    let known = gateway.record.timeout.as_ref();
    let Some(timeout) = known.filter(|one| one.confidence.is_known()) else {
        return;
    };
    if timeout
        .default()
        .is_some_and(|time| time.seconds() <= LONGEST_WAIT)
    {
        return;
    }
    let waits = Lasting::from(timeout.default()).phrase();
    let gives_up = match timeout.default() {
        Some(time) => format!("gives a call up after {time}"),
        None => "gives no call up by itself".to_owned(),
    };
    let ids = |id: ComponentId| &plan.component(id).id;
    let (owner, to) = (ids(id), ids(fallback.to.value));
    let primary = requirement.group.first().map_or(id, |one| one.value);
    let message = format!(
        "a call of `{}` that hangs keeps `{owner}` waiting {waits} before `{to}` is asked",
        ids(primary)
    );
    found.about(plan, id, fallback.place, message, |finding| {
        finding
            .detail(to.as_str())
            .label(format!(
                "{} {gives_up}, unless {} is set",
                gateway.component.name, timeout.setting
            ))
            .note(format!("{} ({})", timeout.source, timeout.confidence))
            .help("set a time-out there and write it down: detect = { timeout = \"30s\" }")
    });
}
