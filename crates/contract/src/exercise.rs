use schemars::JsonSchema;
use serde::Serialize;

use jurymast_continuity::exercise::{Audience, Packet};
use jurymast_terms::units::Duration;

/// The packet of a tabletop exercise. Participants get neither answers nor injects.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast exercise SCENARIO --format json")]
pub struct ExerciseOutput<'a> {
    /// The plan's name.
    pub plan: &'a str,
    /// The day the packet was made, YYYY-MM-DD.
    pub day: String,
    /// tabletop
    pub kind: &'static str,
    /// What the plan covers; null: not declared.
    pub scope: Option<&'a str>,
    /// What the plan does not cover; null: not declared.
    pub excludes: Option<&'a str>,
    /// What is to be found out.
    pub objectives: Vec<ObjectiveEntry<'a>>,
    /// Who is invited.
    pub people: Vec<InvitedPerson<'a>>,
    /// What participants do not get to see.
    #[serde(flatten)]
    pub answers: Option<ExerciseAnswers<'a>>,
}

/// What is only for the facilitator and the evaluators; not there for participants.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExerciseAnswers<'a> {
    /// What is exercised.
    pub scenario: RehearsedScenario<'a>,
    /// What fails, a sentence each.
    pub faults: &'a [String],
    /// How each component fares by the plan's own times, the most critical first.
    pub expected: Vec<ExpectedHit<'a>>,
    /// What the facilitator says, in order of time.
    pub injects: Vec<InjectEntry<'a>>,
    /// Injects about the least critical components that were left out.
    pub injects_left_out: usize,
    /// What the evaluators look for.
    pub criteria: Vec<CriterionEntry<'a>>,
    /// TOML to paste into the plan after the exercise.
    pub snippet: &'a str,
}

/// The scenario of an exercise.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RehearsedScenario<'a> {
    /// The scenario's id.
    pub id: &'a str,
    /// The scenario's name.
    pub name: &'a str,
    /// What is said of it; null: nothing.
    pub description: Option<&'a str>,
}

/// Something to be found out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ObjectiveEntry<'a> {
    /// What participants are asked.
    pub asked: &'a str,
    /// What the plan says to it; not there for participants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<&'a str>,
}

/// Somebody who is invited.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InvitedPerson<'a> {
    /// The team that is asked.
    pub team: &'a str,
    /// Who of it.
    pub name: &'a str,
    /// Why, a reason each.
    pub why: &'a [String],
    /// How to reach them.
    pub reach: &'a str,
}

/// What one component is expected to go through.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExpectedHit<'a> {
    /// The component's id.
    pub id: &'a str,
    /// From 1, the most critical, to 4; null: no tier is declared.
    pub tier: Option<u8>,
    /// "down 20m, degraded 1h", by the times that the plan declares.
    pub expected: &'a str,
    /// "RTO 15m, MTPD 4h"
    pub targets: &'a str,
    /// Names of the targets that are missed by the plan's own times.
    pub missed: &'a [&'static str],
    /// Names of the targets of which the plan does not say enough.
    pub unknown: &'a [&'static str],
}

/// Something that the facilitator says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InjectEntry<'a> {
    /// From 1.
    pub number: usize,
    /// Seconds from the start of the scenario.
    pub at_s: u64,
    /// It may come later: a time that the plan leaves out is taken as none.
    pub or_later: bool,
    /// What is said.
    pub says: &'a str,
    /// How it would reach people.
    pub method: &'static str,
    /// Names of the teams that it is said to.
    pub to: &'a [String],
    /// What is expected of them.
    pub expected: &'a [String],
}

/// What an evaluator looks for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CriterionEntry<'a> {
    /// One sentence.
    pub text: &'a str,
    /// By which second of the scenario; null: at any time.
    pub by_s: Option<u64>,
}

impl<'a> ExerciseOutput<'a> {
    /// What this audience may see of the packet.
    pub fn of(packet: &'a Packet, audience: Audience) -> Self {
        let with_answers = audience != Audience::Participants;
        let objectives = packet.objectives.iter().map(|one| ObjectiveEntry {
            asked: &one.asked,
            answer: with_answers.then_some(one.answer.as_str()),
        });
        let people = packet.people.iter().map(|one| InvitedPerson {
            team: &one.team,
            name: &one.name,
            why: &one.why,
            reach: &one.reach,
        });
        Self {
            plan: &packet.plan,
            day: packet.day.to_string(),
            kind: "tabletop",
            scope: packet.scope.as_deref(),
            excludes: packet.excludes.as_deref(),
            objectives: objectives.collect(),
            people: people.collect(),
            answers: with_answers.then(|| ExerciseAnswers::of(packet)),
        }
    }
}

impl<'a> ExerciseAnswers<'a> {
    fn of(packet: &'a Packet) -> Self {
        let expected = packet.hits.iter().map(|one| ExpectedHit {
            id: &one.id,
            tier: one.tier,
            expected: &one.expected,
            targets: &one.targets,
            missed: &one.missed,
            unknown: &one.unknown,
        });
        let injects = (1..).zip(&packet.injects);
        let injects = injects.map(|(number, one)| InjectEntry {
            number,
            at_s: one.at.seconds(),
            or_later: one.or_later,
            says: &one.says,
            method: one.method,
            to: &one.to,
            expected: &one.expected,
        });
        let criteria = packet.criteria.iter().map(|one| CriterionEntry {
            text: &one.text,
            by_s: one.by.map(Duration::seconds),
        });
        Self {
            scenario: RehearsedScenario {
                id: &packet.id,
                name: &packet.name,
                description: packet.description.as_deref(),
            },
            faults: &packet.faults,
            expected: expected.collect(),
            injects: injects.collect(),
            injects_left_out: packet.left_out,
            criteria: criteria.collect(),
            snippet: &packet.snippet,
        }
    }
}
