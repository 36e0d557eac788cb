use jurymast_plan::model::{ComponentId, MissedRun, Phase};

use super::contact::{Owner, short};
use super::situation::Situation;
use super::steps::{lead, owner_of, runbook, works};
use super::{Lane, SheetStep, StandDown};

/// When it is over, and how everything returns to normal.
pub(super) fn stand_down(here: &Situation<'_>) -> StandDown {
    let plan = here.plan;
    let activation = plan.header.activation.as_ref();
    let mut lanes = Vec::new();
    let returns = returns(here);
    if !returns.is_empty() {
        let lane = Lane::new("Off the fallbacks", returns);
        lanes.push(lane.why("only when what was lost has been well for a while, one at a time"));
    }
    lanes.extend(tidy(here));
    lanes.push(Lane::new("Lead", closing(here)));
    StandDown {
        when: activation.and_then(|one| one.stand_down_when.clone()),
        by: lead(plan).map(|team| short(here, team)),
        checks: checks(here),
        lanes,
    }
}

/// From each fallback that serves back to what it stands in for.
fn returns(here: &Situation<'_>) -> Vec<SheetStep> {
    let served = here
        .needs
        .iter()
        .filter_map(|need| Some((need, need.serves?.0)));
    let mut all: Vec<SheetStep> = served
        .map(|(need, at)| {
            let requirement = here.requirement(need);
            let from = here.name(requirement.fallbacks[at].to.value);
            let to = here.lost_name(need);
            let who = here.name(need.component);
            let text = format!("Return {who} from {from} to {to}.");
            SheetStep::new(text, owner_of(here, need.component))
                .takes(requirement.fail_back.map(|at| at.value))
                .verify(works(here, need.component))
        })
        .collect();
    // The last to be switched is the first to go back.
    all.reverse();
    all
}

/// The last phase of the runbooks of what was lost or fell.
fn tidy(here: &Situation<'_>) -> Vec<Lane> {
    let mut ids: Vec<ComponentId> = here.lost.clone();
    for &id in here.hit() {
        let switched = here.needs_of(id).any(|need| need.serves.is_some());
        if !here.is_lost(id) && (here.falls(id) || switched) {
            ids.push(id);
        }
    }
    let lane = |id: ComponentId| {
        let mut actions = runbook(here, id, &[Phase::Reconstitution]);
        actions.extend(missed_runs(here, id));
        (!actions.is_empty()).then(|| Lane::new(format!("Clean up: {}", here.name(id)), actions))
    };
    ids.into_iter().filter_map(lane).collect()
}

/// Of a job that fell and does not make up for it by itself: what to run by hand.
fn missed_runs(here: &Situation<'_>, id: ComponentId) -> Option<SheetStep> {
    let schedule = here.component(id).schedule?;
    let missed = schedule.missed.map(|at| at.value);
    let is_due = here.is_lost(id) || here.falls(id);
    if missed == Some(MissedRun::CaughtUp) || !is_due {
        return None;
    }
    let name = here.name(id);
    let unsaid = match missed {
        None => " Nobody declared whether it makes up for a missed run.",
        Some(_) => "",
    };
    let every = schedule.every.value;
    let text = format!(
        "See which runs of {name} fell out (it runs every {every}), and run them by hand.{unsaid}"
    );
    let step = SheetStep::new(text, owner_of(here, id));
    Some(step.verify(format!("No run of {name} is missing.")))
}

fn closing(here: &Situation<'_>) -> Vec<SheetStep> {
    let who = Owner::of(here, lead(here.plan));
    vec![
        SheetStep::new("Say that it is over, and stand the plan down.", who.clone())
            .at_once()
            .verify("Every check above is ticked."),
        SheetStep::new("Send the last messages: phase \"restored\".", who.clone())
            .at_once()
            .verify("All who were told that it began were told that it ended."),
        SheetStep::new(
            "Write down four times for each service that fell: lost, noticed, switched, back. The \
             plan's own times are corrected by them.",
            who,
        )
        .until("within a day"),
    ]
}

/// What must be seen to work: what was lost, and what matters most of what fell.
fn checks(here: &Situation<'_>) -> Vec<String> {
    let mut ids: Vec<ComponentId> = if here.asked.total {
        Vec::new()
    } else {
        let back = here.lost.iter().filter(|id| here.over(**id).is_none());
        back.copied().collect()
    };
    for &id in here.hit() {
        let again = here.is_lost(id) && !here.asked.total;
        if here.is_judged(id) && !again {
            ids.push(id);
        }
    }
    ids.into_iter().map(|id| works(here, id)).collect()
}
