use std::path::PathBuf;

use clap::Args;

use crate::cli::args::{FailOn, FormatTo};

#[derive(Debug, Args)]
pub(in crate::cli) struct ScanArgs {
    /// A folder or a file
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// How to report, and where; may be repeated
    /// [formats: full (or text), concise, json, github, gitlab, sarif, junit, markdown, rdjson]
    #[arg(short, long, value_name = "FORMAT[=FILE]", default_value = "full")]
    pub(super) format: Vec<FormatTo>,
    /// The mildest finding that fails the scan
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub(super) fail_on: FailOn,
    /// Write the entries that the plan lacks into it; where there is none, print one
    #[arg(long)]
    pub(super) write: bool,
    /// Join another scanner's list, CycloneDX as JSON; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) cyclonedx: Vec<PathBuf>,
}
