use std::ops::Range;

use jurymast_plan::model::Level;
use jurymast_terms::units::Duration;

/// What a run needs of one component.
#[derive(Debug)]
pub(in crate::simulation) struct ComponentModel {
    pub(in crate::simulation) restart: Duration,
    /// It is one that somebody starts again, and the plan gives no restart, so that it
    /// counts as zero.
    pub(in crate::simulation) restart_assumed: bool,
    pub(in crate::simulation) mbco: f64,
    /// Its own in [`super::SimulationModel::requirements`].
    pub(in crate::simulation) requirements: Range<usize>,
    pub(in crate::simulation) bindings: Vec<BindingModel>,
    /// The limits that a call to it goes through, its own first.
    pub(in crate::simulation) path: Vec<u32>,
    /// It may have work to do on its way back: steps, a backup, data to lose.
    pub(in crate::simulation) has_work: bool,
    /// Somebody repairs it when it fails by itself.
    pub(in crate::simulation) is_repaired: bool,
}

/// Something whose failure is the component's.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulation) struct BindingModel {
    pub(in crate::simulation) to: u32,
    /// The worst it can do.
    pub(in crate::simulation) worst: Level,
    /// It stands in it.
    pub(in crate::simulation) is_place: bool,
    /// It is known to use it; a host that a gateway only may use counts in the greatest run.
    pub(in crate::simulation) is_sure: bool,
    /// A call goes through it, so that no more is served than it serves.
    pub(in crate::simulation) carries: bool,
    /// Only once a step of its runbook or the restore of a backup has made it anew there.
    pub(in crate::simulation) is_elsewhere: bool,
}
