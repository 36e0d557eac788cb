use std::collections::{BTreeMap, BTreeSet};

use super::{ComponentModel, LevelGraph, LimitModel, RequirementModel};

/// Finds the requirements whose own move may reach the members of their group: it takes a
/// demand from one limit to another, and who is served through these may bear on them. What
/// its own demand leaves of the limits of its group is known without that.
pub(super) fn mark_coupled(
    components: &[ComponentModel],
    requirements: &mut [RequirementModel],
    limits: &[LimitModel],
    graph: &LevelGraph,
) {
    let mut reach = LimitReach {
        graph,
        first_limit: components.len() as u32,
        known: BTreeMap::new(),
    };
    for one in requirements.iter_mut() {
        let is_cycle = graph.is_cycle(graph.rank(one.of));
        let moves_load = one.is_limited && one.has_demand() && !one.fallbacks.is_empty();
        one.is_coupled = is_cycle
            || moves_load && {
                let path = |to: u32| components[to as usize].path.iter().copied();
                let mut moved: Vec<u32> = one.targets().flat_map(path).collect();
                moved.sort_unstable();
                moved.dedup();
                let meets = |limit: &u32| {
                    let sources = limits[*limit as usize].sources.len();
                    reach.meets(*limit, sources, &one.group)
                };
                moved.iter().any(meets)
            };
    }
}

/// What limits bear on.
struct LimitReach<'a> {
    graph: &'a LevelGraph,
    first_limit: u32,
    /// Of limits that many share.
    known: BTreeMap<u32, Vec<bool>>,
}

/// What more than so many share is followed once.
const MANY: usize = 16;

impl LimitReach<'_> {
    /// Whether a limit bears on any of a group.
    fn meets(&mut self, limit: u32, sources: usize, group: &[u32]) -> bool {
        if sources <= MANY {
            let found = self.follow(limit);
            return group.iter().any(|to| found.contains(to));
        }
        if !self.known.contains_key(&limit) {
            let nodes = self.graph.len();
            let mut found = vec![false; nodes];
            for node in self.follow(limit) {
                found[node as usize] = true;
            }
            self.known.insert(limit, found);
        }
        let found = &self.known[&limit];
        group.iter().any(|to| found[*to as usize])
    }

    /// All that looks at a limit, directly or not.
    fn follow(&self, limit: u32) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        let mut open = vec![self.first_limit + limit];
        while let Some(node) = open.pop() {
            let next = self.graph.dependents(node).iter().copied();
            open.extend(next.filter(|at| found.insert(*at)));
        }
        found
    }
}
