use crate::cli::table::wrap;
use jurymast_plan::catalogue;
use jurymast_plan::model::Confidence;

/// A line of its own, with a hanging indent.
pub(super) fn field(text: &mut String, name: &str, value: &str) {
    text.push_str(&wrap(&format!("{name}: {value}"), 2, 4));
}

pub(super) fn sure(surety: catalogue::Surety) -> &'static str {
    Confidence::from(surety).as_str()
}
