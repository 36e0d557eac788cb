//! What is known of AI providers without a plan: hosts, endpoints, failure
//! domains, ends of models, recorded outages, faults people plan for.
//!
//! In:  the data files in `data/`, compiled into the program.
//! Out: [`provider`], [`domain`], [`models`], [`lineage`], [`outages`] and
//!      [`scenarios`], each parsed when first asked for, since a plan names few;
//!      [`on_plan`] finds an outage or scenario by the name that people type.
//!
//! Every fact carries how sure it is and where it was read. What nobody checked
//! stays marked `memory` and is never used as if it were known.

mod domains;
mod embedded;
mod library;
mod lineage;
mod models;
mod outages;
mod providers;
mod scenarios;
mod words;

pub use domains::{DomainRecord, domain, domains};
pub use library::{OnPlan, nearest_scenario, on_plan};
pub use lineage::{LineageRecord, lineage, lineage_name};
pub use models::{ModelList, ModelRecord, models};
pub use outages::{
    CauseRecord, End, Estimate, Figures, FirstSaid, HitRecord, LeftOut, Outage, OutageAtProvider,
    OutageSubject, SharedDomain, Source, Strike, Struck, estimate, outage, outages, outages_of,
};
pub use providers::{
    EndpointRecord, MembershipRecord, ProviderRecord, StatusPage, provider, provider_ids,
};
pub use scenarios::{
    Basis, ReadyFault, ReadyScenario, ReadySurge, TargetKind, scenario, scenarios,
};
