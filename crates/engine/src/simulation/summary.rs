use jurymast_plan::model::{ComponentId, Kind, Level, Plan};
use jurymast_terms::units::{Duration, Lasting};

use super::Timeline;

/// What a scenario cost one component, beside its targets; a target that it does
/// not have is `None`, and so is the verdict on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// How long it was down in all.
    pub down: Lasting,
    /// How long it was degraded in all.
    pub degraded: Lasting,
    /// The longest time without a break that it was down.
    pub longest_down: Lasting,
    /// The RTO that the plan sets.
    pub rto: Option<Duration>,
    /// Whether the longest time down is within the RTO.
    pub meets_rto: Option<bool>,
    /// The MTPD that the plan sets.
    pub mtpd: Option<Duration>,
    /// Whether the longest time down is within the MTPD.
    pub meets_mtpd: Option<bool>,
    /// The least share of its load that it could serve; 0 while it was down.
    pub capacity: f64,
    /// The same of the time that it was not down.
    pub serving: f64,
    /// The MBCO that the plan sets, as a share between 0 and 1.
    pub mbco: Option<f64>,
    /// Whether its share stays at or above the MBCO: `serving` where an RTO or MTPD allows
    /// it to be down for a time, else `capacity`.
    pub meets_mbco: Option<bool>,
    /// What is lost at most when the stores that fell must come from their backups;
    /// `None`: none fell, or it is not known.
    pub data_loss: Option<Duration>,
    /// The RPO that the plan sets.
    pub rpo: Option<Duration>,
    /// `None` with an RPO: not known.
    pub meets_rpo: Option<bool>,
    /// A store that fell and of which nothing says how its data is kept; itself, where
    /// nothing that it needs is a store.
    pub unkept: Option<ComponentId>,
}

impl Summary {
    /// Reads one component off a timeline of the same plan.
    pub fn of(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Self {
        let times = Self::times(plan, timeline, id);
        let (lost, unkept) = data_loss(plan, timeline, id);
        let known = unkept.is_none();
        let too_much = times.rpo.is_some() && lost > times.rpo;
        Self {
            data_loss: lost.filter(|_| known || too_much),
            meets_rpo: match (times.rpo, too_much, known) {
                (None, ..) | (_, false, false) => None,
                (_, too_much, _) => Some(!too_much),
            },
            unkept,
            ..times
        }
    }

    /// All but the loss of data, for which one must look at what it needs.
    pub fn times(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Self {
        let targets = &plan.component(id).targets;
        let longest_down = timeline.longest_down(id);
        let within = |target| longest_down.is_within(target);
        let rto = targets.rto.map(|at| at.value);
        let mtpd = targets.mtpd.map(|at| at.value);
        let rpo = targets.rpo.map(|at| at.value);
        let mbco = targets.mbco.map(|at| at.value.value());
        let capacity = timeline.capacity(id);
        let serving = timeline.serving(id);
        // How long it may be down is for RTO and MTPD to say; without them, not at all.
        let judged = match rto.or(mtpd) {
            Some(_) => serving,
            None => capacity,
        };
        Self {
            down: timeline.total(id, Level::Down),
            degraded: timeline.total(id, Level::Degraded),
            longest_down,
            rto,
            meets_rto: rto.map(within),
            mtpd,
            meets_mtpd: mtpd.map(within),
            capacity,
            serving,
            mbco,
            meets_mbco: mbco.map(|least| judged >= least),
            data_loss: None,
            rpo,
            meets_rpo: None,
            unkept: None,
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

/// Whom to show: activities and services that were hit, or else whatever was, by
/// tier and then as in the plan.
pub fn shown(plan: &Plan, timeline: &Timeline) -> Vec<ComponentId> {
    let ours =
        |id: &ComponentId| matches!(plan.component(*id).kind(), Kind::Activity | Kind::Service);
    let mut shown: Vec<ComponentId> = timeline.hit().into_iter().filter(ours).collect();
    if shown.is_empty() {
        shown = timeline.hit();
    }
    shown.sort_by_key(|id| (plan.component(*id).rank(), *id));
    shown
}

/// The longest time between two backups among the stores of a component that were
/// down, and the first of which that is not known.
fn data_loss(
    plan: &Plan,
    timeline: &Timeline,
    id: ComponentId,
) -> (Option<Duration>, Option<ComponentId>) {
    if timeline.intervals(id).is_empty() {
        return (None, None);
    }
    let stores = plan.stores_of(id);
    let mut unkept = stores.is_empty().then_some(id);
    let mut longest = None;
    for store in stores {
        let mut intervals = timeline.intervals(store).into_iter();
        if intervals.any(|one| one.level == Level::Down) {
            match plan.component(store).loses() {
                Some(time) => longest = longest.max(Some(time)),
                None => unkept = unkept.or(Some(store)),
            }
        }
    }
    (longest, unkept)
}
