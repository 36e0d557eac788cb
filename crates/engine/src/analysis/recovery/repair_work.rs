use std::collections::{BTreeMap, BTreeSet};

use crate::restoration::{Repair, WayBack, WayKind, Work};
use jurymast_plan::model::{ComponentId, Kind, Plan};
use jurymast_terms::units::Duration;

/// The work on what is lost, and what is taken of it where a plan does not say.
#[derive(Debug, Clone, Default)]
pub struct RepairWork {
    /// For each that is repaired its ways back, the first of which that is done will do:
    /// none, and nothing brings it back.
    pub ways: BTreeMap<ComponentId, Vec<WayBack>>,
    /// For what runs in copies, too few of which stand: the lost ones. Work where it stands
    /// begins when enough of them are back.
    pub copies: BTreeMap<ComponentId, LostCopies>,
    /// What nobody here repairs: it comes back by itself, nobody knows when.
    pub outside: BTreeSet<ComponentId>,
    /// What is down only until a switch is made, and how long that is from now; `None`: nobody
    /// knows. Nobody works on it, and who needs it waits.
    pub switched: BTreeMap<ComponentId, Option<Duration>>,
    /// By component and requirement: from when on what stands in for it counts, from now;
    /// `None`: never, or nobody knows. At once where nothing is said.
    pub standing: BTreeMap<(ComponentId, usize), Option<Duration>>,
    /// What is down though something could stand in by the levels, and never does: it is back
    /// with what it needs. Nobody works on it.
    pub fallen: BTreeSet<ComponentId>,
    /// What was down before anything failed, and stays so: no work that needs it is done.
    pub down_at_rest: BTreeSet<ComponentId>,
    /// True: what is not known is never done. False: it takes no time.
    pub unknown_is_never: bool,
}

/// The copies of a component that are lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LostCopies {
    /// Each, with its own `restart`: work on the whole does not wait for that.
    pub all: Vec<(ComponentId, Duration)>,
    /// How many of them must be back for enough to stand.
    pub missing: usize,
}

impl LostCopies {
    /// Those that are back first, as many as are missing, each with when; `None`: never.
    fn first(
        &self,
        ready: impl Fn(ComponentId) -> Option<Duration>,
    ) -> Option<Vec<(Duration, ComponentId)>> {
        let back = self.all.iter().filter_map(|(copy, restart)| {
            let stands = ready(*copy)?.saturating_sub(*restart);
            Some((stands, *copy))
        });
        let mut back: Vec<(Duration, ComponentId)> = back.collect();
        back.sort_unstable();
        back.truncate(self.missing);
        (back.len() == self.missing).then_some(back)
    }
}

impl RepairWork {
    /// Of all these, with everything of the plan's own people lost, and what is outside
    /// serving.
    pub(super) fn of_all(plan: &Plan, lost: &[ComponentId]) -> Self {
        let mut all = Self::default();
        let is_lost: BTreeSet<ComponentId> = lost.iter().copied().collect();
        for &id in lost {
            let component = plan.component(id);
            if component.kind() == Kind::Ai
                || component.is_mere_grouping()
                || component.copy_of.is_some()
            {
                continue;
            }
            let repair = Repair::of(plan, id, |at| is_lost.contains(&at));
            if !plan.is_repaired_here(id) && !repair.has_steps() {
                all.outside.insert(id);
                continue;
            }
            all.ways.insert(id, repair.ways);
        }
        all
    }

    /// When the work on a component is done, from the start of the recovery; `None`:
    /// never. `ready` says when what it needs serves, `None` of what never does.
    pub(super) fn done(
        &self,
        id: ComponentId,
        ready: impl Fn(ComponentId) -> Option<Duration>,
    ) -> Option<Duration> {
        if let Some(time) = self.switched.get(&id) {
            return *time;
        }
        if self.outside.contains(&id) {
            return (!self.unknown_is_never).then_some(Duration::ZERO);
        }
        let Some(ways) = self.ways.get(&id) else {
            return Some(Duration::ZERO);
        };
        let done = ways.iter().filter_map(|way| self.way_done(id, way, &ready));
        done.min()
    }

    /// The ways back of a component, that first which is done first: the one that counts. Of
    /// two at once it is the one of which every time is declared, or that is less work; what is
    /// never done is last.
    /// `ready` as of the needs of its work.
    pub fn in_order(
        &self,
        id: ComponentId,
        ready: impl Fn(ComponentId) -> Option<Duration>,
    ) -> Vec<&WayBack> {
        let mut all: Vec<&WayBack> = self.ways.get(&id).into_iter().flatten().collect();
        all.sort_by_cached_key(|way| {
            let done = self.way_done(id, way, &ready);
            let work = way.tracks.iter().flatten().count();
            (done.is_none(), done, way.at_most().is_none(), work)
        });
        all
    }

    fn way_done(
        &self,
        id: ComponentId,
        way: &WayBack,
        ready: impl Fn(ComponentId) -> Option<Duration>,
    ) -> Option<Duration> {
        let copies = self.awaited(id, way).map(|copies| copies.first(&ready));
        let from = match copies {
            Some(first) => first?.last().map_or(Duration::ZERO, |(at, _)| *at),
            None => Duration::ZERO,
        };
        let mut last = from;
        for track in &way.tracks {
            last = last.max(self.end(track, from, &ready)?);
        }
        Some(last)
    }

    /// The copies that a way back waits for.
    fn awaited(&self, id: ComponentId, way: &WayBack) -> Option<&LostCopies> {
        let stays = matches!(way.kind, WayKind::CauseGone | WayKind::Repaired);
        self.copies.get(&id).filter(|_| stays)
    }

    fn end(
        &self,
        track: &[Work],
        from: Duration,
        ready: impl Fn(ComponentId) -> Option<Duration>,
    ) -> Option<Duration> {
        let mut now = from;
        for work in track {
            if work.needs.iter().any(|id| self.down_at_rest.contains(id)) {
                return None;
            }
            for need in &work.needs {
                now = now.max(ready(*need)?);
            }
            let takes = match work.takes {
                None if self.unknown_is_never => return None,
                takes => takes.unwrap_or_default(),
            };
            now = now.saturating_add(takes);
        }
        Some(now)
    }

    /// The plan says how long all of the work of one way takes.
    pub(super) fn is_declared(&self, id: ComponentId) -> bool {
        let ways = self.ways.get(&id);
        let is_timed = ways.is_none_or(|ways| ways.iter().any(|way| way.at_most().is_some()));
        !self.outside.contains(&id) && is_timed
    }

    /// What the work on a component needs that is done first; of what is never done, what
    /// any of it needs.
    pub(super) fn needs(
        &self,
        id: ComponentId,
        ready: impl Fn(ComponentId) -> Option<Duration>,
    ) -> Vec<ComponentId> {
        let ways = self.ways.get(&id).map_or(&[][..], Vec::as_slice);
        let first = self.in_order(id, &ready).into_iter().next();
        let first = first.filter(|way| self.way_done(id, way, &ready).is_some());
        let chosen: Vec<&WayBack> = match first {
            Some(way) => vec![way],
            None => ways.iter().collect(),
        };
        let copies = chosen.iter().filter_map(|way| self.awaited(id, way));
        let copies = copies.flat_map(|copies| match copies.first(&ready) {
            Some(first) => first.into_iter().map(|(_, copy)| copy).collect(),
            None => copies.all.iter().map(|(copy, _)| *copy).collect::<Vec<_>>(),
        });
        let work = chosen.iter().flat_map(|way| way.tracks.iter().flatten());
        let needs = work.flat_map(|work| work.needs.iter().copied());
        copies.chain(needs).collect()
    }
}
