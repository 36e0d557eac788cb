use jurymast_continuity::exchange::calendar;

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
    let Some(file) = out else {
        terminal::print_exact(&calendar.text)?;
        return Ok(Exit::Clean);
    };
    files::write(file, &calendar.text)?;
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
