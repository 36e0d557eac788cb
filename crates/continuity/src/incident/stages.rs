use std::collections::BTreeSet;

use jurymast_engine::analysis::FallbackId;
use jurymast_plan::model::{BindingRole, ComponentId, Fallback, Kind, Phase, Switch};
use jurymast_terms::wording;

use super::contact::Owner;
use super::crowding::crowding;
use super::cure_needs;
use super::fallbacks::{JudgedFallback, is_by_itself, times};
use super::needs::LostNeed;
use super::situation::Situation;
use super::stage::stage;
use super::steps::{further_steps, lead, looks, owner_of, runbook, switch_step, works};
use super::{Lane, SheetStep, Stage, Verdict, bring_back};

/// All stages of work, in order.
pub(super) fn stages(here: &Situation<'_>) -> Vec<Stage> {
    let mut all = vec![stage(here, "At once", Vec::new(), at_once(here))];
    let switching = switching(here);
    if !switching.is_empty() {
        let begins = "Begin as soon as it is clear what is lost; do not wait for the repair.";
        all.push(stage(
            here,
            "Keep going",
            vec![begins.to_owned()],
            switching,
        ));
    }
    all.extend(bring_back::stages(here));
    cure_needs::mark(here, &mut all);
    all
}

/// Take the lead, see what is lost, and the first steps of the runbooks.
fn at_once(here: &Situation<'_>) -> Vec<Lane> {
    let mut lanes = vec![leading(here)];
    for &id in here.lost.iter().filter(|_| !here.asked.total) {
        let name = here.name(id);
        let looks = looks(here.plan, id);
        let seen = match here.asked.symptom {
            Some(symptom) => format!("whether callers see {symptom}"),
            None if carries_ai(here, id) => {
                "what callers see: errors, refusals (and of what kind), time-outs, slowness, \
                 answers that break off, wrong answers or those of another model"
                    .to_owned()
            }
            None => "what callers see: errors, refusals (and of what kind), time-outs, slowness \
                     or wrong answers"
                .to_owned(),
        };
        let theirs = match here.is_outside(id) {
            true => {
                " If nobody else says so, look whether it is on our side: the key, the account, \
                 our network, our last release."
            }
            false => "",
        };
        let check = here.component(id).check.clone();
        let confirm = if looks.is_empty() && check.is_none() {
            format!("See for yourself that {name} is lost, and note {seen}.{theirs}")
        } else {
            format!("Look whether {name} is lost, and note {seen}.{theirs}")
        };
        let first = SheetStep {
            run: check,
            ..SheetStep::new(confirm, owner_of(here, id))
        };
        let first = first
            .beside()
            .looks(looks)
            .verify("What is lost, and since when, is in the decision log.");
        let mut actions = vec![first];
        actions.extend(here.asked.symptom.map(|symptom| {
            let (clause, look) = match carries_ai(here, id) {
                true => (symptom.clause(), symptom.first_look()),
                false => (symptom.clause_without_ai(), symptom.first_look_without_ai()),
            };
            let text = format!("{name} {clause}. {look}");
            SheetStep::new(text, owner_of(here, id)).beside()
        }));
        actions.extend(runbook(here, id, &[Phase::Activation]));
        lanes.push(Lane::new(name, actions).why("this is what is lost"));
    }
    for id in fallen_with_book(here) {
        let actions = runbook(here, id, &[Phase::Activation]);
        if !actions.is_empty() {
            let lane = Lane::new(here.name(id), actions).of(here, id);
            lanes.push(lane.why(hit_words(here, id)));
        }
    }
    lanes
}

/// Whether calls to models end at it or go through it; of others nobody is answered by a model.
fn carries_ai(here: &Situation<'_>, id: ComponentId) -> bool {
    let carries = |role: BindingRole| {
        matches!(
            role,
            BindingRole::Endpoint
                | BindingRole::Provider
                | BindingRole::Lineage
                | BindingRole::Gateway
                | BindingRole::Host
                | BindingRole::MayUse
        )
    };
    let through = |of: ComponentId| {
        let bindings = here.component(of).bindings.iter();
        let all = bindings.filter(move |one| carries(one.role));
        all.map(|one| one.to)
    };
    let is_called = |kind: Kind| matches!(kind, Kind::Ai | Kind::Model);
    let all = here.plan.enumerate();
    let mut calls = all.filter(|(_, one)| one.kind() == Kind::Ai);
    // An endpoint stands between a call and its provider.
    is_called(here.component(id).kind())
        || calls.any(|(call, _)| {
            through(call).any(|at| at == id || through(at).any(|behind| behind == id))
        })
}

fn leading(here: &Situation<'_>) -> Lane {
    let plan = here.plan;
    let who = Owner::of(here, lead(plan));
    let mut actions = vec![
        SheetStep::new(
            "Take the lead, say so in the channel, and start the decision log at the end of this \
             sheet.",
            who.clone(),
        )
        .beside()
        .verify("Everybody who works on it knows who leads."),
    ];
    let activation = plan.header.activation.as_ref();
    if let Some(when) = activation.and_then(|one| one.when.as_ref()) {
        actions.push(
            SheetStep::new(
                format!(
                    "Decide whether the continuity plan is activated. It is to be when: {when}"
                ),
                who.clone(),
            )
            .beside()
            .verify("The decision and its time are in the log."),
        );
    }
    actions.push(
        SheetStep::new(
            "Send the first messages: the drafts below, phase \"investigating\".",
            who,
        )
        .beside()
        .verify("Each audience whose condition is met has been told."),
    );
    Lane::new("Lead", actions)
}

/// What falls, or must switch, without having failed itself, and has a runbook.
fn fallen_with_book(here: &Situation<'_>) -> Vec<ComponentId> {
    let mut all = here.hit().to_vec();
    all.retain(|id| {
        let own = here.needs_of(*id);
        let switches = || own.flat_map(|need| helpful(here, need)).next().is_some();
        here.plan.runbook(*id).is_some() && !here.is_lost(*id) && (here.falls(*id) || switches())
    });
    all
}

fn hit_words(here: &Situation<'_>, id: ComponentId) -> String {
    let tier = here.component(id).tier;
    let tier = tier.map_or(String::new(), |tier| format!("tier {}, ", tier.value));
    format!("{tier}{}", here.level(id).as_str())
}

/// The switches to fallbacks, and the runbooks of what falls.
fn switching(here: &Situation<'_>) -> Vec<Lane> {
    let books: BTreeSet<ComponentId> = fallen_with_book(here).into_iter().collect();
    let mut lanes = Vec::new();
    for &id in here.hit() {
        let own = here.needs_of(id);
        let mut actions: Vec<SheetStep> = own.flat_map(|need| switches(here, need)).collect();
        // The steps of what is repaired, or made anew elsewhere, stand where it is brought back.
        if books.contains(&id) && !here.elsewhere.is_repaired(id) {
            actions.extend(further_steps(here, id));
        }
        if !actions.is_empty() {
            let lane = Lane::new(here.name(id), actions).of(here, id);
            lanes.push(lane.why(hit_words(here, id)));
        }
    }
    lanes
}

/// The switches of one lost requirement, the fallback that serves in the end first; where its
/// users go to it by themselves, in the order of the plan.
fn switches(here: &Situation<'_>, need: &LostNeed) -> Vec<SheetStep> {
    let mut order = helpful(here, need);
    let serving = need.serves.map(|(at, _)| at);
    let fallbacks = &here.requirement(need).fallbacks;
    let doable = |at: usize| here.doable(&here.missing(&fallbacks[at].needs));
    let first = serving.filter(|at| !is_for_users(&fallbacks[*at]));
    order.sort_by_key(|(at, _)| (doable(*at), Some(*at) != first, *at));
    let one = |(place, (at, judged)): (usize, &(usize, JudgedFallback))| {
        switch(here, need, *at, judged, place > 0)
    };
    order.iter().enumerate().map(one).collect()
}

/// The fallbacks that may help, by their index.
fn helpful(here: &Situation<'_>, need: &LostNeed) -> Vec<(usize, JudgedFallback)> {
    let all = 0..here.requirement(need).fallbacks.len();
    let other = all.filter(|at| Some(*at) != need.stood_in);
    other
        .map(|at| (at, JudgedFallback::of(here, need, at)))
        .filter(|(_, judged)| judged.verdict != Verdict::NoHelp)
        .collect()
}

fn switch(
    here: &Situation<'_>,
    need: &LostNeed,
    at: usize,
    judged: &JudgedFallback,
    further: bool,
) -> SheetStep {
    let requirement = here.requirement(need);
    let fallback = &requirement.fallbacks[at];
    let (from, to) = (here.lost_name(need), here.name(fallback.to.value));
    // A step of the runbook that is this switch says more, and is not said twice.
    let step = switch_step(here, need.component, fallback.to.value);
    let steps = step.map_or(fallback.steps.as_deref(), |step| Some(&step.text));
    let steps = steps.map(str::trim);
    let by_itself = judged.verdict == Verdict::ByItself;
    let who = here.name(need.component);
    let mut text = match (fallback.switch.map(|at| at.value), by_itself, need.serves) {
        (Some(Switch::PerCall), true, _) => {
            format!("See that calls go on to {to}; each tries {from} first.")
        }
        (_, true, Some((serving, from_then))) if serving == at => {
            let when = match here.detect_declared(need) {
                Some(_) => "it serves by itself from",
                None => "nobody says when it serves by itself, and not before",
            };
            format!(
                "See that {to} has taken over from {from}: by the plan {when} {}.",
                here.clock.at(from_then)
            )
        }
        (_, true, _) => format!("See whether {to} takes over from {from} by itself."),
        (Some(Switch::User), ..) => {
            format!("Tell those who use {who} to go to {to} meanwhile: nobody here switches it.")
        }
        (_, false, _) => format!("Switch from {from} to {to} by hand."),
    };
    if further {
        text = format!("If that does not help: {}", lower_first(&text));
    }
    match (by_itself, steps) {
        (true, Some(steps)) if step.is_some() => {
            text.push_str(&format!(
                " If not, by hand: {}",
                wording::sentence(&lower_first(steps))
            ));
        }
        (true, Some(steps)) => {
            text.push_str(&format!(" If not, by hand: {}", wording::sentence(steps)))
        }
        (false, Some(steps)) => text.push_str(&format!(" {}", wording::sentence(steps))),
        (false, None) if !is_for_users(fallback) => {
            text.push_str(" The plan does not say how: ask whoever owns it.");
        }
        (false, None) | (true, None) => {}
    }
    if is_by_itself(fallback)
        && !by_itself
        && let Some(why) = judged.reasons.first()
    {
        text.push_str(&format!(" By itself it does not: {why}."));
    }
    let takes = here.plan.switched_in(need.component, fallback);
    if let Some(times) = times(here.detect(need), takes) {
        text.push_str(&format!(" By the plan {times}."));
    }
    let id = FallbackId {
        component: need.component,
        requirement: need.requirement,
        fallback: at,
    };
    if let Some(failed) = here.analysis.failed(id) {
        text.push_str(&format!(" Be ready for it to fail: {failed}."));
    }
    if let Some(why) = here.unseen(need) {
        text.push_str(&format!(" Wait for no alarm: {why}."));
    }
    if let Some(whom) = crowding(here, need, at) {
        text.push_str(&format!(" It {whom}."));
    }
    let own = here.component(need.component).team.map(|at| at.value);
    let by = step
        .and_then(|step| step.owner)
        .filter(|by| Some(*by) != own);
    let by = by.map_or_else(
        || owner_of(here, need.component),
        |by| Owner::of(here, Some(by)),
    );
    let verify = step.and_then(|step| step.verify.clone());
    let mut needed = fallback.needs.clone();
    needed.extend(step.iter().flat_map(|step| &step.needs));
    SheetStep {
        run: step.and_then(|step| step.run.clone()),
        ..SheetStep::new(text, by)
    }
    .takes(takes)
    .needs(here, &needed)
    .verify(verify.unwrap_or_else(|| works(here, need.component)))
    .looks(looks(here.plan, fallback.to.value))
}

/// Those who use it go there by themselves.
fn is_for_users(fallback: &Fallback) -> bool {
    fallback.switch.is_some_and(|at| at.value == Switch::User)
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}
