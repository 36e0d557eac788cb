use jurymast_plan::model::ComponentId;
use jurymast_terms::units::Duration;

use super::state::SimulationState;
use super::striking::{Strike, StrikeKey};
use super::{InjectedFault, TimelineEvent};
use crate::restoration::{self, WayBack, WayKind, Work, WorkItem};
use crate::undeclared::UndeclaredTime;

/// One way back, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WayTaken {
    pub(super) way: WayBack,
    /// For each track the piece of work it is at, and when that ends.
    pub(super) tracks: Vec<(usize, Option<Duration>)>,
    /// It was told that something is missing for it.
    pub(super) said: bool,
}

impl WayTaken {
    fn is_done(&self) -> bool {
        let mut tracks = self.way.tracks.iter().zip(&self.tracks);
        tracks.all(|(track, (at, _))| *at == track.len())
    }
}

impl Strike {
    /// The backups whose restore is done, of the ways that are like the one that was
    /// done first.
    fn restored_like(&self, first: &WayBack) -> Vec<usize> {
        let like = |one: &WayKind| match (one, first.kind) {
            (WayKind::MadeAnew { .. }, WayKind::MadeAnew { .. }) => true,
            (one, kind) => *one == kind,
        };
        let ways = self.ways.iter();
        let done = ways.filter(|one| like(&one.way.kind) && one.is_done());
        let work = done.flat_map(|one| one.way.tracks.iter().flatten());
        let restores = work.filter_map(|work| match work.item {
            WorkItem::Restore(at) => at,
            WorkItem::Step(_) | WorkItem::Copy(_) | WorkItem::Repair => None,
        });
        restores.collect()
    }
}

impl SimulationState<'_> {
    /// Lets the work go on that can, and brings back what is done. Says whether
    /// anything came back.
    pub(super) fn recover(&mut self) -> bool {
        let mut came = false;
        let all: Vec<StrikeKey> = self.struck.keys().copied().collect();
        for key in all {
            let Some(mut strike) = self.struck.remove(&key) else {
                continue;
            };
            match self.advance(key, &mut strike) {
                Some(at) => {
                    let way = &strike.ways[at].way;
                    if strike.data_lost || self.has_old_data(key.0, way) {
                        let restored = strike.restored_like(way);
                        self.lose_to(key.0, &restored, &strike.stale);
                    }
                    self.bring_back(key, way);
                    came = true;
                }
                None => {
                    self.struck.insert(key, strike);
                }
            }
        }
        came
    }

    /// The way that is done; of several one that moves it, then one that leaves it where
    /// it stands.
    fn advance(&mut self, key: StrikeKey, strike: &mut Strike) -> Option<usize> {
        let (component, nth) = key;
        let fault = self.scenario.faults[nth];
        let mut ways = strike.ways.iter();
        let waits_for_notice = ways.any(|one| one.way.kind != WayKind::CauseGone);
        if !strike.noticed && waits_for_notice {
            strike.noticed = match self.notice(component, &fault, strike.since) {
                Some(at) if at <= self.now => true,
                Some(at) => {
                    self.wake_component(at, component);
                    false
                }
                None => false,
            };
        }
        let cause = (fault.component.0, nth);
        let is_over = fault.until().is_some_and(|until| until <= self.now);
        let id = ComponentId(component);
        let cause_gone = match self.model.plan.component(id).replicas {
            Some(_) if fault.component != id => {
                let is_lost = |copy: ComponentId| !self.stands(copy.0);
                self.model.plan.too_few_left(id, is_lost).is_none()
            }
            _ => is_over || self.over.contains(&cause),
        };
        let mut done: Option<(u8, usize)> = None;
        for (at, taken) in strike.ways.iter_mut().enumerate() {
            let (can_begin, rank) = match taken.way.kind {
                WayKind::Moved { .. } => (strike.noticed, 0),
                WayKind::CauseGone => (cause_gone, 1),
                WayKind::Repaired => (strike.noticed, 1),
                WayKind::MadeAnew { .. } => (strike.noticed, 2),
            };
            if can_begin && self.go_on(component, taken) {
                done = done.into_iter().chain([(rank, at)]).min();
            }
        }
        done.map(|(_, at)| at)
    }

    /// Whether a way is done; begins what can begin.
    fn go_on(&mut self, component: u32, taken: &mut WayTaken) -> bool {
        let mut done = true;
        for (track, (at, ends)) in taken.way.tracks.iter().zip(&mut taken.tracks) {
            while let Some(work) = track.get(*at) {
                let can = self.starts_from(component, work)
                    && work.needs.iter().all(|id| !self.is_down(id.0))
                    && self.uncalled_for(component, work).is_none();
                if ends.is_none() && can {
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

    /// Whether a way ends with the data of a backup, whatever became of the others.
    fn has_old_data(&self, component: u32, way: &WayBack) -> bool {
        let of = ComponentId(component);
        matches!(way.kind, WayKind::MadeAnew { .. }) && self.model.plan.keeps_data(of)
    }

    /// Whether what a piece of work starts from survived.
    fn starts_from(&self, component: u32, work: &Work) -> bool {
        match work.item {
            WorkItem::Restore(Some(at)) => self.is_left(component, at),
            WorkItem::Copy(copy) => {
                let backups = self.model.plan.components[component as usize].backups.len();
                let is_saved = (0..backups).any(|at| self.is_left(component, at));
                !is_saved && !self.destroyed.contains(&copy.0)
            }
            _ => true,
        }
    }

    /// What would carry the call to who does a piece of work, where nothing that does is
    /// up. Who was called is at work, whatever falls later.
    fn uncalled_for(&self, component: u32, work: &Work) -> Option<ComponentId> {
        let is_down = |id: ComponentId| self.is_down(id.0);
        work.uncalled_for(self.model.plan, ComponentId(component), is_down)
    }

    /// Whether a backup survived.
    pub(super) fn is_left(&self, component: u32, backup: usize) -> bool {
        let plan = self.model.plan;
        let of = &plan.components[component as usize];
        let gone = |id: ComponentId| self.destroyed.contains(&id.0);
        restoration::survives(plan, of, &of.backups[backup], gone)
    }

    fn work_time(&mut self, component: u32, work: &Work) -> Duration {
        match work.undeclared(ComponentId(component)) {
            None => work.takes.unwrap_or(Duration::ZERO),
            Some(missing) => self.time(None, missing),
        }
    }

    /// When the loss of a component is noticed first; `None`: not while things are as
    /// they are.
    fn notice(
        &mut self,
        component: u32,
        fault: &InjectedFault,
        since: Duration,
    ) -> Option<Duration> {
        let model = self.model;
        let mut declared = false;
        let mut first: Option<Duration> = None;
        for &at in model.namers.get(&component).into_iter().flatten() {
            let detect = &model.requirements[at].detect;
            let of = |symptom| {
                let mut own = detect.by_symptom.iter();
                own.find(|(one, _)| *one == symptom)
                    .map(|(_, time)| *time)
                    .or(detect.within)
            };
            let times = fault.symptoms.iter().filter_map(of);
            let Some(within) = times.min().or(detect.within) else {
                continue;
            };
            declared = true;
            let sees = self.is_seen(at);
            let noticed = if sees {
                let from = self.requirements[at].detects_since.unwrap_or(self.now);
                Some(since.max(from).saturating_add(within))
            } else {
                self.undeclared.insert(UndeclaredTime::UnseenLoss {
                    component: ComponentId(component),
                });
                self.notices_unseen().then_some(self.now)
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

    fn bring_back(&mut self, key: StrikeKey, way: &WayBack) {
        let (component, nth) = key;
        let cause = self.scenario.faults[nth].component.0;
        if !way.tracks.is_empty() {
            self.note(component, TimelineEvent::Recovered { way: way.kind });
        }
        match way.kind {
            WayKind::CauseGone | WayKind::Repaired => {}
            WayKind::MadeAnew { backup } => {
                let plan = self.model.plan;
                let backup = &plan.component(ComponentId(component)).backups[backup];
                // After a loss of its own alone its place is as good as before.
                let places = backup.within.iter().filter(|_| component != cause);
                let to: Vec<ComponentId> = places.map(|at| at.value).collect();
                self.leave_whole(key, cause, &to);
            }
            WayKind::Moved { step } => {
                let id = ComponentId(component);
                let book = self.model.plan.runbook(id);
                let to = book.map_or(&[][..], |book| &book.steps[step].moves_to);
                self.leave_whole(key, cause, to);
            }
        }
        self.over.insert(key);
        self.force_anew(component);
        self.starting.insert(component);
    }

    /// The same as [`Self::leave`], with the copies that it runs in and that are lost.
    fn leave_whole(&mut self, key: StrikeKey, struck: u32, to: &[ComponentId]) {
        let (component, nth) = key;
        self.leave(component, struck, to);
        let replicas = self
            .model
            .plan
            .component(ComponentId(component))
            .replicas
            .iter();
        let members: Vec<u32> = replicas
            .flat_map(|one| &one.members)
            .map(|one| one.0)
            .collect();
        for copy in members {
            if !self.stands(copy) {
                self.leave(copy, struck, to);
                self.over.insert((copy, nth));
                self.struck.remove(&(copy, nth));
                self.force_anew(copy);
                self.starting.insert(copy);
            }
        }
    }

    /// It was made anew where `struck` does not take it along: in the places of a step, or of
    /// the backup, where one says them. For its own loss it stays where it stands else.
    fn leave(&mut self, component: u32, struck: u32, to: &[ComponentId]) {
        let is_own = component == struck;
        if is_own && to.is_empty() {
            return;
        }
        self.unplaced.remove(&component);
        if to.is_empty() {
            self.unplaced.insert(component);
        }
        let bindings = self.model.components[component as usize].bindings.iter();
        let here = bindings.filter(|one| one.is_place && self.stands_by(component, one));
        let mut places: Vec<u32> = here
            .map(|one| one.to)
            .filter(|one| !is_own && !self.stands_within(*one, struck))
            .collect();
        places.extend(to.iter().map(|to| to.0));
        places.sort_unstable();
        places.dedup();
        self.places.insert(component, places);
    }

    /// Work that lost what it needs begins anew when that is back.
    pub(super) fn interrupt_work(&mut self) {
        let all: Vec<StrikeKey> = self.struck.keys().copied().collect();
        for key in all {
            let Some(mut strike) = self.struck.remove(&key) else {
                continue;
            };
            for taken in &mut strike.ways {
                let mut waits = None;
                for (track, (at, ends)) in taken.way.tracks.iter().zip(&mut taken.tracks) {
                    let Some(work) = track.get(*at) else { continue };
                    let missing = work.needs.iter().find(|id| self.is_down(id.0));
                    if missing.is_some() || !self.starts_from(key.0, work) {
                        *ends = None;
                    }
                    let is_under_way = ends.is_some();
                    let uncalled = || self.uncalled_for(key.0, work).filter(|_| !is_under_way);
                    if let Some(missing) = missing.copied().or_else(uncalled) {
                        waits = Some((work.item, missing));
                    }
                }
                if let Some((item, missing)) = waits
                    && !std::mem::replace(&mut taken.said, true)
                {
                    self.note(key.0, TimelineEvent::WorkWaits { item, missing });
                }
            }
            self.struck.insert(key, strike);
        }
    }
}
