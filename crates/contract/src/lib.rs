//! What `--format json` prints: one documented type for every command's output.
//!
//! In:  a plan and what was found out about it: findings, blast radii, cut sets,
//!      timelines, advice, sheets, packets; or the catalogue.
//! Out: types that serialise to the JSON other programs read, and the JSON Schema
//!      of each ([`schema`]; `schemas/output/` holds them), and a page of all
//!      ([`reference()`]; `docs/json.md`).
//!
//! A file for each command holds its types and how they are made. [`Versioned`] puts
//! the version in front. Fields are added, never renamed or dropped; a field that is
//! not always there says so, and null always has a meaning.

#![warn(missing_docs)]

mod advise;
mod baseline;
mod blast;
mod blast_all;
mod catalogue;
mod check;
mod diff;
mod drift;
mod exercise;
mod gaps;
mod import;
mod incident;
mod reference;
mod rules;
mod scan;
mod schema;
mod simulate;
mod versioned;

pub use advise::{
    AdviseOutput, AdvisedChange, AlternativeEntry, BoundEntry, ChangedEntryPlace, EditEntry,
    SecondPlaceEntry, SinglePointCounts, SinglePointEntry, TierSinglePoints,
};
pub use baseline::{BaselineEntry, BaselineFile, FindingKey};
pub use blast::{
    AffectedEntry, BlastOutput, CarriedDemand, EndedEntry, FallbackOutcome, LevelCounts,
    RequirementOutcome,
};
pub use blast_all::{BlastAllOutput, LossCounts};
pub use catalogue::{
    CatalogueDomain, CatalogueEndpoint, CatalogueEndsOutput, CatalogueGateway, CatalogueListOutput,
    CatalogueListing, CatalogueModel, CatalogueOutage, CatalogueProvider, CatalogueScenario,
    CatalogueShowOutput, CauseEntry, CreditSpentEntry, DomainMembership, FirstSaidEntry,
    GatewayTimeout, HabitEntry, ListedName, ListedOutage, ListedScenario, LonePrimaryEntry,
    ModelByLists, ModelInList, NotCounted, OutageHit, OutageTimes, ProviderOutage, ReadyFaultEntry,
    ReadySurgeEntry, ReadyTargetEntry, RestorationEstimate, SharedFate, SourceEntry,
    StatusPageEntry, UpcomingEndEntry,
};
pub use check::{
    CheckOutput, CheckedPlan, FindingEntry, RelatedPlace, RuleCount, SeverityCounts, SilencedEntry,
    UnknownModelEntry, WaiverEntry,
};
pub use diff::{
    BlastChange, BlastCount, ChangedFinding, DiffOutput, EvidenceEntry, GapEntry, LoweredDemand,
    SpareEntry, TargetEntry,
};
pub use drift::{
    ConfiguredFile, CoverageEntry, DriftOutput, DriftParts, FallbackInUseEntry, LikeNameEntry,
    ObservedFile, PeakEntry, UnknownNameEntry,
};
pub use exercise::{
    CriterionEntry, ExerciseAnswers, ExerciseOutput, ExpectedHit, InjectEntry, InvitedPerson,
    ObjectiveEntry, RehearsedScenario,
};
pub use gaps::{
    AllOrders, AtRestEntry, BicliqueEntry, ComponentGaps, CutSetCount, ExplainedSinglePoint,
    GapsHead, GapsMaker, GapsOutput, GapsTail, HeldCutSet, ImportanceEntry, ListedCutSets,
    LostAlternative, OrderLimit, ProbabilityEntry, RequirementPlace,
};
pub use import::{ImportCounts, ImportFinding, ImportOutput};
pub use incident::IncidentOutput;
pub use reference::reference;
pub use rules::{ExplainOutput, RuleEntry, RulesOutput};
pub use scan::{ScanFinding, ScanOutput};
pub use schema::{OutputSchema, schema, schemas};
pub use simulate::{
    ComponentTimes, LevelInterval, MissedRunsEntry, ReasonEntry, ReplaySummary, ScenarioRun,
    SimulateOutput, StruckComponent, SurgedComponent,
};
pub use versioned::{Version, Versioned, write};
