use crate::exercise::hit::ScenarioHit;
use jurymast_engine::simulation::Timeline;
use jurymast_plan::model::Plan;

use super::event::{Event, Inject};
use super::merge::merge;
use super::questions::{activation, end, first_noticed, tells, too_long};
use super::timeline_events::of_note;

/// The list in order of time, and how many entries were left out of it.
pub(in crate::exercise) fn injects(
    plan: &Plan,
    timeline: &Timeline,
    hits: &[ScenarioHit],
) -> (Vec<Inject>, usize) {
    let mut events: Vec<Event> = Vec::new();
    for note in &timeline.notes {
        events.extend(of_note(plan, timeline, note));
    }
    for hit in hits {
        events.extend(too_long(plan, timeline, hit.component));
    }
    if let Some(first) = first_noticed(plan, &events) {
        events.extend(activation(plan, first));
        events.extend(tells(plan, first));
    }
    events.extend(end(plan, timeline, hits));
    merge(plan, events)
}
