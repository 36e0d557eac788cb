use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;
use serde::Serialize;

use crate::report::Look;
use jurymast_contract as contract;
use jurymast_terms::text::{self, Printout};

use super::args::Color;
use super::exit::{Exit, Failure};

/// Whether nobody wants to be told what is no answer and nothing wrong.
static QUIET: AtomicBool = AtomicBool::new(false);

/// From now on notes are for nobody.
pub(super) fn leave_out_notes() {
    QUIET.store(true, Ordering::Relaxed);
}

/// What standard output can show.
pub(super) fn look(color: Color) -> Look {
    look_of(color, io::stdout().is_terminal(), &|name| {
        std::env::var(name).ok()
    })
}

/// What standard error can show.
pub(super) fn error_look(color: Color) -> Look {
    look_of(color, io::stderr().is_terminal(), &|name| {
        std::env::var(name).ok()
    })
}

/// Width without a terminal that says otherwise.
const WIDTH: usize = 80;

fn look_of(color: Color, terminal: bool, variable: &dyn Fn(&str) -> Option<String>) -> Look {
    let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty() && value != "0");
    let dumb = variable("TERM").is_some_and(|term| term == "dumb");
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto if set("FORCE_COLOR") || set("CLICOLOR_FORCE") => true,
        Color::Auto => terminal && !dumb && variable("CLICOLOR").is_none_or(|value| value != "0"),
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()));
    let utf8 = locale.is_some_and(|value| {
        let value = value.to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    });
    let columns = variable("COLUMNS").and_then(|value| value.parse().ok());
    Look {
        color,
        unicode: utf8 || cfg!(windows),
        width: columns.unwrap_or(WIDTH).clamp(40, 160),
    }
}

/// Prints to standard output. A reader that went away is no error.
pub(super) fn print(text: &Printout) -> Result<(), Failure> {
    print_on(text).map(|_| ())
}

/// The same, and whether anybody is still reading.
pub(super) fn print_on(text: &Printout) -> Result<bool, Failure> {
    write(text.as_str())
}

/// Prints a text byte by byte, as its writer has cleaned it: a report with its frames
/// and colours, a calendar with line breaks of its own.
pub(super) fn print_exact(text: &str) -> Result<(), Failure> {
    write(text).map(|_| ())
}

/// Prints an output of the contract, and ends well.
pub(super) fn print_json(output: impl Serialize) -> Result<Exit, Failure> {
    write(&contract::write(output).context("cannot write JSON")?)?;
    Ok(Exit::Clean)
}

/// Prints a piece of a JSON text, and says whether anybody is still reading.
pub(super) fn print_json_piece(piece: &str) -> Result<bool, Failure> {
    write(&text::escape_json(piece))
}

/// Prints one sentence to standard error, what goes on behind its label ("error: ") in
/// line with it; nobody can be told when that fails.
pub(super) fn tell(said: &str) {
    const LONGEST_LABEL: usize = 12;
    let first = said.len() - said.trim_start_matches(' ').len();
    let label = said[first..].find(": ").filter(|at| *at < LONGEST_LABEL);
    let mut out = Printout::new();
    out.wrapped(said, first, first + label.map_or(2, |at| at + 2));
    tell_exact(out.as_str());
}

/// The same of what was done, and of what to do next: not where only what is wrong is asked
/// for.
pub(super) fn note(said: &str) {
    if !QUIET.load(Ordering::Relaxed) {
        tell(said);
    }
}

/// The same on one line, where programs count on that.
pub(super) fn tell_line(line: &str) {
    let mut out = Printout::new();
    out.line(line);
    tell_exact(out.as_str());
}

/// Prints frames of a report to standard error, as it has cleaned them.
pub(super) fn tell_exact(text: &str) {
    let _unheard = io::stderr().lock().write_all(text.as_bytes());
}

fn write(text: &str) -> Result<bool, Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        written => {
            written.context("cannot write to standard output")?;
            Ok(true)
        }
    }
}

/// A text before and after, as a unified diff.
pub(super) fn diff(path: &str, before: &str, after: &str) -> String {
    let diff = similar::TextDiff::from_lines(before, after);
    let mut diff = diff.unified_diff();
    diff.header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(pairs: &[(&str, &str)], terminal: bool) -> bool {
        let find = |name: &str| {
            let found = pairs.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        look_of(Color::Auto, terminal, &find).color
    }

    #[test]
    fn colour_follows_the_customs() {
        assert!(color(&[], true));
        assert!(!color(&[], false));
        assert!(!color(&[("NO_COLOR", "1"), ("FORCE_COLOR", "1")], true));
        assert!(color(&[("NO_COLOR", "")], true));
        assert!(color(&[("FORCE_COLOR", "1")], false));
        assert!(color(&[("CLICOLOR_FORCE", "1")], false));
        assert!(!color(&[("CLICOLOR", "0")], true));
        assert!(!color(&[("TERM", "dumb")], true));
    }
}
