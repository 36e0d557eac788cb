//! What is known of outside parties without a plan: hosts, endpoints, failure
//! domains, ends of models, habits of gateways, recorded outages, faults people
//! plan for.
//!
//! In:  the data files in `data/`, compiled into the program.
//! Out: [`provider`], [`gateway`], [`domain`], [`models`], [`lineage`], [`outages`]
//!      and [`scenarios`], each parsed when first asked for, since a plan names few;
//!      [`on_plan`] finds an outage or scenario by the name that people type,
//!      [`meant`] the id that is meant by another name of it.
//!
//! Every fact carries how sure it is and where it was read. What nobody checked
//! stays marked `memory` and is never used as if it were known.

mod aliases;
mod detection;
mod domains;
mod embedded;
mod ends;
mod fitness;
mod gateways;
mod known_model;
mod library;
mod lineage;
mod modality;
mod model_facts;
mod model_name;
mod models;
mod outages;
mod providers;
mod saved_lists;
mod scenarios;
mod vendors;
mod words;

pub use aliases::{meant, providers_of};
pub use detection::{
    AccountOwner, DetectionRecord, detection, owner_of_account, provider_of_host,
    provider_of_image, provider_of_variable,
};
pub use domains::{DomainRecord, domain, domains};
pub use ends::{Days, EndKind, UpcomingEnd, ends_of_catalogue, ends_of_plan};
pub use fitness::{Misfit, doubts, fitness, is_first_choice, misfits, undeclared};
pub use gateways::{
    DroppedParameters, GatewayRecord, Habit, HabitRecord, HostChoice, LonePrimaryRecord,
    SwitchingGateway, TimeoutRecord, gateway, gateways_of, switching_gateway,
};
pub use known_model::{KnownModel, known_models};
pub use library::{OnPlan, nearest_scenario, on_plan};
pub use lineage::{LineageRecord, lineage};
pub use modality::{Modality, modality};
pub use model_facts::{ModelFacts, model_facts};
pub use model_name::{ModelName, lineage_name};
pub use models::{
    ModelList, ModelMatch, ModelRecord, NoticeRecord, models, models_read, without_region,
};
pub use outages::{
    CauseRecord, End, Estimate, Figures, FirstSaid, HitRecord, LeftOut, Outage, OutageAtProvider,
    OutageSubject, OutageWithoutLength, SharedDomain, Source, Strike, Struck, estimate,
    estimate_of, outage, outages, outages_of, outages_without_length,
};
pub use providers::{
    CreditRecord, EndpointRecord, MembershipRecord, ProviderRecord, StatusPage, may_serve,
    provider, provider_ids,
};
pub use saved_lists::{ListFacts, saved_lists};
pub use scenarios::{
    Basis, ReadyFault, ReadyScenario, ReadySurge, TargetKind, TargetRole, Targets, scenario,
    scenarios,
};
pub use vendors::{Maker, maker, maker_of, model_beginnings, provider_of_litellm_prefix, vendor};
