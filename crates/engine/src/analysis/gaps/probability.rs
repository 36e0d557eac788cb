use crate::failure::{EventGraph, FaultTree};
use jurymast_diagram::Diagram;
use jurymast_plan::model::{Component, ComponentId, Level, Plan};

use super::Importance;
use super::bounds::bounds;
use super::importance::Ends;

/// How likely a component is at a level at any moment, from the declared
/// availabilities, faults being independent.
#[derive(Debug, Clone)]
pub struct TopEventProbability {
    /// By its own failure or by what it leans on.
    pub chance: ProbabilityBounds,
    /// By what it leans on alone: 1 less this is the best its dependencies allow.
    pub by_dependencies: ProbabilityBounds,
    /// Whether the bounds are wide because the decision diagram was given up,
    /// and not for want of declared availabilities alone.
    pub given_up: bool,
    /// Whether the bounds are wide because it is counted for few faults at once only who is
    /// served too little.
    pub load_partly_counted: bool,
    /// The faults that matter here and have no declared availability, in plan
    /// order; when given up, all those it may lean on.
    pub unknown: Vec<ComponentId>,
    /// By how much each fault matters, most first; empty when given up.
    pub importance: Vec<Importance>,
}

/// A probability, or the bounds it lies between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProbabilityBounds {
    /// What is unknown never fails.
    pub low: f64,
    /// What is unknown always fails.
    pub high: f64,
}

impl ProbabilityBounds {
    pub(super) const NONE: Self = Self {
        low: 0.0,
        high: 0.0,
    };

    /// The probability, where it is known exactly.
    pub fn exact(self) -> Option<f64> {
        (self.low == self.high).then_some(self.low)
    }

    /// Either of two independent things.
    fn or(self, other: Self) -> Self {
        let either = |a: f64, b: f64| a + b * (1.0 - a);
        Self {
            low: either(self.low, other.low),
            high: either(self.high, other.high),
        }
    }
}

impl TopEventProbability {
    /// From the diagram of what the component leans on.
    pub(super) fn exact(
        plan: &Plan,
        cone: &FaultTree,
        diagram: &Diagram,
        component: ComponentId,
    ) -> Self {
        let of = |high: bool| -> Vec<f64> {
            let faults = cone.faults.iter();
            let faults = faults.map(|at| fault(&plan.components[*at as usize]));
            faults
                .map(|it| if high { it.high } else { it.low })
                .collect()
        };
        let matters = diagram.support();
        let matters: Vec<u32> = cone
            .faults
            .iter()
            .zip(matters)
            .filter(|(_, it)| *it)
            .map(|(fault, _)| *fault)
            .collect();
        let unknown = unknown(plan, &matters, component);
        let is_known = unknown.iter().all(|id| *id == component);
        let at = |chances: Vec<f64>| DiagramReading {
            chance: diagram.probability(&chances),
            rates: diagram.birnbaum(&chances),
            chances,
        };
        let low = at(of(false));
        let high = if is_known { None } else { Some(at(of(true))) };
        let high = high.as_ref().unwrap_or(&low);
        let by_dependencies = ProbabilityBounds {
            low: low.chance,
            high: high.chance,
        };
        let own = own(plan, component);
        let declared = |id: ComponentId| plan.component(id).unavailability.map(|at| at.value);
        let positions = (0..).zip(&cone.faults);
        let positions = positions.filter(|(_, fault)| matters.binary_search(fault).is_ok());
        let is_open = |fault: &u32| unknown.contains(&ComponentId(*fault));
        let open: Vec<usize> = (0..)
            .zip(&cone.faults)
            .filter(|(_, fault)| matters.binary_search(fault).is_ok() && is_open(fault))
            .map(|(at, _)| at)
            .collect();
        let readings = (open.len() <= MOST_OPEN).then(|| {
            let corners = corners(&low.chances, &open).into_iter();
            corners.map(at).collect::<Vec<_>>()
        });
        let mut importance: Vec<Importance> = positions
            .map(|(at, fault)| {
                let id = ComponentId(*fault);
                let Some(readings) = &readings else {
                    let ends = (low.ends(at, own.low), high.ends(at, own.high));
                    return Importance::of(id, declared(id), ends);
                };
                let all = readings.iter().flat_map(|one| {
                    [own.low, own.high].map(|own| (one.ends(at, own), one.chances[at]))
                });
                Importance::of_corners(id, declared(id), all)
            })
            .collect();
        if plan.component(component).own_failure {
            let ends = |at: &DiagramReading| Ends {
                never: at.chance,
                rate: 1.0 - at.chance,
            };
            let own_chances = [own.low, own.high];
            importance.push(match &readings {
                Some(readings) => {
                    let all = readings.iter();
                    let all = all.flat_map(|one| own_chances.map(|own| (ends(one), own)));
                    Importance::of_corners(component, declared(component), all)
                }
                None => Importance::of(component, declared(component), (ends(&low), ends(high))),
            });
        }
        importance.sort_by(Importance::most_first);
        Self {
            chance: own.or(by_dependencies),
            by_dependencies,
            given_up: false,
            load_partly_counted: false,
            unknown,
            importance,
        }
    }

    /// Of what is at the level without any fault.
    pub(super) fn certain() -> Self {
        let certain = ProbabilityBounds {
            low: 1.0,
            high: 1.0,
        };
        Self {
            chance: certain,
            by_dependencies: certain,
            given_up: false,
            load_partly_counted: false,
            unknown: Vec::new(),
            importance: Vec::new(),
        }
    }

    /// From here on what is known is the least: nothing more is known of the greatest than
    /// that nothing happens unless some fault does.
    pub(super) fn at_least(&mut self, plan: &Plan) {
        let none = plan.components.iter().map(|one| 1.0 - fault(one).high);
        let most = 1.0 - none.product::<f64>();
        for chance in [&mut self.chance, &mut self.by_dependencies] {
            chance.high = chance.high.max(most);
        }
        self.load_partly_counted = true;
        self.importance.clear();
    }

    /// From the structure alone, where no diagram could be built.
    pub(super) fn bounded(
        plan: &Plan,
        events: &EventGraph,
        cone: &FaultTree,
        component: ComponentId,
        level: Level,
    ) -> Self {
        let within = bounds(events, component.0, level, |at| {
            if at == component.0 {
                ProbabilityBounds {
                    low: 0.0,
                    high: 0.0,
                }
            } else {
                fault(&plan.components[at as usize])
            }
        });
        let by_dependencies = ProbabilityBounds {
            low: within.low,
            high: within.high,
        };
        Self {
            chance: own(plan, component).or(by_dependencies),
            by_dependencies,
            given_up: true,
            load_partly_counted: false,
            unknown: unknown(plan, &cone.faults, component),
            importance: Vec::new(),
        }
    }
}

/// Of so many faults of unknown availability every corner is looked at.
const MOST_OPEN: usize = 6;

/// The chances with each of the open ones never and always there, in every combination.
fn corners(chances: &[f64], open: &[usize]) -> Vec<Vec<f64>> {
    let all = (0..1usize << open.len()).map(|mask| {
        let mut chances = chances.to_vec();
        for (bit, at) in open.iter().enumerate() {
            chances[*at] = if mask >> bit & 1 == 1 { 1.0 } else { 0.0 };
        }
        chances
    });
    all.collect()
}

/// What the diagram says when faults are so likely.
struct DiagramReading {
    chances: Vec<f64>,
    chance: f64,
    rates: Vec<f64>,
}

impl DiagramReading {
    /// The chance with one of the faults never and always there; the component itself
    /// fails with a chance of `own`.
    fn ends(&self, fault: usize, own: f64) -> Ends {
        let rate = self.rates[fault];
        let never = (self.chance - self.chances[fault] * rate).max(0.0);
        Ends {
            never: own + (1.0 - own) * never,
            rate: (1.0 - own) * rate,
        }
    }
}

/// Bounds of the component's own failure.
fn fault(component: &Component) -> ProbabilityBounds {
    match (component.own_failure, component.unavailability) {
        (false, _) => ProbabilityBounds {
            low: 0.0,
            high: 0.0,
        },
        (true, Some(declared)) => ProbabilityBounds {
            low: declared.value,
            high: declared.value,
        },
        (true, None) => ProbabilityBounds {
            low: 0.0,
            high: 1.0,
        },
    }
}

fn own(plan: &Plan, component: ComponentId) -> ProbabilityBounds {
    let ProbabilityBounds { low, high } = fault(plan.component(component));
    ProbabilityBounds { low, high }
}

fn unknown(plan: &Plan, faults: &[u32], component: ComponentId) -> Vec<ComponentId> {
    let mut unknown: Vec<ComponentId> = faults.iter().map(|at| ComponentId(*at)).collect();
    unknown.push(component);
    unknown.retain(|id| {
        let component = plan.component(*id);
        component.own_failure && component.unavailability.is_none()
    });
    unknown.sort_unstable();
    unknown
}
