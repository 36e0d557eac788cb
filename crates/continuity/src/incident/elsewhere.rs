use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::analysis::{LostCopies, Recovery, RepairWork, Returned};
use jurymast_engine::failure::Network;
use jurymast_engine::restoration::{
    Loss, LossOrigin, Repair, WayBack, WayKind, Work, left, missing, ways_back,
};
use jurymast_engine::undeclared::UndeclaredTime;
use jurymast_plan::model::{BindingRole, ComponentId, Kind, Level, Mode, Plan};
use jurymast_terms::units::Duration;

use super::mender::Mender;
use super::reserves::Reserves;

/// What the plan's own people bring back, by which work, and what that comes to.
pub(super) struct Elsewhere {
    /// What fell with a place, and is made anew in another one instead of waiting.
    pub(super) moved: BTreeSet<ComponentId>,
    /// With what is not declared taken as zero. What needs itself to be repaired, by the
    /// things that its steps need, is not in it.
    pub(super) least: Recovery,
    /// With what is not declared, or is outside, taken as never.
    greatest: Recovery,
    /// The order of the work, with the steps that can never be done left out.
    pub(super) order: Recovery,
    /// The times that the plan leaves out, of what each would take.
    undeclared: BTreeMap<ComponentId, Vec<UndeclaredTime>>,
    /// Of what is repaired that no step says how, and no other way back has a time.
    unsaid: BTreeSet<ComponentId>,
    /// The ways back of what is repaired that can be gone, the one that counts first.
    ways: BTreeMap<ComponentId, Vec<WayBack>>,
    switched: BTreeSet<ComponentId>,
    /// Of what is repaired what its work needs, by its ways.
    needs: BTreeMap<ComponentId, Vec<Vec<ComponentId>>>,
    outside: BTreeSet<ComponentId>,
    /// Its data are lost, and no backup is left.
    gone: BTreeSet<ComponentId>,
    down_at_rest: BTreeSet<ComponentId>,
    /// With what this loss leaves of it: without the lost places of what is moved, nor the
    /// fallbacks that keep nobody up.
    network: Network,
}

/// Whom a loss takes, as far as the way back asks.
pub(super) struct Lost<'a> {
    pub(super) plan: &'a Plan,
    pub(super) network: &'a Network,
    /// All that is named as lost.
    pub(super) lost: &'a [ComponentId],
    /// Everything of one's own is lost, and what is outside serves.
    pub(super) total: bool,
    /// By component: lost, or down by it.
    pub(super) is_down: &'a dyn Fn(ComponentId) -> bool,
    /// What was down before, and is of no help.
    pub(super) down_at_rest: &'a BTreeSet<ComponentId>,
    /// What is down now only until a switch is made.
    pub(super) switching: &'a BTreeSet<ComponentId>,
    /// How long that is at least from now, or surely; `None`: nobody knows.
    pub(super) switched: &'a dyn Fn(ComponentId, bool) -> Option<Duration>,
    /// By component and requirement: from when on a fallback stands in, from now, at least or
    /// surely; `None`: never, or nobody knows. At once where nothing is said.
    pub(super) standing: &'a dyn Fn(bool) -> BTreeMap<(ComponentId, usize), Option<Duration>>,
    /// What is down now, and in the end though every switch is made as the plan has it.
    pub(super) fallen: &'a BTreeSet<ComponentId>,
    /// Whether it has not fallen yet.
    pub(super) is_up: &'a dyn Fn(ComponentId) -> bool,
    /// How long from now the reserve of a requirement lasts; `None`: it has none, or it is
    /// used up.
    pub(super) reserve: &'a dyn Fn(ComponentId, usize) -> Option<Duration>,
}

impl Elsewhere {
    pub(super) fn of(lost: &Lost<'_>) -> Self {
        let plan = lost.plan;
        let given: BTreeSet<ComponentId> = lost.lost.iter().copied().collect();
        let mut work = RepairWork {
            down_at_rest: lost.down_at_rest.clone(),
            standing: (lost.standing)(false),
            fallen: lost.fallen.clone(),
            ..RepairWork::default()
        };
        let mut left_places: Vec<(ComponentId, Vec<ComponentId>)> = Vec::new();
        for (id, component) in plan.enumerate() {
            let places = lost.places(id);
            let is_given = given.contains(&id);
            let has_no_work = component.kind() == Kind::Ai
                || component.is_mere_grouping()
                || component.copy_of.is_some();
            if lost.total && has_no_work {
                continue;
            }
            let copies = lost.copies(id);
            if !is_given && places.is_empty() && copies.is_none() {
                continue;
            }
            let away = match is_given || places.is_empty() {
                true => Vec::new(),
                false => lost.moves(id),
            };
            if !away.is_empty() {
                work.ways.insert(id, away);
                left_places.push((id, places));
                let replicas = component.replicas.iter().flat_map(|one| &one.members);
                let copies = replicas.map(|copy| (*copy, lost.own_places(*copy)));
                left_places.extend(copies.filter(|(_, places)| !places.is_empty()));
                continue;
            }
            if Mender::of(plan, id) != Mender::Ours && !lost.repair(id).has_steps() {
                if is_given {
                    work.outside.insert(id);
                }
                continue;
            }
            let mut ways = match is_given {
                true => lost.repair(id).ways,
                false => lost.stood_there(id),
            };
            // What stood in a lost place and has no work of its own needs none.
            if !is_given && ways.iter().any(|way| way.tracks.is_empty()) {
                continue;
            }
            // Work where it stands begins when its places are back, or enough of its copies.
            let here = ways.iter_mut().filter(|way| stays(way));
            let tracks = here.flat_map(|way| &mut way.tracks);
            let first = tracks.filter_map(|track| track.first_mut());
            let own_places = lost.own_places(id);
            first.for_each(|work| work.needs.extend(&own_places));
            work.copies
                .extend(copies.filter(|_| !is_given).map(|copies| (id, copies)));
            work.ways.insert(id, ways);
        }
        for (id, ways) in &mut work.ways {
            let tracks = ways.iter_mut().flat_map(|way| &mut way.tracks);
            let all = tracks.flatten();
            all.for_each(|one| one.needs.extend(lost.calls(*id, one)));
        }
        let undeclared = work.ways.iter().map(|(id, ways)| (*id, missing(*id, ways)));
        let undeclared: BTreeMap<ComponentId, Vec<UndeclaredTime>> = undeclared.collect();
        let is_unsaid = |(id, ways): (&ComponentId, &Vec<WayBack>)| {
            let is_timed = ways.iter().any(|way| way.at_most().is_some());
            let is_unsaid = !is_timed && !ways.iter().all(WayBack::is_said);
            is_unsaid.then_some(*id)
        };
        let unsaid = work.ways.iter().filter_map(is_unsaid).collect();
        let waited_for = lost.waited_for(&work);
        let moved: BTreeSet<ComponentId> = left_places.iter().map(|(id, _)| *id).collect();
        let mut then = plan.clone();
        let rebuilt = (!moved.is_empty()).then(|| lost.network.leaving(&left_places));
        for (id, places) in left_places {
            let bindings = &mut then.components[id.index()].bindings;
            bindings.retain(|binding| !places.contains(&binding.to));
        }
        let (then, network) = (&then, rebuilt.as_ref().unwrap_or(lost.network));
        let mut all: Vec<ComponentId> = lost.lost.to_vec();
        all.extend(work.ways.keys().filter(|id| !given.contains(id)));
        let switched = |surely: bool| {
            let time = |id: &ComponentId| (*id, (lost.switched)(*id, surely));
            waited_for.iter().map(time).collect()
        };
        all.extend(&waited_for);
        work.switched = switched(false);
        let is_gone = |(id, ways): (&ComponentId, &Vec<WayBack>)| ways.is_empty().then_some(*id);
        let gone: BTreeSet<ComponentId> = work.ways.iter().filter_map(is_gone).collect();
        let reserves = Reserves { lost, plan: then };
        let least = Recovery::with(then, network, &all, &work);
        let (least, held) = match least.stuck.is_empty() {
            true => (least, Vec::new()),
            // What waits for what has not fallen yet may be back before that falls.
            false => reserves.outlast(reserves.all(), network, &all, &work),
        };
        let never = RepairWork {
            unknown_is_never: true,
            switched: switched(true),
            standing: (lost.standing)(true),
            ..work.clone()
        };
        let (greatest, _) = reserves.outlast(held.clone(), network, &all, &never);
        let met = (!held.is_empty()).then(|| network.with_met(&held));
        let network = met.as_ref().unwrap_or(network);
        let of_way = |way: &WayBack| -> Vec<ComponentId> {
            let needs = way.tracks.iter().flatten().flat_map(|work| &work.needs);
            needs.copied().collect()
        };
        let needs = work.ways.iter();
        let needs = needs.map(|(id, ways)| (*id, ways.iter().map(of_way).collect()));
        let needs: BTreeMap<ComponentId, Vec<Vec<ComponentId>>> = needs.collect();
        let hopeless =
            |id: &ComponentId| least.stuck.contains(id) || lost.down_at_rest.contains(id);
        let mut all_needs = needs.values().flatten().flatten();
        let is_blocked = all_needs.any(hopeless) || !gone.is_empty();
        let (order, doable) = if is_blocked {
            let mut doable = work;
            doable
                .ways
                .values_mut()
                .for_each(|ways| keep_doable(ways, hopeless));
            doable.ways.retain(|_, ways| !ways.is_empty());
            (Recovery::with(then, network, &all, &doable), doable)
        } else {
            (least.clone(), work)
        };
        let ready = |id: ComponentId| match order.returned(id) {
            None if order.stuck.contains(&id) => None,
            at => Some(at.map_or(Duration::ZERO, Returned::ready)),
        };
        let ways = doable.ways.keys().map(|id| {
            let ways = doable.in_order(*id, ready).into_iter().cloned();
            (*id, ways.collect())
        });
        let ways = ways.collect();
        Self {
            moved,
            outside: never.outside,
            undeclared,
            unsaid,
            ways,
            switched: waited_for.into_iter().collect(),
            needs,
            least,
            greatest,
            order,
            gone,
            down_at_rest: lost.down_at_rest.clone(),
            network: met.or(rebuilt).unwrap_or_else(|| lost.network.clone()),
        }
    }

    /// What outside it waits for; `None` where the plan's own work is enough.
    pub(super) fn waits_for(&self, id: ComponentId) -> Option<ComponentId> {
        let mut all = self.behind(id).into_iter();
        all.find(|at| self.outside.contains(at))
    }

    /// When it is back at the latest, from now; `None`: nobody knows, or never.
    pub(super) fn at_most(&self, id: ComponentId) -> Option<Duration> {
        Some(self.greatest.returned(id)?.ready())
    }

    /// Whether nobody can be sure that it does not fall.
    pub(super) fn may_fall(&self, id: ComponentId) -> bool {
        self.greatest.returned(id).is_some() || self.greatest.stuck.contains(&id)
    }

    /// The times that the plan leaves out and on which its way back hangs.
    pub(super) fn undeclared(&self, id: ComponentId) -> Vec<UndeclaredTime> {
        let ready = |of: &Recovery, id| of.returned(id).map(Returned::ready);
        let is_unsure = |id| ready(&self.least, id) != ready(&self.greatest, id);
        let all = self.reached(id, &is_unsure).into_iter();
        let times = all.flat_map(|at| self.undeclared.get(&at).cloned().unwrap_or_default());
        let times: BTreeSet<UndeclaredTime> = times.collect();
        times.into_iter().collect()
    }

    /// It is down only until a switch is made: nobody works on it.
    pub(super) fn is_switched(&self, id: ComponentId) -> bool {
        self.switched.contains(&id)
    }

    /// Whether somebody has work to do on it, beyond starting it.
    pub(super) fn is_repaired(&self, id: ComponentId) -> bool {
        self.undeclared.contains_key(&id) || self.outside.contains(&id)
    }

    /// The ways back of what is repaired, the one that counts first; the first that is done
    /// will do.
    pub(super) fn ways(&self, id: ComponentId) -> &[WayBack] {
        self.ways.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether it must be repaired, and no step says how.
    pub(super) fn is_unsaid(&self, id: ComponentId) -> bool {
        self.unsaid.contains(&id)
    }

    /// Of what something waits for the first whose data nothing brings back.
    pub(super) fn gone_behind(&self, id: ComponentId) -> Option<ComponentId> {
        let mut all = self.behind(id).into_iter();
        all.find(|at| self.gone.contains(at))
    }

    /// Of what something waits for the first whose repair needs what is never back, and
    /// that need.
    pub(super) fn blocked_by(&self, id: ComponentId) -> Option<(ComponentId, ComponentId)> {
        let stuck = |id: &ComponentId| self.least.stuck.contains(id);
        let all = self.behind(id).into_iter().filter(stuck);
        all.into_iter().find_map(|at| {
            let ways = self.needs.get(&at)?;
            let is_missing = |id: &&ComponentId| stuck(id) || self.down_at_rest.contains(id);
            // One way that can be gone is enough.
            let missing = ways.iter().map(|needs| needs.iter().find(is_missing));
            let missing: Option<Vec<&ComponentId>> = missing.collect();
            Some((at, **missing?.first()?))
        })
    }

    /// Of what something waits for the first that needs, to start, what was down before, with
    /// nothing that stands in for it.
    pub(super) fn lacks_to_start(
        &self,
        plan: &Plan,
        id: ComponentId,
    ) -> Option<(ComponentId, ComponentId)> {
        let is_over = |to: ComponentId| self.down_at_rest.contains(&to);
        let is_stuck = |id: ComponentId| self.least.stuck.contains(&id);
        let of = |node: u32| match is_over(ComponentId(node)) || is_stuck(ComponentId(node)) {
            true => Level::Down,
            false => Level::Up,
        };
        let all = self.behind(id).into_iter().filter(|at| is_stuck(*at));
        all.into_iter().find_map(|at| {
            let starts = plan.component(at).requirements.iter().enumerate();
            let starts =
                starts.filter(|(_, one)| one.mode == Mode::Hard && one.needed.counts_at_start());
            let node = self.network.node(at.0);
            let unmet = starts.filter(|(gate, _)| node.gate(*gate).met(of) == Level::Down);
            let mut targets = unmet.flat_map(|(_, one)| &one.group).map(|to| to.value);
            Some((at, targets.find(|to| is_over(*to))?))
        })
    }

    /// Whether it waits for a circle of starts or repairs.
    pub(super) fn is_in_circle(&self, id: ComponentId) -> bool {
        let behind = self.behind(id);
        let mut cycles = self.least.cycles.iter();
        cycles.any(|cycle| {
            let mut all = cycle.members.iter().chain(&cycle.waiting);
            all.any(|at| behind.contains(at))
        })
    }

    /// It and all it waits for that has no time of which anybody can be sure.
    fn behind(&self, id: ComponentId) -> Vec<ComponentId> {
        self.reached(id, &|id| self.greatest.stuck.contains(&id))
    }

    /// It and all it waits for by what is open.
    fn reached(&self, id: ComponentId, is_open: &dyn Fn(ComponentId) -> bool) -> Vec<ComponentId> {
        let mut seen: BTreeSet<ComponentId> = BTreeSet::new();
        let mut open = vec![id];
        let mut all = Vec::new();
        while let Some(at) = open.pop() {
            if !is_open(at) || !seen.insert(at) {
                continue;
            }
            all.push(at);
            let node = self.network.node(at.0);
            let inputs = node.inputs().iter().map(|input| ComponentId(input.node));
            open.extend(inputs);
            open.extend(self.needs.get(&at).into_iter().flatten().flatten());
        }
        all
    }
}

impl Lost<'_> {
    /// Of what is down until a switch is made that for which somebody waits: to work on what
    /// is lost, or to start it.
    fn waited_for(&self, work: &RepairWork) -> Vec<ComponentId> {
        let ways = work.ways.values().flatten();
        let needs = ways.flat_map(|way| way.tracks.iter().flatten());
        let needs = needs.flat_map(|one| one.needs.iter().copied());
        let lost = self.plan.enumerate().filter(|(id, _)| (self.is_down)(*id));
        let starts = lost.flat_map(|(_, one)| &one.requirements);
        let starts = starts.filter(|one| one.mode == Mode::Hard && one.needed.counts_at_start());
        let targets = starts.flat_map(|one| {
            let standing = one.fallbacks.iter().map(|to| to.to.value);
            one.group.iter().map(|to| to.value).chain(standing)
        });
        let all: BTreeSet<ComponentId> = needs.chain(targets).collect();
        all.intersection(self.switching).copied().collect()
    }

    /// The lost places that a component stands in; of one that runs in copies those of its
    /// copies, where too few are left.
    fn places(&self, id: ComponentId) -> Vec<ComponentId> {
        let mut places = self.own_places(id);
        if self.copies(id).is_some() {
            let replicas = self.plan.component(id).replicas.iter();
            let members = replicas.flat_map(|one| &one.members);
            places.extend(members.flat_map(|copy| self.own_places(*copy)));
            places.sort_unstable();
            places.dedup();
        }
        places
    }

    /// The lost copies of what runs in several, where these leave too few of them.
    fn copies(&self, id: ComponentId) -> Option<LostCopies> {
        let is_lost =
            |copy: ComponentId| self.lost.contains(&copy) || !self.own_places(copy).is_empty();
        let left = self.plan.too_few_left(id, is_lost)?.len();
        let replicas = self.plan.component(id).replicas.as_ref()?;
        let lost = replicas.members.iter().filter(|copy| is_lost(**copy));
        let restart = |copy: ComponentId| self.plan.component(copy).restart;
        let lost = lost.map(|copy| (*copy, restart(*copy).map_or(Duration::ZERO, |at| at.value)));
        Some(LostCopies {
            all: lost.collect(),
            missing: replicas.at_least - left,
        })
    }

    fn own_places(&self, id: ComponentId) -> Vec<ComponentId> {
        let bindings = self.plan.component(id).bindings.iter();
        let places = bindings
            .filter(|one| one.role == BindingRole::Domain && one.effect == Level::Down)
            .map(|one| one.to);
        places.filter(|to| (self.is_down)(*to)).collect()
    }

    /// A step of a runbook for the loss of its own component is for its own failure.
    fn is_lost_for(&self, of: ComponentId) -> impl Fn(ComponentId) -> bool {
        move |id| self.lost.contains(&id) || (id != of && (self.is_down)(id))
    }

    /// What stands there is lost with it.
    fn burns(&self, at: ComponentId) -> bool {
        let is_place = self.plan.component(at).kind() == Kind::Domain;
        self.lost.contains(&at) || (is_place && (self.is_down)(at))
    }

    /// The ways to make it anew in a place that stands.
    fn moves(&self, id: ComponentId) -> Vec<WayBack> {
        let is_missing = |id: &ComponentId| self.burns(*id) || self.down_at_rest.contains(id);
        let can = |work: &Work| !work.needs.iter().any(is_missing);
        let mut ways = self.struck_with_its_place(id);
        ways.retain(|way| !stays(way) && way.tracks.iter().flatten().all(can));
        ways
    }

    /// What is left to do once its place is back.
    fn stood_there(&self, id: ComponentId) -> Vec<WayBack> {
        let mut ways = self.struck_with_its_place(id);
        ways.retain(stays);
        ways
    }

    fn struck_with_its_place(&self, id: ComponentId) -> Vec<WayBack> {
        let loss = Loss {
            origin: LossOrigin::Domain,
            ends: false,
            loses_data: true,
        };
        let ways = ways_back(self.plan, id, loss, self.is_lost_for(id));
        left(self.plan, id, ways, |at| self.burns(at))
    }

    /// What must be back for somebody to be called for a piece of work. After a total loss
    /// people come together without being called.
    fn calls(&self, id: ComponentId, work: &Work) -> Option<ComponentId> {
        let is_down = |id| (self.is_down)(id) || self.down_at_rest.contains(&id);
        let way = work.uncalled_for(self.plan, id, is_down);
        way.filter(|_| !self.total)
    }

    /// What is done about what failed itself; its data are taken as lost.
    fn repair(&self, id: ComponentId) -> Repair {
        Repair::by(self.plan, id, self.is_lost_for(id), |at| self.burns(at))
    }
}

/// It is mended where it stands.
fn stays(way: &WayBack) -> bool {
    matches!(way.kind, WayKind::CauseGone | WayKind::Repaired)
}

/// Leaves out the ways that need what is hopeless; where all do, those needs.
fn keep_doable(ways: &mut Vec<WayBack>, hopeless: impl Fn(&ComponentId) -> bool) {
    let is_blocked = |way: &WayBack| {
        let mut work = way.tracks.iter().flatten();
        work.any(|one| one.needs.iter().any(&hopeless))
    };
    if ways.iter().all(is_blocked) {
        if ways.iter().any(stays) {
            ways.retain(stays);
        }
        let tracks = ways.iter_mut().flat_map(|way| &mut way.tracks);
        tracks
            .flatten()
            .for_each(|one| one.needs.retain(|id| !hopeless(id)));
    } else {
        ways.retain(|way| !is_blocked(way));
    }
}
