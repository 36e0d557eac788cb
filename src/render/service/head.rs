//! The top of a service's page: what it is, how bad it is, whom to call.

use crate::render::Input;
use crate::render::paths;
use jurymast_plan::model::{Component, ComponentId, Detail, Targets};
use jurymast_terms::diagnostic::Severity;

use crate::render::views::{Call, ComponentFact, DeclaredValue, RestView};
use crate::render::views::{HealthLink, health_links};

/// What stands at the top: how bad it is, whom to call.
pub(super) struct Head {
    pub(super) id: String,
    pub(super) name: String,
    /// "service" or "activity".
    pub(super) kind: &'static str,
    pub(super) description: Option<String>,
    pub(super) tier: DeclaredValue,
    /// How it stands with nothing failing; `None`: up.
    pub(super) rest: Option<RestView>,
    pub(super) targets: Vec<Target>,
    /// Terms without a value.
    pub(super) missing: Vec<&'static str>,
    /// Its own time to come back.
    pub(super) restart: DeclaredValue,
    pub(super) owner: Option<Call>,
    pub(super) escalation: Vec<Call>,
    pub(super) facts: Vec<ComponentFact>,
    /// Of an activity: its part of the business impact analysis, and how it goes on by other
    /// means.
    pub(super) activity: Option<(String, DeclaredValue)>,
    /// A command that shows whether it works.
    pub(super) check: Option<String>,
    pub(super) health_links: Vec<HealthLink>,
    pub(super) findings: usize,
    pub(super) errors: usize,
    pub(super) waived: usize,
}

/// A declared objective in plain words.
pub(super) struct Target {
    pub(super) term: &'static str,
    pub(super) means: &'static str,
    pub(super) value: String,
}

impl Head {
    /// It is down with nothing failing: no loss takes it down, and none tells anything of it.
    pub(super) fn is_down(&self) -> bool {
        self.rest.as_ref().is_some_and(RestView::is_down)
    }

    pub(super) fn of(input: &Input<'_>, id: ComponentId, root: &str) -> Self {
        let component = input.plan().component(id);
        let all = targets(component);
        let team = component.team.map(|team| team.value);
        let address = component.address();
        let names = [component.id.as_str(), address.as_str()];
        let is_own = |at: &str| names.contains(&at);
        let findings = input.findings.iter();
        let own: Vec<_> = findings
            .flat_map(|one| &one.places)
            .filter(|one| one.component.as_deref().is_some_and(is_own))
            .collect();
        let open = || own.iter().filter(|one| one.waived.is_none());
        Self {
            id: component.id.clone(),
            name: component.name.clone(),
            kind: component.kind().as_str(),
            description: component.description.clone(),
            tier: DeclaredValue::of(component.tier.map(|tier| tier.value)),
            rest: RestView::of(input, id, root),
            missing: all
                .iter()
                .filter(|one| one.2.is_none())
                .map(|one| one.0)
                .collect(),
            targets: all
                .into_iter()
                .filter_map(|(term, means, value)| value.map(|value| Target { term, means, value }))
                .collect(),
            restart: DeclaredValue::or(
                component.restart.map(|at| at.value),
                "a time that is not declared",
            ),
            owner: team.map(|team| Call::team(input.plan(), team, root)),
            escalation: team
                .map(|team| Call::escalation(input.plan(), team, root))
                .unwrap_or_default(),
            activity: match &component.detail {
                Detail::Activity(one) => {
                    let slug = paths::slug(&component.id);
                    let alternate = DeclaredValue::of(one.alternate_means.as_ref());
                    Some((format!("{root}bia.html#activity-{slug}"), alternate))
                }
                _ => None,
            },
            check: component.check.clone(),
            facts: ComponentFact::of(input.plan(), id, input.today, root),
            health_links: health_links(component),
            findings: open().count(),
            errors: open().filter(|one| one.severity == Severity::Error).count(),
            waived: own.iter().filter(|one| one.waived.is_some()).count(),
        }
    }
}

/// Term, meaning, value.
type Objective = (&'static str, &'static str, Option<String>);

fn targets(component: &Component) -> [Objective; 5] {
    let Targets {
        rto,
        rpo,
        mtpd,
        slo,
        mbco,
    } = component.targets;
    [
        ("RTO", "back within", rto.map(|at| at.value.to_string())),
        (
            "RPO",
            "data lost at most",
            rpo.map(|at| at.value.to_string()),
        ),
        (
            "MTPD",
            "longest tolerable outage",
            mtpd.map(|at| at.value.to_string()),
        ),
        ("SLO", "promised", slo.map(|at| at.value.to_string())),
        (
            "MBCO",
            "least acceptable capacity",
            mbco.map(|at| at.value.to_string()),
        ),
    ]
}
