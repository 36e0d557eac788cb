use std::path::PathBuf;

use clap::Args;

use crate::cli::args::{FailOn, FormatTo};
use crate::cli::baseline::BaselineArgs;
use jurymast_terms::units::{Duration, Share};

#[derive(Debug, Args)]
pub(in crate::cli) struct DriftArgs {
    /// Files that configure what runs, each of a format that `import` reads
    #[arg(required_unless_present = "observed", value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Files that tell of calls: service graph metrics, dependencies of Jaeger or Zipkin,
    /// graphs of Kiali or X-Ray (docs/drift.md)
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(super) observed: Vec<PathBuf>,
    /// How long calls were counted, of files that do not say it: 24h
    #[arg(long, value_name = "DURATION", requires = "observed")]
    pub(super) window: Option<Duration>,
    /// Which share of the calls was counted, of files made of traces that were kept: 1%
    #[arg(long, value_name = "SHARE", requires = "observed", value_parser = sampled)]
    pub(super) sampled: Option<Share>,
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

fn sampled(text: &str) -> Result<Share, String> {
    let share: Share = text.parse().map_err(|problem| format!("{problem}"))?;
    match share.value() > 0.0 {
        true => Ok(share),
        false => Err("of no call nothing would be known".to_owned()),
    }
}
