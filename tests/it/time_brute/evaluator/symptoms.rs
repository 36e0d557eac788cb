//! What callers see of whatever is not up.

use super::super::plan::{DOWN, ENDED, Symptoms, TOO_MANY, UP};
use super::super::ratio::Ratio;
use super::levels::{Instant, Levels};

impl Instant<'_> {
    /// For each part the symptoms of all that keeps it from being up.
    pub(super) fn seen(&self, levels: &Levels) -> Vec<Symptoms> {
        let mut seen = vec![0; levels.parts.len()];
        loop {
            let next: Vec<Symptoms> = (0..seen.len())
                .map(|part| self.shows(part, &seen, levels))
                .collect();
            if next == seen {
                return seen;
            }
            seen = next;
        }
    }

    fn shows(&self, part: usize, seen: &[Symptoms], levels: &Levels) -> Symptoms {
        if levels.parts[part] == UP {
            return 0;
        }
        let own = &self.run.plan.parts[part];
        let state = &self.state.parts[part];
        let mut shows = if own.ended { ENDED } else { 0 };
        if let Some(now) = self.now {
            let partial = self.run.plan.faults.iter();
            let partial = partial.filter(|one| one.what == part && one.degraded && one.is_on(now));
            let strikes = self.state.strikes.iter();
            let strikes = strikes.filter(|one| one.part == part && !one.over);
            let struck = strikes.map(|one| &self.run.plan.faults[one.fault]);
            shows = partial
                .chain(struck)
                .fold(shows, |all, one| all | one.seen());
        }
        let bound = state.within.iter().chain(&own.calls).chain(&own.via);
        shows = bound.fold(shows, |all, one| all | seen[*one]);
        for (which, requirement) in own.requirements.iter().enumerate() {
            let passed = self.passed_on(part, which, &levels.parts, &levels.loads);
            let is_waited_for = state.stopped && requirement.is_hard_to_start() && passed == DOWN;
            if is_waited_for || requirement.is_to_run() && passed > UP {
                shows |= self.requirement_sees(part, which, seen, levels);
            }
        }
        if state.stopped && !self.is_kept_stopped(part, levels) {
            shows |= state.kept;
        }
        shows
    }

    /// Whether something keeps a stopped part from beginning its restart.
    pub(super) fn is_kept_stopped(&self, part: usize, levels: &Levels) -> bool {
        let own = &self.run.plan.parts[part];
        let strikes = &mut self.state.strikes.iter();
        let mut within = self.state.parts[part].within.iter();
        own.ended
            || strikes.any(|one| one.part == part && !one.over)
            || within.any(|one| levels.parts[*one] == DOWN)
            || self.lacks_to_start(part, levels)
    }

    /// Whether a hard *start* or *both* is at down.
    fn lacks_to_start(&self, part: usize, levels: &Levels) -> bool {
        let all = self.run.plan.parts[part].requirements.iter().enumerate();
        all.filter(|(_, one)| one.is_hard_to_start())
            .any(|(which, _)| self.passed_on(part, which, &levels.parts, &levels.loads) == DOWN)
    }

    /// What a requirement sees of its group and of the fallback in use.
    pub(super) fn requirement_sees(
        &self,
        part: usize,
        which: usize,
        seen: &[Symptoms],
        levels: &Levels,
    ) -> Symptoms {
        let requirement = &self.run.plan.parts[part].requirements[which];
        let home = levels.loads.at_home(part, which);
        let over = |share: Ratio| {
            if requirement.is_to_run() && share < Ratio::ONE {
                TOO_MANY
            } else {
                0
            }
        };
        let members = requirement.members.iter();
        let group = members.map(|(one, _)| seen[*one] | over(home.call_share(self, *one)));
        let using = self.state.requirements[part][which].using.map(|using| {
            let to = requirement.fallbacks[using].to;
            seen[to] | over(levels.loads.shares.call_share(self, to))
        });
        group.chain(using).fold(0, |all, one| all | one)
    }
}
