use std::collections::BTreeMap;

use jurymast_engine::simulation::Interval;
use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::situation::Situation;

/// Names in a row; the rest is counted.
pub(super) const MOST: usize = 12;

/// How things stand for people, and how that goes on while nobody switches anything.
pub(super) struct Impact {
    /// Down, until somebody mends or switches.
    down: Vec<ComponentId>,
    /// Down before this already, and for what is named.
    before: Vec<ComponentId>,
    /// Worse than up, and never down so far.
    limited: Vec<ComponentId>,
    /// Down for a while, until something stands in by itself.
    bridged: BTreeMap<Bridge, Vec<ComponentId>>,
    /// Not down now, and down from then on.
    falling: BTreeMap<Duration, Vec<ComponentId>>,
}

/// From when on it was down, and what comes of it by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Bridge {
    from: Duration,
    /// `None`: the plan has no time for it.
    until: Option<Duration>,
    then: Level,
}

/// The words for what is down, and for what is limited.
pub(super) type ImpactWords = [&'static str; 2];

impl Impact {
    pub(super) fn of(here: &Situation<'_>, ids: &[ComponentId]) -> Self {
        let mut all = Self {
            down: Vec::new(),
            before: Vec::new(),
            limited: Vec::new(),
            bridged: BTreeMap::new(),
            falling: BTreeMap::new(),
        };
        for &id in ids {
            match (bridge(here, id), here.level(id)) {
                (Some(bridge), _) => all.bridged.entry(bridge).or_default().push(id),
                (None, Level::Down) if here.planned.is_down_at_rest(id) => all.before.push(id),
                (None, Level::Down) => all.down.push(id),
                (None, Level::Degraded) => all.limited.push(id),
                (None, Level::Up) => {}
            }
            if let Some(from) = falls(here, id) {
                all.falling.entry(from).or_default().push(id);
            }
        }
        all
    }

    /// What nobody can do until somebody mends or switches.
    pub(super) fn down(&self) -> &[ComponentId] {
        &self.down
    }

    /// What is worse than up while nobody mends or switches: what is down, else what works in
    /// part only.
    pub(super) fn missed(&self) -> Vec<ComponentId> {
        if !self.down.is_empty() || !self.before.is_empty() {
            return [&self.down[..], &self.before].concat();
        }
        let part = self.bridged.iter().filter(|(one, _)| one.then > Level::Up);
        let part = part.flat_map(|(_, ids)| ids);
        self.limited.iter().chain(part).copied().collect()
    }

    /// What everybody waits for: "when it will be back".
    pub(super) fn awaited(&self) -> &'static str {
        let is_down = !self.down.is_empty() || !self.before.is_empty();
        match (is_down, self.missed().is_empty()) {
            (false, false) => "when it will work in full again",
            (false, true) if !self.bridged.is_empty() => "when the cause will be mended",
            _ => "when it will be back",
        }
    }

    /// "Not working: placing an order. Limited: looking at products"; with `since` at the head
    /// of what has no time of its own.
    pub(super) fn said(
        &self,
        here: &Situation<'_>,
        [down, limited]: ImpactWords,
        since: Option<&str>,
        name: &dyn Fn(ComponentId) -> String,
    ) -> Vec<String> {
        let mut parts: Vec<String> = Vec::new();
        for (word, ids) in [(down, &self.down), (limited, &self.limited)] {
            if ids.is_empty() {
                continue;
            }
            let since = since.filter(|_| parts.is_empty());
            let since = since.map_or(String::new(), |since| format!(" since {since}"));
            parts.push(format!("{word}{since}: {}", listed(ids, name)));
        }
        if !self.before.is_empty() {
            let from = here.clock.at(Duration::ZERO);
            parts.push(format!(
                "{down} since before {from}: {}",
                listed(&self.before, name)
            ));
        }
        let bridged = self.bridged.iter();
        parts.extend(
            bridged.map(|(bridge, ids)| {
                format!("{}: {}", bridge.words(here, down), listed(ids, name))
            }),
        );
        if parts.is_empty() {
            // The plan alone says so, and customers may read it: who sends it looks first.
            let so_far = "[look first, or send nothing yet: by the plan, nothing that people \
                          use is worse so far]";
            parts.push(match since {
                Some(since) => format!("something failed at {since} {so_far}"),
                None => so_far.to_owned(),
            });
        }
        parts.extend(self.falling.iter().map(|(from, ids)| {
            format!(
                "{down} from {} on, unless what failed is back before: {}",
                here.clock.at(*from),
                listed(ids, name)
            )
        }));
        parts
    }
}

impl Bridge {
    /// Nobody has seen yet that it does: who sends it looks first.
    fn words(self, here: &Situation<'_>, down: &str) -> String {
        let from = here.clock.at(self.from);
        let works = match self.then {
            Level::Up => "working again",
            _ => "working again in part",
        };
        let Some(until) = self.until else {
            return format!(
                "interrupted at {from} [say what you see: {}, or {works} by itself]",
                down.to_lowercase()
            );
        };
        let when = match until <= here.clock.elapsed() {
            true => "since",
            false => "from",
        };
        format!(
            "interrupted at {from}, and {works} by itself {when} {} [see that it is; if not, say: {}]",
            here.clock.about(until),
            down.to_lowercase()
        )
    }
}

/// What is down, or was, and serves again without anybody's hands.
fn bridge(here: &Situation<'_>, id: ComponentId) -> Option<Bridge> {
    let now = here.clock.elapsed();
    let all = here.timeline.intervals(id);
    let mut down = all.iter().filter(|one| one.level == Level::Down);
    let last: &Interval = down.rfind(|one| one.from <= now)?;
    let bridge = |until: Option<Duration>, then: Level| {
        (then < Level::Down).then_some(Bridge {
            from: last.from,
            until,
            then,
        })
    };
    match last.until {
        Some(until) if until <= now => bridge(Some(until), here.level(id)),
        Some(until) => bridge(Some(until), here.timeline.whole_level_at(id, until)),
        None if here.waits_for_hands(id) => None,
        None => bridge(None, here.planned_level(id)),
    }
}

/// When it is down again, or for the first time, after it has served.
fn falls(here: &Situation<'_>, id: ComponentId) -> Option<Duration> {
    let now = here.clock.elapsed();
    let all = here.timeline.intervals(id).into_iter();
    let mut later = all.filter(|one| one.level == Level::Down && one.from > now);
    later.next().map(|one| one.from)
}

/// Names in a row, cut where nobody would read on.
pub(super) fn listed(ids: &[ComponentId], name: &dyn Fn(ComponentId) -> String) -> String {
    let shown: Vec<String> = ids.iter().take(MOST).map(|id| name(*id)).collect();
    wording::and_more(&shown, ids.len())
}
