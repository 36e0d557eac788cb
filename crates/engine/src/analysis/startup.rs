use std::collections::BTreeMap;

use crate::failure::Network;
use jurymast_plan::model::{ComponentId, Level, Mode, Plan};

/// What a start from nothing never reaches (the greatest fixpoint of "down").
#[derive(Debug, Clone, Default)]
pub struct Startup {
    pub circles: Vec<Circle>,
}

/// Components that wait for each other, and who waits for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Circle {
    /// Each waits for the next and the last for the first.
    pub members: Vec<ComponentId>,
    /// Who else cannot be brought back because of it, in plan order.
    pub waiting: Vec<ComponentId>,
}

impl Startup {
    pub fn of(plan: &Plan, network: &Network) -> Self {
        let started = started(network);
        if started.iter().all(|up| *up) {
            return Self::default();
        }
        let next: Vec<Option<ComponentId>> = plan
            .ids()
            .map(|id| (!started[id.index()]).then(|| waits_for(plan, &started, id))?)
            .collect();
        Self {
            circles: circles(&next),
        }
    }
}

/// Starts everything that can be, beginning with what needs nothing.
fn started(network: &Network) -> Vec<bool> {
    let mut started = vec![false; network.len()];
    let mut queue: Vec<u32> = (0u32..).take(network.len()).collect();
    while let Some(node) = queue.pop() {
        if started[node as usize] {
            continue;
        }
        let level = |of: u32| match started[of as usize] {
            true => Level::Up,
            false => Level::Down,
        };
        if network.derived(node, level) != Level::Down {
            started[node as usize] = true;
            queue.extend_from_slice(network.dependents(node));
        }
    }
    started
}

/// The first thing that keeps one that cannot start from starting.
fn waits_for(plan: &Plan, started: &[bool], id: ComponentId) -> Option<ComponentId> {
    let component = plan.component(id);
    let stopped = |to: &ComponentId| !started[to.index()];
    let bound = component.bindings.iter();
    let mut bound = bound
        .filter(|one| one.effect == Level::Down)
        .map(|one| one.to);
    bound.find(stopped).or_else(|| {
        let unmet = component.requirements.iter().filter(|one| {
            let up = one
                .group
                .iter()
                .filter(|to| started[to.value.index()])
                .count();
            let stands_in = |to: &jurymast_plan::model::Fallback| started[to.to.value.index()];
            one.mode == Mode::Hard && up < one.at_least && !one.fallbacks.iter().any(stands_in)
        });
        let mut groups = unmet.flat_map(|one| one.group.iter().map(|to| to.value));
        groups.find(stopped)
    })
}

/// Everybody waits for one other at most: the circles of that, and who leads to
/// each.
fn circles(next: &[Option<ComponentId>]) -> Vec<Circle> {
    let mut state = vec![State::New; next.len()];
    let mut circles: BTreeMap<usize, Circle> = BTreeMap::new();
    for start in 0..next.len() {
        let mut path = Vec::new();
        let mut at = start;
        while state[at] == State::New
            && let Some(to) = next[at]
        {
            state[at] = State::OnPath;
            path.push(at);
            at = to.index();
        }
        let circle = match state[at] {
            State::OnPath => {
                let from = path.iter().position(|one| *one == at).unwrap_or(0);
                let mut members = path.split_off(from);
                let first = members.iter().enumerate().min_by_key(|(_, id)| **id);
                let turn = first.map_or(0, |(place, _)| place);
                members.rotate_left(turn);
                let name = circles.len();
                for &member in &members {
                    state[member] = State::Of(name);
                }
                let members = members.into_iter().map(component).collect();
                circles.insert(
                    name,
                    Circle {
                        members,
                        waiting: Vec::new(),
                    },
                );
                name
            }
            State::Of(name) => name,
            State::New => continue,
        };
        for one in path {
            state[one] = State::Of(circle);
            if let Some(circle) = circles.get_mut(&circle) {
                circle.waiting.push(component(one));
            }
        }
    }
    let mut circles: Vec<Circle> = circles.into_values().collect();
    for circle in &mut circles {
        circle.waiting.sort_unstable();
    }
    circles
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnPath,
    /// Leads to the circle of this number.
    Of(usize),
}

fn component(at: usize) -> ComponentId {
    ComponentId(u32::try_from(at).unwrap_or(u32::MAX))
}
