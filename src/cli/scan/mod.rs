//! What a repository uses, declared or not.
//!
//! In:  a folder or a file, the plan above it where there is one.
//! Out: `run`, the command: `report` says what was found, in any format; with `--write`
//!      `proposal` drafts the entries that the plan lacks and lays them into it. `listing`
//!      reads another scanner's list (`--cyclonedx`).

mod args;
mod listing;
mod proposal;
mod report;
mod run;

pub(super) use args::ScanArgs;
pub(super) use run::run;
