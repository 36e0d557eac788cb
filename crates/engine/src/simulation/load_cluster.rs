use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::Level;

use super::SimulationModel;
use super::model::{FallbackModel, RequirementModel};

/// Requirements whose demands may meet at a limit, or that are served by one another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadCluster {
    /// Whose requirements they are, in order.
    pub owners: Vec<u32>,
    /// What else may serve one of them when something is lost: where their demand is follows
    /// from the levels of these.
    pub targets: Vec<u32>,
    /// Those of them of which it matters too whether they are only degraded.
    pub by_level: Vec<u32>,
}

impl SimulationModel<'_> {
    /// Whether anything may serve less than is asked of it.
    fn is_loaded(&self) -> bool {
        self.requirements.iter().any(|one| one.is_limited)
    }

    /// By component: whether how much anybody is served of what is asked for may follow from
    /// its level, or it is who asks. What only hangs on those is neither.
    pub(super) fn bearing_on_load(&self) -> Vec<bool> {
        let mut bearing = vec![false; self.components.len()];
        let mut open: Vec<u32> = Vec::new();
        let mut owners = Vec::new();
        for one in self.requirements.iter().filter(|one| bears(one)) {
            owners.push(one.of);
            open.extend(one.inputs());
        }
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut bearing[at as usize], true) {
                continue;
            }
            let component = &self.components[at as usize];
            open.extend(component.bindings.iter().map(|one| one.to));
            open.extend(self.plan.components[at as usize].copy_of.map(|of| of.0));
            let requirements = &self.requirements[component.requirements.clone()];
            open.extend(requirements.iter().flat_map(RequirementModel::inputs));
        }
        // Where a demand is follows from the levels of what may serve it, not from its owner's.
        for of in owners {
            bearing[of as usize] = true;
        }
        let ranks = (0..).zip(&bearing).filter(|(_, bears)| **bears);
        let ranks: BTreeSet<u32> = ranks.map(|(at, _)| self.graph.rank(at)).collect();
        for (at, bears) in (0..).zip(&mut bearing) {
            *bears = *bears || ranks.contains(&self.graph.rank(at));
        }
        bearing
    }

    /// The clusters in which a loss can move a demand, or less can be served.
    pub fn load_clusters(&self) -> Vec<LoadCluster> {
        if !self.is_loaded() {
            return Vec::new();
        }
        let mut sets = Sets::of(self.components.len() + self.limits.len());
        let counting = || {
            let all = self.requirements.iter();
            all.filter(|one| bears(one))
        };
        let serves_less = self.serving_less();
        for (at, component) in (0..).zip(&self.components) {
            let bindings = component.bindings.iter();
            for binding in bindings.filter(|one| one.carries && serves_less[one.to as usize]) {
                sets.join(at, binding.to);
            }
        }
        for one in counting() {
            for to in one.targets() {
                for limit in &self.components[to as usize].path {
                    sets.join(one.of, self.limit_node(*limit));
                }
                if serves_less[to as usize] {
                    sets.join(one.of, to);
                }
            }
        }
        let mut found: BTreeMap<u32, LoadCluster> = BTreeMap::new();
        for one in counting().filter(|one| has_choice(one)) {
            let cluster = found.entry(sets.root(one.of)).or_default();
            cluster.targets.extend(one.targets());
            if !one.fallbacks.is_empty() {
                cluster.by_level.extend(one.targets());
            }
            if one.fallbacks.len() > 1 {
                let needs = one.fallbacks.iter().flat_map(|fallback| &fallback.needs);
                cluster.targets.extend(needs.chain(&one.detect.by));
            }
        }
        for (limit, model) in (0u32..).zip(&self.limits) {
            if !model.copies.is_empty() {
                let cluster = found.entry(sets.root(self.limit_node(limit))).or_default();
                cluster.targets.extend(&model.copies);
            }
        }
        for cluster in found.values_mut() {
            let passing = self.down_for_a_while(&cluster.by_level);
            cluster.targets.extend(passing);
        }
        for one in counting() {
            if let Some(cluster) = found.get_mut(&sets.root(one.of)) {
                cluster.owners.push(one.of);
            }
        }
        let mut judged = vec![false; self.components.len() + self.limits.len()];
        for one in self.requirements.iter().filter(|one| self.judges(one)) {
            judged[sets.root(one.of) as usize] = true;
        }
        found.retain(|root, _| judged[*root as usize]);
        for cluster in found.values_mut() {
            cluster.owners.dedup();
            for all in [&mut cluster.targets, &mut cluster.by_level] {
                // By name, so that the order of tables decides nothing.
                all.sort_by_key(|at| &self.plan.components[*at as usize].id);
                all.dedup();
            }
        }
        found.into_values().collect()
    }

    /// What takes some components down until a fallback serves that leaves them degraded: who
    /// went elsewhere meanwhile stays there.
    fn down_for_a_while(&self, components: &[u32]) -> Vec<u32> {
        let mut found = Vec::new();
        let mut seen: BTreeSet<u32> = components.iter().copied().collect();
        let mut open: Vec<u32> = seen.iter().copied().collect();
        while let Some(at) = open.pop() {
            let component = &self.components[at as usize];
            let requirements = &self.requirements[component.requirements.clone()];
            let hard = requirements.iter();
            let hard = hard.filter(|one| one.needed.counts_while_running() && !one.soft);
            let mut on: Vec<u32> = component.bindings.iter().map(|one| one.to).collect();
            for one in hard {
                if one.fallbacks.iter().any(|one| one.best == Level::Degraded) {
                    found.extend(one.targets());
                }
                on.extend(one.targets());
            }
            open.extend(on.into_iter().filter(|to| seen.insert(*to)));
        }
        found
    }

    /// Whether it matters to a level how much of what it asks for it is served.
    fn judges(&self, one: &RequirementModel) -> bool {
        let has_limit = |to: u32| !self.components[to as usize].path.is_empty();
        let is_judged = self.components[one.of as usize].mbco > 0.0 || one.has_demand();
        let is_counted = one.is_limited && one.needed.counts_while_running();
        is_counted && (is_judged || one.targets().any(has_limit))
    }

    /// By component: whether it may serve less than its load because less is served to it.
    fn serving_less(&self) -> Vec<bool> {
        let mut found = vec![false; self.components.len()];
        let hard = self
            .requirements
            .iter()
            .filter(|one| bears(one) && !one.soft);
        let mut open: Vec<u32> = hard.map(|one| one.of).collect();
        while let Some(of) = open.pop() {
            if std::mem::replace(&mut found[of as usize], true) {
                continue;
            }
            let above = self.graph.dependents(of).iter().copied();
            open.extend(above.filter(|at| {
                let component = self.components.get(*at as usize);
                let mut bindings = component.into_iter().flat_map(|one| &one.bindings);
                bindings.any(|one| one.carries && one.to == of)
            }));
        }
        found
    }
}

/// Whether it bears on what others are served.
fn bears(one: &RequirementModel) -> bool {
    let gives_less = one.fallbacks.iter().any(FallbackModel::gives_part);
    one.needed.counts_while_running() && (one.is_limited || gives_less)
}

/// Whether it may go on with something of it lost.
fn has_choice(one: &RequirementModel) -> bool {
    one.group.len() > 1 || !one.fallbacks.is_empty()
}

/// Which belong together (union-find).
struct Sets {
    above: Vec<u32>,
}

impl Sets {
    fn of(count: usize) -> Self {
        Self {
            above: (0..count as u32).collect(),
        }
    }

    fn root(&mut self, of: u32) -> u32 {
        let mut at = of;
        while self.above[at as usize] != at {
            let next = self.above[at as usize];
            self.above[at as usize] = self.above[next as usize];
            at = next;
        }
        at
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        self.above[one.max(other) as usize] = one.min(other);
    }
}
