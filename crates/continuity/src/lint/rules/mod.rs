//! The rules, a folder for each family, a file for each rule.

pub(super) mod dependencies;
pub(super) mod drift;
pub(super) mod exercises;
pub(super) mod fallbacks;
pub(super) mod models;
pub(super) mod objectives;
pub(super) mod people;
pub(super) mod recovery;
pub(super) mod waivers;
