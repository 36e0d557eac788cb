use std::fs;

use anyhow::Context as _;

use jurymast_plan::language;

use super::args::Schema;
use super::exit::{Exit, Failure};
use super::terminal;

pub(super) fn run(args: &Schema) -> Result<Exit, Failure> {
    let schema = language::json_schema();
    let Some(file) = &args.check else {
        terminal::print(&schema)?;
        return Ok(Exit::Clean);
    };
    let shown = file.display();
    let there = fs::read_to_string(file).with_context(|| format!("cannot read `{shown}`"))?;
    if there == schema {
        terminal::chat(&format!("{shown} is up to date\n"));
        Ok(Exit::Clean)
    } else {
        terminal::chat(&format!(
            "{shown} is out of date; write it anew: jurymast schema > {shown}\n"
        ));
        Ok(Exit::Findings)
    }
}
