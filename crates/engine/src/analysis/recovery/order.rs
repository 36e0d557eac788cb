use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use crate::failure::{Network, propagate};
use jurymast_plan::model::{Component, ComponentId, Level, Plan, Urgency};
use jurymast_terms::units::Duration;

use super::RepairWork;
use super::cycles::{RecoveryCycle, cycles, level};
use super::recovery_time::RecoveryTime;

/// The way back from a loss.
#[derive(Debug, Clone)]
pub struct Recovery {
    /// What may be started together; each needs only what earlier waves brought.
    /// Within a wave the most urgent first.
    pub waves: Vec<Vec<Returned>>,
    /// What can never start while each waits for the next, in plan order: the
    /// members of cycles and what waits for them.
    pub stuck: Vec<ComponentId>,
    /// Why it is stuck: what is in no cycle waits for one.
    pub cycles: Vec<RecoveryCycle>,
    /// For each component its wave and its place in it.
    places: Vec<Option<(usize, usize)>>,
}

/// One component on its way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returned {
    /// The component.
    pub id: ComponentId,
    /// It failed itself; the others fell with something else.
    pub failed_itself: bool,
    /// From the start of the recovery until all it needs serves.
    pub starts: Duration,
    /// How long it takes from there.
    pub takes: RecoveryTime,
    /// What came last of all it waited for.
    pub after: Option<ComponentId>,
    /// The more urgent one that waits for it, where it is that one's tier or time
    /// that puts it here.
    pub pulled_by: Option<ComponentId>,
}

impl Returned {
    /// From the start of the recovery until it serves.
    pub fn ready(&self) -> Duration {
        self.takes.ready(self.starts)
    }
}

impl Recovery {
    /// Everything that the plan's own people run is lost; what is outside serves.
    pub fn from_nothing(plan: &Plan, network: &Network) -> Self {
        let ours = plan
            .enumerate()
            .filter(|(_, one)| RecoveryTime::is_ours(one));
        let lost: Vec<ComponentId> = ours.map(|(id, _)| id).collect();
        Self::of(plan, network, &lost)
    }

    /// The way back of all that is down with these.
    pub fn of(plan: &Plan, network: &Network, lost: &[ComponentId]) -> Self {
        let takes = |id: ComponentId, failed| Some(RecoveryTime::of(plan, id, failed));
        Self::by(plan, network, lost, &|_| Vec::new(), |id, failed, _| {
            takes(id, failed)
        })
    }

    /// The same where the work on each that is lost is known, with what it needs: what
    /// fell with something else restarts, the others when their work is done. Work that
    /// is never done leaves them stuck.
    pub fn with(plan: &Plan, network: &Network, lost: &[ComponentId], work: &RepairWork) -> Self {
        let needs = |id: ComponentId| work.needs(id).collect();
        Self::by(plan, network, lost, &needs, |id, failed, ready| {
            let restart = plan.component(id).restart.map(|at| at.value);
            let mend = match failed {
                true => work.done(id, ready)?,
                false => Duration::ZERO,
            };
            let restart = restart.unwrap_or_default();
            Some(RecoveryTime {
                time: mend.saturating_add(restart),
                restart,
                declared: !failed || work.is_declared(id),
            })
        })
    }

    /// `needs` says what the work on a lost component needs; `takes` how long it takes to
    /// bring one back, with when others are; `None`: it never is.
    fn by(
        plan: &Plan,
        network: &Network,
        lost: &[ComponentId],
        needs: &dyn Fn(ComponentId) -> Vec<ComponentId>,
        takes: impl Fn(
            ComponentId,
            bool,
            &dyn Fn(ComponentId) -> Option<Duration>,
        ) -> Option<RecoveryTime>,
    ) -> Self {
        let faults: Vec<(u32, Level)> = lost.iter().map(|id| (id.0, Level::Down)).collect();
        let outcome = propagate(network, &faults);
        let down: Vec<bool> = (0..network.len() as u32)
            .map(|node| outcome.level(node) == Level::Down)
            .collect();
        let failed: BTreeSet<ComponentId> = lost.iter().copied().collect();
        let mut found: Vec<Option<StartPoint>> = vec![None; network.len()];
        let mut times: Vec<Option<RecoveryTime>> = Vec::new();
        // What needs others is timed by when they are back: each round settles more.
        for _ in 0..=failed.len() + 1 {
            let ready = |id: ComponentId| match (&found[id.index()], down[id.index()]) {
                (_, false) => Some(Duration::ZERO),
                (None, true) => None,
                (Some(at), true) => {
                    let takes = times.get(id.index()).copied().flatten()?;
                    Some(takes.ready(at.starts))
                }
            };
            let next = plan.ids().map(|id| match down[id.index()] {
                true => takes(id, failed.contains(&id), &ready),
                false => None,
            });
            let next: Vec<Option<RecoveryTime>> = next.collect();
            if next == times {
                break;
            }
            times = next;
            found = order(network, &down, needs, |id| times[id.index()]);
        }
        let recovery_time =
            |id: ComponentId| times.get(id.index()).copied().flatten().unwrap_or_default();
        let pressure = Pressure::of(plan, network, &found);
        let mut waves: Vec<Vec<Returned>> = Vec::new();
        for (node, at) in (0u32..).zip(&found) {
            let Some(at) = at else { continue };
            let id = ComponentId(node);
            if waves.len() <= at.wave {
                waves.resize_with(at.wave + 1, Vec::new);
            }
            waves[at.wave].push(Returned {
                id,
                failed_itself: failed.contains(&id),
                starts: at.starts,
                takes: recovery_time(id),
                after: at.after.map(ComponentId),
                pulled_by: pressure.pulled_by(id),
            });
        }
        let mut places = vec![None; network.len()];
        for (wave, members) in waves.iter_mut().enumerate() {
            members.sort_by_key(|one| (pressure.of[one.id.index()], one.id));
            for (at, one) in members.iter().enumerate() {
                places[one.id.index()] = Some((wave, at));
            }
        }
        let waits = |node: &u32| down[*node as usize] && found[*node as usize].is_none();
        let stuck: Vec<u32> = (0..network.len() as u32).filter(waits).collect();
        Self {
            waves,
            cycles: cycles(network, &stuck),
            stuck: stuck.into_iter().map(ComponentId).collect(),
            places,
        }
    }

    /// `None` of what was never down, and of what is stuck.
    pub fn returned(&self, id: ComponentId) -> Option<&Returned> {
        let (wave, at) = self.places[id.index()]?;
        Some(&self.waves[wave][at])
    }

    /// Its wave, from 0; `None` as of [`Recovery::returned`].
    pub fn wave(&self, id: ComponentId) -> Option<usize> {
        self.places[id.index()].map(|(wave, _)| wave)
    }

    /// What decides when a component is back: from the first that had to be brought
    /// back to the component itself, each having waited for the one before.
    pub fn path(&self, id: ComponentId) -> Vec<ComponentId> {
        let mut path = Vec::new();
        let mut next = self.returned(id);
        while let Some(at) = next {
            path.push(at.id);
            next = at.after.and_then(|id| self.returned(id));
        }
        path.reverse();
        path
    }
}

/// When one component can start.
#[derive(Debug, Clone, Copy)]
struct StartPoint {
    wave: usize,
    starts: Duration,
    after: Option<u32>,
}

fn order(
    network: &Network,
    down: &[bool],
    needs: &dyn Fn(ComponentId) -> Vec<ComponentId>,
    recovery_time: impl Fn(ComponentId) -> Option<RecoveryTime>,
) -> Vec<Option<StartPoint>> {
    let mut found = by_time(network, down, recovery_time);
    let is_back = |node: u32| found[node as usize].is_some();
    let waves = by_wave(network, down, needs, is_back);
    for (node, wave) in waves {
        if let Some(at) = &mut found[node as usize] {
            at.wave = wave;
        }
    }
    found
}

/// Lets serve whatever is ready first, and starts what that was wanting for.
fn by_time(
    network: &Network,
    down: &[bool],
    recovery_time: impl Fn(ComponentId) -> Option<RecoveryTime>,
) -> Vec<Option<StartPoint>> {
    let mut found: Vec<Option<StartPoint>> = vec![None; network.len()];
    let mut waiting = down.to_vec();
    let mut due: BinaryHeap<Reverse<(Duration, u32)>> = BinaryHeap::new();
    let mut start = |node: u32, at: Duration, after: Option<u32>, due: &mut BinaryHeap<_>| {
        let Some(takes) = recovery_time(ComponentId(node)) else {
            return;
        };
        found[node as usize] = Some(StartPoint {
            wave: 0,
            starts: at,
            after,
        });
        due.push(Reverse((takes.ready(at), node)));
    };
    let mut started = vec![false; network.len()];
    for node in 0..network.len() as u32 {
        if down[node as usize] && can_start(network, node, &waiting) {
            started[node as usize] = true;
            start(node, Duration::ZERO, None, &mut due);
        }
    }
    while let Some(Reverse((now, node))) = due.pop() {
        waiting[node as usize] = false;
        for &next in network.dependents(node) {
            let fresh = waiting[next as usize] && !started[next as usize];
            if fresh && can_start(network, next, &waiting) {
                started[next as usize] = true;
                start(next, now, Some(node), &mut due);
            }
        }
    }
    found
}

/// The least number of rounds before each; what cannot start has none.
fn by_wave(
    network: &Network,
    down: &[bool],
    needs: &dyn Fn(ComponentId) -> Vec<ComponentId>,
    is_back: impl Fn(u32) -> bool,
) -> Vec<(u32, usize)> {
    let mut waiting = down.to_vec();
    let mut all = Vec::new();
    // Whose work waits for a node.
    let mut wanted: Vec<Vec<u32>> = vec![Vec::new(); network.len()];
    for node in (0..network.len() as u32).filter(|node| down[*node as usize]) {
        for need in needs(ComponentId(node)) {
            wanted[need.index()].push(node);
        }
    }
    let mut looked: Vec<u32> = (0..network.len() as u32).collect();
    for wave in 0.. {
        let begins = |node: u32| {
            let needs = needs(ComponentId(node));
            needs.iter().all(|need| !waiting[need.index()]) && is_back(node)
        };
        looked.retain(|node| {
            waiting[*node as usize] && can_start(network, *node, &waiting) && begins(*node)
        });
        if looked.is_empty() {
            break;
        }
        let mut next = BTreeSet::new();
        for &node in &looked {
            waiting[node as usize] = false;
        }
        for &node in &looked {
            all.push((node, wave));
            next.extend(network.dependents(node));
            next.extend(&wanted[node as usize]);
        }
        looked = next.into_iter().collect();
    }
    all
}

/// Whether all that a node needs serves, when those `waiting` do not.
pub(super) fn can_start(network: &Network, node: u32, waiting: &[bool]) -> bool {
    network.derived(node, |at| level(waiting, at)) < Level::Down
}

/// How much each presses: by its own urgency, or that of the most urgent one that
/// waits for it.
struct Pressure {
    of: Vec<Urgency>,
    by: Vec<Option<u32>>,
}

impl Pressure {
    fn of(plan: &Plan, network: &Network, found: &[Option<StartPoint>]) -> Self {
        let mut of: Vec<Urgency> = plan.components.iter().map(Component::urgency).collect();
        let mut by: Vec<Option<u32>> = vec![None; of.len()];
        let mut later: Vec<(usize, u32)> = (0u32..)
            .zip(found)
            .filter_map(|(node, at)| Some((at.as_ref()?.wave, node)))
            .collect();
        later.sort_unstable_by_key(|(wave, node)| (Reverse(*wave), *node));
        for (wave, node) in later {
            let urgency = of[node as usize];
            let puller = by[node as usize].unwrap_or(node);
            for input in waits_for(network, node) {
                let earlier = found[input as usize].is_some_and(|at| at.wave < wave);
                if earlier && urgency < of[input as usize] {
                    of[input as usize] = urgency;
                    by[input as usize] = Some(puller);
                }
            }
        }
        Self { of, by }
    }

    fn pulled_by(&self, id: ComponentId) -> Option<ComponentId> {
        self.by[id.index()].map(ComponentId)
    }
}

/// What can keep a node from starting.
fn waits_for(network: &Network, node: u32) -> impl Iterator<Item = u32> + '_ {
    let node = network.node(node);
    let hard = node.gates().filter(|gate| !gate.soft);
    let bound = node
        .bound()
        .iter()
        .filter(|input| input.worst == Level::Down);
    bound
        .chain(hard.flat_map(|gate| gate.inputs()))
        .map(|input| input.node)
}
