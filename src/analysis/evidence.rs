use crate::model::{Exercise, Plan};
use crate::units::{Date, Duration};

/// How old the last exercise may be where the plan says nothing: a year
/// (Regulation (EU) 2022/2554, article 11(6)(a)).
const USUAL: Duration = Duration::from_seconds(365 * 86_400);

/// What the exercises of a plan prove on a day.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// How old the last exercise of a scenario may be.
    pub within: Duration,
    today: Date,
    /// For each scenario of the plan.
    last: Vec<Option<LastExercise>>,
}

/// The last exercise of a scenario that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastExercise {
    /// Index in the plan's exercises.
    pub exercise: usize,
    pub on: Date,
    /// The last day on which it is fresh; `None` past the calendar's end.
    pub due: Option<Date>,
}

impl Evidence {
    pub fn of(plan: &Plan, today: Date) -> Self {
        let within = plan.lint.exercised_within.unwrap_or(USUAL);
        let mut last: Vec<Option<LastExercise>> = vec![None; plan.scenarios.len()];
        for (at, exercise) in plan.exercises.iter().enumerate() {
            let (Some(scenario), Some(on)) = (exercise.scenario, held(exercise, today)) else {
                continue;
            };
            if last[scenario].is_none_or(|before| before.on < on) {
                last[scenario] = Some(LastExercise {
                    exercise: at,
                    on,
                    due: on.plus(within),
                });
            }
        }
        Self {
            within,
            today,
            last,
        }
    }

    pub fn last(&self, scenario: usize) -> Option<LastExercise> {
        self.last[scenario]
    }

    /// Exercised once, and too long ago.
    pub fn is_stale(&self, scenario: usize) -> bool {
        let due = self.last[scenario].and_then(|last| last.due);
        due.is_some_and(|due| due < self.today)
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
