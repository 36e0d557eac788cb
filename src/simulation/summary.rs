use std::collections::BTreeSet;

use crate::model::{ComponentId, Detail, Level, Plan};

use super::Timeline;

/// What a scenario cost one component, beside its targets; `None` of a time:
/// without end; `None` of a verdict: no target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    pub down: Option<u64>,
    pub degraded: Option<u64>,
    pub longest_down: Option<u64>,
    pub rto: Option<u64>,
    pub meets_rto: Option<bool>,
    pub mtpd: Option<u64>,
    pub meets_mtpd: Option<bool>,
    /// The least share of its load that it could serve.
    pub capacity: f64,
    pub mbco: Option<f64>,
    pub meets_mbco: Option<bool>,
    /// What is lost at most when the stores that fell must come from their backups;
    /// `None`: none that it needs and whose backups are declared fell.
    pub data_loss: Option<u64>,
    pub rpo: Option<u64>,
    pub meets_rpo: Option<bool>,
}

impl Summary {
    pub fn of(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Self {
        let targets = &plan.component(id).targets;
        let longest_down = timeline.longest_down(id);
        let within = |target: u64| longest_down.is_some_and(|longest| longest <= target);
        let rto = targets.rto.map(|at| at.value.seconds());
        let mtpd = targets.mtpd.map(|at| at.value.seconds());
        let rpo = targets.rpo.map(|at| at.value.seconds());
        let mbco = targets.mbco.map(|at| at.value.value());
        let capacity = timeline.capacity(id);
        let data_loss = data_loss(plan, timeline, id);
        Self {
            down: timeline.total(id, Level::Down),
            degraded: timeline.total(id, Level::Degraded),
            longest_down,
            rto,
            meets_rto: rto.map(within),
            mtpd,
            meets_mtpd: mtpd.map(within),
            capacity,
            mbco,
            meets_mbco: mbco.map(|least| capacity >= least),
            data_loss,
            rpo,
            meets_rpo: rpo.map(|rpo| data_loss.unwrap_or(0) <= rpo),
        }
    }

    /// The names of the targets that are not met.
    pub fn broken(&self) -> impl Iterator<Item = &'static str> {
        let all = [
            ("RTO", self.meets_rto),
            ("MTPD", self.meets_mtpd),
            ("MBCO", self.meets_mbco),
            ("RPO", self.meets_rpo),
        ];
        let broken = all.into_iter().filter(|(_, met)| *met == Some(false));
        broken.map(|(name, _)| name)
    }
}

/// The longest time between two backups among the stores that were down and that
/// the component needs, itself included.
fn data_loss(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Option<u64> {
    if timeline.intervals(id).is_empty() {
        return None;
    }
    let mut seen = BTreeSet::from([id]);
    let mut stack = vec![id];
    let mut longest = None;
    while let Some(at) = stack.pop() {
        let component = plan.component(at);
        let mut intervals = timeline.intervals(at).into_iter();
        if let Detail::Resource(resource) = &component.detail
            && intervals.any(|one| one.level == Level::Down)
        {
            let every = resource.backup.and_then(|backup| backup.every);
            longest = longest.max(every.map(|every| every.value.seconds()));
        }
        let groups = component.requirements.iter().flat_map(|one| &one.group);
        stack.extend(groups.map(|to| to.value).filter(|to| seen.insert(*to)));
    }
    longest
}
