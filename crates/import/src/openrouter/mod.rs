//! Option objects of calls to OpenRouter.
//!
//! In:  JSON of a request, or of the options in it: `model`, `models`, `provider`.
//! Out: `GatewayFile`: each model by the hosts that may serve
//!      it, and the next when it fails.
//!
//! Source: OpenRouterTeam/docs, guides on routing.

mod fates;
mod read;

pub use read::{flaws_of, is_openrouter, read};
