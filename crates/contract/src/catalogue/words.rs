use jurymast_plan::catalogue::End;
use jurymast_terms::units::Date;
use jurymast_terms::vocabulary::Tool;

pub(super) fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// Null where it never ended, or nobody recorded when.
pub(super) fn end(end: End) -> Option<String> {
    match end {
        End::At(at) => Some(at.to_string()),
        End::Unknown | End::Never => None,
    }
}

pub(super) fn tools(lost: &[Tool]) -> Vec<&'static str> {
    lost.iter().copied().map(Tool::words).collect()
}
