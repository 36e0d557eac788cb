use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};

use anyhow::Context as _;

use crate::project::PLAN_FILE;

use super::args::Init;
use super::exit::{Exit, Failure};
use super::terminal;

const FIRST_PLAN: &str = include_str!("first-plan.toml");

pub(super) fn run(args: &Init) -> Result<Exit, Failure> {
    let path = args.dir.join(PLAN_FILE);
    let shown = path.display();
    let failed = || format!("cannot write `{shown}`");
    fs::create_dir_all(&args.dir).with_context(failed)?;
    // Creating anew, so that a plan that is there is never lost.
    let mut file = match OpenOptions::new().write(true).create_new(true).open(&path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Failure::error(format!("`{shown}` is there already"))
                .help("edit it, or name another folder"));
        }
        created => created.with_context(failed)?,
    };
    file.write_all(FIRST_PLAN.as_bytes()).with_context(failed)?;
    terminal::tell(&format!("wrote {shown}"));
    terminal::tell("next: jurymast check, then jurymast blast openai, then jurymast render");
    Ok(Exit::Clean)
}
