//! Kong's plugins for AI calls: `ai-proxy-advanced` and `ai-proxy`.
//!
//! In:  decK's declarative configuration, with plugins at services, routes or the top; or
//!      `KongPlugin` objects.
//! Out: `GatewayFile`: what answers behind each plugin.
//!
//! `plugins` finds them, `targets` tells who answers, `balancer` which failures lead to the
//! next, `read` puts them together, `fates` says what became of each field. Source: Kong's
//! schema of ai-proxy-advanced 3.15 and its examples; NGINX's documentation of
//! `proxy_next_upstream`, whose words they are.

mod balancer;
mod fates;
mod plugins;
mod read;
mod targets;

pub use plugins::is_kong;
pub use read::{flaws_of, read};
