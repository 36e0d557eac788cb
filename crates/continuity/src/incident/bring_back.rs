use std::collections::BTreeSet;

use jurymast_engine::analysis::Returned;
use jurymast_plan::model::{Component, ComponentId, Kind, Phase, TeamId};
use jurymast_terms::wording;

use super::contact::Owner;
use super::mender::steps_about;
use super::situation::Situation;
use super::stage::stage;
use super::steps::{looks, owner_of, runbook, works};
use super::{Lane, SheetStep, Stage};

/// Names in one sentence; the rest is counted.
const MOST_NAMED: usize = 6;

/// The waves of the recovery order that hold work for somebody.
pub(super) fn stages(here: &Situation<'_>) -> Vec<Stage> {
    let mut all: Vec<Stage> = Vec::new();
    for wave in &here.recovery().waves {
        let lanes = lanes(here, wave);
        if lanes.is_empty() {
            continue;
        }
        let title = format!("Bring back, wave {}", all.len() + 1);
        let mut notes = Vec::new();
        if all.is_empty() && here.asked.total {
            notes.push("Begin as soon as somebody leads.".to_owned());
        } else if all.is_empty() {
            notes.push(
                "Begin as soon as it is clear what is lost, beside whatever keeps things going."
                    .to_owned(),
            );
        } else {
            notes.push(begins(here, wave));
        }
        all.push(stage(here, title, notes, lanes));
    }
    all
}

/// When a wave may begin: what its members wait for.
fn begins(here: &Situation<'_>, wave: &[Returned]) -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    let work = wave.iter().filter(|one| is_work(here, one.id));
    for after in work.filter_map(|one| one.after) {
        let name = here.name(after);
        if is_work(here, after) && seen.insert(name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [] => "Begin when what the wave before brings back is well.".to_owned(),
        some => format!(
            "Begin each when what it needs is well: {}.",
            wording::up_to(MOST_NAMED, some)
        ),
    }
}

/// Somebody does or sees something about it; the rest comes with what it is made of.
fn is_work(here: &Situation<'_>, id: ComponentId) -> bool {
    let component = here.component(id);
    match component.kind() {
        Kind::Service | Kind::Resource => component.own_failure,
        _ => here.is_lost(id) && !(here.asked.total && is_implied(component)),
    }
}

/// Back as soon as what it stands for is.
fn is_implied(component: &Component) -> bool {
    matches!(component.kind(), Kind::Activity | Kind::Ai) || !component.own_failure
}

fn lanes(here: &Situation<'_>, wave: &[Returned]) -> Vec<Lane> {
    let mut lanes = Vec::new();
    // What only fell restarts: one lane for each owner.
    let mut restarts: Vec<(Option<TeamId>, Vec<SheetStep>)> = Vec::new();
    for one in wave.iter().filter(|one| is_work(here, one.id)) {
        let has_steps = |id| here.plan.runbook(id).is_some();
        if one.failed_itself
            && (!here.asked.total || has_steps(one.id) || restore(here, one.id).is_some())
        {
            lanes.push(mend(here, one));
            continue;
        }
        let owner = owner_of(here, one.id);
        let team = owner.team;
        let step = restart(here, one, owner);
        match restarts.iter_mut().find(|(other, _)| *other == team) {
            Some((_, steps)) => steps.push(step),
            None => restarts.push((team, vec![step])),
        }
    }
    for (team, actions) in restarts {
        let team = team.map_or("nobody's own", |team| here.plan.team(team).name.as_str());
        let count = actions.len();
        let noun = if count == 1 { "thing" } else { "things" };
        lanes.push(Lane::new(
            format!("{team}: {count} {noun} to start or to see started"),
            actions,
        ));
    }
    lanes
}

fn restart(here: &Situation<'_>, one: &Returned, owner: Owner) -> SheetStep {
    let component = here.component(one.id);
    let name = &component.name;
    let mut text = if one.failed_itself {
        format!("Start {name}")
    } else {
        format!("See that {name} serves again, else restart it")
    };
    if let Some(by) = one.pulled_by {
        text.push_str(&format!(" ({} waits for it)", here.name(by)));
    }
    text.push('.');
    SheetStep::new(text, owner)
        .takes(component.restart.map(|at| at.value))
        .verify(works(here, one.id))
        .brings(one.id)
        .of(here, one.id)
}

/// What failed itself: the steps of its runbook, its backup, or its owner's skill.
fn mend(here: &Situation<'_>, one: &Returned) -> Lane {
    let id = one.id;
    let component = here.component(id);
    let owner = owner_of(here, id);
    let mut actions = if here.asked.total {
        runbook(here, id, &[Phase::Activation, Phase::Recovery])
    } else {
        runbook(here, id, &[Phase::Recovery])
    };
    if actions.is_empty() {
        actions.extend(restore(here, id));
    }
    if here.is_outside(id) {
        actions.extend(steps_about(here, id));
    } else if actions.is_empty() {
        let text = format!(
            "Repair {}: the plan has no steps for it. Ask its owner.",
            component.name
        );
        actions.push(SheetStep::new(text, owner.clone()).looks(looks(here.plan, id)));
    }
    if !here.is_outside(id) {
        let text = format!("See that {} serves again.", component.name);
        let restart = component.restart.map(|at| at.value);
        actions.push(
            SheetStep::new(text, owner)
                .takes(restart)
                .verify(works(here, id))
                .brings(id),
        );
    }
    let lane = Lane::new(component.name.clone(), actions).of(here, id);
    if here.is_moved(id) {
        return lane.why("made anew elsewhere: do not wait for where it stood");
    }
    match one.pulled_by {
        Some(by) => lane.why(format!("{} waits for it", here.name(by))),
        None => lane,
    }
}

fn restore(here: &Situation<'_>, id: ComponentId) -> Option<SheetStep> {
    let backup = here.component(id).backups.first()?;
    let name = here.name(id);
    let mut text = if here.is_moved(id) {
        format!("Restore {name} from its backup, elsewhere")
    } else {
        format!("If its data is gone, restore {name} from its backup")
    };
    if let Some(every) = backup.every {
        text.push_str(&format!("; up to {} of data is lost", every.value));
    }
    match backup.verified {
        Some(day) => text.push_str(&format!("; a restore was last tried on {}", day.value)),
        None => text.push_str("; a restore was never tried"),
    }
    text.push('.');
    let takes = backup.restore.map(|at| at.value);
    Some(SheetStep::new(text, owner_of(here, id)).takes(takes))
}
