use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::Duration;

use super::state::{Bound, Moved, SimulationState};
use super::{InjectedFault, TimelineEvent};
use crate::restoration::{self, Loss, LossOrigin, WayBack, WayKind, Work, WorkItem};
use crate::undeclared::UndeclaredTime;

/// What faults did to one component, and how far its ways back are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Struck {
    /// Since when.
    pub(super) since: Duration,
    pub(super) noticed: bool,
    /// Its data are lost.
    pub(super) data_lost: bool,
    /// A cause that goes away left work behind, and that is not done.
    pub(super) has_work_after: bool,
    pub(super) ways: Vec<WayTaken>,
}

/// One way back, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WayTaken {
    pub(super) way: WayBack,
    /// For each track the piece of work it is at, and when that ends.
    pub(super) tracks: Vec<(usize, Option<Duration>)>,
    /// It was told that something is missing for it.
    pub(super) said: bool,
}

impl SimulationState<'_> {
    /// Takes in the faults that begin now: who is stopped by them, whose data are
    /// lost, and which ways back there are.
    pub(super) fn strike(&mut self) {
        let now = self.now;
        let starts = self.scenario.faults.iter();
        let starts: Vec<InjectedFault> = starts
            .filter(|one| one.at == now && one.is_on(now))
            .copied()
            .collect();
        for fault in &starts {
            if fault.level == Level::Down && (fault.until().is_none() || fault.loses_data) {
                self.destroyed.insert(fault.component.0);
            }
        }
        let mut hit: Vec<u32> = Vec::new();
        for fault in &starts {
            if fault.level == Level::Down {
                let all = self.model.inhabitants(fault.component.0);
                hit.extend(
                    all.into_iter()
                        .filter(|one| self.stands_within(*one, fault.component.0)),
                );
            } else if fault.until().is_none() {
                hit.push(fault.component.0);
            }
        }
        hit.sort_unstable();
        hit.dedup();
        for component in hit {
            let causes = self.causes(component);
            if causes.iter().any(|cause| cause.level == Level::Down) {
                self.stop(component);
            }
            if self.model.components[component as usize].has_work && !self.scenario.without_repair {
                self.plan_ways(component, &causes);
            }
        }
        if starts.is_empty() {
            return;
        }
        let lost: Vec<u32> = self
            .struck
            .iter()
            .filter(|(_, one)| one.data_lost)
            .map(|(at, _)| *at)
            .collect();
        for component in lost {
            self.lose_data(component);
        }
    }

    /// The faults that strike a component now: its own, and those of the places that
    /// it stands in.
    fn causes(&self, component: u32) -> Vec<InjectedFault> {
        let now = self.now;
        let faults = self.scenario.faults.iter();
        let on = faults.filter(|fault| fault.is_on(now) && !self.is_cured(component, fault));
        on.filter(|fault| {
            let own = fault.component.0 == component;
            own || fault.level == Level::Down && self.stands_within(component, fault.component.0)
        })
        .copied()
        .collect()
    }

    /// Whether a component stands in a domain, at any depth, where it is now.
    fn stands_within(&self, component: u32, domain: u32) -> bool {
        let mut stack = vec![component];
        let mut seen = std::collections::BTreeSet::from([component]);
        while let Some(at) = stack.pop() {
            if at == domain {
                return true;
            }
            for binding in &self.model.components[at as usize].bindings {
                let moved = self.components[at as usize].moved;
                let here = match binding.by_step {
                    Some(step) => moved == Moved::ByStep(step),
                    None => !self.has_left(at, binding.to),
                };
                let stands = binding.is_place && binding.worst == Level::Down && here;
                if stands && seen.insert(binding.to) {
                    stack.push(binding.to);
                }
            }
        }
        false
    }

    fn plan_ways(&mut self, component: u32, causes: &[InjectedFault]) {
        let plan = self.model.plan;
        let id = ComponentId(component);
        let of = plan.component(id);
        let loss = |cause: &InjectedFault| Loss {
            origin: if cause.component == id {
                LossOrigin::Own
            } else {
                LossOrigin::Domain
            },
            ends: cause.until().is_some(),
            loses_data: cause.loses_data,
        };
        let losses: Vec<Loss> = causes.iter().map(loss).collect();
        let known = self.struck.get(&component);
        let data_lost =
            known.is_some_and(|one| one.data_lost) || losses.iter().any(|one| one.takes_data(of));
        let has_work_after = known.is_some_and(|one| one.has_work_after);
        let since = known.map_or(self.now, |one| one.since);
        let noticed = known.is_some_and(|one| one.noticed);
        let mut ways: Vec<WayBack> = Vec::new();
        let mut after = has_work_after;
        for loss in losses {
            let loss = Loss {
                loses_data: data_lost,
                ..loss
            };
            let is_lost = |id: ComponentId| causes.iter().any(|cause| cause.component == id);
            let found = restoration::ways_back(plan, id, loss, is_lost);
            if loss.ends && loss.origin == LossOrigin::Domain {
                let trivial = |way: &WayBack| {
                    way.kind == WayKind::CauseGone && way.tracks.iter().all(Vec::is_empty)
                };
                after |= !found.iter().any(trivial);
            }
            for way in found {
                let own = loss.origin == LossOrigin::Own && way.kind == WayKind::CauseGone;
                if !own && !ways.contains(&way) && self.can_be_gone(component, &way) {
                    ways.push(way);
                }
            }
        }
        let ways = ways.into_iter().map(|way| WayTaken {
            tracks: vec![(0, None); way.tracks.len()],
            way,
            said: false,
        });
        let struck = Struck {
            since,
            noticed,
            data_lost,
            has_work_after: after,
            ways: ways.collect(),
        };
        self.struck.insert(component, struck);
        self.at_work.insert(component);
        self.touch(component);
    }

    /// Whether the backups that a way rests on survived.
    fn can_be_gone(&self, component: u32, way: &WayBack) -> bool {
        let plan = self.model.plan;
        let of = &plan.components[component as usize];
        let mut all = way.tracks.iter().flatten();
        all.all(|work| match work.item {
            WorkItem::Restore(Some(at)) => {
                let gone = |id: ComponentId| self.destroyed.contains(&id.0);
                restoration::survives(plan, of, &of.backups[at], gone)
            }
            _ => true,
        })
    }

    /// Lets the work go on that can, and brings back what is done. Says whether
    /// anything came back.
    pub(super) fn recover(&mut self) -> bool {
        let mut came = false;
        for component in self.at_work.clone() {
            let Some(mut struck) = self.struck.remove(&component) else {
                self.at_work.remove(&component);
                continue;
            };
            let done = self.advance(component, &mut struck);
            let causes = self.causes(component);
            let over = causes.is_empty() && !struck.has_work_after;
            match done {
                Some(at) => {
                    let way = struck.ways[at].way.clone();
                    self.bring_back(component, &mut struck, &way);
                    came = true;
                    if way.kind == WayKind::CauseGone || !self.causes(component).is_empty() {
                        struck.ways.retain(|one| one.way.kind != way.kind);
                        self.struck.insert(component, struck);
                    } else {
                        self.at_work.remove(&component);
                    }
                }
                None if over => {
                    self.at_work.remove(&component);
                }
                None => {
                    self.struck.insert(component, struck);
                }
            }
        }
        came
    }

    /// The first way that is done.
    fn advance(&mut self, component: u32, struck: &mut Struck) -> Option<usize> {
        if !struck.noticed {
            struck.noticed = match self.notice(component, struck.since) {
                Some(at) if at <= self.now => true,
                Some(at) => {
                    self.wake_component(at, component);
                    false
                }
                None => false,
            };
        }
        let domain_gone = !self
            .causes(component)
            .iter()
            .any(|one| one.component.0 != component);
        let (noticed, after) = (struck.noticed, struck.has_work_after);
        for (at, taken) in struck.ways.iter_mut().enumerate() {
            let can_begin = match taken.way.kind {
                WayKind::CauseGone => after && domain_gone,
                _ => noticed,
            };
            if can_begin && self.go_on(component, taken) {
                return Some(at);
            }
        }
        None
    }

    /// Whether a way is done; begins what can begin.
    fn go_on(&mut self, component: u32, taken: &mut WayTaken) -> bool {
        let mut done = true;
        for (track, (at, ends)) in taken.way.tracks.iter().zip(&mut taken.tracks) {
            while let Some(work) = track.get(*at) {
                if ends.is_none() && work.needs.iter().all(|id| !self.is_down(id.0)) {
                    let takes = self.work_time(component, work);
                    let until = self.now.saturating_add(takes);
                    *ends = Some(until);
                    self.wake_component(until, component);
                }
                match *ends {
                    Some(until) if until <= self.now => {
                        *at += 1;
                        *ends = None;
                    }
                    _ => break,
                }
            }
            done &= *at == track.len();
        }
        done
    }

    fn work_time(&mut self, component: u32, work: &Work) -> Duration {
        match work.undeclared(ComponentId(component)) {
            None => work.takes.unwrap_or(Duration::ZERO),
            Some(missing) => self.time(None, missing),
        }
    }

    /// When the loss of a component is noticed first; `None`: not while things are as
    /// they are.
    fn notice(&mut self, component: u32, since: Duration) -> Option<Duration> {
        let model = self.model;
        let mut declared = false;
        let mut first: Option<Duration> = None;
        let symptoms = self.components[component as usize].symptoms;
        for &at in model.namers.get(&component).into_iter().flatten() {
            let detect = &model.requirements[at].detect;
            let of = |symptom| {
                let mut own = detect.by_symptom.iter();
                own.find(|(one, _)| *one == symptom)
                    .map(|(_, time)| *time)
                    .or(detect.within)
            };
            let times = symptoms.iter().filter_map(of);
            let Some(within) = times.min().or(detect.within) else {
                continue;
            };
            declared = true;
            let sees = detect.by.is_empty() || detect.by.iter().any(|one| !self.is_down(*one));
            let noticed = if sees {
                let from = self.requirements[at].detects_since.unwrap_or(self.now);
                Some(since.max(from).saturating_add(within))
            } else {
                let requirement = &model.requirements[at];
                self.undeclared.insert(UndeclaredTime::Unseen {
                    component: ComponentId(requirement.of),
                    requirement: requirement.index,
                });
                (self.bound == Bound::Least).then_some(self.now)
            };
            first = match (first, noticed) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        if declared {
            return first;
        }
        let missing = UndeclaredTime::Notice {
            component: ComponentId(component),
        };
        Some(since.saturating_add(self.time(None, missing)))
    }

    fn bring_back(&mut self, component: u32, struck: &mut Struck, way: &WayBack) {
        self.note(component, TimelineEvent::Recovered { way: way.kind });
        match way.kind {
            WayKind::CauseGone => struck.has_work_after = false,
            WayKind::Repaired => self.cure(component, |fault| fault.until().is_none()),
            WayKind::Moved { .. } | WayKind::MadeAnew { .. } => {
                struck.has_work_after = false;
                self.cure(component, |_| true);
                let left = &self.model.components[component as usize].bindings;
                let left = left
                    .iter()
                    .filter(|one| one.is_place && self.is_down(one.to));
                let left: Vec<u32> = left.map(|one| one.to).collect();
                self.left.entry(component).or_default().extend(left);
                self.components[component as usize].moved = match way.kind {
                    WayKind::Moved { step } => Moved::ByStep(step),
                    _ => Moved::Elsewhere,
                };
            }
        }
        self.starting.insert(component);
        self.enqueue(component);
    }

    /// Work that lost what it needs begins anew when that is back.
    pub(super) fn interrupt_work(&mut self) {
        for component in self.at_work.clone() {
            let Some(mut struck) = self.struck.remove(&component) else {
                continue;
            };
            for taken in &mut struck.ways {
                let mut waits = None;
                for (track, (at, ends)) in taken.way.tracks.iter().zip(&mut taken.tracks) {
                    let Some(work) = track.get(*at) else { continue };
                    let missing = work.needs.iter().find(|id| self.is_down(id.0));
                    if let Some(missing) = missing {
                        *ends = None;
                        waits = Some((work.item, *missing));
                    }
                }
                if let Some((item, missing)) = waits
                    && !std::mem::replace(&mut taken.said, true)
                {
                    self.note(component, TimelineEvent::WorkWaits { item, missing });
                }
            }
            self.struck.insert(component, struck);
        }
    }
}
