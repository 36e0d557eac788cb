use jurymast_engine::analysis::Returned;
use jurymast_engine::restoration::{WayBack, WayKind, WorkItem};
use jurymast_plan::model::{ComponentId, Phase};
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::mender::steps_about;
use super::restores::{known_backup, restores};
use super::situation::Situation;
use super::steps::{looks, numbered_steps, owner_of, works};
use super::{Lane, SheetStep};

/// Ways back in one sentence, those that are done first.
const MOST_NAMED: usize = 6;

/// What somebody does to bring one back.
struct Mending {
    /// The steps of its runbook. One that is the restore of its backup says so.
    book: Vec<SheetStep>,
    /// How its data come back, as far as no step of the runbook is that.
    data: Vec<SheetStep>,
    /// Whether a step of the runbook is the restore.
    restores: bool,
}

/// The lanes of what is repaired. Of several ways back the one that counts leads: its work
/// adds up to the time of the lane. The others are named.
pub(super) fn mend(here: &Situation<'_>, one: &Returned) -> Vec<Lane> {
    let id = one.id;
    let name = here.name(id);
    let ways = here.elsewhere.ways(id);
    let counted = ways.first();
    let Mending {
        book,
        mut data,
        restores,
    } = Mending::of(here, id, counted);
    let is_hopeless = data.iter().all(|one| one.hopeless.is_some());
    let is_unsaid = here.elsewhere.is_unsaid(id) || counted.is_some_and(|way| !way.is_said());
    let is_repair = book.is_empty() && !here.is_outside(id) && (is_unsaid || is_hopeless);
    let mut repair = book;
    if is_repair {
        repair.push(unsaid_repair(here, id));
    }
    let (mut work, mut beside, mut aside) = (Vec::new(), Vec::new(), Vec::new());
    match counted.map(|way| way.kind) {
        Some(WayKind::MadeAnew { .. }) if !restores => {
            work.append(&mut data);
            aside = repair;
        }
        Some(WayKind::MadeAnew { .. } | WayKind::Moved { .. }) => {
            work.append(&mut repair);
            work.append(&mut data);
        }
        Some(WayKind::CauseGone | WayKind::Repaired) | None => {
            // Beside its repair its data come back in a lane of their own.
            let is_alone = repair.is_empty() || is_repair && is_hopeless;
            work.append(&mut repair);
            match is_alone {
                true => work.append(&mut data),
                false => beside = data,
            }
        }
    }
    if here.is_outside(id) {
        work.extend(steps_about(here, id));
    } else {
        work.push(see_it_serves(here, id));
    }
    let mut lane = Lane::new(name, work).of(here, id);
    if let Some(way) = counted.filter(|_| restores) {
        lane = lane.at_least(way.at_least().saturating_add(one.takes.restart));
    }
    lane = match one.pulled_by {
        _ if here.is_moved(id) => lane.why("made anew elsewhere: do not wait for where it stood"),
        Some(by) => lane.why(format!("{} waits for it", here.name(by))),
        None => lane,
    };
    if let Some(which) = which_way(here, id, ways) {
        lane = lane.also(which);
    }
    let mut lanes = vec![lane];
    if !beside.is_empty() {
        let lane = Lane::new(format!("{name}: its data"), beside).of(here, id);
        lanes.push(match restores {
            true => lane.why("once, if a step of its runbook is this restore"),
            false => lane,
        });
    }
    if !aside.is_empty() {
        let lane = Lane::new(format!("{name}: another way"), aside).of(here, id);
        let moves = ways.iter().find_map(|way| match way.kind {
            WayKind::Moved { step } => Some(format!("its move to {}", places(here, id, step))),
            _ => None,
        });
        let stands = match (moves, here.is_moved(id)) {
            (Some(moves), _) => moves,
            (None, true) => "its repair where it stood, once that place is back".to_owned(),
            (None, false) => "its repair where it stands".to_owned(),
        };
        let why = format!("{stands}; its restore elsewhere does not wait for it");
        lanes.push(lane.why(why).instead());
    }
    lanes
}

impl Mending {
    fn of(here: &Situation<'_>, id: ComponentId, counted: Option<&WayBack>) -> Self {
        let phases: &[Phase] = match here.asked.total {
            true => &[Phase::Activation, Phase::Recovery],
            false => &[Phase::Recovery],
        };
        let steps = numbered_steps(here, id, phases);
        let restore_at = steps.iter().position(|(_, step)| is_restore(&step.text));
        let known = restore_at.zip(known_backup(here, id));
        let restore_at = known.is_some().then_some(restore_at).flatten();
        let counts = |at: usize, number: usize| match counted.map(|way| way.kind) {
            Some(WayKind::Moved { step }) => number == step || Some(at) == restore_at,
            Some(WayKind::MadeAnew { .. }) => restore_at.is_none_or(|restore| at == restore),
            Some(WayKind::CauseGone | WayKind::Repaired) | None => true,
        };
        let steps = steps.into_iter().enumerate();
        let numbered = steps.map(|(at, (number, step))| match counts(at, number) {
            true => (number, step),
            false => (number, step.uncounted()),
        });
        let (numbers, mut book): (Vec<usize>, Vec<SheetStep>) = numbered.unzip();
        let mut data = restores(here, id);
        if let Some((at, known)) = known {
            // What the plan knows of the backup is said there.
            book[at].text.push_str(&known.text);
            book[at].missing.extend(known.missing);
            if let Some(way) = counted {
                count_restore(way, numbers[at], &mut book[at]);
            }
            book.splice(at + 1..at + 1, data.drain(..).skip(1));
        }
        Self {
            book,
            data,
            restores: restore_at.is_some(),
        }
    }
}

/// The step of a runbook that is the restore takes what that way back counts for it.
fn count_restore(way: &WayBack, number: usize, step: &mut SheetStep) {
    let mut work = way.tracks.iter().flatten();
    let restore = work.find(|one| matches!(one.item, WorkItem::Restore(_)));
    let Some(restore) = restore.and_then(|one| one.takes) else {
        return;
    };
    let own = step.seconds.map(Duration::from_seconds);
    let counted = match way.kind {
        WayKind::Moved { step } if step == number => own.map(|own| own.saturating_add(restore)),
        WayKind::Moved { .. } | WayKind::MadeAnew { .. } => Some(restore),
        WayKind::CauseGone | WayKind::Repaired => own,
    };
    if own != Some(restore) || counted != own {
        step.text
            .push_str(&format!(" By the plan its restore takes {restore}."));
    }
    step.takes = counted.map(|time| time.to_string());
    step.seconds = counted.map(Duration::seconds);
}

fn unsaid_repair(here: &Situation<'_>, id: ComponentId) -> SheetStep {
    let name = here.name(id);
    let text = format!("Repair {name}: the plan has no steps for it. Ask its owner.");
    SheetStep::new(text, owner_of(here, id)).looks(looks(here.plan, id))
}

fn see_it_serves(here: &Situation<'_>, id: ComponentId) -> SheetStep {
    let component = here.component(id);
    let text = format!("See that {} serves again.", component.name);
    SheetStep::new(text, owner_of(here, id))
        .takes(component.restart.map(|at| at.value))
        .verify(works(here, id))
        .brings(id)
}

/// "by its restore elsewhere, else its repair where it stands in 8h"; nothing where there is one
/// way, which all its work is for.
fn which_way(here: &Situation<'_>, id: ComponentId, ways: &[WayBack]) -> Option<String> {
    let words = |way: &WayBack| match way.kind {
        WayKind::CauseGone | WayKind::Repaired => "its repair where it stands".to_owned(),
        WayKind::Moved { step } => format!("its move to {}", places(here, id, step)),
        WayKind::MadeAnew { .. } => "its restore elsewhere".to_owned(),
    };
    let (first, rest) = ways.split_first()?;
    let counted = words(first);
    let mut others: Vec<String> = Vec::new();
    let mut named = vec![counted.clone()];
    for way in rest {
        let words = words(way);
        if !named.contains(&words) {
            let time = match (way.at_most(), way.at_least()) {
                (Some(time), _) => format!(" in {time}"),
                (None, Duration::ZERO) => " in a time that is not declared".to_owned(),
                (None, time) => format!(" in at least {time}"),
            };
            others.push(format!("{words}{time}"));
            named.push(words);
        }
    }
    let is_move = matches!(first.kind, WayKind::Moved { .. });
    match others.is_empty() {
        true => is_move.then(|| format!("by {counted}")),
        false => {
            others.truncate(MOST_NAMED);
            Some(format!("by {counted}, else {}", wording::or(&others)))
        }
    }
}

/// Where a step of its runbook moves it.
fn places(here: &Situation<'_>, id: ComponentId, step: usize) -> String {
    let book = here.plan.runbook(id).map(|book| &book.steps);
    let to = book.map_or(&[][..], |steps| &steps[step].moves_to);
    let names: Vec<&str> = to.iter().map(|to| here.name(*to)).collect();
    wording::and(&names)
}

/// The words of a step speak of bringing data back.
fn is_restore(text: &str) -> bool {
    let text = text.to_lowercase();
    ["restor", "backup", "back-up"]
        .iter()
        .any(|word| text.contains(word))
}
