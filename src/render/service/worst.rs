//! The scenario that keeps a service down longest.

use crate::render::Input;
use jurymast_engine::simulation::{Summary, Verdict};
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
        let verdicts = [summary.rto_verdict, summary.mtpd_verdict];
        let broken = verdicts.contains(&Verdict::Missed);
        let unknown = verdicts.contains(&Verdict::Unknown);
        let mut lines = Vec::new();
        if down {
            lines.push(match summary.longest_down {
                Lasting::For(time) if summary.longest_down_at_most == Lasting::For(time) => {
                    format!("Achievable RTO: {time}.")
                }
                Lasting::For(time) => format!("Achievable RTO: at least {time}."),
                Lasting::Forever => "It never comes back.".to_owned(),
            });
            let targets = [
                ("RTO", summary.rto, summary.rto_verdict),
                ("MTPD", summary.mtpd, summary.mtpd_verdict),
            ];
            lines.extend(targets.into_iter().filter_map(|(name, target, verdict)| {
                Some(format!(
                    "{name} {}: {} in this scenario.",
                    target?,
                    verdict.as_str()
                ))
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
                (false, _) if unknown => "is-warning",
                _ => "is-degraded",
            },
            lines,
        })
    }
}
