use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{ComponentId, Fallback, Mode, Plan, Requirement};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

rule! {
    /// A hold-over that ends before what it waits for is there.
    ///
    /// ## What it finds
    /// A hard requirement whose `holds` is shorter than the declared `detect` and
    /// `after` of its first fallback: the component is down in between. And a
    /// requirement all of whose fallbacks last only for a time (`holds`), together
    /// shorter than the recovery time of what they stand in for, as its `rto` or the
    /// contract with its provider says.
    ///
    /// ## Why it matters
    /// A queue, a battery or a cached list bridges a gap only when it is longer than
    /// the gap. A hold-over that is too short hides the loss until it is everywhere at
    /// once.
    ///
    /// ## Fails
    /// ```toml
    /// [service.api]
    /// depends_on = [{ on = "names", holds = "5m", detect = "5m", fallback = [{ to = "static-names", after = "10m" }] }]
    ///
    /// [service.names]
    ///
    /// [service.static-names]
    /// ```
    ///
    /// ```toml
    /// [service.api]
    /// depends_on = [{ on = "mains", fallback = [{ to = "battery", holds = "20m" }] }]
    ///
    /// [resource.mains]
    /// rto = "4h"
    ///
    /// [resource.battery]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.api]
    /// depends_on = [{ on = "mains", fallback = [{ to = "battery", holds = "20m" }, "diesel"] }]
    ///
    /// [resource.mains]
    /// rto = "4h"
    ///
    /// [resource.battery]
    ///
    /// [resource.diesel]
    /// ```
    ///
    /// ## What to do
    /// Make it last longer, notice and switch sooner, or name what takes over when it
    /// is empty.
    ///
    /// ## False alarms
    /// A short outage that is accepted: say so with a waiver, or with the RTO.
    ///
    /// ## Ask
    /// For how long did it last when it was last tried under full load?
    ///
    /// ## Sources
    /// NFPA 110, chapter 4 (class: how long a source must last; type: how soon it must
    /// serve); OpenAI's report of 2024-12-11 (caches of names hid the loss).
    "hold-over-too-short", Fallbacks, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        for requirement in &component.requirements {
            if requirement.mode == Mode::Soft || !requirement.needed.counts_while_running() {
                continue;
            }
            let group: Vec<_> = requirement.group.iter().map(|to| to.value).collect();
            let lost = words::list(plan, &group);
            if let Some((holds, first, serves)) = gap(plan, id, requirement) {
                let to = &plan.component(first.to.value).id;
                let message = format!(
                    "`{}` goes on for {} without {lost}, and `{to}` serves after {serves}",
                    component.id, holds.value
                );
                found.about(plan, id, holds.span, message, |finding| {
                    finding
                        .detail(to.as_str())
                        .label(format!(
                            "down in between, for {}",
                            serves.saturating_sub(holds.value)
                        ))
                        .related(first.place, "what it waits for")
                        .help("let it hold longer, or notice and switch sooner")
                });
            }
            let Some((lasts, place)) = lasts(requirement) else {
                continue;
            };
            let times = group.iter().filter_map(|at| words::slowest(plan, *at));
            let Some((back, whose)) = times.max_by_key(|(time, _)| time.value) else {
                continue;
            };
            if back.value <= lasts {
                continue;
            }
            let message = format!(
                "what stands in for {lost} lasts {lasts}, and {whose} is back after {}",
                back.value
            );
            found.about(plan, id, place.span, message, |finding| {
                finding
                    .detail(format!("{} lasts", words::chain(plan, &group)))
                    .label("empty before that")
                    .related(back.span, format!("back after {}", back.value))
                    .help("make it last longer, or name what takes over: a further fallback")
            });
        }
    }
}

/// The hold-over that ends before the first fallback serves, and when that does.
fn gap<'p>(
    plan: &Plan,
    of: ComponentId,
    requirement: &'p Requirement,
) -> Option<(At<Duration>, &'p Fallback, Duration)> {
    let holds = requirement.holds?;
    let first = requirement.fallbacks.first()?;
    let detect = requirement.detect_within()?.value;
    let serves = detect.saturating_add(plan.switched_in(of, first)?);
    (serves > holds.value).then_some((holds, first, serves))
}

/// How long all fallbacks last one after the other, and where the last says so; `None`
/// where there is none, or one lasts.
fn lasts(requirement: &Requirement) -> Option<(Duration, At<Duration>)> {
    let all: Option<Vec<At<Duration>>> =
        requirement.fallbacks.iter().map(|one| one.holds).collect();
    let all = all?;
    let last = *all.last()?;
    let holds = requirement.holds.map_or(Duration::ZERO, |at| at.value);
    let sum = all.iter().map(|at| at.value);
    Some((sum.fold(holds, Duration::saturating_add), last))
}
