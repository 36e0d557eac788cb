use std::collections::{BTreeMap, BTreeSet};

use crate::simulation::{Note, Runner, ScenarioScript, SimulationModel, TimelineEvent};
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
    /// The last exercise in which it had to serve failed: what passed before shows no more.
    Failed(FailedExercise),
}

/// An exercise that was no success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailedExercise {
    /// The day.
    pub on: Date,
    /// Index in the plan's exercises.
    pub exercise: usize,
}

/// The fallbacks that had to serve in exercises in which production was switched and which
/// passed, and in those in which anything was done for real and which failed.
#[derive(Debug)]
pub struct Switchovers {
    /// Day and index of each exercise that passed, in order.
    made: BTreeMap<FallbackId, Vec<(Date, usize)>>,
    /// The same of those that failed.
    failed: BTreeMap<FallbackId, Vec<(Date, usize)>>,
}

impl FallbackId {
    /// The fallback as the plan declares it.
    pub fn of(self, plan: &Plan) -> &Fallback {
        &plan.component(self.component).requirements[self.requirement].fallbacks[self.fallback]
    }

    /// Those that a run switched to, by its notes.
    pub fn turned_to<'a>(notes: impl IntoIterator<Item = &'a Note>) -> BTreeSet<Self> {
        let switched = notes.into_iter().filter_map(|note| match note.event {
            TimelineEvent::Switched {
                requirement,
                fallback,
                ..
            } => Some(Self {
                component: note.component,
                requirement,
                fallback,
            }),
            _ => None,
        });
        switched.collect()
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
    /// Runs the scenario of each exercise that says whether a switch works, and notes the
    /// fallbacks that it turns to.
    pub fn of(plan: &Plan) -> Self {
        let mut all = Self {
            made: BTreeMap::new(),
            failed: BTreeMap::new(),
        };
        for (at, exercise) in plan.exercises.iter().enumerate() {
            let Some(shows) = shows(exercise) else {
                continue;
            };
            let scenario = exercise.scenario.as_ref();
            let scenario = scenario.and_then(|one| ScenarioScript::exercised(one, plan));
            let (Some(on), Some(scenario)) = (exercise.on, scenario) else {
                continue;
            };
            let into = match shows {
                Shows::ItServes => &mut all.made,
                Shows::ItFails => &mut all.failed,
            };
            for id in turned_to(plan, on.value, &scenario) {
                into.entry(id).or_default().push((on.value, at));
            }
        }
        let lists = all.made.values_mut().chain(all.failed.values_mut());
        lists.for_each(|days| days.sort_unstable());
        all
    }

    /// How old the last test may be.
    pub fn within(plan: &Plan) -> Duration {
        plan.lint.fallback_tested_within.unwrap_or(USUAL)
    }

    /// The last of its own day and those of exercises that is not to come.
    pub fn tested(&self, plan: &Plan, id: FallbackId, today: Date) -> Tested {
        let all = self.drilled(plan, id, today);
        let own = all.iter().filter(|(_, exercise, _)| exercise.is_none());
        let to_come = own.map(|(on, ..)| *on).min();
        let held = all.into_iter().filter(|(on, ..)| *on <= today);
        let last = held.max_by_key(|(on, _, until)| (*on, *until));
        match (last, self.failed(id, today), to_come) {
            (Some((on, exercise, until)), ..) => Tested::Last {
                on,
                days: on.days_until(today).unsigned_abs(),
                stale: until.is_some_and(|until| until < today),
                exercise,
            },
            (None, Some(failed), _) => Tested::Failed(failed),
            (None, None, Some(day)) => Tested::ToCome(day),
            (None, None, None) => Tested::Never,
        }
    }

    /// The last exercise by that day in which it had to serve and which failed.
    pub(super) fn failed(&self, id: FallbackId, today: Date) -> Option<FailedExercise> {
        let mut all = self.failed.get(&id)?.iter();
        let (on, exercise) = *all.rfind(|(on, _)| *on <= today)?;
        Some(FailedExercise { on, exercise })
    }

    /// The days on which it was tried or is said to be, each with its exercise and the last
    /// day on which it counts. An exercise that failed by that day leaves those after it: of
    /// the same day only exercises that the plan names later.
    pub(super) fn drilled(&self, plan: &Plan, id: FallbackId, today: Date) -> Vec<Drill> {
        let until = |on: Date| on.plus(Self::within(plan));
        let fallback = id.of(plan);
        let tested = fallback.tested.map(|at| (at.value, None, until(at.value)));
        let own = fallback.evidence.iter();
        let own = own.filter(|one| one.rung == Rung::Drilled);
        let own = own.map(|one| (one.on, None, one.until.or_else(|| until(one.on))));
        let made = self.made.get(&id).map_or(&[][..], Vec::as_slice);
        let made = made.iter().map(|(on, at)| (*on, Some(*at), until(*on)));
        let all = tested.into_iter().chain(own).chain(made);
        let failed = self
            .failed(id, today)
            .map(|one| (one.on, Some(one.exercise)));
        all.filter(|(on, at, _)| failed.is_none_or(|failed| (*on, *at) > failed))
            .collect()
    }
}

/// The day, the exercise by its index, and the last day on which it counts.
pub(super) type Drill = (Date, Option<usize>, Option<Date>);

/// What an exercise shows of the fallbacks that had to serve in it.
enum Shows {
    /// Production was switched, and the objectives were met.
    ItServes,
    /// Something was done for real, and it was no success.
    ItFails,
}

fn shows(exercise: &Exercise) -> Option<Shows> {
    match (exercise.kind, exercise.result?) {
        (ExerciseKind::Tabletop, _) => None,
        (_, ExerciseResult::Failed) => Some(Shows::ItFails),
        (ExerciseKind::Functional, _) => None,
        (ExerciseKind::Switchover, ExerciseResult::Passed | ExerciseResult::PassedWithActions) => {
            Some(Shows::ItServes)
        }
    }
}

/// The fallbacks that a scenario turns to on a day: what had ended by then was not there to be
/// switched to.
fn turned_to(plan: &Plan, on: Date, scenario: &ScenarioScript) -> BTreeSet<FallbackId> {
    let machine = SimulationModel::on(plan, on);
    FallbackId::turned_to(&Runner::new(&machine).run(scenario).notes)
}
