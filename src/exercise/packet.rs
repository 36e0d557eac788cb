use crate::model::{ComponentId, Kind, Plan};
use crate::simulation::{Scenario, Summary, Timeline};
use crate::units::Date;

use super::criteria::{self, Criterion};
use super::injects::{self, Inject};
use super::objectives::{self, Objective};
use super::people::{self, Person};
use super::{snippet, words};

/// What is exercised: a scenario with what it did to the plan.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub scenario: &'a Scenario,
    pub description: Option<&'a str>,
    pub timeline: &'a Timeline,
}

/// Everything an exercise needs, answers included.
#[derive(Debug, Clone)]
pub struct Packet {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    pub plan: String,
    /// The team that keeps the plan.
    pub sponsor: Option<String>,
    pub scope: Option<String>,
    pub excludes: Option<String>,
    pub stand_down_when: Option<String>,
    /// The day the packet was made.
    pub day: Date,
    /// What fails, in words.
    pub faults: Vec<String>,
    /// Seconds from the start to the last change.
    pub lasts: u64,
    /// The most critical first.
    pub hits: Vec<Hit>,
    pub objectives: Vec<Objective>,
    pub people: Vec<Person>,
    pub injects: Vec<Inject>,
    /// Injects about the least critical components that were left out.
    pub left_out: usize,
    pub criteria: Vec<Criterion>,
    /// Lines to paste into the plan after the exercise.
    pub snippet: String,
}

/// One activity or service that the scenario takes down or degrades.
#[derive(Debug, Clone)]
pub struct Hit {
    pub component: ComponentId,
    pub id: String,
    pub name: String,
    pub tier: Option<u8>,
    /// "down 20m, degraded 1h", by the times that the plan declares.
    pub expected: String,
    /// "RTO 15m, MTPD 4h".
    pub targets: String,
    /// Targets that are missed by the plan's own times.
    pub missed: Vec<&'static str>,
}

impl Packet {
    pub fn of(plan: &Plan, subject: Subject<'_>, today: Date) -> Self {
        let Subject {
            scenario,
            description,
            timeline,
        } = subject;
        let hits = hits(plan, timeline);
        let (injects, left_out) = injects::injects(plan, timeline, &hits);
        Self {
            id: scenario.id.clone(),
            name: scenario.name.clone(),
            description: description.map(str::to_owned),
            plan: plan.header.name.clone(),
            sponsor: plan
                .header
                .owner
                .map(|team| plan.team(team.value).name.clone()),
            scope: plan.header.scope.clone(),
            excludes: plan.header.excludes.clone(),
            stand_down_when: plan
                .header
                .activation
                .as_ref()
                .and_then(|one| one.stand_down_when.clone()),
            day: today,
            faults: words::faults(plan, scenario),
            lasts: timeline.end(),
            objectives: objectives::objectives(plan, timeline, &hits),
            people: people::people(plan, timeline, &hits),
            criteria: criteria::criteria(plan, timeline, &hits),
            snippet: snippet::snippet(plan, &scenario.id, today),
            injects,
            left_out,
            hits,
        }
    }
}

/// Activities and services, or else whatever was hit; by tier, then as in the plan.
fn hits(plan: &Plan, timeline: &Timeline) -> Vec<Hit> {
    let hit = |id: &ComponentId| !timeline.intervals(*id).is_empty();
    let ours =
        |id: &ComponentId| matches!(plan.component(*id).kind(), Kind::Activity | Kind::Service);
    let mut ids: Vec<ComponentId> = plan.ids().filter(hit).filter(ours).collect();
    if ids.is_empty() {
        ids = plan.ids().filter(hit).collect();
    }
    ids.sort_by_key(|id| (words::rank(plan, *id), *id));
    ids.into_iter().map(|id| view(plan, timeline, id)).collect()
}

fn view(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Hit {
    let component = plan.component(id);
    let all = Summary::of(plan, timeline, id);
    let mut expected = Vec::new();
    if all.down != Some(0) {
        expected.push(format!("down {}", words::lasting(all.down)));
    }
    if all.degraded != Some(0) {
        expected.push(format!("degraded {}", words::lasting(all.degraded)));
    }
    let targets = &component.targets;
    let said = [
        targets.rto.map(|at| format!("RTO {}", at.value)),
        targets.mtpd.map(|at| format!("MTPD {}", at.value)),
        targets.mbco.map(|at| format!("MBCO {}", at.value)),
        targets.rpo.map(|at| format!("RPO {}", at.value)),
    ];
    Hit {
        component: id,
        id: component.id.clone(),
        name: component.name.clone(),
        tier: component.tier.map(|tier| tier.value.number()),
        expected: expected.join(", "),
        targets: said.into_iter().flatten().collect::<Vec<_>>().join(", "),
        missed: all.broken().collect(),
    }
}
