//! A plan as a file of another program would have it.
//!
//! In:  what a format reads, table by table: values, what was guessed, what to ask; of
//!      pairs of components what files say of them (`edges`), of clusters how many of them
//!      must be up (`quorums`); of variables, whom they lead
//!      to outside (`outside`, `places`); a plan that is there, whose components tables may
//!      be (`matching`, `plan_ids`), as a draft itself (`plan_as_draft`, `planned`).
//! Out: [`Draft`], and its text as a person would have written it; [`Finding`]s say of
//!      each field what became of it. Of several formats `merge` makes one, in which `called`
//!      lets calls of models end at what gateways answer, and `possible` those of which only
//!      the gateway's file tells that they are calls; `circles` softens what a proxy needs of
//!      those who go out through it.

mod called;
mod circles;
mod edges;
mod fates;
mod field_paths;
mod finding;
mod ids;
mod matching;
mod merge;
mod outside;
mod place_kind;
mod places;
mod plan_as_draft;
mod plan_ids;
mod planned;
mod possible;
mod quorums;
mod requirement;
mod table;
mod teams;
mod text;
mod tiers;
mod value;

pub use called::{CalledModel, GatewayRoute, StandsFor};
pub(crate) use called::{WHO_CALLS, on_own_machine, where_it_runs};
pub use edges::{Edge, EdgeTarget, Edges, StartOrder};
pub(crate) use fates::{Fates, FieldFates};
pub(crate) use field_paths::{FieldPaths, NO_QUESTION, every_field, tell_the_rest};
pub use finding::{Finding, Mapping};
pub use ids::{Ids, kebab};
pub use matching::matches;
pub use outside::{CallingComponent, HereAnswering, OutsideNeeds, OutsideParties};
pub(crate) use places::is_own_address;
pub use planned::{BesidePlan, TakenCall};
pub use possible::PossibleCall;
pub use quorums::{Majority, QuorumCandidate, Quorums};
pub use requirement::{DraftFallback, DraftRequirement};
pub use table::{Draft, DraftTable, MovedId, TableKind};
pub use teams::Teams;
pub use tiers::BY_LABELS;

pub use value::{Doubt, DraftKey, DraftValue};
