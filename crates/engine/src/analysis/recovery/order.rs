use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::failure::{Network, Propagation, propagate};
use jurymast_plan::model::{Component, ComponentId, Level, Plan, Urgency};
use jurymast_terms::units::Duration;

use super::RepairWork;
use super::cycles::{RecoveryCycle, cycles};
use super::recovery_time::RecoveryTime;
use super::timetable::{Loss, Served, Work, places, starts_with};

/// The way back from a loss.
#[derive(Debug, Clone)]
pub struct Recovery {
    /// What may be started together: each needs to start only what earlier waves brought.
    /// What only fell serves when what it needs does, and stands in the first. Within a
    /// wave the most urgent first, what one needs before it.
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
    /// It stopped and must start again; the others serve as soon as what they need does.
    pub stopped: bool,
    /// From the start of the recovery until all that it needs to start is there; of what
    /// only fell, until it serves. Work on what failed itself goes on meanwhile.
    pub starts: Duration,
    /// How long its own work takes.
    pub takes: RecoveryTime,
    /// From the start of the recovery until it serves.
    ready: Duration,
    /// What came last of all it waited for.
    pub after: Option<ComponentId>,
    /// The more urgent one that waits for it, where it is that one's tier or time
    /// that puts it here.
    pub pulled_by: Option<ComponentId>,
}

impl Returned {
    /// From the start of the recovery until it serves.
    pub fn ready(&self) -> Duration {
        self.ready
    }
}

impl Recovery {
    /// Everything that the plan's own people run is lost; what is outside serves.
    pub fn from_nothing(plan: &Plan, network: &Network) -> Self {
        let ours = plan
            .enumerate()
            .filter(|(_, one)| RecoveryTime::is_ours(one));
        let lost: Vec<ComponentId> = ours.map(|(id, _)| id).collect();
        let resting = propagate(network, &[]);
        let is_down = |id: &ComponentId| resting.at_rest(id.0) == Level::Down;
        let work = RepairWork {
            down_at_rest: plan.ids().filter(is_down).collect(),
            ..RepairWork::of_all(plan, &lost)
        };
        Self::with(plan, network, &lost, &work)
    }

    /// The way back of all that is down with these.
    pub fn of(plan: &Plan, network: &Network, lost: &[ComponentId]) -> Self {
        Self::by(
            plan,
            network,
            lost,
            &RepairWork::default(),
            &|_, _| Vec::new(),
            |id, failed, stopped, _| Some(RecoveryTime::of(plan, id, failed, stopped)),
        )
    }

    /// The same where the work on each that is lost is known, with what it needs: what
    /// stopped with something else restarts, the others when their work is done. Work that
    /// is never done leaves them stuck.
    pub fn with(plan: &Plan, network: &Network, lost: &[ComponentId], work: &RepairWork) -> Self {
        let needs = |id: ComponentId, ready: &ReadyAt<'_>| work.needs(id, ready);
        Self::by(
            plan,
            network,
            lost,
            work,
            &needs,
            |id, failed, stopped, ready| {
                let mend = match failed {
                    true => work.done(id, ready)?,
                    false => Duration::ZERO,
                };
                let RecoveryTime { restart, .. } = match work.switched.contains_key(&id) {
                    // When it serves has its start in it.
                    true => RecoveryTime::default(),
                    false => RecoveryTime::of(plan, id, failed, stopped),
                };
                Some(RecoveryTime {
                    time: mend.saturating_add(restart),
                    restart,
                    declared: !failed || work.is_declared(id),
                })
            },
        )
    }

    /// `work` says what stands in from when on; `needs` what the work on a lost component needs, with when others are back;
    /// `takes` how long it takes to bring one back (whether it failed itself, whether it
    /// stopped), with the same; `None`: it never is.
    fn by(
        plan: &Plan,
        network: &Network,
        lost: &[ComponentId],
        work: &RepairWork,
        needs: &dyn Fn(ComponentId, &ReadyAt<'_>) -> Vec<ComponentId>,
        takes: impl Fn(ComponentId, bool, bool, &ReadyAt<'_>) -> Option<RecoveryTime>,
    ) -> Self {
        let down = lost.iter().chain(&work.fallen);
        let faults: Vec<(u32, Level)> = down.map(|id| (id.0, Level::Down)).collect();
        let outcome = propagate(network, &faults);
        let failed: BTreeSet<ComponentId> = lost.iter().copied().collect();
        let mut loss = loss(plan, network, &outcome, &failed);
        let standing = work.standing.iter();
        let standing = standing.map(|((id, requirement), from)| ((id.0, *requirement), *from));
        loss.standing = standing.collect();
        let mut times: Vec<Option<Served>> = vec![None; network.len()];
        let mut known: Vec<Option<RecoveryTime>> = Vec::new();
        // What needs others is timed by when they are back: each round settles more.
        for _ in 0..=failed.len() + 1 {
            let ready = |id: ComponentId| ready(&loss, &times, id);
            let next = plan.ids().map(|id| match loss.comes_back[id.index()] {
                true => takes(id, failed.contains(&id), loss.stopped[id.index()], &ready),
                false => None,
            });
            let next: Vec<Option<RecoveryTime>> = next.collect();
            if next == known {
                break;
            }
            known = next;
            times = loss.timetable(false, |node| {
                let RecoveryTime { time, restart, .. } = known[node as usize]?;
                Some(Work {
                    mend: time.saturating_sub(restart),
                    restart,
                })
            });
        }
        let recovery_time =
            |id: ComponentId| known.get(id.index()).copied().flatten().unwrap_or_default();
        let needed = failed.iter().map(|id| {
            let ready = |id: ComponentId| ready(&loss, &times, id);
            (*id, needs(*id, &ready))
        });
        let needed: Vec<(ComponentId, Vec<ComponentId>)> = needed.collect();
        loss.note_needs(needed);
        // With a second for each start the time is the number of starts before.
        let rounds = loss.timetable(true, |node| {
            times[node as usize].map(|_| Work {
                mend: Duration::ZERO,
                restart: Duration::from_seconds(1),
            })
        });
        let wave = |node: u32| {
            let round = rounds[node as usize].filter(|_| loss.stopped[node as usize]);
            round.map_or(0, |at| at.begins.seconds() as usize)
        };
        let pressure = Pressure::of(plan, network, &rounds);
        let mut waves: Vec<Vec<Returned>> = Vec::new();
        for (node, at) in (0u32..).zip(&times) {
            let Some(at) = at else { continue };
            let id = ComponentId(node);
            let wave = wave(node);
            if waves.len() <= wave {
                waves.resize_with(wave + 1, Vec::new);
            }
            waves[wave].push(Returned {
                id,
                failed_itself: failed.contains(&id),
                stopped: loss.stopped[id.index()],
                starts: at.begins,
                takes: recovery_time(id),
                ready: at.ready,
                after: at.after.map(ComponentId),
                pulled_by: pressure.pulled_by(id),
            });
        }
        let mut places = vec![None; network.len()];
        for (wave, members) in waves.iter_mut().enumerate() {
            // What another needs to serve stands before it.
            let turn = |id: ComponentId| rounds[id.index()].map(|at| at.place);
            members.sort_by_key(|one| (pressure.of[one.id.index()], turn(one.id), one.id));
            for (at, one) in members.iter().enumerate() {
                places[one.id.index()] = Some((wave, at));
            }
        }
        let waits = |node: &u32| loss.comes_back[*node as usize] && times[*node as usize].is_none();
        let stuck: Vec<u32> = (0..network.len() as u32).filter(waits).collect();
        Self {
            waves,
            cycles: cycles(&loss, &stuck),
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

/// When a component serves; `None`: never.
type ReadyAt<'a> = dyn Fn(ComponentId) -> Option<Duration> + 'a;

fn ready(loss: &Loss<'_>, times: &[Option<Served>], id: ComponentId) -> Option<Duration> {
    match loss.down[id.index()] {
        false => Some(Duration::ZERO),
        true => times[id.index()].map(|at| at.ready),
    }
}

/// Who is down, and who of them stopped: what failed itself, what lost a hard requirement that
/// it needs to start and to run, and what stands in a place that did. A place that only fell
/// stops nothing in it.
fn loss<'a>(
    plan: &'a Plan,
    network: &'a Network,
    outcome: &Propagation,
    failed: &BTreeSet<ComponentId>,
) -> Loss<'a> {
    let nodes = 0..network.len() as u32;
    let is_down = |node: &u32| outcome.level(*node) == Level::Down;
    let mut loss = Loss {
        plan,
        network,
        down: nodes.clone().map(|node| is_down(&node)).collect(),
        comes_back: vec![false; network.len()],
        stopped: vec![false; network.len()],
        needs: BTreeMap::new(),
        needed_by: BTreeMap::new(),
        standing: BTreeMap::new(),
    };
    let of = |node: u32| outcome.level(node);
    let stops = |node: &u32| {
        let mut both = starts_with(network.node(*node));
        both.any(|gate| gate.level(of) == Level::Down)
    };
    let down = nodes.filter(is_down);
    let failed = failed.iter().map(|id| id.0);
    let stopped = struck(plan, network, failed.chain(down.clone().filter(stops)));
    for node in down {
        loss.comes_back[node as usize] = outcome.at_rest(node) < Level::Down;
        loss.stopped[node as usize] = stopped[node as usize];
    }
    loss
}

/// By component: it is one of these, or stands in one that is, be it through others.
fn struck(plan: &Plan, network: &Network, first: impl Iterator<Item = u32>) -> Vec<bool> {
    let mut struck = vec![false; network.len()];
    let mut open: Vec<u32> = first.collect();
    while let Some(node) = open.pop() {
        if std::mem::replace(&mut struck[node as usize], true) {
            continue;
        }
        let inside = network.dependents(node).iter().filter(|other| {
            let mut places = places(plan, network, **other);
            places.any(|place| place.node == node && place.worst == Level::Down)
        });
        open.extend(inside);
    }
    struck
}

/// How much each presses: by its own urgency, or that of the most urgent one that
/// waits for it.
struct Pressure {
    of: Vec<Urgency>,
    by: Vec<Option<u32>>,
}

impl Pressure {
    fn of(plan: &Plan, network: &Network, found: &[Option<Served>]) -> Self {
        let mut of: Vec<Urgency> = plan.components.iter().map(Component::urgency).collect();
        let mut by: Vec<Option<u32>> = vec![None; of.len()];
        let turn = |node: u32| found[node as usize].map(|at| at.place);
        let mut last_first: Vec<u32> = (0..of.len() as u32).collect();
        last_first.retain(|node| turn(*node).is_some());
        last_first.sort_unstable_by_key(|node| Reverse(turn(*node)));
        for node in last_first {
            let urgency = of[node as usize];
            let puller = by[node as usize].unwrap_or(node);
            for input in waits_for(network, node) {
                let is_earlier = turn(input).is_some_and(|at| Some(at) < turn(node));
                if is_earlier && urgency < of[input as usize] {
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
    let hard = node.conditions().filter(|gate| !gate.soft);
    let bound = node
        .bound()
        .iter()
        .filter(|input| input.worst == Level::Down);
    bound
        .chain(hard.flat_map(|gate| gate.inputs()))
        .map(|input| input.node)
}
