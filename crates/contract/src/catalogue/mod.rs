//! The catalogue for programs.
//!
//! In:  what the catalogue knows of providers, failure domains, recorded outages and
//!      ready scenarios.
//! Out: [`CatalogueListOutput`], one line for each of a kind; [`CatalogueShowOutput`],
//!      one of them in full, each fact with how sure it is; [`CatalogueEndsOutput`],
//!      what ends from one day to another.
//!
//! `list` is the lines; the other files one kind each.

mod domain;
mod ends;
mod gateway;
mod list;
mod model;
mod outage;
mod provider;
mod scenario;
mod show;
mod words;

pub use domain::CatalogueDomain;
pub use ends::{CatalogueEndsOutput, UpcomingEndEntry};
pub use gateway::{
    CatalogueGateway, CreditSpentEntry, GatewayTimeout, HabitEntry, LonePrimaryEntry,
};
pub use list::{CatalogueListOutput, CatalogueListing, ListedName, ListedOutage, ListedScenario};
pub use model::{ModelByLists, ModelInList};
pub use outage::{
    CatalogueOutage, CauseEntry, FirstSaidEntry, OutageHit, OutageTimes, SharedFate, SourceEntry,
};
pub use provider::{
    CatalogueEndpoint, CatalogueModel, CatalogueProvider, DomainMembership, NotCounted,
    ProviderOutage, RestorationEstimate, StatusPageEntry,
};
pub use scenario::{CatalogueScenario, ReadyFaultEntry, ReadySurgeEntry, ReadyTargetEntry};
pub use show::CatalogueShowOutput;
