//! The plan as meant: every reference resolved, every value checked.
//!
//! In:  nothing from below but places and units; `language` fills it.
//! Out: [`Plan`], immutable: components (what can fail) with their
//!      requirements and bindings, teams, and the documents around them.
//!
//! Components that the catalogue adds (endpoints, providers, model lineages,
//! domains) are components like any other; [`Origin`] tells them apart.
//! No serde, no files, no graph library here.

mod component;
mod custom_rule;
mod detail;
mod documents;
mod lifetime;
mod model_list;
mod plan;
mod references;
mod requirement;
mod stores;
mod switching;
mod team;
mod urgency;

pub use component::{
    Binding, BindingRole, Component, ComponentId, Evidence, Origin, Replicas, Targets, Tier,
};
pub use custom_rule::{CustomRule, Expression};
pub use detail::{
    Activity, Ai, AiNeeds, Backup, Contract, Detail, Domain, Endpoint, Impact, Lineage, Provider,
    ReplicaOf, Resource, Retirement, Schedule, UnconfirmedDomain,
};
pub use documents::{
    Action, Communication, Exercise, ExercisedScenario, Fault, Runbook, Scenario, Step, Surge,
    WaivedLine, Waiver, WaiverScope,
};
pub use lifetime::{EndReason, Ended};
pub use model_list::{
    ListKeeper, ListedAbilities, ListedModel, ListedModelAbilities, ListedStage, ModelFloor,
    ModelKnowledge, ModelStanding, SavedModelList, UnknownModel,
};
pub use plan::{
    Activation, Approval, ApprovedDigest, LintPlace, LintScope, LintSettings, Plan, PlanHeader,
};
pub use references::Referrer;
pub use requirement::{
    Demand, Detection, Fallback, Requirement, RungRecord, SHARE_UNKNOWN, Sharing,
};
pub use team::{Contact, NamedLink, Person, Team, TeamId};
pub use urgency::Urgency;

pub use jurymast_terms::vocabulary::{
    AfterEnd, Confidence, DataKind, DrillMethod, ExerciseKind, ExerciseResult, ImpactLevel, Kind,
    Level, Lifecycle, MissedRun, Mode, Needed, OnCallHours, Phase, RuleLevel, RuleSubject, Rung,
    Substitutability, Switch, Symptom,
};
