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
    Activity, ActivityOwn, Ai, AiOwn, Backup, Common, Contract, Domain, DomainOwn, Impact,
    KnownEndpoint, KnownModel, NamedLink, Provider, ProviderOwn, Rate, Resource, ResourceOwn,
    Service, ServiceOwn,
};
pub(super) use dependency::{Dependency, DependencyTable, Fallback, FallbackTable};
pub(super) use document::{Activation, Document, Lint, PlanTable};
pub(super) use documents::{
    Action, Communication, Exercise, Fault, OnCall, Person, Runbook, Scenario, Step, Surge, Team,
    Waiver,
};
pub(super) use scalar::{After, Day, Id, Length, Percent, Probability, Text, Tokens, Url};
pub(super) use spanned::{Names, Said};
