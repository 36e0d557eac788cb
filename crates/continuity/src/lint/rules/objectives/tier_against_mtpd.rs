use std::collections::BTreeMap;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{Component, Tier};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

rule! {
    /// A less critical tier with a shorter MTPD than a more critical one.
    ///
    /// ## What it finds
    /// A service or activity whose `mtpd` is shorter than every `mtpd` of a more critical
    /// tier: the two say the opposite of each other.
    ///
    /// ## Why it matters
    /// In an outage people go by tier. What the business can bear least is then mended
    /// last.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// mtpd = "1d"
    ///
    /// [service.payouts]
    /// tier = 3
    /// mtpd = "2h"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// mtpd = "2h"
    ///
    /// [service.payouts]
    /// tier = 3
    /// mtpd = "3d"
    /// ```
    ///
    /// ## What to do
    /// Look at both again: raise the tier, or lengthen the time.
    ///
    /// ## False alarms
    /// Tiers that mean something else than urgency, as whose data is most sensitive. Say
    /// that with another key, and keep `tier` for who comes first.
    ///
    /// ## Ask
    /// Which of the two would the board ask about first?
    ///
    /// ## Sources
    /// ISO 22301, 8.2.2; ISO/TS 22317, 5.4; NIST SP 800-34 rev. 1, section 3.2.3.
    "tier-against-mtpd", Objectives, Warning, check,
    says &["mtpd", "tier"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let promise = |one: &Component| Some((one.tier?.value, one.targets.mtpd?));
    // By tier, of those that say any the first with the shortest.
    let mut shortest: BTreeMap<Tier, (At<Duration>, &Component)> = BTreeMap::new();
    for one in plan.components.iter().filter(|one| one.is_judged()) {
        let Some((tier, mtpd)) = promise(one) else {
            continue;
        };
        let known = shortest.entry(tier).or_insert((mtpd, one));
        if mtpd.value < known.0.value {
            *known = (mtpd, one);
        }
    }
    for (id, component) in plan.enumerate().filter(|(_, one)| one.is_judged()) {
        let Some((tier, mtpd)) = promise(component) else {
            continue;
        };
        let above = shortest.range(..tier).next_back();
        let Some((next, (their, other))) = above else {
            continue;
        };
        if their.value <= mtpd.value {
            continue;
        }
        let message = format!(
            "`{}` is of tier {} and can be borne down for {}, less than anything of tier {}",
            component.id, tier, mtpd.value, next
        );
        found.about(plan, id, mtpd.span, message, |finding| {
            finding
                .label(format!("tier {tier} says that others come first"))
                .related(
                    their.span,
                    format!("`{}` of tier {next}: {}", other.id, their.value),
                )
                .help("raise the tier, or lengthen the MTPD")
        });
    }
}
