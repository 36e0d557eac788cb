use askama::Template;

use crate::render::Input;
use crate::render::frame::{Frame, Page, Section};
use crate::render::paths::{self, UP};
use crate::render::pictures::{self, Picture};
use jurymast_diagram::parallel;
use jurymast_plan::model::{ComponentId, Kind, Phase};

use super::act::Answers;
use super::check::{Dependents, Need, needs, verify_lines};
use super::gaps::GapsView;
use super::head::Head;
use super::losses::{LossTable, Losses};
use super::runbook::{PhaseView, phases};
use super::worst::WorstScenario;
use crate::render::views::{Tell, tells};

#[derive(Template)]
#[template(path = "service.html")]
struct ServicePage {
    frame: Frame,
    head: Head,
    worst: Option<WorstScenario>,
    act: Answers,
    now: Vec<PhaseView>,
    back: Vec<PhaseView>,
    tells: Vec<Tell>,
    losses: LossTable,
    gaps: Option<GapsView>,
    dependents: Dependents,
    picture: Picture,
    needs: Vec<Need>,
    verify: Vec<String>,
}

/// A page for every service and every activity of the plan.
pub(in crate::render) fn pages(input: &Input<'_>) -> Result<Vec<Page>, askama::Error> {
    let losses = Losses::of(input);
    let services: Vec<ComponentId> = input
        .plan()
        .enumerate()
        .filter(|(_, component)| has_page(component.kind()))
        .map(|(id, _)| id)
        .collect();
    parallel::map(services.len(), |at| page(input, &losses, services[at]))
        .into_iter()
        .collect()
}

fn section(kind: Kind) -> Section {
    match kind {
        Kind::Activity => Section::Activities,
        _ => Section::Services,
    }
}

/// Whether what is to be done stands on a page of its own.
pub(super) fn has_page(kind: Kind) -> bool {
    matches!(kind, Kind::Service | Kind::Activity)
}

fn page(input: &Input<'_>, losses: &Losses, id: ComponentId) -> Result<Page, askama::Error> {
    let plan = input.plan();
    let component = plan.component(id);
    let view = ServicePage {
        frame: Frame::new(input, &component.name, UP, section(component.kind())),
        head: Head::of(input, id, UP),
        worst: WorstScenario::of(input, id),
        act: Answers::of(input, id, UP),
        now: phases(plan, id, &[Phase::Activation, Phase::Recovery], UP),
        back: phases(plan, id, &[Phase::Reconstitution], UP),
        tells: tells(plan),
        losses: losses.table(input, id, UP),
        gaps: GapsView::of(input, losses, id, UP),
        dependents: Dependents::of(input, id, UP),
        picture: pictures::neighbourhood(input, id, UP),
        needs: needs(input, component, UP),
        verify: verify_lines(input, id),
    };
    Page::of(paths::place(plan, id), &view)
}
