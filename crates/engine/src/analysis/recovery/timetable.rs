use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};

use crate::failure::{Gate, Network, Node, NodeInput};
use jurymast_diagram::strongly_connected_components;
use jurymast_plan::model::{BindingRole, ComponentId, Level, Plan};
use jurymast_terms::units::Duration;

/// When one component starts and serves again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Served {
    /// From when on nothing but its own restart stands in the way of its start; of what only
    /// fell, when it serves.
    pub(super) begins: Duration,
    /// When it serves.
    pub(super) ready: Duration,
    /// What came last of all it waited for.
    pub(super) after: Option<u32>,
    /// The how-manieth it is to serve; what it needs comes before it.
    pub(super) place: usize,
}

/// What a component must do before it starts: its own repair, beside which it waits, and then
/// its restart.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Work {
    pub(super) mend: Duration,
    pub(super) restart: Duration,
}

/// What is lost, and what of it stopped.
#[derive(Debug)]
pub(super) struct Loss<'a> {
    pub(super) plan: &'a Plan,
    pub(super) network: &'a Network,
    /// By component: it does not serve, be it for good.
    pub(super) down: Vec<bool>,
    /// By component: it comes back, once it can.
    pub(super) comes_back: Vec<bool>,
    /// By component: it must start again.
    pub(super) stopped: Vec<bool>,
    /// What the work on one needs, and for what work one is needed.
    pub(super) needs: BTreeMap<u32, Vec<u32>>,
    pub(super) needed_by: BTreeMap<u32, Vec<u32>>,
    /// By node and requirement: from when on what stands in counts; `None`: never. At once
    /// where nothing is said.
    pub(super) standing: BTreeMap<(u32, usize), Option<Duration>>,
}

impl Loss<'_> {
    /// What the work on each needs.
    pub(super) fn note_needs(&mut self, needed: Vec<(ComponentId, Vec<ComponentId>)>) {
        for (id, need) in needed
            .into_iter()
            .flat_map(|(id, all)| all.into_iter().map(move |need| (id, need)))
        {
            self.needs.entry(id.0).or_default().push(need.0);
            self.needed_by.entry(need.0).or_default().push(id.0);
        }
    }

    /// What a component waits for before it starts again: places that stand, and each hard
    /// requirement that counts at the start, for which `stands_in` says whether its fallbacks
    /// count yet.
    pub(super) fn can_start(
        &self,
        node: u32,
        down: &[bool],
        stands_in: impl Fn(usize) -> bool,
    ) -> bool {
        let of = |at: u32| level(down, at);
        let mut places = places(self.plan, self.network, node);
        let is_met = |gate: Gate<'_>| {
            let standing_by = |at: u32| match stands_in(gate.requirement) {
                true => of(at),
                false => Level::Down,
            };
            gate.met_by(of, standing_by) < Level::Down
        };
        places.all(|input| input.level(of) < Level::Down)
            && starts_with(self.network.node(node)).all(is_met)
    }

    /// Whether anything ever stands in for a requirement.
    pub(super) fn ever_stands_in(&self, node: u32, requirement: usize) -> bool {
        self.standing.get(&(node, requirement)) != Some(&None)
    }

    /// When each that comes back serves again, if each works as long as `work` says; `None`
    /// of what never does. With `in_turn` nobody begins before what its work needs serves;
    /// without, `work` counts the wait for that.
    pub(super) fn timetable(
        &self,
        in_turn: bool,
        work: impl Fn(u32) -> Option<Work>,
    ) -> Vec<Option<Served>> {
        let nodes = self.network.len();
        let mut table = Timetable {
            loss: self,
            in_turn,
            rings: Rings::among(self),
            down: self.down.clone(),
            begun: vec![None; nodes],
            has_started: vec![false; nodes],
            served: vec![None; nodes],
            due: BinaryHeap::new(),
            now: Duration::ZERO,
            open: VecDeque::new(),
            count: 0,
        };
        let lost = || (0..nodes as u32).filter(|node| self.comes_back[*node as usize]);
        for node in lost() {
            if !self.stopped[node as usize] {
                table.has_started[node as usize] = true;
                table.open.push_back((node, None));
            } else if table.can_begin(node) {
                table.begin(node, Duration::ZERO, None, work(node));
            }
        }
        // A start in turn takes a second; what is switched to is there by then.
        let switches = self.standing.iter().filter(|_| !in_turn);
        for ((node, _), from) in switches {
            if let Some(from) = from.filter(|from| *from > Duration::ZERO)
                && self.comes_back[*node as usize]
            {
                table.due.push(Reverse((from, *node, Due::Switched)));
            }
        }
        table.settle(Duration::ZERO, &work);
        while let Some(Reverse((now, node, due))) = table.due.pop() {
            table.now = now;
            match due {
                Due::Started => {
                    table.has_started[node as usize] = true;
                    let after = table.begun[node as usize].and_then(|(_, after)| after);
                    table.open.push_back((node, after));
                }
                Due::Switched => table.wake(node, None, now, &work),
            }
            let is_last = table.due.peek().is_none_or(|Reverse((at, ..))| *at > now);
            if is_last {
                table.settle(now, &work);
            }
        }
        table.served
    }
}

/// The failure domains that a node stands in.
pub(super) fn places(plan: &Plan, network: &Network, node: u32) -> impl Iterator<Item = NodeInput> {
    let bindings = &plan.component(ComponentId(node)).bindings;
    let inputs = network.node(node).bound().iter().zip(bindings);
    let places = inputs.filter(|(_, binding)| binding.role == BindingRole::Domain);
    places.map(|(input, _)| *input)
}

/// The hard requirements that count when a node starts, and what leaves them short.
pub(super) fn starts_with(node: Node<'_>) -> impl Iterator<Item = Gate<'_>> {
    let gates = node.conditions();
    gates.filter(|gate| !gate.soft && gate.needed.counts_at_start())
}

/// What decides whether a node that has started serves: what it is bound to, and its hard
/// requirements that count while it runs, with what leaves them short.
fn serves_by<'a>(node: Node<'a>) -> impl Iterator<Item = &'a NodeInput> + use<'a> {
    let gates = node.conditions();
    let gates = gates.filter(|gate| !gate.soft && gate.needed.counts_while_running());
    node.bound().iter().chain(gates.flat_map(Gate::inputs))
}

/// Of a node, when those `down` are.
pub(super) fn level(down: &[bool], node: u32) -> Level {
    if down[node as usize] {
        Level::Down
    } else {
        Level::Up
    }
}

/// What happens to a node at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// It has started.
    Started,
    /// What stands in for one of its requirements counts from now on.
    Switched,
}

/// The clock, and who is where.
struct Timetable<'a> {
    loss: &'a Loss<'a>,
    in_turn: bool,
    rings: Rings,
    down: Vec<bool>,
    /// From when on only its own work is left, and what it had waited for last.
    begun: Vec<Option<(Duration, Option<u32>)>>,
    has_started: Vec<bool>,
    served: Vec<Option<Served>>,
    due: BinaryHeap<Reverse<(Duration, u32, Due)>>,
    now: Duration,
    /// Who may serve from now on, and what made it so.
    open: VecDeque<(u32, Option<u32>)>,
    count: usize,
}

impl Timetable<'_> {
    fn can_begin(&self, node: u32) -> bool {
        let needs = self.loss.needs.get(&node).filter(|_| self.in_turn);
        let mut needs = needs.into_iter().flatten();
        let stands_in = |requirement| self.stands_in(node, requirement);
        self.loss.can_start(node, &self.down, stands_in) && needs.all(|at| !self.down[*at as usize])
    }

    /// Whether what stands in for a requirement counts by now.
    fn stands_in(&self, node: u32, requirement: usize) -> bool {
        match self.loss.standing.get(&(node, requirement)) {
            None => true,
            Some(from) => from.is_some_and(|from| self.in_turn || from <= self.now),
        }
    }

    /// Work that is never done begins never.
    fn begin(&mut self, node: u32, now: Duration, after: Option<u32>, work: Option<Work>) {
        let Some(work) = work else { return };
        // Its own repair may be what it waits for last.
        let after = after.filter(|_| now >= work.mend);
        self.begun[node as usize] = Some((now, after));
        let started = now.max(work.mend).saturating_add(work.restart);
        self.due.push(Reverse((started, node, Due::Started)));
    }

    /// All that can serve now does.
    fn settle(&mut self, now: Duration, work: &impl Fn(u32) -> Option<Work>) {
        while let Some((node, after)) = self.open.pop_front() {
            if !self.down[node as usize] || !self.has_started[node as usize] {
                continue;
            }
            for node in self.serve_together(node) {
                self.count += 1;
                let begun = self.begun[node as usize];
                self.served[node as usize] = Some(Served {
                    begins: begun.map_or(now, |(at, _)| at),
                    ready: now,
                    after,
                    place: self.count,
                });
                let users = self.loss.needed_by.get(&node).into_iter().flatten();
                for &next in users {
                    self.wake(next, Some(node), now, work);
                }
                for &next in self.loss.network.dependents(node) {
                    if self.waits_for(next, node) {
                        self.wake(next, Some(node), now, work);
                    }
                }
            }
        }
    }

    /// Whether one that looks at a node may have waited for it: nobody waits for what is
    /// soft.
    fn waits_for(&self, node: u32, on: u32) -> bool {
        let inputs = self.loss.network.node(node);
        if self.has_started[node as usize] {
            return serves_by(inputs).any(|input| input.node == on);
        }
        let mut places = places(self.loss.plan, self.loss.network, node);
        places.any(|input| input.node == on)
            || starts_with(inputs).any(|gate| gate.inputs().any(|input| input.node == on))
    }

    /// One that waits for a node which serves from now on; without one, for a switch.
    fn wake(
        &mut self,
        node: u32,
        by: Option<u32>,
        now: Duration,
        work: &impl Fn(u32) -> Option<Work>,
    ) {
        let at = node as usize;
        if !self.down[at] || !self.loss.comes_back[at] {
            return;
        }
        if self.has_started[at] {
            self.open.push_back((node, by));
        } else if self.begun[at].is_none() && self.can_begin(node) {
            self.begin(node, now, by, work(node));
        }
    }

    /// Those of a node's ring that serve if they count on each other: what needs each other
    /// to run comes back together once all of it has started. A fallback counts once it
    /// serves without them.
    fn serve_together(&mut self, node: u32) -> Vec<u32> {
        let members = self.rings.members(node);
        let is_open = |at: &u32| self.down[*at as usize] && self.has_started[*at as usize];
        let mut trusted: Vec<u32> = members.iter().copied().filter(is_open).collect();
        let not_yet: BTreeSet<u32> = trusted.iter().copied().collect();
        for at in &trusted {
            self.down[*at as usize] = false;
        }
        loop {
            let failing = |at: &u32| self.fails(*at, &not_yet);
            let failed: Vec<u32> = trusted.iter().copied().filter(failing).collect();
            if failed.is_empty() {
                return trusted;
            }
            for at in &failed {
                self.down[*at as usize] = true;
            }
            trusted.retain(|at| !self.down[*at as usize]);
        }
    }

    /// Whether a node that has started is down all the same; those `not_yet` there stand in
    /// for nobody.
    fn fails(&self, node: u32, not_yet: &BTreeSet<u32>) -> bool {
        let of = |other: u32| level(&self.down, other);
        let at = self.loss.network.node(node);
        let lacks = |gate: Gate<'_>| {
            let stands_in = self.stands_in(node, gate.requirement);
            let standing_by = |other: u32| match !stands_in || not_yet.contains(&other) {
                true => Level::Down,
                false => of(other),
            };
            gate.level_by(of, standing_by) == Level::Down
        };
        at.bound()
            .iter()
            .any(|input| input.level(of) == Level::Down)
            || at.conditions().any(lacks)
    }
}

/// Who leans on each other to run, among what is lost (strongly connected components).
struct Rings {
    members: Vec<Vec<u32>>,
    /// By node.
    of: Vec<u32>,
}

impl Rings {
    fn among(loss: &Loss<'_>) -> Self {
        let nodes = loss.network.len();
        let lost = |node: u32| loss.comes_back[node as usize];
        let starts = (0..nodes as u32).filter(|node| lost(*node));
        let leans = |node: u32| -> Vec<u32> {
            let inputs = serves_by(loss.network.node(node)).map(|input| input.node);
            inputs.filter(|on| lost(*on)).collect()
        };
        let all = 0..nodes as u32;
        let leans: Vec<Vec<u32>> = all
            .map(|node| if lost(node) { leans(node) } else { Vec::new() })
            .collect();
        let found = strongly_connected_components(nodes, starts, |node, nth| {
            leans[node as usize].get(nth).copied()
        });
        let mut rings = Self {
            members: Vec::new(),
            of: vec![u32::MAX; nodes],
        };
        for ring in found.iter() {
            for node in ring {
                rings.of[*node as usize] = rings.members.len() as u32;
            }
            rings.members.push(ring.to_vec());
        }
        rings
    }

    /// The ring of a node that is lost.
    fn members(&self, node: u32) -> &[u32] {
        &self.members[self.of[node as usize] as usize]
    }
}
