use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::ComponentId;

rule! {
    /// Something that could not be brought back after a total loss.
    ///
    /// ## What it finds
    /// What a start from nothing never reaches, because it waits for a circle of
    /// components that wait for each other, fallbacks included: a circle in which
    /// every way out leads back and of which one at least is needed to start
    /// (`needed = "start"` or `"both"`) or for its repair: by what the steps of its runbook
    /// or all of its restores need. One finding for each circle, at the most urgent
    /// component that would stay down. `hard-cycle` shows the edges of a circle that
    /// has no fallbacks.
    ///
    /// ## Why it matters
    /// Everything runs for years, and nobody notices. After a power cut in the whole
    /// region there is no order in which it starts.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// depends_on = ["identity"]
    ///
    /// [service.identity]
    /// depends_on = [{ on = "config", needed = "start", fallback = ["config-copy"] }]
    ///
    /// [service.config]
    /// depends_on = ["identity"]
    ///
    /// [service.config-copy]
    /// depends_on = ["identity"]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// depends_on = ["identity"]
    ///
    /// [service.identity]
    /// depends_on = [{ on = "config", needed = "start", fallback = ["config-copy"] }]
    ///
    /// [service.config]
    /// depends_on = ["identity"]
    ///
    /// [resource.config-copy]
    /// ```
    ///
    /// ## What to do
    /// Let one of the circle start without the others: from a file, with a key in a
    /// safe, by hand. Then say so in the plan as a fallback, and try it.
    ///
    /// ## False alarms
    /// A need that comes only after the start: `needed = "run"`, the default, says so.
    ///
    /// ## Ask
    /// Have you ever started all of it from nothing?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 4.3.1 (recovery sequence); Meta's and Google
    /// Cloud's reports of outages in which the tools of repair needed what was lost.
    "recovery-cycle", Dependencies, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for cycle in &cx.analysis.from_nothing().cycles {
        let members = &cycle.members;
        let all = members.iter().chain(&cycle.waiting).copied();
        let by_name = |id: &ComponentId| (plan.component(*id).urgency(), &plan.component(*id).id);
        let Some(urgent) = all.min_by_key(by_name) else {
            continue;
        };
        let component = plan.component(urgent);
        let others = members.len() + cycle.waiting.len() - 1;
        let more = match others {
            0 => String::new(),
            others => format!(" and {others} more"),
        };
        let message = format!(
            "after a total loss `{}`{more} could not be brought back",
            component.id
        );
        let place = component
            .targets
            .rto
            .map_or(component.place, |rto| rto.span);
        let round: Vec<ComponentId> = members.iter().chain(members.first()).copied().collect();
        found.about(plan, urgent, place, message, |mut finding| {
            for &id in members {
                if id != urgent {
                    let id = plan.component(id);
                    finding = finding.related(id.place, "part of the circle");
                }
            }
            if !cycle.waiting.is_empty() {
                finding.notes.push(format!("{} would wait for it", words::list(plan, &cycle.waiting)));
            }
            finding
                .detail(words::names(plan, members))
                .label("no order of recovery reaches it")
                .note(format!("each waits for the next: {}", words::chain(plan, &round)))
                .help("let one of the circle start, or be mended, without the others, and say so in the plan")
        });
    }
}
