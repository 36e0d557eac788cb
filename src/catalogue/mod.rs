//! What is known of AI providers without a plan: hosts, endpoints, failure
//! domains, ends of models, recorded outages.
//!
//! In:  the data files in `data/`, compiled into the program.
//! Out: [`provider`], [`domain`], [`models`], [`lineage`] and [`outages`], each
//!      parsed when first asked for, since a plan names few of them.
//!
//! Every fact carries how sure it is and where it was read. What nobody checked
//! stays marked `memory` and is never used as if it were known.

mod domains;
mod embedded;
mod lineage;
mod models;
mod outages;
mod providers;

pub use domains::{Domain, domain, domains};
pub use lineage::{Lineage, lineage, lineage_name};
pub use models::{Model, ModelList, models};
pub use outages::{Outage, outages, outages_of};
pub use providers::{
    DomainRow, Effect, Endpoint, Provider, StatusPage, Surety, provider, provider_ids,
};
