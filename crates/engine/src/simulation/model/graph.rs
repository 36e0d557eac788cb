use std::collections::{BTreeMap, BTreeSet};

use jurymast_diagram::strongly_connected_components;

use super::{ComponentModel, LimitModel, RequirementModel};
use crate::failure::csr::Csr;

/// What hangs on what: components, then limits. A level follows from those of its
/// inputs; a limit's share from who of a group is down.
#[derive(Debug)]
pub(in crate::simulation) struct LevelGraph {
    /// For each node, those that look at it.
    dependents: Csr,
    /// For each node its strong component; inputs come first.
    rank: Vec<u32>,
    /// For each rank whether its members hang on each other.
    is_cycle: Vec<bool>,
    /// By rank the members of cycles with limits among them.
    loaded_cycles: BTreeMap<u32, Vec<u32>>,
    /// By rank the requirements with a fallback that leads back to whom it serves.
    leading_back: BTreeMap<u32, Vec<usize>>,
    /// Requirements that something of the rank of whoever has them may serve.
    in_circle: Vec<bool>,
    /// Ranks with a reserve for such a requirement.
    reserved: BTreeSet<u32>,
}

impl LevelGraph {
    pub(super) fn of(
        components: &[ComponentModel],
        requirements: &[RequirementModel],
        limits: &[LimitModel],
    ) -> Self {
        let count = components.len() + limits.len();
        let limit_node = |limit: u32| components.len() as u32 + limit;
        let edges = |pair: &mut dyn FnMut(u32, u32)| {
            for (node, component) in (0u32..).zip(components) {
                for binding in &component.bindings {
                    pair(binding.to, node);
                }
            }
            for (limit, model) in (0u32..).zip(limits) {
                let copies = model.copies.iter();
                copies.for_each(|copy| pair(*copy, limit_node(limit)));
            }
            for requirement in requirements {
                for to in requirement.targets() {
                    pair(to, requirement.of);
                    for limit in &components[to as usize].path {
                        pair(limit_node(*limit), requirement.of);
                    }
                }
                if !(requirement.is_limited && requirement.has_demand()) {
                    continue;
                }
                for member in &requirement.group {
                    for other in &requirement.group {
                        for limit in &components[*other as usize].path {
                            pair(*member, limit_node(*limit));
                        }
                    }
                }
            }
        };
        let dependents = Csr::gather(count, edges);
        let inputs = Csr::gather(count, |pair| edges(&mut |from, to| pair(to, from)));
        let strong = strongly_connected_components(count, 0..count as u32, |node, nth| {
            inputs.get(node).get(nth).copied()
        });
        let mut rank = vec![0; count];
        let mut is_cycle = Vec::with_capacity(strong.len());
        let mut loaded_cycles = BTreeMap::new();
        for (at, members) in (0u32..).zip(strong.iter()) {
            for member in members {
                rank[*member as usize] = at;
            }
            let looks_at_itself =
                members.len() == 1 && inputs.get(members[0]).contains(&members[0]);
            is_cycle.push(members.len() > 1 || looks_at_itself);
            if members.iter().any(|one| *one >= components.len() as u32) && members.len() > 1 {
                loaded_cycles.insert(at, members.to_vec());
            }
        }
        let mut leading_back: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, requirement) in requirements.iter().enumerate() {
            let of = rank[requirement.of as usize];
            let mut fallbacks = requirement.fallbacks.iter();
            if fallbacks.any(|one| rank[one.to as usize] == of) {
                leading_back.entry(of).or_default().push(at);
            }
        }
        let in_circle = requirements.iter().map(|one| {
            let of = rank[one.of as usize];
            one.targets().any(|to| rank[to as usize] == of)
        });
        let in_circle: Vec<bool> = in_circle.collect();
        let reserved = requirements.iter().zip(&in_circle);
        let reserved = reserved.filter(|(one, is_in)| **is_in && one.holds.is_some());
        let reserved = reserved.map(|(one, _)| rank[one.of as usize]).collect();
        Self {
            in_circle,
            reserved,
            dependents,
            rank,
            is_cycle,
            loaded_cycles,
            leading_back,
        }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.rank.len()
    }

    /// Those that look at a node; one may stand there twice.
    pub(in crate::simulation) fn dependents(&self, node: u32) -> &[u32] {
        self.dependents.get(node)
    }

    pub(in crate::simulation) fn rank(&self, node: u32) -> u32 {
        self.rank[node as usize]
    }

    /// All of a rank, where levels hang on loads and loads on levels.
    pub(in crate::simulation) fn loaded_cycle(&self, rank: u32) -> Option<&[u32]> {
        self.loaded_cycles.get(&rank).map(Vec::as_slice)
    }

    /// The requirements of a rank with a fallback that leads back to whom it serves.
    pub(in crate::simulation) fn leading_back(&self, rank: u32) -> &[usize] {
        self.leading_back.get(&rank).map_or(&[], Vec::as_slice)
    }

    /// Whether something of the rank of whoever has a requirement may serve it.
    pub(in crate::simulation) fn is_in_circle(&self, requirement: usize) -> bool {
        self.in_circle[requirement]
    }

    /// Whether somebody of a rank has a reserve for what the rank itself may serve.
    pub(in crate::simulation) fn has_reserves(&self, rank: u32) -> bool {
        self.reserved.contains(&rank)
    }

    pub(in crate::simulation) fn is_cycle(&self, rank: u32) -> bool {
        self.is_cycle[rank as usize]
    }
}
