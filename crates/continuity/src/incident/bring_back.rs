use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::analysis::Returned;
use jurymast_plan::model::{Component, ComponentId, Kind, Mode, TeamId};
use jurymast_terms::wording;

use super::before::after_replaced;
use super::contact::Owner;
use super::ended::{is_awaited, replaced};
use super::mender::REPORTED;
use super::mending::mend;
use super::restores::restores;
use super::situation::Situation;
use super::stage::stage;
use super::steps::{owner_of, works};
use super::{Lane, SheetStep, Stage};

/// Names in one sentence of what must be well before something starts; the rest is counted.
const MOST_AWAITED: usize = 24;

/// The waves of the recovery order that hold work for somebody.
pub(super) fn stages(here: &Situation<'_>) -> Vec<Stage> {
    let mut all: Vec<Stage> = Vec::new();
    let replaced = replaced(here);
    if !replaced.is_empty() {
        let notes = vec!["Waiting brings nothing of this back.".to_owned()];
        all.push(stage(here, "Replace what is over", notes, replaced));
    }
    let after = after_replaced(here);
    if !after.is_empty() {
        let notes = vec!["Begin each when what it was down for is replaced.".to_owned()];
        all.push(stage(here, "Bring back what was down for it", notes, after));
    }
    let before = all.len();
    for wave in &here.recovery().waves {
        let lanes = lanes(here, wave);
        if lanes.is_empty() {
            continue;
        }
        let is_first = all.len() == before;
        let title = format!("Bring back, wave {}", all.len() - before + 1);
        let mut notes = Vec::new();
        if is_first && here.asked.total {
            notes.push("Begin as soon as somebody leads.".to_owned());
        } else if is_first {
            notes.push(
                "Begin as soon as it is clear what is lost, beside whatever keeps things going."
                    .to_owned(),
            );
        } else {
            notes.push(begins(here, wave));
        }
        all.push(stage(here, title, notes, lanes));
    }
    // Of two things of one party that are lost one report is enough.
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut is_new = |step: &SheetStep| {
        step.verify.as_deref() != Some(REPORTED) || told.insert(step.text.clone())
    };
    for lane in all.iter_mut().flat_map(|stage| &mut stage.lanes) {
        lane.actions.retain(&mut is_new);
    }
    all
}

/// When a wave may begin: all that its members cannot start without and that is brought
/// back before.
fn begins(here: &Situation<'_>, wave: &[Returned]) -> String {
    let mut names: Vec<String> = Vec::new();
    for one in wave.iter().filter(|one| is_work(here, one.id)) {
        for name in waited_for(here, one) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    match names.as_slice() {
        [] => "Begin when what the wave before brings back is well.".to_owned(),
        some => format!(
            "Begin each when what it needs is well: {}.",
            wording::up_to(MOST_AWAITED, some)
        ),
    }
}

/// What one cannot start without, near, or behind what nobody works on.
fn waited_for(here: &Situation<'_>, one: &Returned) -> Vec<String> {
    let is_before = |id: ComponentId| {
        let before = here.recovery().returned(id);
        before.is_some_and(|before| before.ready() <= one.starts)
    };
    let mut seen = BTreeSet::from([one.id]);
    let mut open = vec![one.id];
    let mut names = Vec::new();
    while let Some(at) = open.pop() {
        let component = here.component(at);
        for binding in &component.bindings {
            if is_before(binding.to) && seen.insert(binding.to) {
                match is_work(here, binding.to) {
                    true => names.push(here.name(binding.to).to_owned()),
                    false => open.push(binding.to),
                }
            }
        }
        let hard = component.requirements.iter();
        let hard = hard.filter(|one| one.mode == Mode::Hard && one.needed.counts_at_start());
        for requirement in hard {
            let group = requirement.group.iter().map(|to| to.value);
            let group: Vec<ComponentId> = group.filter(|to| is_before(*to)).collect();
            let is_new = group.iter().any(|to| !seen.contains(to));
            let is_work = group.iter().any(|to| is_work(here, *to));
            if is_new && is_work && group.len() >= requirement.at_least {
                names.push(here.group(requirement));
            } else {
                open.extend(group.iter().filter(|to| !seen.contains(to)));
            }
            seen.extend(group);
        }
    }
    names
}

/// Somebody does or sees something about it; the rest comes with what it is made of.
fn is_work(here: &Situation<'_>, id: ComponentId) -> bool {
    let component = here.component(id);
    // A copy comes with what it is a copy of, where that fell.
    let with_whole = component.copy_of.is_some_and(|whole| here.falls(whole)) && !here.is_lost(id);
    if here.elsewhere.is_switched(id) || with_whole {
        return false;
    }
    match component.kind() {
        Kind::Service | Kind::Resource => !component.is_mere_grouping(),
        _ => here.is_lost(id) && !(here.asked.total && is_implied(component)),
    }
}

/// Back as soon as what it stands for is.
fn is_implied(component: &Component) -> bool {
    matches!(component.kind(), Kind::Activity | Kind::Ai) || component.is_mere_grouping()
}

fn lanes(here: &Situation<'_>, wave: &[Returned]) -> Vec<Lane> {
    let mut lanes = Vec::new();
    // What only fell restarts: one lane for each owner.
    let mut restarts: Vec<(Option<TeamId>, Vec<SheetStep>)> = Vec::new();
    for one in in_order(here, wave) {
        let has_steps = |id| here.plan.runbook(id).is_some();
        let is_named = here.is_lost(one.id) && !here.asked.total;
        let is_repaired = here.elsewhere.is_repaired(one.id);
        let has_work = has_steps(one.id) || !restores(here, one.id).is_empty();
        if is_named || (is_repaired && has_work) {
            lanes.extend(mend(here, one));
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

/// What somebody works on in a wave; what others of it need comes before them.
fn in_order<'w>(here: &Situation<'_>, wave: &'w [Returned]) -> Vec<&'w Returned> {
    let members: BTreeMap<ComponentId, &Returned> = wave.iter().map(|one| (one.id, one)).collect();
    let mut seen: BTreeSet<ComponentId> = BTreeSet::new();
    let mut all: Vec<&Returned> = Vec::new();
    for one in wave {
        // Those entered, each with what it needs that was not looked at yet.
        let mut open: Vec<(ComponentId, Vec<ComponentId>)> = Vec::new();
        let mut next = Some(one.id);
        loop {
            if let Some(id) = next.take().filter(|id| seen.insert(*id)) {
                open.push((id, needed(here, id)));
            }
            let Some((id, needs)) = open.last_mut() else {
                break;
            };
            next = needs.pop();
            if next.is_none() {
                all.extend(members.get(id));
                open.pop();
            }
        }
    }
    all.retain(|one| is_work(here, one.id) && is_awaited(here, one));
    all
}

/// What a component cannot do without, by its requirements and by what it is made of; the
/// first at the end.
fn needed(here: &Situation<'_>, id: ComponentId) -> Vec<ComponentId> {
    let component = here.component(id);
    let hard = component.requirements.iter();
    let hard = hard.filter(|one| one.mode == Mode::Hard);
    let groups = hard.flat_map(|one| &one.group);
    let bindings = component.bindings.iter().map(|one| one.to);
    let mut all: Vec<ComponentId> = bindings.chain(groups.map(|to| to.value)).collect();
    all.reverse();
    all
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
