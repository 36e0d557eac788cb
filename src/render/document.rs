use askama::Template;

use jurymast_continuity::document::{Block, Document, List, TextSpan, Tone};

use super::frame::{Frame, rendered};
use super::paths;

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage<'a> {
    frame: Frame,
    /// Without the plan's name, which stands above it.
    title: &'a str,
    document: &'a Document,
}

/// A document as one page that stands alone, loads nothing and prints. `generated` is
/// the day or the time that it was made for.
///
/// # Errors
/// When the template cannot be rendered.
pub fn document_page(
    document: &Document,
    plan: &str,
    generated: &str,
    version: &'static str,
) -> Result<String, askama::Error> {
    let title = document.title.strip_prefix(plan);
    let title = title.and_then(|title| title.strip_prefix(": "));
    let title = title.unwrap_or(&document.title);
    rendered(&DocumentPage {
        frame: Frame::alone(plan, title, generated, version),
        title,
        document,
    })
}

impl DocumentPage<'_> {
    fn class(&self, tone: &Tone) -> &'static str {
        match tone {
            Tone::Plain => "",
            Tone::Bad => "is-down",
            Tone::Warning => "is-degraded",
            Tone::Good => "is-up",
            Tone::Call => "call",
        }
    }

    /// Whether its entries stand in frames of their own.
    fn is_coloured(&self, list: &List) -> bool {
        list.entries.iter().any(|entry| entry.tone != Tone::Plain)
    }

    fn tel(&self, phone: &str) -> String {
        paths::tel(phone).unwrap_or_default()
    }

    fn mailto(&self, address: &str) -> String {
        paths::mailto(address).unwrap_or_default()
    }
}
