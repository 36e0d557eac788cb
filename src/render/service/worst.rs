//! The scenario that keeps a service down longest.

use crate::render::Input;
use jurymast_engine::simulation::Summary;
use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::Lasting;

/// The scenario that keeps a service down longest.
pub(super) struct WorstScenario {
    /// Of the plan's scenarios.
    pub(super) among: usize,
    /// Below the root.
    pub(super) href: String,
    pub(super) name: String,
    pub(super) state: &'static str,
    pub(super) class: &'static str,
    /// How long until it is back, beside what was promised.
    pub(super) lines: Vec<String>,
}

impl WorstScenario {
    /// `None`: no scenario of the plan touches it.
    pub(super) fn of(input: &Input<'_>, id: ComponentId) -> Option<Self> {
        let runs = input.analysis.runs();
        let at = runs.worst(id)?;
        let run = &runs.scenarios[at];
        let summary = Summary::times(input.plan(), &run.timeline, id);
        let down = summary.longest_down > Lasting::NONE;
        let broken = [summary.meets_rto, summary.meets_mtpd].contains(&Some(false));
        let mut lines = Vec::new();
        if down {
            lines.push(match summary.longest_down {
                Lasting::For(time) => format!("Achievable RTO: {time}."),
                Lasting::Forever => "It never comes back.".to_owned(),
            });
            let targets = [
                ("RTO", summary.rto, summary.meets_rto),
                ("MTPD", summary.mtpd, summary.meets_mtpd),
            ];
            lines.extend(targets.into_iter().filter_map(|(name, target, met)| {
                let words = if met? { "met" } else { "missed" };
                Some(format!("{name} {}: {words}.", target?))
            }));
        }
        let degraded = run.timeline.total(id, Level::Degraded);
        if degraded > Lasting::NONE {
            lines.push(format!("Degraded {}.", degraded.phrase()));
        }
        Some(Self {
            among: runs.scenarios.len(),
            href: format!("plan.html#scenario-{}", run.scenario.id),
            name: run.scenario.name.clone(),
            state: if down { "down" } else { "degraded" },
            class: match (down, broken) {
                (true, true) => "is-down",
                (true, false) => "is-warning",
                _ => "is-degraded",
            },
            lines,
        })
    }
}
