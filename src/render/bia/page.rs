use std::cmp::Reverse;

use askama::Template;

use crate::render::Input;
use crate::render::frame::{Frame, Page, Section};
use crate::render::paths::HERE;
use crate::render::pictures::{self, Picture};
use crate::render::views::{DeclaredValue, FallbackGuide, Reference, RestView};
use jurymast_engine::analysis::FallbackId;
use jurymast_plan::model::{ComponentId, Kind, Plan};

use super::activity::ActivityView;
use super::gaps::gaps;
use super::reach::Reach;

#[derive(Template)]
#[template(path = "bia.html")]
struct BiaPage {
    frame: Frame,
    description: DeclaredValue,
    scope: DeclaredValue,
    owner: DeclaredValue,
    approved: DeclaredValue,
    /// Services stand in where no activity is declared.
    services_only: bool,
    activities: Vec<ActivityView>,
    priority: Vec<Ranked>,
    worst_rto: Option<(String, Reference)>,
    gaps: Vec<(Reference, Vec<String>)>,
    strategies: Vec<Strategy>,
    picture: Option<Picture>,
}

struct Ranked {
    own: Reference,
    now: Option<RestView>,
    tier: DeclaredValue,
    rto: DeclaredValue,
    rpo: DeclaredValue,
    mtpd: DeclaredValue,
    owner: DeclaredValue,
}

struct Strategy {
    of: Reference,
    instead_of: Vec<Reference>,
    fallback: FallbackGuide,
}

/// The business impact analysis, in the order of NIST SP 800-34, appendix B.
pub(in crate::render) fn pages(input: &Input) -> Result<Vec<Page>, askama::Error> {
    let plan = input.plan();
    let of_kind = |kind: Kind| plan.enumerate().filter(move |(_, one)| one.kind() == kind);
    let services_only = of_kind(Kind::Activity).next().is_none();
    let judged = if services_only {
        Kind::Service
    } else {
        Kind::Activity
    };
    let asked: Vec<ComponentId> = of_kind(judged).map(|(id, _)| id).collect();
    let reach = Reach::of(input, &asked);
    let ranked = ranked(plan);
    let header = &plan.header;
    let view = BiaPage {
        frame: Frame::new(input, "Business impact analysis", HERE, Section::Bia),
        description: DeclaredValue::of(header.description.as_ref()),
        scope: DeclaredValue::of(header.scope.as_ref()),
        owner: DeclaredValue::team(plan, header.owner.map(|at| at.value)),
        approved: DeclaredValue::of(
            header
                .approved
                .as_ref()
                .map(|one| format!("{} on {}", one.by, one.on)),
        ),
        services_only,
        activities: asked
            .iter()
            .map(|id| ActivityView::of(input, &reach, *id))
            .collect(),
        worst_rto: ranked
            .iter()
            .filter_map(|id| Some((plan.component(*id).targets.rto?.value, *id)))
            .max_by_key(|(rto, id)| (*rto, Reverse(*id)))
            .map(|(rto, id)| (rto.to_string(), Reference::to(plan, id, HERE))),
        gaps: ranked
            .iter()
            .map(|id| (Reference::to(plan, *id, HERE), gaps(plan.component(*id))))
            .filter(|(_, gaps)| !gaps.is_empty())
            .collect(),
        priority: ranked.iter().map(|id| row(input, *id)).collect(),
        strategies: strategies(input),
        picture: pictures::all_needs_of(input, judged, "What the business leans on"),
    };
    Ok(vec![Page::of("bia.html", &view)?])
}

/// Activities and services, the most urgent first; what is not declared last.
fn ranked(plan: &Plan) -> Vec<ComponentId> {
    let mut ids: Vec<ComponentId> = plan
        .enumerate()
        .filter(|(_, one)| matches!(one.kind(), Kind::Activity | Kind::Service))
        .map(|(id, _)| id)
        .collect();
    ids.sort_by_key(|id| {
        let component = plan.component(*id);
        (component.urgency(), component.kind(), *id)
    });
    ids
}

fn row(input: &Input, id: ComponentId) -> Ranked {
    let plan = input.plan();
    let component = plan.component(id);
    let targets = component.targets;
    Ranked {
        own: Reference::to(plan, id, HERE),
        now: RestView::of(input, id, HERE),
        tier: DeclaredValue::of(component.tier.map(|at| at.value)),
        rto: DeclaredValue::of(targets.rto.map(|at| at.value)),
        rpo: DeclaredValue::of(targets.rpo.map(|at| at.value)),
        mtpd: DeclaredValue::of(targets.mtpd.map(|at| at.value)),
        owner: DeclaredValue::team(plan, component.team.map(|at| at.value)),
    }
}

fn strategies(input: &Input) -> Vec<Strategy> {
    let plan = input.plan();
    let strategy = |id: FallbackId| {
        let requirement = &plan.component(id.component).requirements[id.requirement];
        let group = requirement.group.iter().map(|to| to.value);
        Strategy {
            of: Reference::to(plan, id.component, HERE),
            instead_of: Reference::all(plan, group, HERE),
            fallback: FallbackGuide::of(input, id, HERE),
        }
    };
    FallbackId::all(plan).map(strategy).collect()
}
