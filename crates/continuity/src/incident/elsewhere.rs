use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::analysis::{Recovery, RepairWork, Returned};
use jurymast_engine::failure::Network;
use jurymast_engine::restoration::{
    Loss, LossOrigin, Repair, WayBack, WayKind, Work, WorkItem, recovery_steps, survives, ways_back,
};
use jurymast_engine::undeclared::UndeclaredTime;
use jurymast_plan::model::{BindingRole, ComponentId, Kind, Level, Plan};
use jurymast_terms::units::Duration;

use super::mender::Mender;

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
    /// Of what is repaired what its work needs.
    needs: BTreeMap<ComponentId, Vec<ComponentId>>,
    outside: BTreeSet<ComponentId>,
    /// Its data are lost, and no backup is left.
    gone: BTreeSet<ComponentId>,
    down_at_rest: BTreeSet<ComponentId>,
    /// Without the lost places of what is moved.
    network: Option<Network>,
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
}

impl Elsewhere {
    pub(super) fn of(lost: &Lost<'_>) -> Self {
        let plan = lost.plan;
        let given: BTreeSet<ComponentId> = lost.lost.iter().copied().collect();
        let mut work = RepairWork {
            down_at_rest: lost.down_at_rest.clone(),
            ..RepairWork::default()
        };
        let mut undeclared = BTreeMap::new();
        let mut left_places: Vec<(ComponentId, Vec<ComponentId>)> = Vec::new();
        // The work by which it is back at the latest.
        let mut surely: BTreeMap<ComponentId, Vec<Vec<Work>>> = BTreeMap::new();
        for (id, _) in plan.enumerate() {
            let places = lost.places(id);
            let is_given = given.contains(&id);
            let component = plan.component(id);
            if lost.total && (component.kind() == Kind::Ai || !component.own_failure) {
                continue;
            }
            if !is_given && places.is_empty() {
                continue;
            }
            let moves = if is_given { None } else { lost.moves(id) };
            if let Some(way) = moves {
                undeclared.insert(id, missing(&way.tracks, id));
                work.tracks.insert(id, way.tracks);
                left_places.push((id, places));
                continue;
            }
            let repair = lost.repair(id);
            let has_work = repair.all_lost || repair.has_steps() || !repair.restores.is_empty();
            if Mender::of(plan, id) != Mender::Ours && !repair.has_steps() {
                if is_given {
                    work.outside.insert(id);
                }
                continue;
            }
            // What stood in a lost place and has no steps of its own needs none.
            if has_work || is_given {
                let mut missing = repair.undeclared();
                missing.retain(|one| is_given || !matches!(one, UndeclaredTime::Repair { .. }));
                if repair.all_lost && !component.backups.is_empty() {
                    work.never.insert(id);
                }
                let [least, most] = tracks(&repair, is_given, lost.down_at_rest);
                let here = |mut tracks: Vec<Vec<Work>>| {
                    let first = tracks.iter_mut().filter_map(|track| track.first_mut());
                    // Work where it stands begins when its places are back.
                    first.for_each(|work| work.needs.extend(&places));
                    tracks
                };
                undeclared.insert(id, missing);
                surely.insert(id, here(most));
                work.tracks.insert(id, here(least));
            }
        }
        for (id, tracks) in work.tracks.iter_mut().chain(&mut surely) {
            let all = tracks.iter_mut().flatten();
            all.for_each(|one| one.needs.extend(lost.calls(*id, one)));
        }
        let moved: BTreeSet<ComponentId> = left_places.iter().map(|(id, _)| *id).collect();
        let mut then = plan.clone();
        for (id, places) in left_places {
            let bindings = &mut then.components[id.index()].bindings;
            bindings.retain(|binding| !places.contains(&binding.to));
        }
        let rebuilt = (!moved.is_empty()).then(|| Network::of(&then));
        let (then, network) = (&then, rebuilt.as_ref().unwrap_or(lost.network));
        let mut all: Vec<ComponentId> = lost.lost.to_vec();
        all.extend(work.tracks.keys().filter(|id| !given.contains(id)));
        let gone = work.never.clone();
        let least = Recovery::with(then, network, &all, &work);
        let mut never = RepairWork {
            unknown_is_never: true,
            ..work.clone()
        };
        never.tracks.extend(surely);
        let greatest = Recovery::with(then, network, &all, &never);
        let needs = work.tracks.iter().map(|(id, tracks)| {
            let needs = tracks.iter().flatten().flat_map(|work| &work.needs);
            (*id, needs.copied().collect())
        });
        let needs: BTreeMap<ComponentId, Vec<ComponentId>> = needs.collect();
        let hopeless =
            |id: &ComponentId| least.stuck.contains(id) || lost.down_at_rest.contains(id);
        let is_blocked = needs.values().flatten().any(hopeless) || !gone.is_empty();
        let order = if is_blocked {
            let mut doable = work;
            doable.never.clear();
            for track in doable.tracks.values_mut().flatten().flatten() {
                track.needs.retain(|id| !hopeless(id));
            }
            Recovery::with(then, network, &all, &doable)
        } else {
            least.clone()
        };
        Self {
            moved,
            outside: never.outside,
            undeclared,
            needs,
            least,
            greatest,
            order,
            gone,
            down_at_rest: lost.down_at_rest.clone(),
            network: rebuilt,
        }
    }

    /// What outside it waits for; `None` where the plan's own work is enough.
    pub(super) fn waits_for(&self, network: &Network, id: ComponentId) -> Option<ComponentId> {
        let mut all = self.behind(network, id).into_iter();
        all.find(|at| self.outside.contains(at))
    }

    /// When it is back at the latest, from now; `None`: nobody knows, or never.
    pub(super) fn at_most(&self, id: ComponentId) -> Option<Duration> {
        Some(self.greatest.returned(id)?.ready())
    }

    /// The times that the plan leaves out and on which its way back hangs.
    pub(super) fn undeclared(&self, network: &Network, id: ComponentId) -> Vec<UndeclaredTime> {
        let ready = |of: &Recovery, id| of.returned(id).map(Returned::ready);
        let is_unsure = |id| ready(&self.least, id) != ready(&self.greatest, id);
        let all = self.reached(network, id, &is_unsure).into_iter();
        let times = all.flat_map(|at| self.undeclared.get(&at).cloned().unwrap_or_default());
        let times: BTreeSet<UndeclaredTime> = times.collect();
        times.into_iter().collect()
    }

    /// Whether somebody has work to do on it, beyond starting it.
    pub(super) fn is_repaired(&self, id: ComponentId) -> bool {
        self.undeclared.contains_key(&id) || self.outside.contains(&id)
    }

    /// Whether it must be repaired, and no step says how.
    pub(super) fn is_unsaid(&self, id: ComponentId) -> bool {
        let all = self.undeclared.get(&id).into_iter().flatten();
        all.into_iter()
            .any(|one| matches!(one, UndeclaredTime::Repair { .. }))
    }

    /// Of what something waits for the first whose data nothing brings back.
    pub(super) fn gone_behind(&self, network: &Network, id: ComponentId) -> Option<ComponentId> {
        let mut all = self.behind(network, id).into_iter();
        all.find(|at| self.gone.contains(at))
    }

    /// Of what something waits for the first whose repair needs what is never back, and
    /// that need.
    pub(super) fn blocked_by(
        &self,
        network: &Network,
        id: ComponentId,
    ) -> Option<(ComponentId, ComponentId)> {
        let stuck = |id: &ComponentId| self.least.stuck.contains(id);
        let all = self.behind(network, id).into_iter().filter(stuck);
        all.into_iter().find_map(|at| {
            let mut needs = self.needs.get(&at)?.iter();
            let is_missing = |id: &&ComponentId| stuck(id) || self.down_at_rest.contains(id);
            Some((at, *needs.find(is_missing)?))
        })
    }

    /// It and all it waits for that has no time of which anybody can be sure.
    fn behind(&self, network: &Network, id: ComponentId) -> Vec<ComponentId> {
        self.reached(network, id, &|id| self.greatest.stuck.contains(&id))
    }

    /// It and all it waits for by what is open.
    fn reached(
        &self,
        network: &Network,
        id: ComponentId,
        is_open: &dyn Fn(ComponentId) -> bool,
    ) -> Vec<ComponentId> {
        let network = self.network.as_ref().unwrap_or(network);
        let mut seen: BTreeSet<ComponentId> = BTreeSet::new();
        let mut open = vec![id];
        let mut all = Vec::new();
        while let Some(at) = open.pop() {
            if !is_open(at) || !seen.insert(at) {
                continue;
            }
            all.push(at);
            let node = network.node(at.0);
            let inputs = node.inputs().iter().map(|input| ComponentId(input.node));
            open.extend(inputs);
            open.extend(self.needs.get(&at).into_iter().flatten());
        }
        all
    }
}

impl Lost<'_> {
    /// The lost places that a component stands in.
    fn places(&self, id: ComponentId) -> Vec<ComponentId> {
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

    /// The quickest way to make it anew in a place that stands.
    fn moves(&self, id: ComponentId) -> Option<WayBack> {
        let loss = Loss {
            origin: LossOrigin::Domain,
            ends: false,
            loses_data: true,
        };
        let plan = self.plan;
        let component = plan.component(id);
        let is_left = |work: &Work| match work.item {
            WorkItem::Restore(Some(at)) => {
                survives(plan, component, &component.backups[at], |at| self.burns(at))
            }
            _ => true,
        };
        let is_missing = |id: &ComponentId| self.burns(*id) || self.down_at_rest.contains(id);
        let can = |work: &Work| is_left(work) && !work.needs.iter().any(is_missing);
        let ways = ways_back(plan, id, loss, self.is_lost_for(id));
        let mut ways: Vec<WayBack> = ways.into_iter().collect();
        ways.retain(|way| {
            let is_away = matches!(way.kind, WayKind::Moved { .. } | WayKind::MadeAnew { .. });
            is_away && way.tracks.iter().flatten().all(can)
        });
        ways.into_iter().min_by_key(|way| {
            let all = way.tracks.iter().flatten();
            let open = all.clone().filter(|work| work.takes.is_none()).count();
            let times = all.filter_map(|work| work.takes);
            (open, times.fold(Duration::ZERO, Duration::saturating_add))
        })
    }

    /// What is done about it where it stands; its data are taken as lost.
    /// What must be back for somebody to be called for a piece of work. After a total loss
    /// people come together without being called.
    fn calls(&self, id: ComponentId, work: &Work) -> Option<ComponentId> {
        let way = work.uncalled_for(self.plan, id, self.is_down);
        way.filter(|_| !self.total)
    }

    fn repair(&self, id: ComponentId) -> Repair {
        let repair = Repair::of(self.plan, id, |at| self.burns(at));
        repair.with_steps(recovery_steps(self.plan, id, self.is_lost_for(id)))
    }
}

/// Its steps, and beside them the quickest restore that can be done: with what is not
/// declared as zero, and as never. What failed itself and has no steps must be repaired all
/// the same, or made anew; what stood in a lost place need not.
fn tracks(
    repair: &Repair,
    failed_itself: bool,
    down_at_rest: &BTreeSet<ComponentId>,
) -> [Vec<Vec<Work>>; 2] {
    let quickest = |restores: &[Work]| {
        let first = restores.iter().min_by_key(|work| {
            let is_blocked = work.needs.iter().any(|id| down_at_rest.contains(id));
            (is_blocked, work.takes.is_none(), work.takes)
        });
        first.cloned()
    };
    let restore = quickest(&repair.restores);
    let mends = repair.has_steps() || failed_itself || restore.is_none();
    let steps = if mends {
        repair.steps.clone()
    } else {
        Vec::new()
    };
    let anew = quickest(&repair.anew).filter(|_| !repair.has_steps());
    let track = |work: Option<Work>| work.into_iter().collect::<Vec<Work>>();
    let beside = |all: [Vec<Work>; 2]| {
        let all = all.into_iter();
        all.filter(|track| !track.is_empty()).collect::<Vec<_>>()
    };
    let least = beside([steps, track(restore)]);
    let most = anew.map_or_else(|| least.clone(), |anew| vec![vec![anew]]);
    [least, most]
}

fn missing(tracks: &[Vec<Work>], id: ComponentId) -> Vec<UndeclaredTime> {
    let all = tracks.iter().flatten();
    all.filter_map(|work| work.undeclared(id)).collect()
}
