//! Routes of Cloudflare's AI Gateway.
//!
//! In:  a dynamic route as its API has it, or the list of a universal call.
//! Out: `GatewayFile`.
//!
//! `elements` walks the graph of a dynamic route, `universal` reads a list, `upstreams`
//! tells who answers, `read` puts them together, `fates` says what became of each field.
//! Source: Cloudflare's documentation of dynamic routing, its JSON configuration of
//! 2026-04-29, and of universal calls.

mod elements;
mod fates;
mod read;
mod universal;
mod upstreams;

pub use read::{flaws_of, is_cloudflare, read};
