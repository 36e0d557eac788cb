use std::collections::BTreeMap;

use crate::simulation::ScenarioScript;
use jurymast_plan::model::{ComponentId, Exercise, ExercisedScenario, Plan};
use jurymast_terms::units::{Date, Duration};

/// How old the last exercise may be where the plan says nothing: a year
/// (Regulation (EU) 2022/2554, article 11(6)(a)).
const USUAL: Duration = Duration::from_seconds(365 * 86_400);

/// What the exercises of a plan prove on a day.
#[derive(Debug, Clone)]
pub struct ExerciseEvidence {
    /// How old the last exercise of a scenario may be.
    pub within: Duration,
    today: Date,
    last: BTreeMap<ExercisedScenario, LastExercise>,
}

/// The last exercise of a scenario that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastExercise {
    /// Index in the plan's exercises.
    pub exercise: usize,
    /// The day on which it was held.
    pub on: Date,
    /// The last day on which it is fresh; `None` past the calendar's end.
    pub due: Option<Date>,
}

/// A scenario that was exercised.
#[derive(Debug, Clone)]
pub struct Exercised {
    /// What happens in it.
    pub scenario: ScenarioScript,
    /// Index in the plan's scenarios; `None`: of the library.
    pub declared: Option<usize>,
    /// The last one.
    pub last: LastExercise,
}

impl ExerciseEvidence {
    /// Takes the exercises that were held by `today`; of several of one scenario the last.
    pub fn of(plan: &Plan, today: Date) -> Self {
        let within = plan.lint.exercised_within.unwrap_or(USUAL);
        let mut last: BTreeMap<ExercisedScenario, LastExercise> = BTreeMap::new();
        for (exercise, one) in plan.exercises.iter().enumerate() {
            let (Some(scenario), Some(on)) = (&one.scenario, held(one, today)) else {
                continue;
            };
            if last.get(scenario).is_none_or(|before| before.on < on) {
                let due = on.plus(within);
                last.insert(scenario.clone(), LastExercise { exercise, on, due });
            }
        }
        Self {
            within,
            today,
            last,
        }
    }

    /// Of a scenario of the plan, by its index.
    pub fn last(&self, scenario: usize) -> Option<LastExercise> {
        let key = ExercisedScenario::Declared(scenario);
        self.last.get(&key).copied()
    }

    /// Exercised once, and too long ago.
    pub fn is_stale(&self, last: LastExercise) -> bool {
        last.due.is_some_and(|due| due < self.today)
    }

    /// All that was exercised: of the plan in its order, then of the library by
    /// name, but for what a later exercise has lost again.
    pub fn exercised(&self, plan: &Plan) -> Vec<Exercised> {
        let laid = self.last.iter().filter_map(|(scenario, last)| {
            Some(Exercised {
                scenario: ScenarioScript::exercised(scenario, plan)?,
                declared: match scenario {
                    ExercisedScenario::Declared(at) => Some(*at),
                    ExercisedScenario::Library(_) => None,
                },
                last: *last,
            })
        });
        let mut all: Vec<Exercised> = laid.collect();
        let mut lost: BTreeMap<ComponentId, Date> = BTreeMap::new();
        for one in &all {
            for fault in &one.scenario.faults {
                let day = lost.entry(fault.component).or_insert(one.last.on);
                *day = one.last.on.max(*day);
            }
        }
        // Nobody promised to repeat an outage of the record for ever.
        all.retain(|one| {
            let mut faults = one.scenario.faults.iter();
            one.declared.is_some() || faults.any(|fault| lost[&fault.component] <= one.last.on)
        });
        all
    }
}

/// The day an exercise counts from: one that has a result and is not to come.
/// One that failed counts too; what it found is in its actions.
fn held(exercise: &Exercise, today: Date) -> Option<Date> {
    let on = exercise.on?.value;
    (exercise.result.is_some() && on <= today).then_some(on)
}

/// The day on which the plan must be looked at again.
pub fn next_review(plan: &Plan) -> Option<Date> {
    let approved = plan.header.approved.as_ref()?;
    approved.on.plus(plan.header.review_every?)
}
