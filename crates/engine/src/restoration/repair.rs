use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::units::Duration;

use crate::undeclared::UndeclaredTime;

use super::backups::makes_anew;
use super::ways::{recovery_steps, restores};
use super::{Work, WorkItem, survives};

/// The work on what failed itself, as an incident sheet counts it: the cause does not
/// go away by itself, and its data are lost. Steps and restore go on side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What it is the repair of.
    pub of: ComponentId,
    /// The recovery steps of its runbook, in order; where it has none, the repair of
    /// which nobody says how long it takes.
    pub steps: Vec<Work>,
    /// The restores of the backups that survived; the first that is done will do.
    pub restores: Vec<Work>,
    /// Those of them that make it anew elsewhere, so that nothing else need be done.
    pub anew: Vec<Work>,
    /// Its data are lost, it declares backups, and none of them survived.
    pub all_lost: bool,
}

impl Repair {
    /// `is_lost` says what this loss takes; with it what stands in it burns.
    pub fn of(plan: &Plan, of: ComponentId, is_lost: impl Fn(ComponentId) -> bool) -> Self {
        let component = plan.component(of);
        let left = |work: &Work| match work.item {
            WorkItem::Restore(Some(at)) => {
                survives(plan, component, &component.backups[at], &is_lost)
            }
            _ => true,
        };
        let restores: Vec<Work> = match component.keeps_data() {
            true => restores(component).into_iter().filter(left).collect(),
            false => Vec::new(),
        };
        let is_anew = |work: &&Work| match work.item {
            WorkItem::Restore(Some(at)) => makes_anew(&component.backups[at]),
            _ => false,
        };
        Self {
            of,
            steps: recovery_steps(plan, of, &is_lost),
            all_lost: component.keeps_data() && restores.is_empty(),
            anew: restores.iter().filter(is_anew).cloned().collect(),
            restores,
        }
        .with_repair()
    }

    /// The same with other steps of its runbook.
    #[must_use]
    pub fn with_steps(self, steps: Vec<Work>) -> Self {
        Self { steps, ..self }.with_repair()
    }

    fn with_repair(mut self) -> Self {
        if self.steps.is_empty() {
            self.steps.push(Work::repair());
        }
        self
    }

    /// Whether a step of its runbook says how it is repaired.
    pub fn has_steps(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.all(|work| work.item != WorkItem::Repair)
    }

    /// What it takes at least by what is declared: the longer of its steps and its
    /// shortest restore.
    pub fn at_least(&self) -> Duration {
        let time = |work: &Work| work.takes.unwrap_or(Duration::ZERO);
        let steps = self.steps.iter().map(time);
        let steps = steps.fold(Duration::ZERO, Duration::saturating_add);
        let restore = self.restores.iter().map(time).min();
        steps.max(restore.unwrap_or(Duration::ZERO))
    }

    /// Every time that is missing; empty: it takes [`Repair::at_least`], no more.
    pub fn undeclared(&self) -> Vec<UndeclaredTime> {
        let missing = |work: &Work| work.undeclared(self.of);
        let is_timed = |all: &[Work]| all.iter().any(|work| work.takes.is_some());
        if !self.has_steps() && is_timed(&self.anew) {
            return Vec::new();
        }
        let mut all: Vec<UndeclaredTime> = self.steps.iter().filter_map(missing).collect();
        if !is_timed(&self.restores) {
            all.extend(self.restores.iter().filter_map(missing));
        }
        all
    }

    /// For each piece of work the first thing that it needs and that is down.
    pub fn blocked(&self, is_down: impl Fn(ComponentId) -> bool) -> Vec<(WorkItem, ComponentId)> {
        let all = self.steps.iter().chain(&self.restores);
        let blocked = |work: &Work| {
            let mut needs = work.needs.iter();
            Some((work.item, *needs.find(|id| is_down(**id))?))
        };
        all.filter_map(blocked).collect()
    }
}
