use std::path::PathBuf;

use clap::Args;

use crate::cli::args::{FailOn, FormatTo};
use crate::cli::baseline::BaselineArgs;

#[derive(Debug, Args)]
pub(in crate::cli) struct DriftArgs {
    /// Files that configure what runs, each of a format that `import` reads
    #[arg(required_unless_present = "observed", value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Files that tell of calls: service graph metrics, dependencies of Jaeger or Zipkin,
    /// graphs of Kiali or X-Ray (docs/drift.md)
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(super) observed: Vec<PathBuf>,
    /// How to report, and where; may be repeated
    /// [formats: full (or text), concise, json, github, gitlab, sarif, junit, markdown, rdjson]
    #[arg(short, long, value_name = "FORMAT[=FILE]", default_value = "full")]
    pub(super) format: Vec<FormatTo>,
    /// The mildest finding that fails the comparison
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub(super) fail_on: FailOn,
    /// Exit with 0 in spite of findings
    #[arg(long)]
    pub(super) exit_zero: bool,
    #[command(flatten)]
    pub(super) baseline: BaselineArgs,
}
