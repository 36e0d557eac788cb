use crate::cli::table::wrap;
use jurymast_plan::model::Confidence;

/// A line of its own, with a hanging indent.
pub(super) fn field(text: &mut String, name: &str, value: &str) {
    text.push_str(&wrap(&format!("{name}: {value}"), 2, 4));
}

pub(super) fn sure(confidence: Confidence) -> &'static str {
    confidence.as_str()
}
