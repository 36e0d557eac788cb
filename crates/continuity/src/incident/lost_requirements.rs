use std::collections::BTreeSet;

use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::Duration;

use super::Verdict;
use super::fallbacks::JudgedFallback;
use super::needs::{LostNeed, detect_declared};
use super::situation::Situation;

/// What is asked of lost requirements: who switches, what serves and what still gives
/// something.
impl Situation<'_> {
    /// The lost requirements behind something for which a fallback serves in the end.
    pub(super) fn switches_behind(&self, id: ComponentId) -> Vec<&LostNeed> {
        let mut seen = BTreeSet::from([id]);
        let mut open = vec![id];
        let mut all = Vec::new();
        while let Some(at) = open.pop() {
            for need in self.needs_of(at) {
                if need.serves.is_some() {
                    all.push(need);
                }
            }
            // A switch that takes no time in the least run is seen by nobody above it.
            let component = self.component(at);
            let running = component.requirements.iter();
            let running = running.filter(|one| one.needed.counts_while_running());
            let groups = running.flat_map(|one| one.group.iter().map(|to| to.value));
            let bound = component.bindings.iter().map(|one| one.to);
            let stood_in = self.needs_of(at).flat_map(|need| self.served_by(need));
            let below = groups.chain(bound).chain(stood_in);
            let is_hit = |to: &ComponentId| !self.timeline.intervals(*to).is_empty();
            open.extend(below.filter(|to| is_hit(to) && seen.insert(*to)));
        }
        all
    }

    /// Whether a switch behind it must be made by somebody.
    pub(super) fn waits_for_hands(&self, id: ComponentId) -> bool {
        let by_hand = |need: &LostNeed| {
            let (at, _) = need.serves?;
            Some(JudgedFallback::of(self, need, at).verdict == Verdict::WaitsForAPerson)
        };
        let mut all = self.switches_behind(id).into_iter();
        all.any(|need| by_hand(need) == Some(true))
    }

    /// Whether what stands in for its lost requirements serves, and too little.
    pub(super) fn falls_short(&self, id: ComponentId) -> bool {
        let of = |node: u32| match self.is_lost(ComponentId(node)) {
            true => Level::Down,
            false => self.planned.last_level(ComponentId(node)),
        };
        let node = self.network.node(id.0);
        let is_down = |level: Level| level == Level::Down;
        let mut lost = self.needs_of(id);
        lost.any(|need| !self.requirement(need).fallbacks.is_empty())
            && node.shortfalls().any(|gate| is_down(gate.level(of)))
            && !node.gates().any(|gate| is_down(gate.level(of)))
            && !node.bound().iter().any(|input| is_down(input.level(of)))
    }

    /// The best that a fallback of a lost requirement can give, whatever share of the load that
    /// is where nobody says it.
    pub(super) fn best(&self, need: &LostNeed, fallback: usize) -> Level {
        let requirement = self.requirement(need);
        if requirement.is_share_unknown(&requirement.fallbacks[fallback]) {
            return requirement.fallbacks[fallback].serves;
        }
        let node = self.network.node(need.component.0);
        let mut all = node.gate(need.requirement).fallbacks.iter();
        all.nth(fallback).map_or(Level::Down, |one| one.input.best)
    }

    /// Why nobody sees the loss of a requirement: all that would detect it is down.
    pub(super) fn unseen(&self, need: &LostNeed) -> Option<String> {
        let detect = self.requirement(need).detect.as_ref()?;
        let why = self.none_carries(&detect.by)?;
        Some(format!("what would notice the loss is lost too: {why}"))
    }

    /// Whether nothing sees the loss of a requirement, now or later.
    pub(super) fn is_never_seen(&self, need: &LostNeed) -> bool {
        let by = self.requirement(need).detect.iter();
        let mut by = by.flat_map(|detect| &detect.by).peekable();
        let is_down = |id| self.timeline.whole_level_at(id, Duration::MAX) == Level::Down;
        by.peek().is_some() && by.all(|at| is_down(at.value))
    }

    /// How long the loss of a requirement takes to be noticed, by what callers see.
    pub(super) fn detect(&self, need: &LostNeed) -> Option<Duration> {
        self.detect_declared(need)
            .filter(|_| self.unseen(need).is_none())
    }

    /// The same once something sees it.
    pub(super) fn detect_declared(&self, need: &LostNeed) -> Option<Duration> {
        detect_declared(self.requirement(need), need)
    }

    /// What served a lost requirement gives at a time, nobody switching by hand.
    pub(super) fn left_level(&self, need: &LostNeed, at: Duration) -> Level {
        let requirement = self.requirement(need);
        let group = requirement.group.iter();
        let mut levels: Vec<Level> = group
            .map(|to| self.timeline.whole_level_at(to.value, at))
            .collect();
        levels.sort_unstable();
        let decides = requirement.at_least.saturating_sub(1);
        let group = levels.get(decides).copied().unwrap_or_default();
        let stood_in = need.stood_in.map_or(Level::Down, |fallback| {
            let to = requirement.fallbacks[fallback].to.value;
            let best = self.best(need, fallback);
            best.max(self.timeline.whole_level_at(to, at))
        });
        group.min(stood_in)
    }

    /// What of a lost requirement served: the members of its group, or what stood in.
    pub(super) fn served_by(&self, need: &LostNeed) -> Vec<ComponentId> {
        let requirement = self.requirement(need);
        match need.stood_in {
            Some(fallback) => vec![requirement.fallbacks[fallback].to.value],
            None => requirement.group.iter().map(|to| to.value).collect(),
        }
    }

    /// The same in words.
    pub(super) fn lost_name(&self, need: &LostNeed) -> String {
        match (need.stood_in, &self.served_by(need)[..]) {
            (Some(_), [to]) => self.name(*to).to_owned(),
            _ => self.group(self.requirement(need)),
        }
    }
}
