use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;

rule! {
    /// A scenario in which nothing fails and no demand grows.
    ///
    /// ## What it finds
    /// A scenario with neither `fails` nor `surges`, or with empty ones.
    ///
    /// ## Why it matters
    /// It runs and hits nothing, so every target is met: that looks like a plan that
    /// holds, and says nothing.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    ///
    /// [scenario.bad-day]
    /// description = "Checkout is gone"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    ///
    /// [scenario.bad-day]
    /// description = "Checkout is gone"
    /// fails = [{ what = "checkout", for = "4h" }]
    /// ```
    ///
    /// ## What to do
    /// Say what fails, or whose demand grows; or remove it.
    ///
    /// ## False alarms
    /// One whose every fault has an error of its own: mend that first.
    ///
    /// ## Ask
    /// What is the first thing that somebody would see?
    ///
    /// ## Sources
    /// NIST SP 800-84, section 4.2 (a scenario is the events that are exercised).
    "scenario-without-faults", Exercises, Warning, check,
    says &["at", "fails", "for", "level", "loses_data", "surges", "symptom", "times", "what"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for scenario in &cx.plan.scenarios {
        if scenario.faults.is_empty() && scenario.surges.is_empty() {
            let message = format!("nothing fails in the scenario `{}`", scenario.id);
            found.general(scenario.place, message, |finding| {
                finding
                    .detail(scenario.id.as_str())
                    .label("no `fails`, no `surges`")
                    .help("say what fails: fails = [{ what = \"...\", for = \"4h\", symptom = \"5xx\" }]")
            });
        }
    }
}
