//! Docker compose files.
//!
//! In:  one or more files, of which later ones override earlier ones, and what they
//!      include, extend and name beside them.
//! Out: a [`Draft`](crate::draft::Draft): a service or resource for each service that is
//!      active, and what each needs.
//!
//! `project` puts the files together as the specification says (include, extends, merge,
//! profiles); `interpolate` reads `${NAME:-default}`; `service` makes a table of a
//! service, with its `data`, and `edges` what it needs, with what `mounts` finds in mounted
//! settings; `entry` tells who is entered from outside. Source: compose-spec, schema of
//! 2026-11.

mod data;
mod edges;
mod entry;
mod interpolate;
mod mounts;
mod project;
mod read;
mod service;

pub use read::{is_compose, read};
