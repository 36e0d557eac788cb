use std::ops::Range;

use cel::Program;

/// Where parts of an expression stand in its text, in bytes.
#[derive(Clone, Copy)]
pub(super) struct ExpressionPlaces<'a> {
    pub(super) program: &'a Program,
    pub(super) text: &'a str,
}

impl ExpressionPlaces<'_> {
    /// The token that the parser noted for a part.
    pub(super) fn token(&self, id: u64) -> Range<usize> {
        match self.program.source_info().offset_for(id) {
            Some((from, to)) => from as usize..(to as usize + 1).min(self.text.len()),
            None => 0..self.text.len(),
        }
    }

    /// The name behind the point at a token, or inside the bracket there.
    pub(super) fn name_behind(&self, name: &str, id: u64) -> Range<usize> {
        let token = self.token(id);
        let behind = self
            .text
            .get(token.start..)
            .and_then(|rest| rest.find(name));
        match behind {
            Some(at) => token.start + at..token.start + at + name.len(),
            None => token,
        }
    }

    /// The name before the bracket at a token.
    pub(super) fn name_before(&self, name: &str, id: u64) -> Range<usize> {
        let token = self.token(id);
        let before = self
            .text
            .get(..token.start)
            .and_then(|text| text.rfind(name));
        match before {
            Some(at) => at..at + name.len(),
            None => token,
        }
    }
}
