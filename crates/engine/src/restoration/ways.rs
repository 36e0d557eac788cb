use jurymast_plan::model::{Backup, Component, ComponentId, Phase, Plan, Step};
use jurymast_terms::units::Duration;

use crate::undeclared::UndeclaredTime;

use super::backups::{makes_anew, restore_needs};
use super::{Loss, LossOrigin};

/// One way in which a struck component comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayBack {
    /// Which of the ways it is.
    pub kind: WayKind,
    /// All of these must be done; they go on side by side, each in its order.
    pub tracks: Vec<Vec<Work>>,
}

impl WayBack {
    /// Whether the plan says what is done, if not how long it takes.
    pub fn is_said(&self) -> bool {
        let mut work = self.tracks.iter().flatten();
        work.all(|one| one.item != WorkItem::Repair)
    }

    /// What it takes by what is declared: the longest of its tracks.
    pub fn at_least(&self) -> Duration {
        let track = |work: &Vec<Work>| {
            let times = work.iter().filter_map(|one| one.takes);
            times.fold(Duration::ZERO, Duration::saturating_add)
        };
        self.tracks.iter().map(track).max().unwrap_or_default()
    }

    /// The same where every time is declared.
    pub fn at_most(&self) -> Option<Duration> {
        let mut work = self.tracks.iter().flatten();
        let is_declared = work.all(|one| one.takes.is_some());
        is_declared.then(|| self.at_least())
    }
}

/// Why a component is back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayKind {
    /// The cause is gone, and what that left to do is done: of a domain, by its end or
    /// its own repair. Work begins when it is.
    CauseGone,
    /// A step made it anew in another place. Work begins when the loss is noticed.
    Moved {
        /// Index in the runbook's steps.
        step: usize,
    },
    /// It was made anew elsewhere from a backup. Work begins when the loss is noticed.
    MadeAnew {
        /// Index in the component's backups.
        backup: usize,
    },
    /// Its runbook's steps, and a restore if data were lost, repaired it where it
    /// stands. Work begins when the loss is noticed.
    Repaired,
}

/// One piece of work on the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// What is done.
    pub item: WorkItem,
    /// `None`: not declared.
    pub takes: Option<Duration>,
    /// What must be up while it is done; it begins anew when that was lost.
    pub needs: Vec<ComponentId>,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkItem {
    /// A step of the component's runbook, by its index.
    Step(usize),
    /// The restore of one of its backups, by its index; `None`: it loses data, and
    /// declares no backup.
    Restore(Option<usize>),
    /// Its data are had from this copy of it, where no backup survived: whether that has all
    /// of them, and how long it takes, nobody says.
    Copy(ComponentId),
    /// Its repair, of which no step of a runbook says how.
    Repair,
}

impl Work {
    /// The repair of what has no steps.
    pub(super) fn repair() -> Self {
        Self {
            item: WorkItem::Repair,
            takes: None,
            needs: Vec::new(),
        }
    }

    /// What would carry the call to who does this for a component, where nothing that does is
    /// up; `None` where somebody can be called, as far as the plan says.
    pub fn uncalled_for(
        &self,
        plan: &Plan,
        of: ComponentId,
        is_down: impl Fn(ComponentId) -> bool,
    ) -> Option<ComponentId> {
        let owner = match self.item {
            WorkItem::Step(at) => plan.runbook(of).and_then(|book| book.steps[at].owner),
            WorkItem::Restore(_) | WorkItem::Copy(_) | WorkItem::Repair => None,
        };
        let team = owner.or(plan.component(of).team.map(|team| team.value))?;
        let ways = plan.ways_to_call(team)?;
        let is_needed = ways.iter().all(|at| is_down(at.value));
        ways.first().map(|at| at.value).filter(|_| is_needed)
    }

    /// The time that is missing, where it is.
    pub fn undeclared(&self, component: ComponentId) -> Option<UndeclaredTime> {
        let missing = match self.item {
            WorkItem::Step(step) => UndeclaredTime::Takes { component, step },
            WorkItem::Restore(backup) => UndeclaredTime::Restore { component, backup },
            WorkItem::Copy(component) => UndeclaredTime::OldCopy { component },
            WorkItem::Repair => UndeclaredTime::Repair { component },
        };
        self.takes.is_none().then_some(missing)
    }
}

/// Every way back of a component from a loss, whether or not it can be gone now: what
/// its work needs, and where its backups stand, is in the work. Empty: never back.
pub fn ways_back(
    plan: &Plan,
    of: ComponentId,
    loss: Loss,
    is_lost: impl Fn(ComponentId) -> bool,
) -> Vec<WayBack> {
    let component = plan.component(of);
    let data_lost = loss.takes_data(plan, of);
    let steps = recovery_steps(plan, of, is_lost);
    let restores = if data_lost {
        restores(component)
    } else {
        Vec::new()
    };
    // Beside or after the work of a way, where data are lost: one way for each restore.
    let with_restore = |kind: WayKind, tracks: &dyn Fn(Option<&Work>) -> Vec<Vec<Work>>| {
        let all: Vec<Option<&Work>> = match data_lost {
            true => restores.iter().map(Some).collect(),
            false => vec![None],
        };
        let all = all.into_iter().map(move |restore| WayBack {
            kind,
            tracks: tracks(restore),
        });
        all.collect::<Vec<WayBack>>()
    };
    let beside = |steps: Vec<Work>, restore: Option<&Work>| {
        let all = [steps, restore.cloned().into_iter().collect()];
        all.into_iter().filter(|track| !track.is_empty()).collect()
    };
    let side_by_side = |restore: Option<&Work>| beside(steps.clone(), restore);
    let mut ways = Vec::new();
    match loss.origin {
        LossOrigin::Domain => ways.extend(with_restore(WayKind::CauseGone, &side_by_side)),
        LossOrigin::Own if loss.ends => ways.push(WayBack {
            kind: WayKind::CauseGone,
            tracks: Vec::new(),
        }),
        LossOrigin::Own if !steps.is_empty() => {
            ways.extend(with_restore(WayKind::Repaired, &side_by_side));
        }
        // Somebody repairs it; the plan does not say how.
        LossOrigin::Own if plan.is_repaired_here(of) => {
            let repaired = |restore: Option<&Work>| beside(vec![Work::repair()], restore);
            ways.extend(with_restore(WayKind::Repaired, &repaired));
        }
        LossOrigin::Own => {}
    }
    for step in &steps {
        let WorkItem::Step(at) = step.item else {
            continue;
        };
        let moves_to = plan.runbook(of).map(|book| &book.steps[at].moves_to);
        let Some(to) = moves_to.filter(|to| !to.is_empty()) else {
            continue;
        };
        let there = |work: &Work| {
            let mut work = work.clone();
            work.needs.extend(to);
            work
        };
        let one_by_one = |restore: Option<&Work>| {
            let all = [step].into_iter().chain(restore);
            vec![all.map(there).collect()]
        };
        ways.extend(with_restore(WayKind::Moved { step: at }, &one_by_one));
    }
    if data_lost || !loss.ends {
        let all = component.backups.iter().enumerate();
        let apart = all.filter(|(_, one)| makes_anew(one));
        ways.extend(apart.map(|(at, backup)| WayBack {
            kind: WayKind::MadeAnew { backup: at },
            tracks: vec![vec![restore(component, at, backup)]],
        }));
    }
    ways
}

/// The steps that bring a component back, in order: those of its runbook of the phases
/// activation and recovery, that are for this loss and are no switch to a fallback.
pub fn recovery_steps(
    plan: &Plan,
    of: ComponentId,
    is_lost: impl Fn(ComponentId) -> bool,
) -> Vec<Work> {
    let steps = plan
        .runbook(of)
        .map(|book| &book.steps[..])
        .unwrap_or_default();
    let for_this = |step: &Step| {
        step.phase != Phase::Reconstitution
            && step.switches_to.is_none()
            && (step.if_lost.is_empty() || step.if_lost.iter().any(|id| is_lost(*id)))
    };
    let steps = steps.iter().enumerate().filter(|(_, step)| for_this(step));
    let work = |(at, step): (usize, &Step)| Work {
        item: WorkItem::Step(at),
        takes: step.takes.map(|at| at.value),
        needs: step.needs.iter().map(|at| at.value).collect(),
    };
    steps.map(work).collect()
}

/// One for each backup, and for each copy that may have the data where no backup survives;
/// where no backup is declared, one whose time nobody knows.
pub(super) fn restores(component: &Component) -> Vec<Work> {
    if component.backups.is_empty() {
        return vec![Work {
            item: WorkItem::Restore(None),
            takes: None,
            needs: Vec::new(),
        }];
    }
    let backups = component.backups.iter().enumerate();
    let backups = backups.map(|(at, backup)| restore(component, at, backup));
    let copies = component.replicas.iter().flat_map(|one| &one.members);
    let copies = copies.map(|copy| Work {
        item: WorkItem::Copy(*copy),
        takes: None,
        needs: Vec::new(),
    });
    backups.chain(copies).collect()
}

fn restore(component: &Component, at: usize, backup: &Backup) -> Work {
    Work {
        item: WorkItem::Restore(Some(at)),
        takes: backup.restore.map(|at| at.value),
        needs: restore_needs(component, at),
    }
}
