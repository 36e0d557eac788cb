use anyhow::Context as _;

use crate::publish;
use jurymast_continuity::exchange::export::calendar;

use super::args::{Export, ExportCommand, Shared};
use super::exit::{Exit, Failure};
use super::{open, terminal};

pub(super) fn run(args: &Export, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let ExportCommand::Ics { out } = &args.format;
    let calendar = calendar(&project.plan, project.today, env!("CARGO_PKG_VERSION"));
    for one in &calendar.without_day {
        terminal::tell(&format!("no day for {one}"));
    }
    let Some(file) = out else {
        terminal::print_exact(&calendar.text)?;
        return Ok(Exit::Clean);
    };
    publish::write_file(file, calendar.text.as_bytes())
        .with_context(|| format!("cannot write `{}`", file.display()))?;
    let noun = if calendar.events == 1 {
        "event"
    } else {
        "events"
    };
    terminal::tell(&format!(
        "wrote {} {noun}: {}",
        calendar.events,
        file.display()
    ));
    Ok(Exit::Clean)
}
