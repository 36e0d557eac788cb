use schemars::JsonSchema;
use serde::Serialize;

use jurymast_engine::analysis::{Importance, ProbabilityBounds, TopEventProbability};
use jurymast_plan::model::{ComponentId, Plan};

use super::maker::ids;

/// How likely it is, and what to mend first. Probabilities are shares of time, from 0
/// to 1; bounds are `[low, high]`: undeclared availabilities taken as 1, and as 0.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProbabilityEntry<'a> {
    /// The chance of being down (or degraded, as asked); null: only bounds are known.
    pub probability: Option<f64>,
    /// `[low, high]`
    pub probability_bounds: [f64; 2],
    /// The same in hours of a year of 365 days.
    pub hours_a_year: [f64; 2],
    /// The best availability that what it leans on allows.
    pub allowed_by_dependencies: f64,
    /// The declared service level objective; null: none is declared.
    pub slo: Option<f64>,
    /// Whether bounds are wide because the exact diagram passed the limits.
    pub given_up: bool,
    /// Ids of faults that matter here and have no declared availability.
    pub unknown: Vec<&'a str>,
    /// By how much each fault matters, most first; empty when given up.
    pub importance: Vec<ImportanceEntry<'a>>,
}

/// How much one fault matters.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ImportanceEntry<'a> {
    /// The fault.
    pub id: &'a str,
    /// Its declared probability of being down; null: none is declared.
    pub unavailability: Option<f64>,
    /// Birnbaum importance: how much likelier the component is down once this failed
    /// than while it works, as a difference; null: only bounds are known.
    pub birnbaum: Option<f64>,
    /// `[low, high]`
    pub birnbaum_bounds: Option<[f64; 2]>,
    /// Fussell-Vesely: the share of the chance that goes away if this never fails; null:
    /// only bounds are known.
    pub fussell_vesely: Option<f64>,
    /// `[low, high]`; null: not known.
    pub fussell_vesely_bounds: Option<[f64; 2]>,
    /// Risk achievement worth: how many times likelier once this has failed; null: only
    /// bounds are known.
    pub risk_achievement_worth: Option<f64>,
    /// `[low, high]`, where null has no end; null in place of both: not known.
    pub risk_achievement_worth_bounds: Option<[Option<f64>; 2]>,
}

/// Hours of a year of 365 days.
const YEAR: f64 = 8760.0;

impl<'a> ProbabilityEntry<'a> {
    pub(super) fn of(plan: &'a Plan, id: ComponentId, odds: &TopEventProbability) -> Self {
        let ProbabilityBounds { low, high } = odds.chance;
        let slo = plan.component(id).targets.slo;
        let importance = odds.importance.iter();
        Self {
            probability: odds.chance.exact(),
            probability_bounds: [low, high],
            hours_a_year: [low * YEAR, high * YEAR],
            allowed_by_dependencies: 1.0 - odds.by_dependencies.low,
            slo: slo.map(|slo| slo.value.value()),
            given_up: odds.given_up,
            unknown: ids(plan, &odds.unknown),
            importance: importance
                .map(|one| ImportanceEntry::of(plan, one))
                .collect(),
        }
    }
}

impl<'a> ImportanceEntry<'a> {
    fn of(plan: &'a Plan, one: &Importance) -> Self {
        let exact = |some: Option<ProbabilityBounds>| some.and_then(ProbabilityBounds::exact);
        let bounds = |some: Option<ProbabilityBounds>| some.map(|some| [some.low, some.high]);
        let finite = |bound: f64| Some(bound).filter(|bound| bound.is_finite());
        let (share, worth) = (one.fussell_vesely, one.risk_achievement_worth);
        Self {
            id: &plan.component(one.component).id,
            unavailability: one.unavailability,
            birnbaum: one.birnbaum.exact(),
            birnbaum_bounds: bounds(Some(one.birnbaum)),
            fussell_vesely: exact(share),
            fussell_vesely_bounds: bounds(share),
            risk_achievement_worth: exact(worth),
            risk_achievement_worth_bounds: worth.map(|some| [finite(some.low), finite(some.high)]),
        }
    }
}
