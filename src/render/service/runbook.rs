use jurymast_plan::model::{ComponentId, Phase, Plan, RungRecord, Step};

use crate::render::views::{DeclaredValue, Reference};

/// One step as it is followed.
pub(super) struct StepView {
    /// The losses it is for, where it is not for all: "Order queue or Cart store".
    pub(super) only: Option<String>,
    pub(super) text: String,
    pub(super) run: Option<String>,
    pub(super) owner: DeclaredValue,
    pub(super) takes: DeclaredValue,
    pub(super) verify: Option<String>,
    /// What shows that it works, a line each.
    pub(super) evidence: Vec<String>,
    /// What must be up for it.
    pub(super) needs: Vec<Reference>,
    /// Where it makes the component anew.
    pub(super) moves_to: Vec<Reference>,
}

/// The steps of one phase.
pub(super) struct PhaseView {
    pub(super) name: &'static str,
    pub(super) steps: Vec<StepView>,
}

/// The runbook of something the service needs that has no service page.
pub(super) struct Borrowed {
    pub(super) of: Reference,
    pub(super) phases: Vec<PhaseView>,
}

pub(super) fn phases(plan: &Plan, of: ComponentId, wanted: &[Phase], root: &str) -> Vec<PhaseView> {
    let Some(book) = plan.runbook(of) else {
        return Vec::new();
    };
    let phase = |phase: &Phase| PhaseView {
        name: title(*phase),
        steps: book
            .steps
            .iter()
            .filter(|step| step.phase == *phase)
            .map(|step| view(plan, step, root))
            .collect(),
    };
    wanted
        .iter()
        .map(phase)
        .filter(|phase| !phase.steps.is_empty())
        .collect()
}

pub(super) fn borrowed(plan: &Plan, of: ComponentId, root: &str) -> Option<Borrowed> {
    let phases = phases(plan, of, &Phase::ALL, root);
    (!phases.is_empty()).then(|| Borrowed {
        of: Reference::to(plan, of, root),
        phases,
    })
}

fn title(phase: Phase) -> &'static str {
    match phase {
        Phase::Activation => "First: assess and activate",
        Phase::Recovery => "Then: recover",
        Phase::Reconstitution => "Then: clean up",
    }
}

fn view(plan: &Plan, step: &Step, root: &str) -> StepView {
    let Step {
        place: _,
        phase: _,
        text,
        run,
        owner,
        takes,
        verify,
        if_lost,
        moves_to,
        switches_to: _,
        needs,
        evidence,
    } = step;
    let losses: Vec<&str> = if_lost
        .iter()
        .map(|id| plan.component(*id).name.as_str())
        .collect();
    StepView {
        only: (!losses.is_empty()).then(|| losses.join(" or ")),
        text: text.clone(),
        run: run.clone(),
        owner: DeclaredValue::or(
            owner.map(|id| plan.team(id).name.as_str()),
            "no owner declared",
        ),
        takes: DeclaredValue::or(takes.map(|time| time.value), "duration not declared"),
        verify: verify.clone(),
        evidence: evidence.iter().map(RungRecord::to_string).collect(),
        needs: Reference::all(plan, needs.iter().map(|at| at.value), root),
        moves_to: Reference::all(plan, moves_to.iter().copied(), root),
    }
}
