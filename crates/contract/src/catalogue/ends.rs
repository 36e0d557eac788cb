use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::catalogue::UpcomingEnd;
use jurymast_plan::model::{Plan, UnknownModel};
use jurymast_terms::units::Date;
use jurymast_terms::vocabulary::{AfterEnd, Confidence};

use crate::UnknownModelEntry;

/// The ends to come, in order of day.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast catalogue ends --format json")]
pub struct CatalogueEndsOutput<'a> {
    /// The plan whose models, endpoints and expiries these are; null: all that the
    /// catalogue knows.
    pub plan: Option<&'a str>,
    /// The first day that counts, YYYY-MM-DD.
    pub from: String,
    /// The last one, YYYY-MM-DD.
    pub to: String,
    /// The ends.
    pub ends: Vec<UpcomingEndEntry<'a>>,
    /// Models of the plan that nobody knows: whether they end in this time is not known.
    pub unknown_models: Vec<UnknownModelEntry<'a>>,
}

/// Something that ends.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UpcomingEndEntry<'a> {
    /// The day of its end, or from which on it may end, YYYY-MM-DD.
    pub on: String,
    /// model, endpoint or expiry
    pub kind: &'static str,
    /// A model id, an endpoint (`openai/videos`), or the id of a component that expires.
    pub what: &'a str,
    /// The provider's id; null: it is no provider's.
    pub provider: Option<&'a str>,
    /// It is only promised until that day, and no end was named.
    pub possible: bool,
    /// What becomes of calls; null: nothing calls it, or it only may end.
    pub after: Option<AfterEnd>,
    /// What the provider names in its place, or "none"; null: not said.
    pub replacement: Option<&'a str>,
    /// Where it was read; null: the plan declares it.
    pub source: Option<&'a str>,
    /// How sure it is; null: the plan declares it.
    pub confidence: Option<Confidence>,
    /// Ids of the components of the plan that it ends for.
    pub components: Vec<&'a str>,
}

impl<'a> CatalogueEndsOutput<'a> {
    /// The ends from one day to another; with a plan, those of the plan.
    pub fn of(
        plan: Option<&'a Plan>,
        (from, to): (Date, Date),
        ends: &'a [UpcomingEnd],
        unknown_models: &'a [UnknownModel],
    ) -> Self {
        Self {
            plan: plan.map(|plan| plan.header.name.as_str()),
            from: from.to_string(),
            to: to.to_string(),
            ends: ends
                .iter()
                .map(|end| UpcomingEndEntry::of(plan, end))
                .collect(),
            unknown_models: unknown_models.iter().map(UnknownModelEntry::from).collect(),
        }
    }
}

impl<'a> UpcomingEndEntry<'a> {
    fn of(plan: Option<&'a Plan>, end: &'a UpcomingEnd) -> Self {
        let ids = plan.map(|plan| {
            let of = end.of.iter();
            of.map(|id| plan.component(*id).id.as_str()).collect()
        });
        let called = end.provider.is_some() && !end.possible;
        Self {
            on: end.on.to_string(),
            kind: end.kind.as_str(),
            what: &end.what,
            provider: end.provider.as_deref(),
            possible: end.possible,
            after: called.then_some(end.after),
            replacement: end.replacement.as_deref(),
            source: end.evidence.as_ref().map(|evidence| evidence.why.as_str()),
            confidence: end.evidence.as_ref().map(|evidence| evidence.confidence),
            components: ids.unwrap_or_default(),
        }
    }
}
