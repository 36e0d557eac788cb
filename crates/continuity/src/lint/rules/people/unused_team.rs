use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{Plan, Team, TeamId};

rule! {
    /// A team that answers for nothing and that nobody calls.
    ///
    /// ## What it finds
    /// A `[team.*]` that no component, no step, no message, no exercise and no decision
    /// names, and to which no other team escalates. The `audience` of a `communication` names
    /// a team by its id or its name.
    ///
    /// ## Why it matters
    /// Its telephone numbers are printed with the others, and called at night by somebody
    /// who has no better idea. Mostly what it should answer for lacks its `team`.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    ///
    /// [team.payments]
    /// on_call = { phone = "+1 555 0100" }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// team = "payments"
    ///
    /// [team.payments]
    /// on_call = { phone = "+1 555 0100" }
    /// ```
    ///
    /// ## What to do
    /// Write `team` where it answers, `escalate_to` where it is called next, or remove it.
    ///
    /// ## False alarms
    /// People who only stand in the telephone list: links and contacts of the team that
    /// calls them say so better than a team of their own.
    ///
    /// ## Ask
    /// What does this team do on the day?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.2 (response structure); NIST SP 800-34 rev. 1, section 3.4.6 (roles).
    "unused-team", People, Warning, check,
    says &["approver", "by", "escalate_to", "owner", "team"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    // What could not be read may name it.
    if !plan.is_whole {
        return;
    }
    let mut is_named = vec![false; plan.teams.len()];
    each_named(plan, |team| is_named[team.index()] = true);
    let teams = plan.teams.iter().zip(is_named);
    for (team, _) in teams.filter(|(_, is_named)| !is_named) {
        let message = format!("team `{}` answers for nothing", team.id);
        found.general(team.place, message, |finding| {
            finding
                .detail(team.id.as_str())
                .label("named nowhere")
                .help("write team = \"...\" at what it answers for, or escalate_to where it is called next")
        });
    }
}

fn each_named(plan: &Plan, mut visit: impl FnMut(TeamId)) {
    let header = &plan.header;
    header.owner.iter().for_each(|team| visit(team.value));
    if let Some(activation) = &header.activation {
        let deciders = activation.by.into_iter().chain(activation.alternate);
        deciders.for_each(&mut visit);
    }
    for component in &plan.components {
        component.team.iter().for_each(|team| visit(team.value));
    }
    for (at, team) in plan.teams.iter().enumerate() {
        let next = team.escalate_to.iter().map(|one| one.value);
        next.filter(|next| next.index() != at).for_each(&mut visit);
    }
    let steps = plan.runbooks.iter().flat_map(|book| &book.steps);
    steps.filter_map(|step| step.owner).for_each(&mut visit);
    for message in &plan.communications {
        message.approver.into_iter().for_each(&mut visit);
        let teams = (0..).map(TeamId).zip(&plan.teams);
        let told = teams.filter(|(_, team)| is_called(team, &message.audience));
        told.for_each(|(id, _)| visit(id));
    }
    for exercise in &plan.exercises {
        exercise.by.into_iter().for_each(&mut visit);
        let actions = exercise.actions.iter();
        actions.filter_map(|one| one.owner).for_each(&mut visit);
    }
}

/// Whether words that name nobody for sure are the id or the name of a team.
fn is_called(team: &Team, words: &str) -> bool {
    let words = words.trim();
    [&team.id, &team.name]
        .into_iter()
        .any(|one| one.eq_ignore_ascii_case(words))
}
