//! The plan as said: one type for each table a team may write.
//!
//! In:  TOML values, through serde.
//! Out: strings and checked scalars with their byte ranges; names are not
//!      resolved here. The doc comments are the descriptions in the JSON Schema,
//!      so they speak to plan authors.

mod component;
mod dependency;
mod document;
mod documents;
mod scalar;
mod spanned;

pub(super) use component::{
    Activity, ActivityOwn, Ai, AiOwn, Common, Domain, DomainOwn, Provider, ProviderOwn, Resource,
    ResourceOwn, Service, ServiceOwn, ImpactLevel, Substitutability, Rate, KnownModel, NamedLink, AiNeeds, Backup, Contract
};
pub(super) use dependency::{Dependency, DependencyTable, Fallback, FallbackTable, Mode, Serves, Switch, Symptom};
pub(super) use document::{Document, Lint, PlanTable, RuleLevel};
pub(super) use documents::{
    Communication, Exercise, ExerciseKind, ExerciseResult, FaultLevel, Phase, Runbook, Scenario,
    Team, Waiver, OnCall, Step, Fault,
};
pub(super) use scalar::{Day, Id, Length, Percent, Probability, Tokens, Url, Text};
pub(super) use spanned::{Names, Said};
