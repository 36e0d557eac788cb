use std::process::ExitCode;

use clap::Parser as _;
use jurymast_terms::text;

use super::args::{Cli, Command};
use super::exit::{Exit, Failure};
use super::{
    advise, blast, catalogue, check, completions, diff, digest, drift, exercise, explain, export,
    fmt, gaps, import, incident, init, man, render, rules, scan, schema, simulate, terminal,
};

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let cli = match parsed() {
        Ok(cli) => cli,
        Err(exit) => return exit.into(),
    };
    let shared = &cli.shared;
    if shared.quiet {
        terminal::leave_out_notes();
    }
    let done = match &cli.command {
        Command::Init(args) => init::run(args, shared),
        Command::Check(args) => check::run(args, shared),
        Command::Fmt(args) => fmt::run(args, shared),
        Command::Digest(args) => digest::run(args, shared),
        Command::Explain(args) => explain::run(args, shared),
        Command::Rules(args) => rules::run(args, shared),
        Command::Blast(args) => blast::run(args, shared),
        Command::Gaps(args) => gaps::run(args, shared),
        Command::Simulate(args) => simulate::run(args, shared),
        Command::Exercise(args) => exercise::run(args, shared),
        Command::Incident(args) => incident::run(args, shared),
        Command::Advise(args) => advise::run(args, shared),
        Command::Render(args) => render::run(args, shared),
        Command::Export(args) => export::run(args, shared),
        Command::Diff(args) => diff::run(args, shared),
        Command::Drift(args) => drift::run(args, shared),
        Command::Scan(args) => scan::run(args, shared),
        Command::Import(args) => import::run(args, shared),
        Command::Catalogue(args) => catalogue::run(args, shared),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    };
    finish(done).into()
}

/// The arguments. A message about wrong ones repeats them, so it is made of cleaned ones.
fn parsed() -> Result<Cli, Exit> {
    Cli::try_parse().or_else(|error| {
        let cleaned =
            std::env::args_os().map(|one| text::one_line(&one.to_string_lossy()).into_owned());
        match Cli::try_parse_from(cleaned) {
            Err(error) if error.use_stderr() => {
                for line in error.to_string().trim_end().lines() {
                    terminal::tell(line);
                }
                Err(Exit::Error)
            }
            Err(error) => error.exit(),
            // Only what was cleaned away was wrong.
            Ok(_) => {
                terminal::tell(&error.to_string());
                Err(Exit::Error)
            }
        }
    })
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
