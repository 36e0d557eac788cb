use askama::Template;

use jurymast_continuity::document::{Block, Document};
use jurymast_terms::units::Date;

use super::frame::{Frame, rendered};

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage<'a> {
    frame: Frame,
    document: &'a Document,
}

/// A document as one page that stands alone and prints part by part.
///
/// # Errors
/// When the template cannot be rendered.
pub fn document_page(
    document: &Document,
    plan: &str,
    today: Date,
    version: &'static str,
) -> Result<String, askama::Error> {
    let frame = Frame::alone(plan, &document.title, &today.to_string(), version);
    rendered(&DocumentPage { frame, document })
}
