use jurymast_terms::wording;

use super::{Message, Sheet, SheetStep};

/// Audiences in one sentence; the rest is counted.
const MOST_TOLD: usize = 3;

/// A command that stands at the head.
const LONGEST_COMMAND: usize = 80;

/// What somebody needs who reads no further: what is lost, what presses, what to do first and
/// who does it, and whom to tell.
pub(super) fn head(sheet: &Sheet) -> Vec<String> {
    let since = if sheet.since_known {
        format!("Lost since {}.", sheet.shown_since)
    } else {
        "Since when it is lost was not said: now is taken.".to_owned()
    };
    let seen = match &sheet.symptom {
        Some(symptom) => format!(" Callers see {symptom}."),
        None => String::new(),
    };
    let mut lines = vec![
        format!("{since}{seen} This sheet was made at {}.", sheet.shown_now),
        sheet.summary.clone(),
    ];
    let unused = sheet.unused.iter();
    lines.extend(unused.map(|name| format!("Nothing in this plan leans on {name}.")));
    let mut steps = first_steps(sheet).into_iter();
    lines.extend(steps.next().map(|step| told("Do first", step)));
    lines.extend(steps.next().map(|step| told("Then", step)));
    lines.extend(whom(&sheet.messages));
    lines
}

/// The first step that mends something at once, and the first after that. One that cannot be
/// done is taken where all that can be is to look whether others are back.
fn first_steps(sheet: &Sheet) -> Vec<&SheetStep> {
    let of = |stages: &'_ [super::Stage]| {
        let lanes = stages.iter().flat_map(|stage| &stage.lanes);
        let steps = || lanes.clone().flat_map(|lane| &lane.actions);
        let can = |step: &&SheetStep| !step.is_beside && step.blocked.is_none();
        let work = steps().find(|step| can(step) && step.brings.is_none());
        let hopeless = || steps().find(|step| step.will_not_work().is_some());
        let first = work.or_else(hopeless).or_else(|| steps().find(can));
        first.map(|step| step.number)
    };
    let (at_once, later) = sheet.stages.split_at(sheet.stages.len().min(1));
    let numbers = [of(at_once), of(later)];
    let all = sheet.stages.iter().flat_map(|stage| &stage.lanes);
    let all = all.flat_map(|lane| &lane.actions);
    all.filter(|step| numbers.contains(&Some(step.number)))
        .collect()
}

/// "Do first (step 8): Switch from Order queue to order lines by hand. Ordering, +1 ..."
fn told(word: &str, step: &SheetStep) -> String {
    let (number, owner) = (step.number, &step.owner);
    let text = first_sentence(&step.text);
    if let Some(why) = step.will_not_work() {
        return format!("{word} (step {number}; {owner}): Find another way for \"{text}\": {why}.");
    }
    let text = wording::sentence(text);
    // A longer command is read at its step.
    let run = step.run.as_ref().filter(|run| run.len() <= LONGEST_COMMAND);
    let run = run.map_or(String::new(), |run| format!(" $ {run}"));
    format!("{word} (step {number}; {owner}): {text}{run}")
}

fn first_sentence(text: &str) -> &str {
    let text = text.trim();
    text.split_once(". ").map_or(text, |(first, _)| first)
}

/// "Tell Shoppers (status page) and Staff (#continuity): part 6 has the drafts."
fn whom(messages: &[Message]) -> Option<String> {
    let can = messages.iter().filter(|one| one.blocked.is_none());
    let names: Vec<String> = can
        .map(|one| match &one.channel {
            Some(channel) => format!("{} ({channel})", one.audience),
            None => one.audience.clone(),
        })
        .collect();
    match (names.is_empty(), messages.is_empty()) {
        (_, true) => None,
        (true, false) => Some(
            "Tell: every channel of this plan is down with it; find another way to reach them."
                .to_owned(),
        ),
        (false, _) => Some(format!(
            "Tell {}: \"What to say\" has the words.",
            wording::up_to(MOST_TOLD, &names)
        )),
    }
}
