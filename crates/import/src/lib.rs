//! Plans drafted from the files that systems are deployed from.
//!
//! In:  files of other programs: deployments, gateways, catalogues of services.
//! Out: a [`draft::Draft`], its text as a person would have written it, and a
//!      [`draft::Finding`] for each field: what became of it.
//!
//! In this order: `reading` opens files; `tree` makes trees of their texts that know their
//! places (`codes` says what is wrong with them); a folder for each format makes a draft of them, with what `evidence` tells of
//! single values. `formats` lists them, and tells which one a document has; `plan_edit` lays a
//! draft into a plan that is there.

#![warn(missing_docs)]

pub mod agentcore;
pub mod agentgateway;
pub mod backstage;
pub mod claude_code;
pub mod cloudflare;
mod codes;
pub mod compose;
pub mod cyclonedx;
pub mod datadog;
pub mod draft;
pub mod envoy;
pub mod evidence;
pub mod formats;
pub mod gateways;
pub mod kong;
pub mod kubernetes;
pub mod librechat;
pub mod litellm;
pub mod openrouter;
pub mod plan_edit;
pub mod portkey;
pub mod reading;
pub mod score;
pub mod terraform;
pub mod tree;
pub mod vercel;

pub use codes::explained;
