//! AI resources of Terraform (and OpenTofu), and what they stand in.
//!
//! In:  JSON of `terraform show -json` for a plan or a state, or a state file of version 4.
//! Out: a [`Draft`](crate::draft::Draft): an AI dependency for each deployment of a model,
//!      the accounts and regions that it stands in, agents as services.
//!
//! `resources` finds them in either shape, `azure`, `aws` and `others` read their values by
//! type, `read` makes the tables. Sensitive values stand there in plain text: only fields
//! that are named here are read. Source: HashiCorp's description of the JSON format; the
//! providers' schemas.

mod aws;
mod azure;
mod others;
mod read;
mod resources;

pub use read::{is_terraform, read};
