use jurymast_plan::model::{Component, ComponentId, Kind, Phase, Plan};
use jurymast_terms::units::Duration;

/// How long one component takes to come back once all it needs is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecoveryTime {
    /// All of it: repair or restore, then the restart.
    pub time: Duration,
    /// Of that the restart, for which it must have what it needs to start.
    pub restart: Duration,
    /// The plan gives a time that this rests on.
    pub declared: bool,
}

impl RecoveryTime {
    /// What failed itself is mended by the steps of its runbook up to recovery, or
    /// restored from its backup, whichever takes longer, and then restarts; what
    /// only fell with something else restarts.
    pub fn of(plan: &Plan, id: ComponentId, failed_itself: bool) -> Self {
        let component = plan.component(id);
        let restart = component.restart.map(|at| at.value);
        let mend = if failed_itself {
            steps(plan, id).max(restore(component))
        } else {
            None
        };
        let restarts = restart.unwrap_or_default();
        Self {
            time: restarts.saturating_add(mend.unwrap_or_default()),
            restart: restarts,
            declared: restart.is_some() || mend.is_some() || !component.own_failure,
        }
    }

    /// When it serves, if what it needs to start does from `starts` on: the work on what
    /// failed itself goes on beside the wait for that.
    pub(super) fn ready(self, starts: Duration) -> Duration {
        let mend = self.time.saturating_sub(self.restart);
        starts.max(mend).saturating_add(self.restart)
    }

    /// What the plan's own people bring back; the rest comes back by itself, or
    /// with what it is made of.
    pub fn is_ours(component: &Component) -> bool {
        matches!(
            component.kind(),
            Kind::Activity | Kind::Service | Kind::Resource | Kind::Ai
        )
    }
}

fn steps(plan: &Plan, id: ComponentId) -> Option<Duration> {
    let book = plan.runbook(id)?;
    let wanted = |phase| matches!(phase, Phase::Activation | Phase::Recovery);
    let steps = book.steps.iter().filter(|step| wanted(step.phase));
    let times = steps.filter_map(|step| Some(step.takes?.value));
    times.reduce(Duration::saturating_add)
}

fn restore(component: &Component) -> Option<Duration> {
    let times = component.backups.iter();
    let times = times.filter_map(|backup| Some(backup.restore?.value));
    times.min()
}
