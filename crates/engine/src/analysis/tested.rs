use std::collections::BTreeMap;

use crate::simulation::{Runner, ScenarioScript, SimulationModel, TimelineEvent};
use jurymast_plan::model::{
    ComponentId, Exercise, ExerciseKind, ExerciseResult, Fallback, Plan, Rung,
};
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
        let all = self.drilled(plan, id);
        let own = all.iter().filter(|(_, exercise, _)| exercise.is_none());
        let to_come = own.map(|(on, ..)| *on).min();
        let held = all.into_iter().filter(|(on, ..)| *on <= today);
        match (held.max_by_key(|(on, _, until)| (*on, *until)), to_come) {
            (Some((on, exercise, until)), _) => Tested::Last {
                on,
                days: on.days_until(today).unsigned_abs(),
                stale: until.is_some_and(|until| until < today),
                exercise,
            },
            (None, Some(day)) => Tested::ToCome(day),
            (None, None) => Tested::Never,
        }
    }

    /// The days on which it was tried or is said to be, each with its exercise and the last
    /// day on which it counts.
    pub(super) fn drilled(&self, plan: &Plan, id: FallbackId) -> Vec<Drill> {
        let until = |on: Date| on.plus(Self::within(plan));
        let fallback = id.of(plan);
        let tested = fallback.tested.map(|at| (at.value, None, until(at.value)));
        let own = fallback.evidence.iter();
        let own = own.filter(|one| one.rung == Rung::Drilled);
        let own = own.map(|one| (one.on, None, one.until.or_else(|| until(one.on))));
        let made = self.made.get(&id).map_or(&[][..], Vec::as_slice);
        let made = made.iter().map(|(on, at)| (*on, Some(*at), until(*on)));
        tested.into_iter().chain(own).chain(made).collect()
    }
}

/// The day, the exercise by its index, and the last day on which it counts.
pub(super) type Drill = (Date, Option<usize>, Option<Date>);

/// The day on which production was switched and the objectives were met.
fn passed(exercise: &Exercise) -> Option<Date> {
    let met = matches!(
        exercise.result?,
        ExerciseResult::Passed | ExerciseResult::PassedWithActions
    );
    let counts = met && exercise.kind == ExerciseKind::Switchover;
    counts.then_some(exercise.on?.value)
}
