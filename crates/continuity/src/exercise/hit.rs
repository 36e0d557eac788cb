use jurymast_engine::simulation::{Summary, Timeline, shown};
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::units::Lasting;

/// One activity or service that the scenario takes down or degrades.
#[derive(Debug, Clone)]
pub struct ScenarioHit {
    /// Which it is.
    pub component: ComponentId,
    /// As the plan names it.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// From 1, the most critical, to 4; `None`: not declared.
    pub tier: Option<u8>,
    /// "down 20m, degraded 1h", by the times that the plan declares.
    pub expected: String,
    /// "RTO 15m, MTPD 4h".
    pub targets: String,
    /// Targets that are missed by the plan's own times.
    pub missed: Vec<&'static str>,
    /// Targets of which the plan does not say enough.
    pub unknown: Vec<&'static str>,
}

/// Whom `simulate` shows, in that order.
pub(super) fn hits(plan: &Plan, timeline: &Timeline) -> Vec<ScenarioHit> {
    let ids = shown(plan, timeline).into_iter();
    ids.map(|id| view(plan, timeline, id)).collect()
}

impl ScenarioHit {
    /// "all targets are met", "missed: RTO; unknown: MTPD".
    pub fn verdict(&self) -> String {
        let named = |word: &str, names: &[&str]| match names {
            [] => None,
            names => Some(format!("{word}: {}", names.join(", "))),
        };
        let parts = [
            named("missed", &self.missed),
            named("unknown", &self.unknown),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            "all targets are met".to_owned()
        } else {
            parts.join("; ")
        }
    }
}

fn view(plan: &Plan, timeline: &Timeline, id: ComponentId) -> ScenarioHit {
    let component = plan.component(id);
    let all = Summary::of(plan, timeline, id);
    let mut expected: Vec<String> = all.down_words().into_iter().collect();
    if all.degraded > Lasting::NONE {
        expected.push(format!("degraded {}", all.degraded));
    }
    let targets = &component.targets;
    let said = [
        targets.rto.map(|at| format!("RTO {}", at.value)),
        targets.mtpd.map(|at| format!("MTPD {}", at.value)),
        targets.mbco.map(|at| format!("MBCO {}", at.value)),
        targets.rpo.map(|at| format!("RPO {}", at.value)),
    ];
    ScenarioHit {
        component: id,
        id: component.id.clone(),
        name: component.name.clone(),
        tier: component.tier.map(|tier| tier.value.number()),
        expected: expected.join(", "),
        targets: said.into_iter().flatten().collect::<Vec<_>>().join(", "),
        missed: all.broken().collect(),
        unknown: all.unknown().collect(),
    }
}
