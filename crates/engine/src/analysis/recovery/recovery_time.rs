use jurymast_plan::model::{Component, ComponentId, Kind, Phase, Plan};
use jurymast_terms::units::Duration;

/// How long the own work of one component takes until it has started again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecoveryTime {
    /// All of it: repair or restore, then the restart.
    pub time: Duration,
    /// Of that the restart, for which it must have what it needs to start.
    pub restart: Duration,
    /// The plan gives the time, or none is needed.
    pub declared: bool,
}

impl RecoveryTime {
    /// What failed itself is mended by the steps of its runbook up to recovery, or
    /// restored from its backup, whichever takes longer, and then restarts; what was
    /// stopped restarts; what only fell takes no time of its own. A restart that is not
    /// declared takes none.
    pub fn of(plan: &Plan, id: ComponentId, failed_itself: bool, stopped: bool) -> Self {
        let component = plan.component(id);
        let restart = component.restart.filter(|_| stopped || failed_itself);
        let restart = restart.map_or(Duration::ZERO, |time| time.value);
        let mend = failed_itself.then(|| steps(plan, id).max(restore(component)));
        let is_declared = |mend: Option<Duration>| mend.is_some() || component.is_mere_grouping();
        Self {
            time: restart.saturating_add(mend.flatten().unwrap_or_default()),
            restart,
            declared: mend.is_none_or(is_declared),
        }
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
