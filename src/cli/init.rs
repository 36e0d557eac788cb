use crate::project::PLAN_FILE;

use super::args::Init;
use super::exit::{Exit, Failure};
use super::{files, terminal};

const FIRST_PLAN: &str = include_str!("first-plan.toml");

pub(super) fn run(args: &Init) -> Result<Exit, Failure> {
    let path = args.dir.join(PLAN_FILE);
    files::create(&path, FIRST_PLAN)?;
    terminal::tell(&format!("wrote {}", path.display()));
    terminal::tell("next: jurymast check, then jurymast blast openai, then jurymast render");
    Ok(Exit::Clean)
}
