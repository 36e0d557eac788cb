use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{Component, ComponentId, Kind};

/// One alone comes first and last.
const FEWEST: usize = 2;

rule! {
    /// A plan that does not say how critical anything is.
    ///
    /// ## What it finds
    /// A plan with two or more services or activities, and no `tier` anywhere. What nothing
    /// depends on, but activities, then counts as of tier 1 provisionally: it is what people
    /// use. Findings that rest on that say so, are warnings at most, and have
    /// `provisional` in JSON. Jobs (`every`) do not count. Once one tier is declared, those
    /// without one count as nobody's first concern, and nothing is provisional any more.
    ///
    /// ## Why it matters
    /// Whether a single point of failure, a floor without AI or a team without a telephone
    /// is grave hangs on what goes down with it. Where nobody says so, everything is
    /// equally urgent, and so nothing is.
    ///
    /// ## Fails
    /// ```toml
    /// [service.web]
    /// depends_on = ["api"]
    ///
    /// [service.api]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.web]
    /// tier = 1
    /// depends_on = ["api"]
    ///
    /// [service.api]
    /// ```
    ///
    /// ## What to do
    /// Write `tier` from 1 (most critical) to 4 at each service and activity, first where
    /// people would notice within the hour; `[defaults] tier` says it for a whole file.
    ///
    /// ## False alarms
    /// None: a plan in which everything is equally critical says so with one line.
    ///
    /// ## Ask
    /// Two of these are down and one person is awake. Which comes first?
    ///
    /// ## Sources
    /// ISO 22301, 8.2.2 (prioritised activities); NIST SP 800-34 rev. 1, section 3.2.3
    /// (recovery priorities); Regulation (EU) 2022/2554, article 8(1).
    "tier-undeclared", Objectives, Info, check,
    says &["tier"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let judged = plan.components.iter().filter(|one| one.is_judged()).count();
    let is_first = |one: &Component| one.provisional_tier.is_some();
    let first = plan.enumerate().filter(|(_, one)| is_first(one));
    let first: Vec<ComponentId> = first.map(|(id, _)| id).collect();
    if judged < FEWEST || first.is_empty() {
        return;
    }
    let verb = if first.len() == 1 { "counts" } else { "count" };
    let message = format!(
        "no tier is declared: {} {verb} as tier 1 provisionally",
        words::list(plan, &first)
    );
    let is_activity = |id: &ComponentId| plan.component(*id).kind() == Kind::Activity;
    let why = match first.iter().any(is_activity) {
        true => "nothing depends on them, or an activity alone",
        false => "nothing in the plan depends on them",
    };
    found.general(plan.header.place, message, |mut finding| {
        finding.provisional = true;
        finding
            // One and the same, whoever comes to count so.
            .detail("tier")
            .label("no `tier` anywhere")
            .note(why)
            .help("write tier = 1 to 4 at each service and activity, or in [defaults]")
    });
}
