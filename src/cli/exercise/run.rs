use crate::cli::args::Shared;
use crate::cli::exit::{Exit, Failure};

use super::args::{ExerciseArgs, ExerciseCommand};
use super::{packet, record};

pub(in crate::cli) fn run(args: &ExerciseArgs, shared: &Shared) -> Result<Exit, Failure> {
    match &args.command {
        None => packet::packet(&args.packet, shared),
        Some(ExerciseCommand::Record(held)) => record::record(held, shared),
    }
}
