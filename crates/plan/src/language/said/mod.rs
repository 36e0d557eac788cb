//! The plan as said: one type for each table a team may write.
//!
//! In:  TOML values, through serde.
//! Out: strings and checked scalars with their byte ranges; names are not
//!      resolved here. The doc comments are the descriptions in the JSON Schema,
//!      so they speak to plan authors.

mod component;
mod copies;
mod dependency;
mod detect;
mod document;
mod documents;
mod either;
mod scalar;
mod spanned;

pub(super) use component::{
    ActivityKeys, ActivityTable, AiKeys, AiTable, BackupEntry, CommonKeys, ContractEntry,
    DomainKeys, DomainTable, EndpointEntry, ImpactEntry, LinkEntry, ModelEntry, NeedsEntry,
    ProviderKeys, ProviderTable, RateEntry, ReplicaEntry, ResourceKeys, ResourceTable, ServiceKeys,
    ServiceTable,
};
pub(super) use copies::{Backups, ReplicasEntry};
pub(super) use dependency::{
    DependencyEntry, DependencyTable, EvidenceTable, FallbackEntry, FallbackTable, MemberEntry,
    ModelListEntry, Share,
};
pub(super) use detect::DetectEntry;
pub(super) use document::{
    ActivationEntry, ApprovalEntry, CatalogueTable, DefaultsTable, LintPerTable, LintTable,
    PlanFile, PlanTable, plan_tables,
};
pub(super) use documents::{
    ActionEntry, CommunicationTable, ExerciseTable, FaultEntry, OnCallEntry, PersonEntry,
    RuleTable, RunbookTable, ScenarioTable, StepEntry, SurgeEntry, TeamTable, WaiverTable,
};
pub(super) use scalar::{
    After, ContentDigest, Day, Id, Length, Percent, Probability, Text, TierNumber, Tokens, Url,
};
pub(super) use spanned::{IdList, Said};
