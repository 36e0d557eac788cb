use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::units::Duration;

use crate::undeclared::UndeclaredTime;

use super::backups::copy_is_left;
use super::{Loss, LossOrigin, WayBack, WayKind, Work, WorkItem, survives, ways_back};

/// The work on what failed itself, as an incident sheet counts it: the cause does not
/// go away by itself, and its data are lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What it is the repair of.
    pub of: ComponentId,
    /// The ways that are left, the first of which that is done brings it back: by the
    /// recovery steps of its runbook (where it has none, by the repair of which nobody says
    /// how long it takes) and the restore of a backup that survived, side by side; in
    /// another place; made anew from a backup elsewhere.
    pub ways: Vec<WayBack>,
}

impl Repair {
    /// `is_lost` says what this loss takes; with it what stands in it burns.
    pub fn of(plan: &Plan, of: ComponentId, is_lost: impl Fn(ComponentId) -> bool) -> Self {
        Self::by(plan, of, &is_lost, &is_lost)
    }

    /// The same where not all that is lost burns what stands in it.
    pub fn by(
        plan: &Plan,
        of: ComponentId,
        is_lost: impl Fn(ComponentId) -> bool,
        burns: impl Fn(ComponentId) -> bool,
    ) -> Self {
        let loss = Loss {
            origin: LossOrigin::Own,
            ends: false,
            loses_data: true,
        };
        let mut ways = ways_back(plan, of, loss, is_lost);
        // Somebody must mend it all the same.
        if !ways.iter().any(|way| way.kind == WayKind::Repaired) {
            ways.push(WayBack {
                kind: WayKind::Repaired,
                tracks: vec![vec![Work::repair()]],
            });
        }
        Self {
            of,
            ways: left(plan, of, ways, burns),
        }
    }

    /// Whether a step of its runbook says how it is repaired.
    pub fn has_steps(&self) -> bool {
        let mut work = self.ways.iter().flat_map(|way| way.tracks.iter().flatten());
        work.any(|one| matches!(one.item, WorkItem::Step(_)))
    }

    /// What it takes at least by what is declared: the shortest of its ways.
    pub fn at_least(&self) -> Duration {
        let ways = self.ways.iter().map(WayBack::at_least);
        ways.min().unwrap_or(Duration::ZERO)
    }

    /// Every time that is missing; empty: it takes no longer than a way of which all is
    /// declared.
    pub fn undeclared(&self) -> Vec<UndeclaredTime> {
        let is_declared = self.ways.iter().any(|way| way.at_most().is_some());
        match is_declared {
            true => Vec::new(),
            false => missing(self.of, &self.ways),
        }
    }

    /// The pieces of work of its quickest way.
    pub fn quickest(&self) -> impl Iterator<Item = &Work> {
        let first = self.ways.iter().min_by_key(|way| way.at_least());
        first
            .into_iter()
            .flat_map(|way| way.tracks.iter().flatten())
    }
}

/// Of ways back those whose backups survived; where none did, those by a copy that is left.
pub fn left(
    plan: &Plan,
    of: ComponentId,
    mut ways: Vec<WayBack>,
    burns: impl Fn(ComponentId) -> bool,
) -> Vec<WayBack> {
    let component = plan.component(of);
    let survives = |at: usize| survives(plan, component, &component.backups[at], &burns);
    let is_saved = (0..component.backups.len()).any(survives);
    let is_left = |work: &Work| match work.item {
        WorkItem::Restore(Some(at)) => survives(at),
        WorkItem::Copy(copy) => !is_saved && copy_is_left(plan, of, copy, &burns),
        _ => true,
    };
    ways.retain(|way| way.tracks.iter().flatten().all(is_left));
    ways
}

/// The times that are missing of all ways back of a component.
pub fn missing(of: ComponentId, ways: &[WayBack]) -> Vec<UndeclaredTime> {
    let work = ways.iter().flat_map(|way| way.tracks.iter().flatten());
    let mut all: Vec<UndeclaredTime> = Vec::new();
    for one in work.filter_map(|work| work.undeclared(of)) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}
