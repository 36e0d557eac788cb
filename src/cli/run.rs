use std::process::ExitCode;

use clap::Parser as _;

use super::args::{Cli, Command};
use super::exit::{Exit, Failure};
use super::{
    advise, blast, catalogue, check, exercise, explain, export, gaps, incident, init, render,
    rules, schema, simulate, terminal,
};

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let shared = &cli.shared;
    let done = match &cli.command {
        Command::Init(args) => init::run(args),
        Command::Check(args) => check::run(args, shared),
        Command::Explain(args) => explain::run(args),
        Command::Rules(args) => rules::run(args),
        Command::Blast(args) => blast::run(args, shared),
        Command::Gaps(args) => gaps::run(args, shared),
        Command::Simulate(args) => simulate::run(args, shared),
        Command::Exercise(args) => exercise::run(args, shared),
        Command::Incident(args) => incident::run(args, shared),
        Command::Advise(args) => advise::run(args, shared),
        Command::Render(args) => render::run(args, shared),
        Command::Export(args) => export::run(args, shared),
        Command::Catalogue(args) => catalogue::run(args),
        Command::Schema(args) => schema::run(args),
    };
    finish(done).into()
}

fn finish(done: Result<Exit, Failure>) -> Exit {
    done.unwrap_or_else(|failure| {
        terminal::tell(&format!("error: {:#}", failure.error));
        if let Some(help) = &failure.help {
            terminal::tell(&format!("  help: {help}"));
        }
        failure.exit
    })
}
