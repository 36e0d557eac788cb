use jurymast_plan::model::Confidence;
use jurymast_terms::text::Printout;
use jurymast_terms::units::Date;

/// A line of its own, with a hanging indent.
pub(super) fn field(text: &mut Printout, name: &str, value: &str) {
    text.wrapped(format!("{name}: {value}"), 2, 4);
}

/// "read on 2026-11-29, 12 days ago"
pub(super) fn read_on(read: Date, today: Date) -> String {
    match read.days_until(today) {
        1 => format!("read on {read}, a day ago"),
        days @ 2.. => format!("read on {read}, {days} days ago"),
        _ => format!("read on {read}"),
    }
}

pub(super) fn sure(confidence: Confidence) -> &'static str {
    confidence.as_str()
}
