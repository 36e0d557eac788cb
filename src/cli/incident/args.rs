use clap::Args;

use crate::cli::args::{SheetFormat, symptoms};
use jurymast_terms::units::Moment;

#[derive(Debug, Args)]
pub(in crate::cli) struct Incident {
    /// What is lost, all of it together: ids such as checkout, openai,
    /// openai/responses, aws-us-east-1
    #[arg(required_unless_present = "all", value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// Everything that the plan's own people run is lost: the order to bring it back
    #[arg(long, conflicts_with = "ids")]
    pub(super) all: bool,
    /// Since when: 2026-11-24T10:40Z, 10:40 (UTC, the last time it was that late), or
    /// -20m [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(super) since: Option<String>,
    /// What time it is [default: now; noon UTC of --today]
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<Moment>,
    #[arg(long, value_name = "SYMPTOM", help = symptoms("What callers see"))]
    pub(super) symptom: Option<String>,
    /// List all that is hit; without it long lists keep tier 1 and 2 and count the rest
    /// (JSON holds all)
    #[arg(long)]
    pub(super) full: bool,
    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: SheetFormat,
}
