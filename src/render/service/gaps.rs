use std::collections::BTreeSet;

use crate::render::Input;
use crate::render::pictures::{self, Picture};
use crate::render::views::Reference;
use jurymast_engine::failure::{Biclique, SwitchInput};
use jurymast_plan::model::{ComponentId, Kind, Level, Plan};

use super::losses::{Losses, SinglePoint};

/// Single points whose ways are drawn.
const DRAWN: usize = 8;
/// Boxes in the picture.
const MOST_BOXES: usize = 16;
/// Groups of pairs that are listed.
const MOST_PAIRS: usize = 20;
/// Names on one side of a group of pairs.
const MOST_NAMES: usize = 8;

/// What takes a service of tier 1 or 2 down: its minimal cut sets of order 1
/// and 2.
pub(super) struct GapsView {
    pub(super) alone: Vec<SingleFaultGroup>,
    /// Single points in all, and those beyond the groups.
    pub(super) alone_count: usize,
    pub(super) alone_cut: usize,
    pub(super) pairs: Vec<PairGroup>,
    pub(super) pair_count: u64,
    pub(super) pairs_cut: usize,
    pub(super) picture: Option<Picture>,
}

/// Single points that come by the same way.
pub(super) struct SingleFaultGroup {
    /// "Through Orders database: nothing stands in for it."
    pub(super) heading: String,
    pub(super) faults: Vec<Reference>,
}

/// Pairs that take the alternatives of one requirement.
pub(super) struct PairGroup {
    pub(super) heading: String,
    pub(super) rows: Vec<(Side, Side)>,
}

/// Any one of these.
pub(super) struct Side {
    pub(super) names: Vec<Reference>,
    pub(super) more: usize,
}

impl GapsView {
    pub(super) fn of(
        input: &Input<'_>,
        losses: &Losses,
        id: ComponentId,
        root: &str,
    ) -> Option<Self> {
        if !input.plan().component(id).is_critical_service() {
            return None;
        }
        let points: Vec<SinglePoint<'_>> = losses.single_points(id).collect();
        let mut alone: Vec<SingleFaultGroup> = Vec::new();
        for point in &points {
            let heading = heading(input.plan(), id, point);
            let fault = Reference::to(input.plan(), point.fault, root);
            match alone.iter_mut().find(|group| group.heading == heading) {
                Some(group) => group.faults.push(fault),
                None => alone.push(SingleFaultGroup {
                    heading,
                    faults: vec![fault],
                }),
            }
        }
        let alone_count = losses.single_point_count(id);
        let rectangles = input.analysis.pairs().of(id);
        let shown = rectangles.len().min(MOST_PAIRS);
        Some(Self {
            alone_cut: alone_count - points.len(),
            alone,
            alone_count,
            pairs: pairs(input, id, &rectangles[..shown], root),
            pair_count: rectangles.iter().map(Biclique::count).sum(),
            pairs_cut: rectangles.len() - shown,
            picture: picture(input, id, &points, root),
        })
    }
}

fn heading(plan: &Plan, id: ComponentId, point: &SinglePoint<'_>) -> String {
    let name = |id: ComponentId| plan.component(id).name.as_str();
    if let Some(switch) = point.shared {
        let requirement = &plan.component(switch.component).requirements[switch.requirement];
        let group = requirement.group.iter().map(|to| name(to.value).to_owned());
        let fallbacks = switch.fallbacks.iter();
        let fallbacks = fallbacks.map(|one| match one.stuck() {
            Some((what_for, needs)) => {
                let (what, to) = (name(needs[0].what), name(one.to));
                match what_for {
                    SwitchInput::Need => format!("{what} for the switch to {to}"),
                    SwitchInput::Detector => format!("{what} to see it and call for {to}"),
                    SwitchInput::Caller => format!("{what} to call who switches to {to}"),
                }
            }
            None => name(one.to).to_owned(),
        });
        let all: Vec<String> = group.chain(fallbacks).collect();
        let of = if switch.component == id {
            String::new()
        } else {
            format!(", which {} needs,", name(switch.component))
        };
        return format!("{}{of} are lost together", all.join(" and "));
    }
    let Some(&next) = point.via.last() else {
        return "Directly".to_owned();
    };
    let component = plan.component(id);
    let required = component
        .requirements
        .iter()
        .any(|one| one.group.iter().any(|to| to.value == next));
    match plan.component(next).kind() {
        Kind::Domain if !required => format!("It stands in {} only", name(next)),
        _ => format!("Through {}, and nothing stands in for it", name(next)),
    }
}

fn pairs(
    input: &Input<'_>,
    id: ComponentId,
    rectangles: &[Biclique],
    root: &str,
) -> Vec<PairGroup> {
    let plan = input.plan();
    let mut explainer = input.analysis.explainer();
    let mut groups: Vec<PairGroup> = Vec::new();
    for pair in rectangles {
        let heading = match explainer.pattern(id, Level::Down, pair) {
            None => "Together".to_owned(),
            Some((owner, at)) => {
                let requirement = &plan.component(owner).requirements[at];
                let name = |id: ComponentId| plan.component(id).name.as_str();
                let group: Vec<&str> = requirement.group.iter().map(|to| name(to.value)).collect();
                let of = if owner == id {
                    String::new()
                } else {
                    format!(" of {}", name(owner))
                };
                if requirement.fallbacks.is_empty() {
                    format!("Too few left of {}{of}", group.join(", "))
                } else {
                    format!("{}{of}, and what stands in for it", group.join(", "))
                }
            }
        };
        let row = (side(plan, &pair.any, root), side(plan, &pair.with, root));
        match groups.iter_mut().find(|group| group.heading == heading) {
            Some(group) => group.rows.push(row),
            None => groups.push(PairGroup {
                heading,
                rows: vec![row],
            }),
        }
    }
    groups
}

fn side(plan: &Plan, members: &[u32], root: &str) -> Side {
    let shown = members.iter().take(MOST_NAMES).map(|at| ComponentId(*at));
    Side {
        names: Reference::all(plan, shown, root),
        more: members.len().saturating_sub(MOST_NAMES),
    }
}

/// The ways of the nearest single points, as far as there is room.
fn picture(
    input: &Input<'_>,
    id: ComponentId,
    points: &[SinglePoint<'_>],
    root: &str,
) -> Option<Picture> {
    let mut boxes = BTreeSet::from([id]);
    let mut faults = Vec::new();
    for point in points.iter().take(DRAWN) {
        let mut with: BTreeSet<ComponentId> = boxes.clone();
        with.extend(point.via);
        for fallback in point.shared.iter().flat_map(|switch| &switch.fallbacks) {
            with.insert(fallback.to);
            with.extend(&fallback.lost_via);
        }
        if with.len() <= MOST_BOXES {
            boxes = with;
            faults.push(point.fault);
        }
    }
    let boxes: Vec<ComponentId> = boxes.into_iter().collect();
    (boxes.len() > 1).then(|| pictures::failures(input, id, &boxes, &faults, root))
}
