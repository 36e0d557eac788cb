use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Command, CommandFactory as _};
use clap_mangen::Man;

use super::args::Cli;
use super::exit::{Exit, Failure};
use super::{files, terminal};

#[derive(Debug, Args)]
pub(super) struct ManPages {
    /// Write a page for every command into this folder [default: print jurymast(1)]
    dir: Option<PathBuf>,
}

pub(super) fn run(args: &ManPages) -> Result<Exit, Failure> {
    let mut command = Cli::command();
    command.build();
    let Some(dir) = &args.dir else {
        terminal::print_exact(&page(&command)?)?;
        return Ok(Exit::Clean);
    };
    let mut open = vec![&command];
    while let Some(command) = open.pop() {
        let name = command.get_display_name().unwrap_or(command.get_name());
        files::write(&dir.join(format!("{name}.1")), &page(command)?)?;
        let below = command.get_subcommands();
        open.extend(below.filter(|one| one.get_name() != "help" && !one.is_hide_set()));
    }
    Ok(Exit::Clean)
}

fn page(command: &Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render(&mut page)
        .context("cannot write a manual page")?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
