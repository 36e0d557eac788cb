use jurymast_plan::model::Level;
use jurymast_terms::units::Duration;

use super::Said;
use super::machine::by_share;
use super::state::State;

impl State<'_> {
    /// Lets come back what can, starting from `queue`.
    pub(super) fn lower(&mut self, mut queue: Vec<u32>) {
        while let Some(part) = queue.pop() {
            self.touched.insert(part);
            let derived = self.derived(part);
            let before = self.level[part as usize];
            if derived < before && (before < Level::Down || self.restarted(part)) {
                self.set(part, derived);
                queue.extend_from_slice(self.machine.network.dependents(part));
            }
        }
    }

    /// Lets fall what must, starting from `queue`.
    pub(super) fn raise(&mut self, mut queue: Vec<u32>) {
        while let Some(part) = queue.pop() {
            self.touched.insert(part);
            let derived = self.derived(part);
            if derived == Level::Down
                && let Some(ends) = self.restart_ends[part as usize].take()
            {
                self.broken_off.push((part, ends));
            }
            let before = self.level[part as usize];
            if derived > before {
                self.raised.push((part, before));
                self.set(part, derived);
                queue.extend_from_slice(self.machine.network.dependents(part));
            }
        }
    }

    /// Whether a component that could be up again has had its restart.
    fn restarted(&mut self, part: u32) -> bool {
        let restart = self.machine.parts[part as usize].restart;
        if restart == Duration::ZERO {
            return true;
        }
        let now = self.now;
        match self.restart_ends[part as usize] {
            Some(ends) if ends <= now => {
                self.restart_ends[part as usize] = None;
                true
            }
            Some(_) => false,
            None => {
                let until = now.saturating_add(restart);
                self.restart_ends[part as usize] = Some(until);
                self.kept[part as usize] = self.before(|state| state.shown_by(&[part]));
                self.wake(until, part);
                self.note(part, Said::Restarting { until });
                false
            }
        }
    }

    /// The level by faults, bindings and requirements.
    pub(super) fn derived(&self, part: u32) -> Level {
        let mut level = self.forced[part as usize];
        for input in self.machine.network.node(part).bound() {
            level = level.max(input.level(|node| self.level[node as usize]));
        }
        let part = &self.machine.parts[part as usize];
        for need in part.first_need..part.end_need {
            if level == Level::Down {
                break;
            }
            let met = self.need_level(need);
            let soft = self.machine.gate(need).soft;
            level = level.max(if soft { met.min(Level::Degraded) } else { met });
        }
        level
    }

    /// How well a requirement is met by the primary and the fallback in use.
    pub(super) fn need_level(&self, need: usize) -> Level {
        let group = self.group_level(need);
        let Some(using) = self.using[need] else {
            return group;
        };
        let serving = self.standby_level(need, using);
        let stays = self.machine.needs[need].fail_back > Duration::ZERO && serving < Level::Down;
        if group == Level::Up && stays {
            serving
        } else {
            group.min(serving)
        }
    }

    pub(super) fn group_level(&self, need: usize) -> Level {
        let least = self.least(need);
        let of = |node: u32| {
            let by_load = by_share(self.share[node as usize], least);
            self.level[node as usize].max(by_load)
        };
        self.machine.gate(need).group_level(of)
    }

    /// What a fallback gives under the load it has.
    pub(super) fn standby_level(&self, need: usize, at: usize) -> Level {
        let to = self.machine.needs[need].standbys[at].to as usize;
        self.offered(need, at)
            .max(by_share(self.share[to], self.least(need)))
    }

    /// What a fallback gives, its load apart.
    pub(super) fn offered(&self, need: usize, at: usize) -> Level {
        let input = self.machine.gate(need).fallbacks[at];
        input.level(|node| self.level[node as usize])
    }

    fn least(&self, need: usize) -> f64 {
        let of = self.machine.needs[need].of;
        self.machine.parts[of as usize].mbco
    }
}
