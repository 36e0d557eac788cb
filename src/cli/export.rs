use std::path::Path;

use jurymast_continuity::exchange::{Calendar, calendar};

use super::args::{Export, ExportCommand, Shared};
use super::exit::{Exit, Failure};
use super::{files, open, terminal};

pub(super) fn run(args: &Export, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let ExportCommand::Ics { out } = &args.format;
    let calendar = calendar(&project.plan, project.today, env!("CARGO_PKG_VERSION"));
    if calendar.events == 0 {
        let without_day = &calendar.without_day;
        let but = if without_day.is_empty() {
            String::new()
        } else {
            format!("; no day for {}", without_day.join(", "))
        };
        terminal::tell(&format!("nothing to enter, no calendar was written{but}"));
        return Ok(Exit::Clean);
    }
    for one in &calendar.without_day {
        terminal::tell(&format!("no day for {one}"));
    }
    write(&calendar, out.as_deref())
}

/// To the file, and how much stands in it; without a file to standard output.
pub(super) fn write(calendar: &Calendar, file: Option<&Path>) -> Result<Exit, Failure> {
    let Some(file) = file else {
        terminal::print_exact(&calendar.text)?;
        return Ok(Exit::Clean);
    };
    files::write(file, &calendar.text)?;
    let noun = if calendar.events == 1 {
        "event"
    } else {
        "events"
    };
    let shown = file.display();
    terminal::tell(&format!("wrote {} {noun}: {shown}", calendar.events));
    Ok(Exit::Clean)
}
