//! Configurations of LibreChat.
//!
//! In:  `librechat.yaml`: `endpoints.custom` with the addresses and models that people may
//!      pick, `endpoints.azureOpenAI`.
//! Out: a [`Draft`](crate::draft::Draft): an AI dependency for each endpoint, and a service
//!      that works while one of them does, since it is people who pick.
//!
//! `read` makes it, `endpoints` reads who answers; `fates` says what became of each field.
//! Source: librechat.ai, object structure of librechat.yaml.

mod endpoints;
mod fates;
mod read;

pub use read::{is_librechat, read};
