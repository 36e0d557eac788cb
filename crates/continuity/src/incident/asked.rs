use jurymast_plan::model::{ComponentId, Symptom};
use jurymast_terms::units::{Date, Moment};

/// What is known when the sheet is made.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is lost, all of it together.
    pub lost: Vec<NamedFault>,
    /// Everything that the plan's own people run is lost, whatever is named.
    pub total: bool,
    /// What callers see.
    pub symptom: Option<Symptom>,
    /// Never later than `now`.
    pub since: Moment,
    /// False when nobody said since when, and now was taken.
    pub since_known: bool,
    /// When the sheet is made.
    pub now: Moment,
    /// By which tests are judged old.
    pub today: Date,
}

/// A name as it was given; without a component when nothing in the plan leans on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFault {
    /// As it was given.
    pub name: String,
    /// What it means in the plan.
    pub id: Option<ComponentId>,
}
