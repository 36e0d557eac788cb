use std::cmp::Ordering;

use crate::diagram::Diagram;
use crate::failure::{Cone, Events};
use crate::model::{Component, ComponentId, Level, Plan};

use super::bounds::{Interval, bounds};

/// How likely a component is at a level at any moment, from the declared
/// availabilities, faults being independent.
#[derive(Debug, Clone)]
pub struct Odds {
    /// By its own failure or by what it leans on.
    pub chance: Chance,
    /// By what it leans on alone: 1 less this is the best its dependencies allow.
    pub by_dependencies: Chance,
    /// Whether the bounds are wide because the decision diagram was given up,
    /// and not for want of declared availabilities alone.
    pub given_up: bool,
    /// The faults that matter here and have no declared availability, in plan
    /// order.
    pub unknown: Vec<ComponentId>,
    /// By how much each fault matters, most first; empty when given up.
    pub importance: Vec<Importance>,
}

/// A probability, or the bounds it lies between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// What is unknown never fails.
    pub low: f64,
    /// What is unknown always fails.
    pub high: f64,
}

/// Importance measures of one basic fault (NUREG-0492; Vesely et al. 1983), with
/// unknown faults taken as never failing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Importance {
    pub component: ComponentId,
    pub unavailability: Option<f64>,
    /// Birnbaum: how much the chance grows from this never failing to it always
    /// failing.
    pub birnbaum: f64,
    /// Fussell-Vesely: the share of the chance that goes away when this never
    /// fails. `None` where its own availability is unknown or the chance is 0.
    pub fussell_vesely: Option<f64>,
    /// Risk achievement worth: how many times likelier when this has failed.
    /// `None` where the chance is 0.
    pub risk_achievement_worth: Option<f64>,
}

impl Chance {
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

impl Odds {
    /// From the diagram of what the component leans on.
    pub(super) fn exact(
        plan: &Plan,
        cone: &Cone,
        diagram: &Diagram,
        component: ComponentId,
    ) -> Self {
        let of = |low: bool| -> Vec<f64> {
            let faults = cone
                .faults
                .iter()
                .map(|at| fault(&plan.components[*at as usize]));
            faults
                .map(|it| if low { it.low } else { it.high })
                .collect()
        };
        let low = of(true);
        let unknown = unknown(plan, cone, component);
        let below = diagram.probability(&low);
        let by_dependencies = Chance {
            low: below,
            high: if unknown.iter().all(|id| *id == component) {
                below
            } else {
                diagram.probability(&of(false))
            },
        };
        let own = own(plan, component);
        let mut odds = Self {
            chance: own.or(by_dependencies),
            by_dependencies,
            given_up: false,
            unknown,
            importance: Vec::new(),
        };
        let rates = diagram.birnbaum(&low);
        let below = cone.faults.iter().zip(rates);
        let mut rated: Vec<(ComponentId, f64)> = below
            .map(|(at, rate)| (ComponentId(*at), rate * (1.0 - own.low)))
            .collect();
        if plan.component(component).own_failure {
            rated.push((component, 1.0 - by_dependencies.low));
        }
        odds.importance = rated
            .into_iter()
            .map(|(id, birnbaum)| importance(plan, id, birnbaum, odds.chance.low))
            .collect();
        odds.importance.sort_by(most_first);
        odds
    }

    /// From the structure alone, where no diagram could be built.
    pub(super) fn bounded(
        plan: &Plan,
        events: &Events,
        cone: &Cone,
        component: ComponentId,
        level: Level,
    ) -> Self {
        let within = bounds(events, component.0, level, |at| {
            if at == component.0 {
                Interval {
                    low: 0.0,
                    high: 0.0,
                }
            } else {
                fault(&plan.components[at as usize])
            }
        });
        let by_dependencies = Chance {
            low: within.low,
            high: within.high,
        };
        Self {
            chance: own(plan, component).or(by_dependencies),
            by_dependencies,
            given_up: true,
            unknown: unknown(plan, cone, component),
            importance: Vec::new(),
        }
    }
}

/// Bounds of the component's own failure.
fn fault(component: &Component) -> Interval {
    match (component.own_failure, component.unavailability) {
        (false, _) => Interval {
            low: 0.0,
            high: 0.0,
        },
        (true, Some(declared)) => Interval {
            low: declared.value,
            high: declared.value,
        },
        (true, None) => Interval {
            low: 0.0,
            high: 1.0,
        },
    }
}

fn own(plan: &Plan, component: ComponentId) -> Chance {
    let Interval { low, high } = fault(plan.component(component));
    Chance { low, high }
}

fn unknown(plan: &Plan, cone: &Cone, component: ComponentId) -> Vec<ComponentId> {
    let mut unknown: Vec<ComponentId> = cone.faults.iter().map(|at| ComponentId(*at)).collect();
    unknown.push(component);
    unknown.retain(|id| {
        let component = plan.component(*id);
        component.own_failure && component.unavailability.is_none()
    });
    unknown.sort_unstable();
    unknown
}

fn importance(plan: &Plan, id: ComponentId, birnbaum: f64, chance: f64) -> Importance {
    let declared = plan.component(id).unavailability.map(|at| at.value);
    let known = chance > 0.0;
    Importance {
        component: id,
        unavailability: declared,
        birnbaum,
        fussell_vesely: declared
            .filter(|_| known)
            .map(|own| own * birnbaum / chance),
        risk_achievement_worth: known
            .then(|| (chance + (1.0 - declared.unwrap_or(0.0)) * birnbaum) / chance),
    }
}

fn most_first(a: &Importance, b: &Importance) -> Ordering {
    let share = |one: &Importance| one.fussell_vesely.unwrap_or(-1.0);
    let by_share = share(b).total_cmp(&share(a));
    let by_rate = || b.birnbaum.total_cmp(&a.birnbaum);
    by_share
        .then_with(by_rate)
        .then(a.component.cmp(&b.component))
}
