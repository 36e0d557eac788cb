use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::Overloaded;
use jurymast_engine::simulation::Caller;
use jurymast_plan::model::Plan;
use jurymast_terms::source::Span;
use jurymast_terms::wording;

rule! {
    /// A fallback that gets more to do than it can, once all who share it switch.
    ///
    /// ## What it finds
    /// A fallback whose `limit` is less than the `demand` of all that use it at one
    /// time: those that always do, and those that switch to it in a scenario of the
    /// plan, or when one thing is lost that is the primary of several. It names every
    /// caller, what each asks for, and the sum.
    ///
    /// ## Why it matters
    /// Each team counted its own calls against the limit. On the day all switch at
    /// once, and the fallback fails for everybody with 429.
    ///
    /// ## Fails
    /// ```toml
    /// [service.chat]
    /// depends_on = [{ on = "main-llm", demand = { rpm = 80 }, fallback = ["spare-llm"] }]
    ///
    /// [service.search]
    /// depends_on = [{ on = "main-llm", demand = { rpm = 60 }, fallback = ["spare-llm"] }]
    ///
    /// [resource.main-llm]
    ///
    /// [resource.spare-llm]
    /// limit = { rpm = 100 }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.chat]
    /// depends_on = [{ on = "main-llm", demand = { rpm = 80 }, fallback = ["spare-llm"] }]
    ///
    /// [service.search]
    /// depends_on = [{ on = "main-llm", demand = { rpm = 60 }, fallback = ["spare-llm"] }]
    ///
    /// [resource.main-llm]
    ///
    /// [resource.spare-llm]
    /// limit = { rpm = 150 }
    /// ```
    ///
    /// ## What to do
    /// Ask for a higher limit before the day, give the less important callers another
    /// fallback or none, or shed load: say what is switched off first.
    ///
    /// ## False alarms
    /// Demands that are peaks of different hours. Declare what is asked for at the
    /// worst common hour.
    ///
    /// ## Ask
    /// Has anybody ever sent the whole load to this fallback?
    ///
    /// ## Sources
    /// Google SRE book, chapter 22 (cascading failures); Regulation (EU) 2022/2554,
    /// article 7 (capacity).
    "fallback-overloaded", Fallbacks, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for one in &cx.analysis.runs().overloaded {
        let limit = one.overload.limit;
        // The unit that is exceeded most.
        let sum = |of: fn(&Caller) -> u64| one.overload.callers.iter().map(of).sum::<u64>();
        let times = |sum: u64, limit: Option<u64>| limit.map_or(0.0, |at| sum as f64 / at as f64);
        let tokens = times(sum(tokens), limit.tpm) > times(sum(requests), limit.rpm);
        if tokens {
            report(cx, found, one, "tokens", limit.tpm, self::tokens);
        } else {
            report(cx, found, one, "requests", limit.rpm, requests);
        }
    }
}

fn requests(caller: &Caller) -> u64 {
    caller.requests
}

fn tokens(caller: &Caller) -> u64 {
    caller.tokens
}

fn report(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    one: &Overloaded,
    unit: &str,
    limit: Option<u64>,
    of: fn(&Caller) -> u64,
) {
    let plan = cx.plan;
    let callers: Vec<&Caller> = one
        .overload
        .callers
        .iter()
        .filter(|at| of(at) > 0)
        .collect();
    let target = plan.component(one.overload.target);
    let switched: Vec<&&Caller> = callers.iter().filter(|at| at.fallback.is_some()).collect();
    let Some(first) = switched.first() else {
        return;
    };
    let sum: u64 = callers.iter().map(|at| of(at)).sum();
    let limit = limit.unwrap_or(0);
    let message = format!(
        "the fallback `{}` is asked for {sum} {unit} a minute {}, by {}; its limit is {limit}",
        target.id,
        words::when(plan, one.cause),
        named(plan, &callers)
    );
    let terms: Vec<String> = callers
        .iter()
        .map(|at| {
            let always = if at.fallback.is_some() {
                ""
            } else {
                " (always)"
            };
            format!("{} {}{always}", plan.component(at.component).id, of(at))
        })
        .collect();
    found.about(
        plan,
        one.overload.target,
        place(plan, first),
        message,
        |mut finding| {
            for other in switched.iter().skip(1) {
                let id = &plan.component(other.component).id;
                finding = finding.related(place(plan, other), format!("`{id}` switches to it too"));
            }
            let share = limit.saturating_mul(100) / sum.max(1);
            finding
                .label(format!("serves {share}% of what is asked for"))
                .note(format!("{} = {sum} {unit} a minute", terms.join(" + ")))
                .help(
                    "raise the limit before the day, or send the less important callers elsewhere",
                )
        },
    );
}

/// Every caller once; of very many the first.
fn named(plan: &Plan, callers: &[&Caller]) -> String {
    const MOST: usize = 12;
    let mut names: Vec<String> = Vec::new();
    for caller in callers {
        let name = format!("`{}`", plan.component(caller.component).id);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    wording::up_to(MOST, &names)
}

/// Where the caller names the fallback.
fn place(plan: &Plan, caller: &Caller) -> Span {
    let component = plan.component(caller.component);
    let requirement = &component.requirements[caller.requirement];
    caller
        .fallback
        .map_or(requirement.place, |at| requirement.fallbacks[at].to.span)
}
