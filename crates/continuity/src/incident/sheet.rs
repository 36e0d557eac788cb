use std::collections::BTreeSet;

use jurymast_engine::analysis::Analysis;
use jurymast_plan::model::{Component, ComponentId, Level, TeamId};
use jurymast_terms::units::{Duration, Moment};
use jurymast_terms::wording;

use super::before::down_before as by_cause;
use super::circles::circles;
use super::clock::Clock;
use super::critical::critical;
use super::fallbacks::fallbacks_today;
use super::hits::{also, hits};
use super::log::log;
use super::messages::messages;
use super::restoration::restoration;
use super::restores::data_lost;
use super::situation::{Situation, is_served};
use super::stages::stages;
use super::steps::{lead, looks};
use super::way_back::stand_down;
use super::{
    Asked, Back, Critical, Deadline, HitComponent, Lane, Lost, Sheet, TargetVerdict, TeamContact,
};

impl Sheet {
    /// The sheet for this loss.
    pub fn of(analysis: &Analysis<'_>, asked: &Asked) -> Self {
        let plan = analysis.plan;
        let here = Situation::of(analysis, asked);
        let activation = plan.header.activation.as_ref();
        let contact = |team: Option<TeamId>| team.map(|id| TeamContact::of(&here, id));
        let mut stages = stages(&here);
        let mut stand_down = stand_down(&here);
        let contacts = contacts(
            &here,
            stages
                .iter()
                .flat_map(|one| &one.lanes)
                .chain(&stand_down.lanes),
        );
        let lanes = stages.iter_mut().flat_map(|stage| &mut stage.lanes);
        number(lanes.chain(&mut stand_down.lanes));
        let hits = hits(&here);
        let down_before_because = by_cause(&here);
        let critical = critical(&here);
        let lost = here.lost.iter().filter(|_| !asked.total);
        Self {
            plan: plan.header.name.clone(),
            title: title(&here),
            now: asked.now.to_string(),
            since: asked.since.to_string(),
            shown_now: in_full(asked.now),
            shown_since: in_full(asked.since),
            since_known: asked.since_known,
            symptom: asked.symptom.map(|one| one.to_string()),
            summary: summary(&hits, &critical) + &before(&here, &down_before_because),
            down_before: down_before(&here),
            down_before_because,
            lost: lost.map(|id| one_lost(&here, *id)).collect(),
            unused: unused(asked),
            lead: contact(lead(plan)),
            alternate: contact(activation.and_then(|one| one.alternate)),
            contacts,
            activate_when: activation.and_then(|one| one.when.clone()),
            hits,
            more_hits: None,
            also: if asked.total { Vec::new() } else { also(&here) },
            stages,
            critical,
            more_critical: None,
            recovery: recovery(&here),
            circles: circles(&here),
            fallbacks: fallbacks_today(&here),
            more_fallbacks: None,
            messages_assumed: plan.communications.is_empty(),
            messages: messages(&here),
            stand_down,
            more_way_back: None,
            log: log(&here),
        }
    }
}

fn number<'a>(lanes: impl Iterator<Item = &'a mut Lane>) {
    let actions = lanes.flat_map(|lane| &mut lane.actions);
    for (at, action) in actions.enumerate() {
        action.number = at + 1;
    }
}

/// The teams that the lanes name, and those that answer for what people miss most.
fn contacts<'a>(here: &Situation<'_>, lanes: impl Iterator<Item = &'a Lane>) -> Vec<TeamContact> {
    let actions = lanes.flat_map(|lane| &lane.actions);
    let mut teams: BTreeSet<TeamId> = actions.filter_map(|action| action.team).collect();
    let served = here.hit().iter().map(|id| here.component(*id));
    let served: Vec<&Component> = served.filter(|one| is_served(one.kind())).collect();
    let has_urgent = served.iter().any(|one| one.is_critical());
    let answer = served.iter().filter(|one| !has_urgent || one.is_critical());
    teams.extend(answer.filter_map(|one| Some(one.team?.value)));
    teams
        .into_iter()
        .map(|id| TeamContact::of(here, id))
        .collect()
}

fn title(here: &Situation<'_>) -> String {
    if here.asked.total {
        return "Everything is lost".to_owned();
    }
    let names: Vec<&str> = here.lost.iter().map(|id| here.name(*id)).collect();
    match names.as_slice() {
        [] => "Nothing that this plan leans on is lost".to_owned(),
        [one] => format!("{one} is lost"),
        all => format!("{} are lost", wording::and(all)),
    }
}

/// "2026-11-24 10:40 UTC"
fn in_full(at: Moment) -> String {
    format!("{} {}", at.date(), Clock::new(at, at).at(Duration::ZERO))
}

/// The services and activities that were down before this loss.
fn down_before(here: &Situation<'_>) -> Vec<String> {
    let served = here
        .plan
        .ids()
        .filter(|id| is_served(here.component(*id).kind()));
    let down = served.filter(|id| here.planned.is_down_at_rest(*id) && !here.is_lost(*id));
    down.map(|id| here.name(id).to_owned()).collect()
}

/// They are no part of it, and hurt all the same.
fn before(here: &Situation<'_>, because: &[String]) -> String {
    if because.is_empty() {
        return String::new();
    }
    // What is named may be what they were down for.
    let is_named = here.lost.iter().any(|id| here.planned.is_down_at_rest(*id));
    let apart = if is_named { "" } else { ", and no part of it" };
    format!(" Down before this already{apart}: {}.", because.join("; "))
}

fn summary(hits: &[HitComponent], critical: &[Critical]) -> String {
    let count = |level: Level| {
        let at = hits.iter().filter(|hit| hit.level == level.as_str());
        at.count()
    };
    let (down, degraded) = (count(Level::Down), count(Level::Degraded));
    if hits.is_empty() {
        return "Nothing goes down or gets worse, as far as the plan says.".to_owned();
    }
    let mut text = format!(
        "{down} down and {degraded} degraded now, of {} that are hit at some time.",
        hits.len()
    );
    let deadlines = hits.iter().flat_map(|hit| {
        let own = hit.deadlines.iter();
        own.map(move |deadline| (deadline.left_s, hit, deadline))
    });
    let first_tier = hits.iter().filter_map(|hit| hit.tier).min();
    let urgent = deadlines.filter(|(_, hit, _)| hit.tier == first_tier);
    if let Some((_, hit, deadline)) = urgent.min_by_key(|(left, ..)| *left) {
        let verdict = critical.iter().find(|one| one.id == hit.id);
        let verdict = verdict.and_then(|one| verdict_of(one, deadline));
        text.push_str(&format!(
            " What presses most: {}, {} at {} ({}){}.",
            hit.name,
            deadline.name,
            deadline.at,
            deadline.left,
            verdict.unwrap_or_default()
        ));
    }
    text
}

/// ": will be missed by 34m", of one target.
fn verdict_of(critical: &Critical, deadline: &Deadline) -> Option<String> {
    let verdict = match deadline.name {
        "RTO" => critical.rto_verdict,
        _ => critical.mtpd_verdict,
    };
    match verdict {
        TargetVerdict::None => None,
        TargetVerdict::Met => Some(": met, by the plan".to_owned()),
        TargetVerdict::Unknown => {
            let why = critical.unknown_because.first();
            let why = why.map_or(String::new(), |why| format!(", as {why}"));
            Some(format!(": whether it is met is unknown{why}"))
        }
        TargetVerdict::Missed => {
            let begins = format!("{} {} missed", deadline.name, deadline.at);
            let mut all = critical.targets.split("; ");
            let by = all.find_map(|one| one.strip_prefix(&begins))?;
            let will = if deadline.left_s < 0 { "" } else { "will be " };
            Some(format!(": {will}missed{by}"))
        }
    }
}

fn one_lost(here: &Situation<'_>, id: ComponentId) -> Lost {
    let component = here.component(id);
    Lost {
        id: component.id.clone(),
        name: component.name.clone(),
        kind: component.kind().as_str(),
        owner: component.team.map(|at| TeamContact::of(here, at.value)),
        looks: looks(here.plan, id),
        restoration: restoration(here, id),
        data: data_lost(here, id),
    }
}

fn recovery(here: &Situation<'_>) -> Vec<Back> {
    let waves = here.elsewhere.least.waves.iter().enumerate();
    let all = waves.flat_map(|(wave, members)| members.iter().map(move |one| (wave, one)));
    let id = |id: ComponentId| here.component(id).id.clone();
    all.map(|(wave, one)| Back {
        id: id(one.id),
        wave: wave + 1,
        starts_s: one.starts.seconds(),
        ready_s: one.ready().seconds(),
        declared: one.takes.declared,
        after: one.after.map(id),
    })
    .collect()
}

fn unused(asked: &Asked) -> Vec<String> {
    let nowhere = asked.lost.iter().filter(|one| one.id.is_none());
    nowhere.map(|one| one.name.clone()).collect()
}
