use jurymast_plan::model::Confidence;
use jurymast_terms::text::Printout;

/// A line of its own, with a hanging indent.
pub(super) fn field(text: &mut Printout, name: &str, value: &str) {
    text.wrapped(format!("{name}: {value}"), 2, 4);
}

pub(super) fn sure(confidence: Confidence) -> &'static str {
    confidence.as_str()
}
