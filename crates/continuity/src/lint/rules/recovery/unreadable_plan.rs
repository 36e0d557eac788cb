use crate::lint::context::{Context, FindingSink};
use crate::lint::lost_cures::{self, down};
use crate::lint::rule::rule;
use jurymast_engine::analysis::Cure;

rule! {
    /// A plan that cannot be read in the loss that it is for.
    ///
    /// ## What it finds
    /// A plan all of whose copies (`published` in `[plan]`) one fault takes down, together
    /// with a service or an activity of tier 1 or 2 (any, where none has a tier). The loss of
    /// a copy itself needs no plan, and is no finding. Where `published` is left out nothing
    /// is known, and `incomplete-plan` asks for it.
    ///
    /// ## Why it matters
    /// The runbook is in the wiki, the wiki asks for a log-in, and the log-in is what is
    /// down. Then people mend from memory.
    ///
    /// ## Fails
    /// ```toml
    /// [plan]
    /// name = "Acme"
    /// published = ["wiki"]
    ///
    /// [service.shop]
    /// tier = 1
    /// in = ["cluster"]
    ///
    /// [service.wiki]
    /// in = ["cluster"]
    ///
    /// [domain.cluster]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [plan]
    /// name = "Acme"
    /// published = ["wiki", "printed-copy"]
    ///
    /// [service.shop]
    /// tier = 1
    /// in = ["cluster"]
    ///
    /// [service.wiki]
    /// in = ["cluster"]
    ///
    /// [resource.printed-copy]
    ///
    /// [domain.cluster]
    /// ```
    ///
    /// ## What to do
    /// Keep a copy elsewhere, and name it: a printed one, one on the telephones of whoever is
    /// on call, a page at another hoster without the company's log-in. `jurymast render`
    /// writes a site that opens from a disk.
    ///
    /// ## False alarms
    /// Everybody has a clone of the repository: declare that as a resource of its own.
    ///
    /// ## Ask
    /// Open the plan now, without the network of the office.
    ///
    /// ## Sources
    /// Regulation (EU) 2024/1774, article 26(1); ISO 22301, 7.5.3 and 8.4.4; NIST SP 800-34
    /// rev. 1, section 3.6 (copies of the plan, kept elsewhere).
    "unreadable-plan", Recovery, Error, check,
    says &["published"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let lost = cx.analysis.lost_cures().lost.iter();
    for one in lost.filter(|one| one.cure == Cure::ReadingThePlan) {
        let message = format!(
            "the plan cannot be read in the loss that it is for: {}",
            down(plan, one, &one.faults)
        );
        let carrier = one.needs[0].what;
        found.about(plan, carrier.value, carrier.span, message, |mut finding| {
            finding.notes.extend(lost_cures::chains(plan, one));
            finding
                .causes(lost_cures::causes(plan, one))
                .label("no copy is left then")
                .help("name a copy that stands elsewhere: published = [..., \"printed-copy\"]")
        });
    }
}
