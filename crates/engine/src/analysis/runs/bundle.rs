use std::cell::LazyCell;
use std::collections::BTreeMap;

use crate::simulation::{
    InjectedFault, Overload, RepairCounted, Runner, ScenarioScript, SimulationModel, Summary,
    Symptoms, Timeline, Verdict,
};
use jurymast_plan::model::{ComponentId, Level, Plan};
use jurymast_terms::units::{Duration, Lasting};

use super::chain::{Hop, Reader};
use super::{shared, slow};

/// What came of the plan's scenarios, and of the lone losses that matter.
#[derive(Debug, Default)]
pub struct Runs {
    /// In the order of the plan.
    pub scenarios: Vec<Run>,
    /// Components that some run keeps down longer than their RTO or MTPD, in plan
    /// order, each by its worst run.
    pub breaches: Vec<TargetBreach>,
    /// Fallbacks with more to serve than their limit, in plan order, each by its
    /// worst run.
    pub overloaded: Vec<Overloaded>,
}

/// One scenario, run to its end.
#[derive(Debug)]
pub struct Run {
    /// What happened.
    pub scenario: ScenarioScript,
    /// What came of it.
    pub timeline: Timeline,
}

/// What was run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunCause {
    /// Index in the plan's scenarios.
    Scenario(usize),
    /// One component is lost for ever.
    Loss(ComponentId),
}

/// A component that is down too long.
#[derive(Debug)]
pub struct TargetBreach {
    /// The component that is down.
    pub component: ComponentId,
    /// The run in which it is down longest.
    pub cause: RunCause,
    /// The longest stretch.
    pub longest: Lasting,
    /// From what failed to the component.
    pub chain: Vec<Hop>,
    /// Further scenarios in which it is down too long.
    pub others: usize,
}

/// A fallback that is asked for more than it can serve.
#[derive(Debug)]
pub struct Overloaded {
    /// The run in which it is asked for most.
    pub cause: RunCause,
    /// Who asks for how much in that run.
    pub overload: Overload,
}

impl Runs {
    /// Runs the scenarios of a plan, and the losses of one component for ever that may
    /// break a target or overload a fallback.
    pub fn of(plan: &Plan) -> Self {
        let machine = LazyCell::new(|| SimulationModel::of(plan));
        let slow = slow::losses(plan, &|id, requirement| machine.stands_in(id, requirement));
        let shared = shared::causes(plan);
        if plan.scenarios.is_empty() && slow.is_empty() && shared.is_empty() {
            return Self::default();
        }
        let mut runner = Runner::new(&machine);
        let mut gathered = Gathered::default();
        let mut scenarios = Vec::with_capacity(plan.scenarios.len());
        for (at, scenario) in plan.scenarios.iter().enumerate() {
            let scenario = ScenarioScript::of(scenario);
            let timeline = runner.run(&scenario);
            gathered.take(plan, RunCause::Scenario(at), &timeline);
            scenarios.push(Run { scenario, timeline });
        }
        for loss in slow {
            gathered.take(plan, RunCause::Loss(loss), &runner.run(&lost(loss)));
        }
        for (target, causes) in shared {
            for cause in causes {
                let timeline = runner.run(&lost(cause));
                gathered.take(plan, RunCause::Loss(cause), &timeline);
                if gathered.overloaded.contains_key(&target) {
                    break;
                }
            }
        }
        let breaches = gathered.breaches(plan, &scenarios, &mut runner);
        Self {
            scenarios,
            breaches,
            overloaded: gathered.overloaded.into_values().collect(),
        }
    }

    /// The scenario that keeps a component down, or else degraded, longest.
    pub fn worst(&self, id: ComponentId) -> Option<usize> {
        let key = |at: &usize| {
            let timeline = &self.scenarios[*at].timeline;
            (
                timeline.longest_down(id),
                timeline.total(id, Level::Down),
                timeline.total(id, Level::Degraded),
                std::cmp::Reverse(*at),
            )
        };
        let hit = |at: &usize| !self.scenarios[*at].timeline.intervals(id).is_empty();
        (0..self.scenarios.len()).filter(hit).max_by_key(key)
    }
}

/// A component down for ever, with a symptom that every trigger covers.
fn lost(component: ComponentId) -> ScenarioScript {
    ScenarioScript {
        faults: vec![InjectedFault {
            component,
            at: Duration::ZERO,
            lasts: Lasting::Forever,
            level: Level::Down,
            symptoms: Symptoms::default(),
            loses_data: false,
        }],
        repair: RepairCounted::Declared,
        ..ScenarioScript::default()
    }
}

/// The worst so far.
#[derive(Debug, Default)]
struct Gathered {
    /// By component: the longest time down, its cause, how many scenarios break a
    /// target.
    breaches: BTreeMap<ComponentId, (Lasting, RunCause, usize)>,
    /// By target.
    overloaded: BTreeMap<ComponentId, Overloaded>,
}

impl Gathered {
    fn take(&mut self, plan: &Plan, cause: RunCause, timeline: &Timeline) {
        for id in timeline.hit() {
            self.take_breach(plan, cause, timeline, id);
        }
        for overload in &timeline.overloads {
            if overload.callers.iter().all(|one| one.fallback.is_none()) {
                continue;
            }
            let known = self.overloaded.get(&overload.target);
            if known.is_none_or(|known| overload.excess() > known.overload.excess()) {
                let overload = overload.clone();
                self.overloaded
                    .insert(overload.target, Overloaded { cause, overload });
            }
        }
    }

    fn take_breach(&mut self, plan: &Plan, cause: RunCause, timeline: &Timeline, id: ComponentId) {
        let targets = &plan.component(id).targets;
        if targets.rto.is_none() && targets.mtpd.is_none() {
            return;
        }
        let summary = Summary::times(plan, timeline, id);
        let longest = summary.longest_down;
        // Without a fallback a loss for ever is no question of time.
        let counts = longest < Lasting::Forever || matches!(cause, RunCause::Scenario(_));
        let missed = [summary.rto_verdict, summary.mtpd_verdict].contains(&Verdict::Missed);
        if !counts || !missed {
            return;
        }
        let scenarios = usize::from(matches!(cause, RunCause::Scenario(_)));
        let known = self.breaches.entry(id).or_insert((longest, cause, 0));
        if longest > known.0 {
            (known.0, known.1) = (longest, cause);
        }
        known.2 += scenarios;
    }

    /// With the chains, each run that is needed read once.
    fn breaches(
        &self,
        plan: &Plan,
        scenarios: &[Run],
        runner: &mut Runner<'_>,
    ) -> Vec<TargetBreach> {
        let mut by_cause: BTreeMap<RunCause, Vec<ComponentId>> = BTreeMap::new();
        for (id, (_, cause, _)) in &self.breaches {
            by_cause.entry(*cause).or_default().push(*id);
        }
        let mut chains: BTreeMap<ComponentId, Vec<Hop>> = BTreeMap::new();
        for (cause, ids) in by_cause {
            let again;
            let (scenario, timeline) = match cause {
                RunCause::Scenario(at) => (&scenarios[at].scenario, &scenarios[at].timeline),
                RunCause::Loss(of) => {
                    let scenario = lost(of);
                    again = (runner.run(&scenario), scenario);
                    (&again.1, &again.0)
                }
            };
            let reader = Reader::of(plan, scenario, timeline);
            chains.extend(ids.into_iter().map(|id| (id, reader.chain(id))));
        }
        let breaches = self
            .breaches
            .iter()
            .map(|(&component, &(longest, cause, count))| TargetBreach {
                component,
                cause,
                longest,
                chain: chains.remove(&component).unwrap_or_default(),
                others: count - usize::from(matches!(cause, RunCause::Scenario(_))),
            });
        breaches.collect()
    }
}
