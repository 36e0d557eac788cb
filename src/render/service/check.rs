use crate::render::Input;
use jurymast_engine::graph::EdgeRole;
use jurymast_plan::model::{Component, ComponentId, Demand, Kind, Mode, Phase};

use crate::render::views::{DeclaredValue, Reference};

/// Who leans on the service.
pub(super) struct Dependents {
    pub(super) direct: Vec<(Reference, &'static str)>,
    pub(super) down: usize,
    pub(super) degraded: usize,
}

impl Dependents {
    pub(super) fn of(input: &Input<'_>, id: ComponentId, root: &str) -> Self {
        let radius = input.analysis.fault_table().of_component(id);
        let needed_by = input.analysis.graph.needed_by(id);
        let direct = needed_by.into_iter().map(|(who, role)| {
            let how = match role {
                EdgeRole::Hard => "cannot work without it",
                EdgeRole::Shared => "has something that stands in",
                EdgeRole::Soft => "goes on degraded without it",
                EdgeRole::Fallback => "falls back on it",
                EdgeRole::Bound if input.plan().component(who).kind() == Kind::Ai => {
                    "goes through it"
                }
                EdgeRole::Bound | EdgeRole::Domain => "fails with it",
            };
            (Reference::to(input.plan(), who, root), how)
        });
        Self {
            direct: direct.collect(),
            down: radius.down,
            degraded: radius.degraded,
        }
    }
}

/// A requirement in full.
pub(super) struct Need {
    pub(super) what: Vec<Reference>,
    pub(super) enough: Option<String>,
    pub(super) mode: &'static str,
    pub(super) detect: DeclaredValue,
    pub(super) demand: DeclaredValue,
    pub(super) why: DeclaredValue,
}

pub(super) fn needs(input: &Input<'_>, component: &Component, root: &str) -> Vec<Need> {
    let need = |requirement: &jurymast_plan::model::Requirement| Need {
        what: Reference::all(
            input.plan(),
            requirement.group.iter().map(|to| to.value),
            root,
        ),
        enough: (requirement.group.len() > 1)
            .then(|| format!("{} of {}", requirement.at_least, requirement.group.len())),
        mode: match requirement.mode {
            Mode::Hard => "hard",
            Mode::Soft => "soft",
        },
        detect: DeclaredValue::of(requirement.detect_within().map(|at| at.value)),
        demand: DeclaredValue::or(requirement.demand.and_then(demand), "–"),
        why: DeclaredValue::or(
            requirement.why.as_ref().or(requirement.degraded.as_ref()),
            "–",
        ),
    };
    component.requirements.iter().map(need).collect()
}

fn demand(Demand { rpm, tpm }: Demand) -> Option<String> {
    let rpm = rpm.map(|count| format!("{count} requests/min"));
    let tpm = tpm.map(|count| format!("{count} tokens/min"));
    let parts: Vec<String> = rpm.into_iter().chain(tpm).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The verify lines of the steps that bring the service back.
pub(super) fn verify_lines(input: &Input<'_>, id: ComponentId) -> Vec<String> {
    let steps = input.plan().runbook(id).map_or(&[][..], |book| &book.steps);
    steps
        .iter()
        .filter(|step| step.phase != Phase::Activation)
        .filter_map(|step| step.verify.clone())
        .collect()
}
