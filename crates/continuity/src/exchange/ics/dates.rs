use std::collections::BTreeMap;

use jurymast_engine::analysis::{ExerciseEvidence, next_review};
use jurymast_engine::simulation::ScenarioScript;
use jurymast_plan::model::{Exercise, Plan, WaiverScope};
use jurymast_terms::units::{Date, Duration};

/// A day to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CalendarEntry {
    /// What it is about, the same on every day: `review`, `waiver no-owner search`.
    pub(super) key: String,
    pub(super) day: Date,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) category: &'static str,
    /// How many days before it people are reminded.
    pub(super) remind: u32,
}

/// All days in order, and what has none, in words.
pub(super) fn entries(plan: &Plan, today: Date) -> (Vec<CalendarEntry>, Vec<String>) {
    let mut without = Vec::new();
    let mut entries = scenarios(plan, today, &mut without);
    entries.extend(
        plan.exercises
            .iter()
            .filter_map(|one| planned(plan, one, today)),
    );
    entries.extend(actions(plan, today));
    match next_review(plan) {
        Some(day) => entries.push(CalendarEntry {
            key: "review".to_owned(),
            day,
            summary: format!("Review the continuity plan of {}", plan.header.name),
            description: review_words(plan),
            category: "Review",
            remind: 14,
        }),
        None => without.push(
            "the review: the plan says no `approved` day, or not how often (`review_every`)"
                .to_owned(),
        ),
    }
    entries.extend(waivers(plan));
    entries.sort_by(|a, b| (a.day, &a.key).cmp(&(b.day, &b.key)));
    (entries, without)
}

/// When each scenario is to be exercised again; one of the plan that never was, by
/// the same time after the plan was approved.
fn scenarios(plan: &Plan, today: Date, without: &mut Vec<String>) -> Vec<CalendarEntry> {
    let evidence = ExerciseEvidence::of(plan, today);
    let entry = |id: &str, name: &str, day, before: &str| CalendarEntry {
        key: format!("scenario {id}"),
        day,
        summary: format!("Exercise due: {name}"),
        description: format!(
            "{before} To be exercised within {}.\nThe packet: jurymast exercise {id}",
            whole_days(evidence.within),
        ),
        category: "Exercise",
        remind: 30,
    };
    let exercised = evidence.exercised(plan);
    let again = exercised.iter().filter_map(|one| {
        let id = &plan.exercises[one.last.exercise].id;
        let before = format!("Last exercised on {} ({id}).", one.last.on);
        Some(entry(
            &one.scenario.id,
            &one.scenario.name,
            one.last.due?,
            &before,
        ))
    });
    let mut entries: Vec<CalendarEntry> = again.collect();
    let approved = plan.header.approved.as_ref().map(|one| one.on);
    let first = approved.and_then(|on| on.plus(evidence.within));
    for (at, one) in plan.scenarios.iter().enumerate() {
        match first {
            _ if evidence.last(at).is_some() => {}
            Some(day) => entries.push(entry(&one.id, &one.name, day, "Never exercised.")),
            None => without.push(format!(
                "the exercise of `{}`: it was never exercised, and the plan says no `approved` day to count from",
                one.id
            )),
        }
    }
    entries
}

/// An exercise that has its day and no result: it is to come, or its result is to be
/// written down.
fn planned(plan: &Plan, exercise: &Exercise, today: Date) -> Option<CalendarEntry> {
    let day = exercise.on?.value;
    if exercise.result.is_some() {
        return None;
    }
    let scenario = exercise.scenario.as_ref();
    let scenario = scenario.and_then(|one| ScenarioScript::exercised(one, plan));
    let packet = scenario.map_or_else(
        || "No scenario is named yet.".to_owned(),
        |one| {
            format!(
                "Scenario: {}\nThe packet: jurymast exercise {}",
                one.name, one.id
            )
        },
    );
    Some(CalendarEntry {
        key: format!("exercise {}", exercise.id),
        day,
        summary: format!("Exercise ({}): {}", exercise.kind.as_str(), exercise.id),
        description: match day < today {
            true => format!("Its day has passed: write its result into the plan.\n{packet}"),
            false => packet,
        },
        category: "Exercise",
        remind: 14,
    })
}

fn actions(plan: &Plan, today: Date) -> Vec<CalendarEntry> {
    let mut entries = Vec::new();
    for exercise in &plan.exercises {
        let mut keys = Keys::default();
        for action in &exercise.actions {
            // Those that are done count too, so that the others keep their keys.
            let key = keys.next(format!("action {} {}", exercise.id, action.text));
            if action.is_done(today) {
                continue;
            }
            let Some(due) = action.due else { continue };
            let owner = action
                .owner
                .map_or("nobody named", |id| plan.team(id).name.as_str());
            entries.push(CalendarEntry {
                key,
                day: due.value,
                summary: format!("Action due: {}", action.text),
                description: format!("Owner: {owner}\nFollows from the exercise {}.", exercise.id),
                category: "Action",
                remind: 7,
            });
        }
    }
    entries
}

fn waivers(plan: &Plan) -> impl Iterator<Item = CalendarEntry> {
    let mut keys = Keys::default();
    plan.waivers.iter().map(move |waiver| {
        let (address, name) = match &waiver.at {
            WaiverScope::Component(at) => {
                let at = plan.component(at.value);
                (at.address(), at.name.clone())
            }
            WaiverScope::Line(line) => (line.shown.clone(), line.shown.clone()),
        };
        CalendarEntry {
            key: keys.next(format!("waiver {} {address}", waiver.rule.value)),
            day: waiver.until.value,
            summary: format!("Waiver ends: {} at {name}", waiver.rule.value),
            description: format!(
                "The last day on which this is accepted: {}\nMend it, or decide anew.",
                waiver.reason
            ),
            category: "Waiver",
            remind: 30,
        }
    })
}

/// Keys by the words of what they stand for; the same words again get a number.
#[derive(Default)]
struct Keys(BTreeMap<String, usize>);

impl Keys {
    fn next(&mut self, words: String) -> String {
        let count = self.0.entry(words.clone()).or_default();
        *count += 1;
        match *count {
            1 => words,
            // No text of a plan holds this character.
            nth => format!("{words}\0{nth}"),
        }
    }
}

fn review_words(plan: &Plan) -> String {
    let owner = plan
        .header
        .owner
        .map_or("nobody named", |team| plan.team(team.value).name.as_str());
    let before = plan.header.approved.as_ref().map_or(String::new(), |one| {
        format!("\nLast approved by {} on {}.", one.by, one.on)
    });
    format!("Owner: {owner}{before}")
}

fn whole_days(time: Duration) -> String {
    format!("{} days", time.seconds() / 86_400)
}
