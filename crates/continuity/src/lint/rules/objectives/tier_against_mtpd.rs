use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::Component;

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
    let judged = || plan.components.iter().filter(|one| one.is_judged());
    for (id, component) in plan.enumerate().filter(|(_, one)| one.is_judged()) {
        let (Some(tier), Some(mtpd)) = (component.tier, component.targets.mtpd) else {
            continue;
        };
        // The shortest of the next tier above that says any.
        let above = |one: &&Component| {
            one.targets.mtpd.is_some() && one.tier.is_some_and(|other| other.value < tier.value)
        };
        let next = judged()
            .filter(above)
            .filter_map(|one| one.tier)
            .max_by_key(|one| one.value);
        let Some(next) = next else { continue };
        let of_next = judged().filter(|one| one.tier.is_some_and(|at| at.value == next.value));
        let shortest = of_next.filter_map(|one| Some((one.targets.mtpd?, one)));
        let Some((their, other)) = shortest.min_by_key(|(mtpd, _)| mtpd.value) else {
            continue;
        };
        if their.value <= mtpd.value {
            continue;
        }
        let message = format!(
            "`{}` is of tier {} and can be borne down for {}, less than anything of tier {}",
            component.id, tier.value, mtpd.value, next.value
        );
        found.about(plan, id, mtpd.span, message, |finding| {
            finding
                .label(format!("tier {} says that others come first", tier.value))
                .related(
                    their.span,
                    format!("`{}` of tier {}: {}", other.id, next.value, their.value),
                )
                .help("raise the tier, or lengthen the MTPD")
        });
    }
}
