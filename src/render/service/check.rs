use crate::render::Input;
use jurymast_engine::graph::EdgeRole;
use jurymast_plan::model::{
    Component, ComponentId, Detection, Kind, Mode, Needed, Phase, Requirement,
};

use crate::render::views::{DeclaredValue, Reference, RestView, rate, through};

/// Who leans on the service.
pub(super) struct Dependents {
    pub(super) direct: Vec<Dependent>,
    pub(super) down: usize,
    pub(super) degraded: usize,
}

pub(super) struct Dependent {
    pub(super) own: Reference,
    /// "cannot work without it"
    pub(super) how: &'static str,
    /// How it stands with nothing failing; `None`: up.
    pub(super) now: Option<RestView>,
}

impl Dependents {
    pub(super) fn of(input: &Input<'_>, id: ComponentId, root: &str) -> Self {
        let radius = input.analysis.fault_table().of_component(id);
        let needed_by = input.analysis.graph.needed_by(id);
        let direct = needed_by.into_iter().map(|(who, role)| {
            let how = match role {
                EdgeRole::Hard | EdgeRole::HardAtStart => "cannot work without it",
                EdgeRole::Shared => "has something that stands in",
                EdgeRole::Soft => "goes on degraded without it",
                EdgeRole::Fallback => "falls back on it",
                EdgeRole::Bound if input.plan().component(who).kind() == Kind::Ai => {
                    "goes through it"
                }
                EdgeRole::Bound | EdgeRole::Domain => "fails with it",
            };
            Dependent {
                own: Reference::to(input.plan(), who, root),
                how,
                now: RestView::of(input, who, root),
            }
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
    pub(super) mode: String,
    pub(super) holds: Option<String>,
    pub(super) detect: DeclaredValue,
    pub(super) demand: DeclaredValue,
    pub(super) why: DeclaredValue,
}

pub(super) fn needs(input: &Input<'_>, component: &Component, root: &str) -> Vec<Need> {
    let need = |requirement: &Requirement| Need {
        what: Reference::all(
            input.plan(),
            requirement.group.iter().map(|to| to.value),
            root,
        ),
        enough: (requirement.group.len() > 1)
            .then(|| format!("{} of {}", requirement.at_least, requirement.group.len())),
        mode: mode(requirement),
        holds: requirement.holds.map(|at| at.value.to_string()),
        detect: DeclaredValue::of(requirement.detect.as_ref().map(|one| detect(input, one))),
        demand: DeclaredValue::or(requirement.demand.and_then(rate), "–"),
        why: DeclaredValue::or(
            requirement.why.as_ref().or(requirement.degraded.as_ref()),
            "–",
        ),
    };
    component.requirements.iter().map(need).collect()
}

/// "hard", "soft, to start"
fn mode(requirement: &Requirement) -> String {
    let mode = match requirement.mode {
        Mode::Hard => "hard",
        Mode::Soft => "soft",
    };
    match requirement.needed {
        Needed::Run => mode.to_owned(),
        Needed::Start | Needed::Both => format!("{mode}, {}", requirement.needed.words()),
    }
}

/// "1m; 15m for timeouts; seen by Alerting, or Outside probe"
fn detect(input: &Input<'_>, detect: &Detection) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(detect.within.map(|time| time.value.to_string()));
    let own = detect.by_symptom.iter();
    parts.extend(own.map(|(symptom, time)| format!("{} for {}", time.value, symptom.words())));
    parts.extend(through(input.plan(), &detect.by).map(|names| format!("seen by {names}")));
    parts.join("; ")
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
