use jurymast_engine::simulation::{ScenarioScript, Timeline};
use jurymast_plan::model::Plan;
use jurymast_terms::units::{Date, Duration};

use super::criteria::{self, Criterion};
use super::hit::{ScenarioHit, hits};
use super::injects::{self, Inject};
use super::objectives::{self, Objective};
use super::people::{self, Participant};
use super::{snippet, words};

/// What is exercised: a scenario with what it did to the plan.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub scenario: &'a ScenarioScript,
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
    /// From the start to the last change.
    pub lasts: Duration,
    /// The most critical first.
    pub hits: Vec<ScenarioHit>,
    pub objectives: Vec<Objective>,
    pub people: Vec<Participant>,
    pub injects: Vec<Inject>,
    /// Injects about the least critical components that were left out.
    pub left_out: usize,
    pub criteria: Vec<Criterion>,
    /// Lines to paste into the plan after the exercise.
    pub snippet: String,
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
