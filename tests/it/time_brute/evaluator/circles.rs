//! Who hangs on whom, and what a fallback that leads back gives.

use super::super::ratio::Ratio;
use super::levels::Instant;
use super::load::Loads;

impl Instant<'_> {
    /// How a fallback stands, and the share that it can serve.
    pub(super) fn stands(
        &self,
        part: usize,
        which: usize,
        fallback: usize,
        levels: &[u8],
        loads: &Loads,
    ) -> (u8, Ratio) {
        let to = self.run.plan.parts[part].requirements[which].fallbacks[fallback].to;
        let is_used = self.state.requirements[part][which].using == Some(fallback);
        let back = loads.unreserved.get(&to);
        match back.filter(|_| is_used && self.is_circle(part, to)) {
            Some(given) => *given,
            None => (levels[to], loads.standing_by[to]),
        }
    }

    /// The targets of fallbacks in use that lead back, in a plan with reserves.
    pub(super) fn used_circles(&self) -> Vec<usize> {
        let parts = &self.run.plan.parts;
        let all = || parts.iter().enumerate();
        if !all().any(|(_, one)| one.requirements.iter().any(|one| one.holds > 0)) {
            return Vec::new();
        }
        let mut targets = Vec::new();
        for (part, own) in all() {
            for (which, requirement) in own.requirements.iter().enumerate() {
                let using = self.state.requirements[part][which].using;
                let to = using.map(|nth| requirement.fallbacks[nth].to);
                targets.extend(to.filter(|to| self.is_circle(part, *to)));
            }
        }
        targets.sort_unstable();
        targets.dedup();
        targets
    }

    /// Whether two parts hang on each other.
    pub(super) fn is_circle(&self, one: usize, other: usize) -> bool {
        self.hangs_on(one, other) && self.hangs_on(other, one)
    }

    /// Whether something of its own circle may serve a requirement.
    pub(super) fn is_in_circle(&self, part: usize, which: usize) -> bool {
        let mut all = self.targets(part, which).into_iter();
        all.any(|to| self.is_circle(part, to))
    }

    fn targets(&self, part: usize, which: usize) -> Vec<usize> {
        let one = &self.run.plan.parts[part].requirements[which];
        let members = one.members.iter().map(|(to, _)| *to);
        members
            .chain(one.fallbacks.iter().map(|one| one.to))
            .collect()
    }

    fn hangs_on(&self, part: usize, other: usize) -> bool {
        let mut seen = vec![false; self.run.plan.parts.len()];
        let mut open = vec![part];
        while let Some(at) = open.pop() {
            if at == other {
                return true;
            }
            if !std::mem::replace(&mut seen[at], true) {
                open.extend(self.inputs(at));
            }
        }
        false
    }

    /// What the level of a part looks at, and who of a group is asked where load decides.
    fn inputs(&self, part: usize) -> Vec<usize> {
        let own = &self.run.plan.parts[part];
        let within = own.within.iter().chain(&self.state.parts[part].within);
        let mut all: Vec<usize> = within.chain(&own.calls).chain(&own.via).copied().collect();
        for which in 0..own.requirements.len() {
            for to in self.targets(part, which) {
                all.push(to);
                all.extend(self.sharers(to));
            }
        }
        all
    }

    /// The members of groups that share a demand among limits on the way to a part.
    fn sharers(&self, to: usize) -> Vec<usize> {
        let parts = &self.run.plan.parts;
        let limits = |to: usize| {
            let mut path = self.path(to);
            path.retain(|one| parts[*one].limit.units().iter().any(Option::is_some));
            path
        };
        let here = limits(to);
        let groups = parts.iter().flat_map(|one| &one.requirements);
        let groups = groups.filter(|one| !one.demand.is_none());
        let mut all = Vec::new();
        for group in groups {
            let members = group.members.iter().map(|(member, _)| *member);
            let mut ways = members.clone().flat_map(limits);
            if ways.any(|one| here.contains(&one)) {
                all.extend(members);
            }
        }
        all
    }
}
