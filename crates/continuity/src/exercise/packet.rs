use jurymast_engine::analysis::Analysis;
use jurymast_engine::simulation::{ScenarioScript, Timeline};
use jurymast_plan::model::Level;
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
    /// What fails, and when.
    pub scenario: &'a ScenarioScript,
    /// As the plan, or the catalogue, describes it.
    pub description: Option<&'a str>,
    /// What it did to the plan.
    pub timeline: &'a Timeline,
}

/// Everything an exercise needs, answers included.
#[derive(Debug, Clone)]
pub struct Packet {
    /// Of the scenario.
    pub id: String,
    /// Of the scenario, as people call it.
    pub name: String,
    /// Of the scenario; `None`: not declared.
    pub description: Option<String>,
    /// The plan's name.
    pub plan: String,
    /// The team that keeps the plan.
    pub sponsor: Option<String>,
    /// What the plan covers; `None`: not declared.
    pub scope: Option<String>,
    /// What it does not cover; `None`: not declared.
    pub excludes: Option<String>,
    /// When the plan says that it is over; `None`: not declared.
    pub stand_down_when: Option<String>,
    /// The day the packet was made.
    pub day: Date,
    /// What fails, in words.
    pub faults: Vec<String>,
    /// From the start to the last change.
    pub lasts: Duration,
    /// Whether a time that the plan leaves out may make it longer.
    pub may_last_longer: bool,
    /// The most critical first.
    pub hits: Vec<ScenarioHit>,
    /// Services and activities that are down before the scenario begins.
    pub down_before: Vec<String>,
    /// The same of those that are degraded.
    pub degraded_before: Vec<String>,
    /// What is to be found out.
    pub objectives: Vec<Objective>,
    /// Who is invited.
    pub people: Vec<Participant>,
    /// In order of time.
    pub injects: Vec<Inject>,
    /// Injects about the least critical components that were left out.
    pub left_out: usize,
    /// What the evaluators look for.
    pub criteria: Vec<Criterion>,
    /// Lines to paste into the plan after the exercise.
    pub snippet: String,
}

impl Packet {
    /// Works out the packet; the same input gives the same packet.
    pub fn of(analysis: &Analysis<'_>, subject: Subject<'_>, today: Date) -> Self {
        let plan = analysis.plan;
        let Subject {
            scenario,
            description,
            timeline,
        } = subject;
        let hits = hits(plan, timeline);
        let at_rest = |level: Level| -> Vec<String> {
            let all = plan.enumerate().filter(|(_, one)| one.is_judged());
            let worse = all.filter(|(id, _)| timeline.at_rest(*id) == level);
            worse.map(|(_, one)| one.name.clone()).collect()
        };
        let (injects, left_out) = injects::injects(analysis, timeline, &hits);
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
            down_before: at_rest(Level::Down),
            degraded_before: at_rest(Level::Degraded),
            faults: words::faults(plan, scenario),
            lasts: timeline.end(),
            may_last_longer: plan.ids().any(|id| timeline.may_last_longer(id)),
            objectives: objectives::objectives(analysis, timeline, &hits),
            people: people::people(plan, timeline, &hits),
            criteria: criteria::criteria(plan, timeline, &hits),
            snippet: snippet::snippet(plan, &scenario.id, today),
            injects,
            left_out,
            hits,
        }
    }
}
