use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};

use crate::project::PLAN_FILE;

use super::args::Init;
use super::exit::{Exit, Failure};
use super::terminal;

const FIRST_PLAN: &str = include_str!("first-plan.toml");

pub(super) fn run(args: &Init) -> Result<Exit, Failure> {
    let path = args.dir.join(PLAN_FILE);
    let shown = path.display();
    let failed = |error| Failure::error(format!("cannot write `{shown}`: {error}"));
    fs::create_dir_all(&args.dir).map_err(failed)?;
    // Creating anew, so that a plan that is there is never lost.
    let mut file = match OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Failure::error(format!("`{shown}` is there already"))
                .help("edit it, or name another folder"));
        }
        Err(error) => return Err(failed(error)),
    };
    file.write_all(FIRST_PLAN.as_bytes()).map_err(failed)?;
    terminal::chat(&format!(
        "wrote {shown}\nnext: jurymast check, then jurymast blast openai, then jurymast render\n"
    ));
    Ok(Exit::Clean)
}
