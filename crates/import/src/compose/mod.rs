//! Docker compose files.
//!
//! In:  one or more files, of which later ones override earlier ones, and what they
//!      include, extend and name beside them.
//! Out: a [`Draft`](crate::draft::Draft): a service or resource for each service that is
//!      active, and what each needs.
//!
//! `project` puts the files together as the specification says (include, extends, merge,
//! profiles); `interpolate` reads `${NAME:-default}`; `service` makes a table of a service,
//! with its `data`, and `edges` what it needs, with what `mounts` finds in mounted settings
//! and `models` of the host's model runner; `machine` gives the machine itself one name,
//! `given_addresses` reads those that a platform gives,
//! `entry` tells who is entered from outside, `fates` what became of each field. Source: compose-spec, schema of 2026-11.

mod data;
mod edges;
mod entry;
mod fates;
mod given_addresses;
mod interpolate;
mod machine;
mod models;
mod mounts;
mod project;
mod read;
mod service;

pub use read::{is_compose, read};
