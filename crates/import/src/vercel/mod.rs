//! Option objects of calls through Vercel's AI Gateway.
//!
//! In:  JSON of a request with `providerOptions.gateway`, or of those options.
//! Out: `GatewayFile`: each model by the hosts that may serve
//!      it, and the next when it fails.
//!
//! Source: vercel/ai, `packages/gateway`, its provider options; Vercel's documentation of
//! model fallbacks.

mod fates;
mod read;

pub use read::{flaws_of, is_vercel, read};
