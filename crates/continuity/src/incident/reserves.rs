use std::collections::BTreeSet;

use jurymast_engine::analysis::{Recovery, RepairWork, Returned};
use jurymast_engine::failure::Network;
use jurymast_engine::simulation::Timeline;
use jurymast_plan::model::{ComponentId, Level, Mode, Plan, Requirement};
use jurymast_terms::units::Duration;

use super::elsewhere::Lost;

/// What is lost and not felt yet: who stands on a reserve, or starts on one, needs what it
/// lost only once that is used up.
pub(super) struct Reserves<'a> {
    pub(super) lost: &'a Lost<'a>,
    pub(super) plan: &'a Plan,
}

/// A component, and the index of its requirement.
type Held = (ComponentId, usize);

impl Reserves<'_> {
    /// All that last for a while.
    pub(super) fn all(&self) -> Vec<Held> {
        let all = self.plan.enumerate().flat_map(|(id, component)| {
            let hard = component.requirements.iter().enumerate();
            let hard = hard.filter(|(_, one)| one.mode == Mode::Hard);
            hard.map(move |(at, _)| (id, at))
        });
        all.filter(|(id, at)| (self.lost.reserve)(*id, *at).is_some())
            .collect()
    }

    /// The way back with these, and those of them that last until what they stand for is back
    /// by it. The others count for nothing.
    pub(super) fn outlast(
        &self,
        mut held: Vec<Held>,
        network: &Network,
        all: &[ComponentId],
        work: &RepairWork,
    ) -> (Recovery, Vec<Held>) {
        loop {
            let back = match held.is_empty() {
                true => Recovery::with(self.plan, network, all, work),
                false => Recovery::with(self.plan, &network.with_met(&held), all, work),
            };
            let before = held.len();
            held.retain(|one| self.is_in_time(*one, &back));
            if held.len() == before {
                return (back, held);
            }
        }
    }

    /// Whether enough of the group is back before the reserve is used up.
    fn is_in_time(&self, (id, at): Held, back: &Recovery) -> bool {
        let Some(left) = (self.lost.reserve)(id, at) else {
            return false;
        };
        let requirement: &Requirement = &self.plan.component(id).requirements[at];
        let is_there = |to: ComponentId| match back.returned(to).map(Returned::ready) {
            Some(ready) => ready <= left,
            None if back.stuck.contains(&to) => false,
            // By the way back it never falls.
            None => !(self.lost.is_down)(to) || (self.lost.is_up)(to),
        };
        let there = requirement.group.iter().filter(|to| is_there(to.value));
        there.count() >= requirement.at_least
    }
}

/// Since when the group of a requirement is not up: in the loss that is on, or in the first to
/// come.
pub(super) fn loss_of(timeline: &Timeline, of: &Requirement, now: Duration) -> Option<Duration> {
    let members = || of.group.iter().map(|to| to.value);
    let changes = members().flat_map(|to| timeline.intervals(to));
    let changes = changes
        .flat_map(|one| [Some(one.from), one.until])
        .flatten();
    let times: BTreeSet<Duration> = changes.collect();
    let times: Vec<Duration> = times.into_iter().collect();
    loss_at(&times, now, |time| {
        let up = members().filter(|to| timeline.level_at(*to, time) == Level::Up);
        up.count() < of.at_least
    })
}

/// When what is not met at these times, in order, was lost: the loss that is on at `now`, or
/// the first to come.
fn loss_at(
    times: &[Duration],
    now: Duration,
    is_lost: impl Fn(Duration) -> bool,
) -> Option<Duration> {
    let mut begun = None;
    for time in times {
        if *time > now && begun.is_some() {
            return begun;
        }
        begun = match (is_lost(*time), begun) {
            (true, None) => Some(*time),
            (true, known) => known,
            (false, _) => None,
        };
    }
    begun
}
