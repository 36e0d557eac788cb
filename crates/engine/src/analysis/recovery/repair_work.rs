use std::collections::{BTreeMap, BTreeSet};

use crate::restoration::Work;
use jurymast_plan::model::ComponentId;
use jurymast_terms::units::Duration;

/// The work on what is lost, and what is taken of it where a plan does not say.
#[derive(Debug, Clone, Default)]
pub struct RepairWork {
    /// For each that is repaired its tracks: they go on side by side, the work of each
    /// in order.
    pub tracks: BTreeMap<ComponentId, Vec<Vec<Work>>>,
    /// What nobody here repairs: it comes back by itself, nobody knows when.
    pub outside: BTreeSet<ComponentId>,
    /// What nothing brings back: its data are lost, and no backup is left.
    pub never: BTreeSet<ComponentId>,
    /// What was down before anything failed, and stays so: no work that needs it is done.
    pub down_at_rest: BTreeSet<ComponentId>,
    /// True: what is not known is never done. False: it takes no time.
    pub unknown_is_never: bool,
}

impl RepairWork {
    /// When the work on a component is done, from the start of the recovery; `None`:
    /// never. `ready` says when what it needs serves, `None` of what never does.
    pub(super) fn done(
        &self,
        id: ComponentId,
        ready: impl Fn(ComponentId) -> Option<Duration>,
    ) -> Option<Duration> {
        if self.never.contains(&id) {
            return None;
        }
        if self.outside.contains(&id) {
            return (!self.unknown_is_never).then_some(Duration::ZERO);
        }
        let tracks = self.tracks.get(&id).into_iter().flatten();
        let mut last = Duration::ZERO;
        for track in tracks {
            last = last.max(self.end(track, &ready)?);
        }
        Some(last)
    }

    fn end(
        &self,
        track: &[Work],
        ready: impl Fn(ComponentId) -> Option<Duration>,
    ) -> Option<Duration> {
        let mut now = Duration::ZERO;
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

    /// The plan says how long all of the work takes.
    pub(super) fn is_declared(&self, id: ComponentId) -> bool {
        let mut work = self.tracks.get(&id).into_iter().flatten().flatten();
        !self.outside.contains(&id) && work.all(|work| work.takes.is_some())
    }

    /// What the work on a component needs.
    pub(super) fn needs(&self, id: ComponentId) -> impl Iterator<Item = ComponentId> {
        let tracks = self.tracks.get(&id).into_iter().flatten();
        tracks.flatten().flat_map(|work| work.needs.iter().copied())
    }
}
