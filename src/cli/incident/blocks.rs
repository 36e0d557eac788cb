use crate::incident::Sheet;

use super::sections;

/// A piece of the sheet, before it is text or Markdown.
pub(super) enum Block {
    Title(String),
    /// A part of the sheet.
    Part(String),
    /// Within a part.
    Under(String),
    Para(String),
    Item(Item),
    /// Words to be sent as they are.
    Quote(String),
    /// Rows to be filled in.
    Blank {
        heads: Vec<&'static str>,
        rows: Vec<Vec<String>>,
    },
}

/// One entry of a list.
pub(super) struct Item {
    pub(super) number: Option<usize>,
    /// To be ticked.
    pub(super) open: bool,
    pub(super) text: String,
    /// Further lines, in smaller words.
    pub(super) more: Vec<String>,
    /// On a line of its own, never broken.
    pub(super) command: Option<String>,
}

impl Item {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self {
            number: None,
            open: false,
            text: text.into(),
            more: Vec::new(),
            command: None,
        }
    }
}

/// The whole sheet.
pub(super) fn blocks(sheet: &Sheet) -> Vec<Block> {
    let mut out = Vec::new();
    let parts = [
        sections::head,
        sections::lead,
        sections::hits,
        sections::stages,
        sections::back,
        sections::fallbacks,
        sections::messages,
        sections::over,
        sections::calls,
        sections::log,
    ];
    for part in parts {
        part(sheet, &mut out);
    }
    out
}
