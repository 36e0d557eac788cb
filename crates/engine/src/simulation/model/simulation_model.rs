use std::collections::BTreeMap;

use jurymast_plan::model::{ComponentId, Level, Plan, Symptom};
use jurymast_terms::units::{Date, Duration};

use super::{
    ComponentModel, DataCopy, LevelGraph, LimitModel, RequirementModel, Switcher, Trigger,
};
use crate::simulation::Symptoms;
use crate::simulation::rest::{self, RestState};

const SECONDS_OF_A_DAY: u64 = 24 * 60 * 60;

/// A plan on a day, ready to be run against any number of scenarios.
#[derive(Debug)]
pub struct SimulationModel<'p> {
    pub(in crate::simulation) plan: &'p Plan,
    pub(in crate::simulation) components: Vec<ComponentModel>,
    pub(in crate::simulation) requirements: Vec<RequirementModel>,
    pub(in crate::simulation) limits: Vec<LimitModel>,
    pub(in crate::simulation) graph: LevelGraph,
    /// For each component the requirements whose action needs it, or whose detection
    /// it makes.
    pub(in crate::simulation) watchers: BTreeMap<u32, Vec<usize>>,
    /// For each component that may have work to do the requirements that name it.
    pub(in crate::simulation) namers: BTreeMap<u32, Vec<usize>>,
    /// For each component the copies that hang on it: of its data, as a replica, as the
    /// place of a backup.
    pub(in crate::simulation) copies: BTreeMap<u32, Vec<DataCopy>>,
    /// How things are before anything happens.
    pub(in crate::simulation) rest: RestState,
    /// What is lost for good later than that, in order of time.
    pub(in crate::simulation) endings: Vec<Ending>,
}

/// An automatic fallback that is not set off for sure by what its primary shows before
/// anything happens.
#[derive(Debug, Clone, Copy)]
pub struct BlindFallback {
    /// Who falls back.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// Index in the requirement's fallbacks.
    pub fallback: usize,
    /// What the primary shows.
    pub seen: Symptoms,
    /// A person switches to it.
    pub is_by_hand: bool,
}

/// The day of a component comes.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulation) struct Ending {
    /// From the beginning of the day that scenarios start on.
    pub(in crate::simulation) at: Duration,
    pub(in crate::simulation) component: u32,
    pub(in crate::simulation) symptom: Symptom,
}

impl<'p> SimulationModel<'p> {
    /// Takes from a plan what its runs need. Scenarios begin on the day on which the plan
    /// is looked at, with what has ended or expired by then.
    pub fn of(plan: &'p Plan) -> Self {
        Self::begun(plan, plan.today)
    }

    /// The same with scenarios that begin on another day.
    pub fn on(plan: &'p Plan, day: Date) -> Self {
        Self::begun(plan, Some(day))
    }

    fn begun(plan: &'p Plan, day: Option<Date>) -> Self {
        let mut model = super::build::build(plan);
        model.rest = rest::of(&model, day);
        model.endings = endings(plan, day);
        model
    }

    /// What is not up before anything happens, in plan order.
    pub fn worse_at_rest(&self) -> impl Iterator<Item = (ComponentId, Level)> {
        let worse = self.rest.worse.iter();
        worse.map(|(at, level)| (ComponentId(*at), *level))
    }

    /// By component and requirement (its index) what its callers see of its primary before
    /// anything happens, where that is anything.
    pub fn shown_at_rest(&self) -> impl Iterator<Item = ((ComponentId, usize), Symptoms)> {
        let shown = self.rest.shown.iter();
        shown.map(|(at, seen)| {
            let requirement = &self.requirements[*at];
            let of = (ComponentId(requirement.of), requirement.index);
            (of, *seen)
        })
    }

    /// What the callers of a requirement (its index) see of its primary before anything happens.
    pub fn seen_at_rest(&self, of: ComponentId, requirement: usize) -> Symptoms {
        let at = self.components[of.index()].requirements.start + requirement;
        self.rest.shown.get(&at).copied().unwrap_or_default()
    }

    /// Whether an automatic fallback (by its component, its requirement and its place) that is
    /// not in use is not set off for sure by what callers see; and then, whether a person
    /// switches to it.
    pub fn is_blind(&self, of: (ComponentId, usize, usize), seen: Symptoms) -> Option<bool> {
        let (component, requirement, nth) = of;
        let at = self.components[component.index()].requirements.start + requirement;
        let fallback = &self.requirements[at].fallbacks[nth];
        let is_by_software = fallback.trigger != Trigger::Person;
        let is_in_use = self.rest.requirements[at].using == Some(nth);
        let switcher = fallback.sure_switcher(seen);
        let is_blind = is_by_software && !is_in_use && switcher != Some(Switcher::Software);
        is_blind.then_some(switcher.is_some())
    }

    /// The automatic fallbacks that no software switches to, whatever fails.
    pub fn blind_at_rest(&self) -> Vec<BlindFallback> {
        let mut found = Vec::new();
        for ((component, requirement), seen) in self.shown_at_rest() {
            let at = self.components[component.index()].requirements.start + requirement;
            for fallback in 0..self.requirements[at].fallbacks.len() {
                if let Some(is_by_hand) = self.is_blind((component, requirement, fallback), seen) {
                    found.push(BlindFallback {
                        component,
                        requirement,
                        fallback,
                        seen,
                        is_by_hand,
                    });
                }
            }
        }
        found
    }

    /// The fallback that serves a requirement (its index) before anything happens; `None`:
    /// its primary, or nothing.
    pub fn stands_in(&self, of: ComponentId, requirement: usize) -> Option<usize> {
        let at = self.components[of.index()].requirements.start + requirement;
        self.rest.requirements[at].using
    }

    /// The level of a component before anything happens.
    pub fn level_at_rest(&self, component: u32) -> Level {
        let worse = self.rest.worse.get(&component);
        worse.copied().unwrap_or_default()
    }

    /// How many components there are.
    pub fn len(&self) -> usize {
        self.components.len()
    }

    /// Whether there is no component.
    pub fn is_empty(&self) -> bool {
        self.components.is_empty()
    }

    pub(in crate::simulation) fn limit_node(&self, limit: u32) -> u32 {
        self.components.len() as u32 + limit
    }

    /// Those that stand in a domain or may be moved there, in domains in it too, and
    /// itself.
    pub(in crate::simulation) fn inhabitants(&self, domain: u32) -> Vec<u32> {
        let mut all = vec![domain];
        let mut seen = std::collections::BTreeSet::from([domain]);
        let mut next = 0;
        while let Some(&at) = all.get(next) {
            next += 1;
            for &node in self.graph.dependents(at) {
                let Some(component) = self.components.get(node as usize) else {
                    continue;
                };
                let mut bindings = component.bindings.iter();
                let stands = bindings.any(|one| one.to == at && one.takes_along());
                if stands && seen.insert(node) {
                    all.push(node);
                }
            }
        }
        all
    }
}

fn endings(plan: &Plan, day: Option<Date>) -> Vec<Ending> {
    let to_come = day.into_iter().flat_map(|day| {
        let ends = plan.ending_after(day);
        ends.filter_map(move |(at, ended)| {
            let days = u64::try_from(day.days_until(at)).ok()?;
            Some(Ending {
                at: Duration::from_seconds(days.saturating_mul(SECONDS_OF_A_DAY)),
                component: ended.component.0,
                symptom: ended.symptom(),
            })
        })
    });
    let mut all: Vec<Ending> = to_come.collect();
    all.sort_by_key(|one| (one.at, one.component));
    all
}

impl super::component::BindingModel {
    /// Its loss is the loss of what stands in it.
    pub(in crate::simulation) fn takes_along(&self) -> bool {
        self.is_place && self.worst == Level::Down
    }
}
