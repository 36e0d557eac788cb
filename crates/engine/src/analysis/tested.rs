use std::collections::BTreeMap;

use crate::simulation::{Runner, ScenarioScript, SimulationModel, TimelineEvent};
use jurymast_plan::model::{ComponentId, Exercise, ExerciseKind, ExerciseResult, Fallback, Plan};
use jurymast_terms::units::{Date, Duration};

/// How old the last test of a fallback may be where the plan says nothing: a year
/// (Regulation (EU) 2022/2554, article 11(6)(a)).
const USUAL: Duration = Duration::from_seconds(365 * 86_400);

/// Where a fallback stands in a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FallbackId {
    /// The component that falls back.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// Index in the requirement's fallbacks.
    pub fallback: usize,
}

/// Whether a fallback was tried, on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tested {
    /// Nothing says so.
    Never,
    /// The plan names a day that has not come.
    ToCome(Date),
    /// It was tried, last on that day.
    Last {
        /// The day.
        on: Date,
        /// How many days ago that is.
        days: u64,
        /// Longer ago than [`Switchovers::within`].
        stale: bool,
        /// Index in the plan's exercises; `None`: the fallback itself says so.
        exercise: Option<usize>,
    },
}

/// The fallbacks that had to serve in exercises in which production was switched,
/// and which passed.
#[derive(Debug)]
pub struct Switchovers {
    /// Day and index of each exercise, in order.
    made: BTreeMap<FallbackId, Vec<(Date, usize)>>,
}

impl FallbackId {
    /// The fallback as the plan declares it.
    pub fn of(self, plan: &Plan) -> &Fallback {
        &plan.component(self.component).requirements[self.requirement].fallbacks[self.fallback]
    }

    /// Every fallback of a plan, in its order.
    pub fn all(plan: &Plan) -> impl Iterator<Item = Self> {
        plan.enumerate().flat_map(|(component, one)| {
            let requirements = one.requirements.iter().enumerate();
            requirements.flat_map(move |(requirement, needed)| {
                (0..needed.fallbacks.len()).map(move |fallback| Self {
                    component,
                    requirement,
                    fallback,
                })
            })
        })
    }
}

impl Switchovers {
    /// Runs the scenario of each switchover that met its objectives, and notes the
    /// fallbacks that it turns to.
    pub fn of(plan: &Plan) -> Self {
        let mut made: BTreeMap<FallbackId, Vec<(Date, usize)>> = BTreeMap::new();
        let switched: Vec<(usize, Date, ScenarioScript)> = (plan.exercises.iter().enumerate())
            .filter_map(|(at, one)| {
                let scenario = ScenarioScript::exercised(one.scenario.as_ref()?, plan)?;
                Some((at, passed(one)?, scenario))
            })
            .collect();
        if switched.is_empty() {
            return Self { made };
        }
        for (exercise, on, scenario) in switched {
            // What had ended by the day of the exercise was not there to be switched to.
            let machine = SimulationModel::on(plan, on);
            for note in Runner::new(&machine).run(&scenario).notes {
                if let TimelineEvent::Switched {
                    requirement,
                    fallback,
                    ..
                } = note.event
                {
                    let id = FallbackId {
                        component: note.component,
                        requirement,
                        fallback,
                    };
                    made.entry(id).or_default().push((on, exercise));
                }
            }
        }
        made.values_mut().for_each(|days| days.sort_unstable());
        Self { made }
    }

    /// How old the last test may be.
    pub fn within(plan: &Plan) -> Duration {
        plan.lint.fallback_tested_within.unwrap_or(USUAL)
    }

    /// The last of its own day and those of exercises that is not to come.
    pub fn tested(&self, plan: &Plan, id: FallbackId, today: Date) -> Tested {
        let own = id.of(plan).tested.map(|at| at.value);
        let made = self.made.get(&id).map_or(&[][..], Vec::as_slice);
        let made = made.iter().map(|(on, exercise)| (*on, Some(*exercise)));
        let days = own.map(|on| (on, None)).into_iter().chain(made);
        let last = days
            .filter(|(on, _)| *on <= today)
            .max_by_key(|(on, _)| *on);
        match (last, own) {
            (Some((on, exercise)), _) => {
                let days = on.days_until(today).unsigned_abs();
                Tested::Last {
                    on,
                    days,
                    stale: days * 86_400 > Self::within(plan).seconds(),
                    exercise,
                }
            }
            (None, Some(day)) => Tested::ToCome(day),
            (None, None) => Tested::Never,
        }
    }
}

/// The day on which production was switched and the objectives were met.
fn passed(exercise: &Exercise) -> Option<Date> {
    let met = matches!(
        exercise.result?,
        ExerciseResult::Passed | ExerciseResult::PassedWithActions
    );
    let counts = met && exercise.kind == ExerciseKind::Switchover;
    counts.then_some(exercise.on?.value)
}
