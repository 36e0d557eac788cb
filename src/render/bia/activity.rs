use crate::render::Input;
use crate::render::paths::{self, HERE};
use crate::render::views::{DeclaredValue, Reference, RestView};
use jurymast_plan::model::{ComponentId, Detail, Impact, ImpactLevel};

use super::gaps::{kind_of, rests_on};
use super::reach::{Needs, Reach};

/// One activity; a service where no activity is declared.
pub(super) struct ActivityView {
    pub(super) anchor: String,
    pub(super) own: Reference,
    /// How it stands with nothing failing; `None`: up.
    pub(super) rest: Option<RestView>,
    pub(super) description: DeclaredValue,
    pub(super) owner: DeclaredValue,
    pub(super) tier: DeclaredValue,
    pub(super) kinds: Vec<String>,
    pub(super) horizons: Vec<Horizon>,
    pub(super) targets: [(&'static str, DeclaredValue); 4],
    pub(super) rests_on: String,
    pub(super) alternate: DeclaredValue,
    pub(super) needs: Vec<Needs>,
}

/// A row of the impact table: the cells in the order of the kinds.
pub(super) struct Horizon {
    pub(super) after: String,
    pub(super) cells: Vec<Vec<(&'static str, &'static str, Option<String>)>>,
}

impl ActivityView {
    pub(super) fn of(input: &Input, reach: &Reach, id: ComponentId) -> Self {
        let plan = input.plan();
        let component = plan.component(id);
        let (impact, alternate) = match &component.detail {
            Detail::Activity(one) => (one.impact.as_slice(), one.alternate_means.as_ref()),
            _ => (&[][..], None),
        };
        let mut kinds: Vec<String> = Vec::new();
        for one in impact {
            let kind = kind_of(one);
            if !kinds.iter().any(|known| known == kind) {
                kinds.push(kind.to_owned());
            }
        }
        let targets = component.targets;
        Self {
            anchor: format!("activity-{}", paths::slug(&component.id)),
            own: Reference::to(plan, id, HERE),
            rest: RestView::of(input, id, HERE),
            description: DeclaredValue::of(component.description.as_ref()),
            owner: DeclaredValue::team(plan, component.team.map(|at| at.value)),
            tier: DeclaredValue::of(component.tier.map(|at| at.value)),
            horizons: horizons(impact, &kinds),
            kinds,
            targets: [
                (
                    "Longest tolerable outage (MTPD)",
                    DeclaredValue::of(targets.mtpd.map(|at| at.value)),
                ),
                (
                    "Back within (RTO)",
                    DeclaredValue::of(targets.rto.map(|at| at.value)),
                ),
                (
                    "Data lost at most (RPO)",
                    DeclaredValue::of(targets.rpo.map(|at| at.value)),
                ),
                (
                    "Least acceptable capacity (MBCO)",
                    DeclaredValue::of(targets.mbco.map(|at| at.value)),
                ),
            ],
            rests_on: rests_on(component, impact),
            alternate: DeclaredValue::of(alternate),
            needs: reach.needs(plan, id),
        }
    }
}

fn horizons(impact: &[Impact], kinds: &[String]) -> Vec<Horizon> {
    let mut times: Vec<_> = impact.iter().map(|one| one.after).collect();
    times.sort_unstable();
    times.dedup();
    let cell = |after, kind: &String| {
        let here = impact
            .iter()
            .filter(|one| one.after == after && kind_of(one) == kind);
        here.map(|one| (one.level.as_str(), class(one.level), one.note.clone()))
            .collect()
    };
    times
        .into_iter()
        .map(|after| Horizon {
            after: after.to_string(),
            cells: kinds.iter().map(|kind| cell(after, kind)).collect(),
        })
        .collect()
}

fn class(level: ImpactLevel) -> &'static str {
    match level {
        ImpactLevel::Minimal => "is-info",
        ImpactLevel::Moderate => "is-warning",
        ImpactLevel::Severe => "is-error",
    }
}
