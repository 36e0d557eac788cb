use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::waivers;

rule! {
    /// A waiver that has nothing to waive.
    ///
    /// ## What it finds
    /// A `[[waiver]]` for a rule that finds nothing at that component, or nothing of the
    /// cause that it names with `of`; a comment `# jurymast: ignore[...]` for a rule that
    /// finds nothing on its line.
    ///
    /// ## Why it matters
    /// The risk is mended and the plan still prints it as accepted; or the waiver
    /// names the wrong component, and would hide the next fault there.
    ///
    /// ## Fails
    /// ```toml
    /// [service.search]
    /// team = "web"
    ///
    /// [team.web]
    ///
    /// [[waiver]]
    /// rule = "no-owner"
    /// at = "service.search"
    /// reason = "Search is decommissioned in March"
    /// until = 2027-03-31
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.search]
    ///
    /// [[waiver]]
    /// rule = "no-owner"
    /// at = "service.search"
    /// reason = "Search is decommissioned in March"
    /// until = 2027-03-31
    /// ```
    ///
    /// ## What to do
    /// Remove the waiver, or correct its `rule` or `at`.
    ///
    /// ## False alarms
    /// A rule that is switched off in `[lint]`: its waivers are unused as well.
    ///
    /// ## Ask
    /// Was the risk mended, or did the finding move?
    ///
    /// ## Sources
    /// Practice of linters that report stale suppressions.
    "unused-waiver", Waivers, Warning, after waivers check,
    says &["at", "of", "reason", "rule", "until"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    // What could not be read may hold what it is for.
    if !cx.plan.is_whole {
        return;
    }
    let firsts = waivers::firsts(&cx.plan.waivers);
    let all = cx.plan.waivers.iter().zip(cx.waiver_uses).zip(firsts);
    for ((waiver, one), first) in all {
        // What is said twice is told of the first; that it is twice, by another rule.
        if one.is_used || first.is_some() {
            continue;
        }
        let rule = &waiver.rule.value;
        let at = waiver.at.words(cx.plan);
        let of = waiver.about(cx.plan);
        let of = of.map_or_else(String::new, |of| format!(" because of `{of}`"));
        let is_line = waiver.at.is_line();
        let (do_, on) = if is_line {
            ("ignore", "on")
        } else {
            ("waive", "at")
        };
        let message = format!("nothing to {do_}: `{rule}` finds nothing {on} {at}{of}");
        found.of_waiver(cx.plan, waiver, waiver.at.span(), message, |finding| {
            let finding = finding.label("finds nothing here");
            match is_line {
                true => finding.help("remove this comment, or move it to the line of the finding"),
                false => finding
                    .related(waiver.rule.span, "waived rule")
                    .help("remove this waiver, or correct its `rule`, `at` or `of`"),
            }
        });
    }
}
