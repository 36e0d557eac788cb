//! What to do when something that a service needs is lost.

use crate::render::Input;
use jurymast_engine::analysis::FallbackId;
use jurymast_plan::model::{Component, ComponentId, Mode, Plan, Requirement};

use super::outage::Record;
use super::page::has_page;
use super::runbook::{Borrowed, borrowed};
use crate::render::views::{DeclaredValue, FallbackGuide, HealthLinks, Reference, RestView};

/// Faults named that take a primary and every fallback.
const MOST_SHARED: usize = 40;

/// One requirement of the service, for finding out whether it is lost.
pub(super) struct Seen {
    pub(super) health: Vec<(HealthLinks, Option<RestView>)>,
    pub(super) enough: Option<String>,
    pub(super) effect: &'static str,
    pub(super) class: &'static str,
    pub(super) then: String,
}

/// What to do when one requirement is lost.
pub(super) struct Answer {
    pub(super) what: Vec<Reference>,
    /// Of those that are worse than up with nothing failing, how.
    pub(super) rest: Vec<RestView>,
    pub(super) title: String,
    pub(super) class: &'static str,
    pub(super) effect: &'static str,
    pub(super) degraded: Option<String>,
    pub(super) fallbacks: Vec<FallbackGuide>,
    /// Single faults that take the primary and every fallback.
    pub(super) shared: Vec<Reference>,
    /// Some of them leave a fallback, and nothing that gets to it.
    pub(super) is_stuck: bool,
    /// More of them, which are not named.
    pub(super) shared_cut: usize,
    pub(super) record: Vec<Record>,
    /// Services among what is lost: their own pages say how they come back.
    pub(super) pages: Vec<Reference>,
    /// What holds inside the thing that is lost, such as its other zone.
    pub(super) inside: Vec<String>,
    /// The way back to the primary.
    pub(super) fail_back: DeclaredValue,
}

/// A soft requirement that nothing stands in for.
pub(super) struct Lighter {
    pub(super) what: Vec<Reference>,
    pub(super) degraded: DeclaredValue,
}

#[derive(Default)]
pub(super) struct Answers {
    pub(super) seen: Vec<Seen>,
    /// What something stands in for, and what nothing stands in for.
    pub(super) answers: Vec<Answer>,
    pub(super) bare: Vec<Answer>,
    pub(super) lighter: Vec<Lighter>,
    pub(super) borrowed: Vec<Borrowed>,
}

impl Answers {
    pub(super) fn of(input: &Input<'_>, id: ComponentId, root: &str) -> Self {
        let component = input.plan().component(id);
        let mut found = Self::default();
        let mut order: Vec<usize> = (0..component.requirements.len()).collect();
        order.sort_by_key(|at| {
            let requirement = &component.requirements[*at];
            (requirement.mode, requirement.fallbacks.is_empty(), *at)
        });
        for at in order {
            let requirement = &component.requirements[at];
            found.seen.push(seen(input, requirement, root));
            if requirement.fallbacks.is_empty() && requirement.mode == Mode::Soft {
                found.lighter.push(Lighter {
                    what: Reference::all(input.plan(), members(requirement), root),
                    degraded: DeclaredValue::or(
                        requirement.degraded.as_ref(),
                        "what people notice is not declared",
                    ),
                });
            } else {
                let answer = answer(input, id, component, at, root);
                let bare = answer.fallbacks.is_empty();
                let list = if bare {
                    &mut found.bare
                } else {
                    &mut found.answers
                };
                list.push(answer);
            }
            let books = members(requirement)
                .filter(|to| !has_page(input.plan().component(*to).kind()))
                .filter_map(|to| borrowed(input.plan(), to, root));
            found.borrowed.extend(books);
        }
        found
    }
}

fn members(requirement: &Requirement) -> impl Iterator<Item = ComponentId> + '_ {
    requirement.group.iter().map(|to| to.value)
}

/// "down" or "degraded" with no fallback in place.
fn effect(requirement: &Requirement) -> (&'static str, &'static str) {
    match requirement.mode {
        Mode::Hard => ("down", "is-down"),
        Mode::Soft => ("degraded", "is-degraded"),
    }
}

fn seen(input: &Input<'_>, requirement: &Requirement, root: &str) -> Seen {
    let (effect, class) = effect(requirement);
    let of = requirement.group.len();
    let then = match requirement.fallbacks.len() {
        0 if requirement.mode == Mode::Soft => "goes on without it".to_owned(),
        0 if !requirement.has_no_alternative() => "enough of the others".to_owned(),
        0 => "nothing stands in".to_owned(),
        1 => "1 fallback".to_owned(),
        count => format!("{count} fallbacks"),
    };
    Seen {
        health: members(requirement)
            .map(|to| {
                let links = HealthLinks::of(input.plan(), to, root);
                (links, RestView::of(input, to, root))
            })
            .collect(),
        enough: (of > 1).then(|| format!("{} of these {of} must work", requirement.at_least)),
        effect,
        class,
        then,
    }
}

fn inside(plan: &Plan, of: &Component) -> Vec<String> {
    let names = |ids: &mut dyn Iterator<Item = ComponentId>| -> String {
        let names: Vec<&str> = ids.map(|id| plan.component(id).name.as_str()).collect();
        names.join(", ")
    };
    let spare = of
        .requirements
        .iter()
        .filter(|one| one.group.len() > one.at_least);
    spare
        .map(|one| {
            let group = names(&mut members(one));
            let name = &of.name;
            match one.at_least {
                1 => format!("{name} is lost only when all of these are: {group}."),
                least => format!("{name} is lost when fewer than {least} work of: {group}."),
            }
        })
        .collect()
}

fn answer(
    input: &Input<'_>,
    id: ComponentId,
    component: &Component,
    at: usize,
    root: &str,
) -> Answer {
    let plan = input.plan();
    let requirement = &component.requirements[at];
    let (effect, class) = effect(requirement);
    let names: Vec<&str> = members(requirement)
        .map(|to| plan.component(to).name.as_str())
        .collect();
    let title = match names.as_slice() {
        [one] => (*one).to_owned(),
        many => format!(
            "Fewer than {} of {} work: {}",
            requirement.at_least,
            many.len(),
            many.join(", ")
        ),
    };
    let lost = input.analysis.lost_requirements();
    let lost = lost
        .binary_search_by_key(&(id, at), |one| (one.component, one.requirement))
        .map(|at| &lost[at]);
    let shared = lost
        .iter()
        .flat_map(|one| one.faults.iter().copied())
        .filter(|fault| requirement.group.len() > 1 || members(requirement).all(|to| to != *fault));
    let mut shared: Vec<ComponentId> = shared.collect();
    let known = shared.len();
    shared.truncate(MOST_SHARED);
    let others = lost.map_or(0, |one| one.others);
    let services = members(requirement).filter(|to| has_page(plan.component(*to).kind()));
    Answer {
        what: Reference::all(plan, members(requirement), root),
        rest: members(requirement)
            .filter_map(|to| RestView::of(input, to, root))
            .collect(),
        title,
        class,
        effect,
        degraded: requirement.degraded.clone(),
        fallbacks: (0..requirement.fallbacks.len())
            .map(|fallback| FallbackId {
                component: id,
                requirement: at,
                fallback,
            })
            .map(|fallback| FallbackGuide::of(input, fallback, root))
            .collect(),
        shared_cut: known - shared.len() + others,
        shared: Reference::all(plan, shared, root),
        is_stuck: lost.is_ok_and(|one| !one.stuck.is_empty()),
        record: members(requirement)
            .filter_map(|to| Record::of(plan, to, root))
            .collect(),
        pages: Reference::all(plan, services, root),
        inside: members(requirement)
            .flat_map(|to| inside(plan, plan.component(to)))
            .collect(),
        fail_back: DeclaredValue::or(
            requirement.fail_back.map(|at| at.value),
            "how long the return takes is not declared",
        ),
    }
}
