use jurymast_plan::catalogue::UpcomingEnd;
use jurymast_plan::model::Plan;

use super::dates::CalendarEntry;

/// A day to keep for each end; the components of the plan that it hits are named.
pub(super) fn entries(plan: Option<&Plan>, ends: &[UpcomingEnd]) -> Vec<CalendarEntry> {
    ends.iter().map(|end| entry(plan, end)).collect()
}

fn entry(plan: Option<&Plan>, end: &UpcomingEnd) -> CalendarEntry {
    let provider = end.provider.as_deref().unwrap_or("");
    let hit = plan.map(|plan| {
        let of = end.of.iter();
        of.map(|id| plan.component(*id).id.as_str())
            .collect::<Vec<_>>()
    });
    let mut lines = Vec::new();
    if let Some(hit) = hit.filter(|hit| !hit.is_empty()) {
        lines.push(format!("Hits: {}", hit.join(", ")));
    }
    match &end.evidence {
        Some(evidence) => lines.push(format!(
            "Source: {} ({})",
            evidence.why, evidence.confidence
        )),
        None => lines.push("Declared in the plan.".to_owned()),
    }
    CalendarEntry {
        key: format!("end {} {provider} {}", end.kind.as_str(), end.what),
        day: end.on,
        summary: end.sentence(),
        description: lines.join("\n"),
        category: "End",
        remind: 30,
    }
}
