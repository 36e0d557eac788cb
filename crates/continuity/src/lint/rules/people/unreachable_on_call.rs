use crate::lint::context::{Context, FindingSink};
use crate::lint::lost_cures::{self, down};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::Cure;

rule! {
    /// A team that cannot be called in the very loss that it must mend.
    ///
    /// ## What it finds
    /// A single fault that strikes what a team answers for, has steps in, or switches by
    /// hand, and that also takes all which carries calls (`through`) to its `on_call`,
    /// to its people, and to those behind it in `escalate_to`. A way of which nothing
    /// says what carries it is taken to work: a telephone number alone is no finding.
    /// An error where tier 1 or 2 falls with it, else a warning.
    ///
    /// ## Why it matters
    /// Chat, mail and the telephones of a company run on its own network, log-in and
    /// cloud. When those are what broke, nobody could be told to mend them (Facebook,
    /// 2021-10-04; Rogers, 2022-07-08).
    ///
    /// ## Fails
    /// ```toml
    /// [team.network]
    /// on_call = { channel = "#network", through = ["chat"] }
    ///
    /// [service.web]
    /// tier = 1
    /// depends_on = ["backbone"]
    ///
    /// [resource.backbone]
    /// team = "network"
    ///
    /// [service.chat]
    /// depends_on = ["backbone"]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [team.network]
    /// on_call = { channel = "#network", through = ["chat"] }
    /// people = [{ name = "Ines", phone = "+1 202 555 0100", through = ["mobile-network"] }]
    ///
    /// [service.web]
    /// tier = 1
    /// depends_on = ["backbone"]
    ///
    /// [resource.backbone]
    /// team = "network"
    ///
    /// [service.chat]
    /// depends_on = ["backbone"]
    ///
    /// [provider.mobile-network]
    /// ```
    ///
    /// ## What to do
    /// Agree on a second way that stands elsewhere, write it down, and try it.
    ///
    /// ## False alarms
    /// Everybody has everybody's private number: write it into the plan, on paper.
    ///
    /// ## Ask
    /// The chat is gone. Whom do you ring, and from where do you know the number?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.3; NIST SP 800-34 rev. 1, sections 3.4.6 and 4.2.2.
    "unreachable-on-call", People, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for lost in &cx.analysis.lost_cures().lost {
        let Cure::Call(team) = lost.cure else {
            continue;
        };
        let team = plan.team(team);
        let behind = match team.escalate_to.is_empty() {
            true => "",
            false => ", nor anybody behind it",
        };
        let message = format!(
            "team `{}` cannot be called{behind}: {}",
            team.id,
            down(plan, lost, &lost.faults)
        );
        let grave = lost
            .faults
            .iter()
            .any(|fault| words::carries_critical(cx, *fault));
        let milder = (!grave).then(|| found.at_most_warning());
        let first = &lost.needs[0];
        found.about(
            plan,
            lost.faults[0],
            first.what.span,
            message,
            |mut finding| {
                finding.severity = milder.unwrap_or(finding.severity);
                finding.notes.extend(lost_cures::chains(plan, lost));
                finding
                    .causes(lost_cures::causes(plan, lost))
                    .detail(team.id.as_str())
                    .label("silent then")
                    .related(team.place, "this team")
                    .help("write a way that stands elsewhere, and what carries it: through = [...]")
            },
        );
    }
    lost_cures::if_cut_short(cx, found);
}
