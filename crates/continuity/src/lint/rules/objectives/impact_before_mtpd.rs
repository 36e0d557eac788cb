use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{Detail, ImpactLevel};

rule! {
    /// A severe impact before the longest disruption that can be borne.
    ///
    /// ## What it finds
    /// An activity with an impact of level `severe` that comes sooner than its `mtpd`.
    ///
    /// ## Why it matters
    /// The MTPD is the time after which the impacts become unacceptable. One of the two
    /// numbers is wrong, and everything below was planned with it.
    ///
    /// ## Fails
    /// ```toml
    /// [activity.orders]
    /// mtpd = "4h"
    /// impact = [{ after = "1h", level = "severe", kind = "contract" }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [activity.orders]
    /// mtpd = "4h"
    /// impact = [
    ///   { after = "1h", level = "moderate", kind = "contract" },
    ///   { after = "4h", level = "severe", kind = "contract" },
    /// ]
    /// ```
    ///
    /// ## What to do
    /// Ask those who bear the impact from when on it cannot be borne; write that time
    /// as the MTPD.
    ///
    /// ## False alarms
    /// An impact that is called severe and can be borne for a while is moderate.
    ///
    /// ## Ask
    /// What exactly cannot be made good again after this time?
    ///
    /// ## Sources
    /// ISO 22301, 8.2.2 d) and e); ISO/TS 22317, 5.4.
    "impact-before-mtpd", Objectives, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let (Detail::Activity(activity), Some(mtpd)) = (&component.detail, component.targets.mtpd)
        else {
            continue;
        };
        // In order of time.
        let mut severe = activity.impact.iter();
        let Some(first) = severe.find(|one| one.level == ImpactLevel::Severe) else {
            continue;
        };
        if first.after >= mtpd.value {
            continue;
        }
        let message = format!(
            "the impact of losing `{}` is severe after {}, before its MTPD of {}",
            component.id, first.after, mtpd.value
        );
        found.about(cx.plan, id, first.place, message, |finding| {
            finding
                .label("one of the two is wrong")
                .related(mtpd.span, "said to be borne until here")
                .help("shorten the MTPD, or write from when on the impact is severe")
        });
    }
}
