use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::waivers;
use jurymast_terms::wording;

/// Causes that are named.
const SHOWN: usize = 6;

rule! {
    /// A waiver that hides more than one thing.
    ///
    /// ## What it finds
    /// A `[[waiver]]`, or a comment `# jurymast: ignore[...]`, without `of` that silences several findings, or one with several
    /// causes. It lists them.
    ///
    /// ## Why it matters
    /// Somebody accepted one risk with a reason. The next one of the same kind at the same
    /// component is hidden by the same lines, and nobody has accepted that.
    ///
    /// ## Fails
    /// ```toml
    /// [service.shop]
    /// tier = 1
    /// depends_on = ["db", "payments"]
    ///
    /// [resource.db]
    ///
    /// [resource.payments]
    ///
    /// [[waiver]]
    /// rule = "single-point-of-failure"
    /// at = "service.shop"
    /// reason = "One database until the move in March"
    /// until = 2027-03-31
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.shop]
    /// tier = 1
    /// depends_on = ["db"]
    ///
    /// [resource.db]
    ///
    /// [[waiver]]
    /// rule = "single-point-of-failure"
    /// at = "service.shop"
    /// of = "db"
    /// reason = "One database until the move in March"
    /// until = 2027-03-31
    /// ```
    ///
    /// ## What to do
    /// Say what the waiver is about with `of`, and write one for each risk that is
    /// accepted.
    ///
    /// ## False alarms
    /// A decision about all of them, those to come included. Switch the rule off, or leave
    /// the waiver as it is and this as information.
    ///
    /// ## Ask
    /// Which of these had been looked at when the risk was accepted?
    ///
    /// ## Sources
    /// Practice of linters whose suppressions name what they suppress.
    "broad-waiver", Waivers, Info, after waivers check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (waiver, one) in cx.plan.waivers.iter().zip(cx.waiver_uses) {
        if waiver.about(cx.plan).is_some() || one.hides.len() < 2 {
            continue;
        }
        let hidden: Vec<String> = one.hides.iter().map(|cause| format!("`{cause}`")).collect();
        let message = format!(
            "one {} of `{}` hides {} causes: {}",
            waivers::what(waiver),
            waiver.rule.value,
            hidden.len(),
            wording::up_to(SHOWN, &hidden)
        );
        found.of_waiver(cx.plan, waiver, waiver.rule.span, message, |finding| {
            finding
                .label("accepted for all of them")
                .note(format!("its reason: {}", waiver.reason))
                .help("say with `of` what it is about, and write one for each that is accepted")
        });
    }
}
