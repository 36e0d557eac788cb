//! Configurations of agentgateway.
//!
//! In:  `llm` with models and virtual models, `binds` with AI backends, or
//!      `AgentgatewayBackend` objects.
//! Out: `GatewayFile`: a route for each name that callers may
//!      ask for.
//!
//! `providers` tells who answers, `models` what names lead to, `health` on which failures a
//! target is left, `backends` reads priority groups, `read` puts them together, `fates`
//! says what became of each field. Source: agentgateway/agentgateway 1.4.1, its tests of
//! configurations and its controller's.

mod backends;
mod fates;
mod health;
mod models;
mod providers;
mod read;

pub use read::{flaws_of, is_agentgateway, read};
