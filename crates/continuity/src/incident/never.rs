use jurymast_plan::model::{ComponentId, Level};

use super::critical::BackAgain;
use super::situation::Situation;

/// Whatever is waited for.
pub(super) const NEVER: &str = "never, by what the plan says";

/// What is never back.
pub(super) fn back_never(path: String, words: String) -> BackAgain {
    BackAgain {
        path,
        words,
        at_least: None,
        at_most: None,
        because: Vec::new(),
    }
}

/// It waits for what never comes: its data are gone, what it needs has ended, its repair needs
/// what is down with it, or it waits for itself.
pub(super) fn never(here: &Situation<'_>, id: ComponentId) -> BackAgain {
    let elsewhere = &here.elsewhere;
    if let Some(of) = elsewhere.gone_behind(id) {
        let name = here.name(of);
        return back_never(
            format!("the data of {name}"),
            format!("{NEVER}: no backup of {name} survived, and all its data are lost"),
        );
    }
    let why = |need: ComponentId, otherwise: &str| match here.over(need) {
        Some(over) => over.words(here, need),
        None => otherwise.to_owned(),
    };
    if let Some((of, need)) = elsewhere.blocked_by(id) {
        let (of, name, why) = (here.name(of), here.name(need), why(need, "is down with it"));
        return back_never(
            format!("the repair of {of}"),
            format!("{NEVER}: the repair of {of} needs {name}, which {why}"),
        );
    }
    if let Some((of, need)) = elsewhere.lacks_to_start(here.plan, id) {
        let why = why(need, "was down before this");
        let (of, name) = (here.name(of), here.name(need));
        return back_never(
            format!("the start of {of}"),
            format!("{NEVER}: {of} needs {name} to start, which {why}"),
        );
    }
    if elsewhere.is_in_circle(id) {
        return back_never(
            "a circle that cannot start".to_owned(),
            "never, before somebody opens the circle".to_owned(),
        );
    }
    let words = format!("{NEVER}: nothing brings back what it waits for");
    back_never("what it waits for".to_owned(), words)
}

/// What is never back, and serves for a while before: when that is.
pub(super) fn served_before(here: &Situation<'_>, id: ComponentId, back: BackAgain) -> BackAgain {
    let all = here.timeline.intervals(id);
    let mut down = all.iter().filter(|one| one.level == Level::Down);
    let (Some(first), Some(again), None) = (down.next(), down.next(), back.at_least) else {
        return back;
    };
    let Some(from) = first.until else { return back };
    let words = format!(
        "by the plan from {} until {}, and then {}",
        here.clock.about(from),
        here.clock.at(again.from),
        back.words
    );
    BackAgain { words, ..back }
}
