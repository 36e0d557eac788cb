//! Routes of Envoy AI Gateway, from Kubernetes manifests.
//!
//! In:  `AIGatewayRoute`, `AIServiceBackend`, `BackendSecurityPolicy`, and Envoy Gateway's
//!      `Backend` and `BackendTrafficPolicy`; other objects may stand beside them.
//! Out: `GatewayFile`: a route for each model that callers
//!      name.
//!
//! `objects` finds what is what, `backends` tells who answers, `policy` which failures are
//! tried again and how far, `read` puts them together, `fates` says what became of each
//! field, `export` writes what a plan implies. Source: envoyproxy/ai-gateway 1.1, its API and examples; Envoy Gateway's API of
//! retries.

mod backends;
mod export;
mod fates;
mod objects;
mod policy;
mod read;

pub use export::export;
pub use objects::is_envoy;
pub use read::{flaws_of, read};
