use crate::failure::{GateSpec, Network, NodeInput, Propagation, Propagator, Shortfall};
use crate::simulation::{ServedRequirement, SimulationModel, SteadyLevels, SteadyState};
use jurymast_plan::model::Level;

use super::clusters::{Cluster, clusters, upstream};

/// Losses, and where they lead if they last.
#[derive(Debug)]
pub(super) struct LastingLosses {
    pub(super) losses: Vec<(u32, Level)>,
    pub(super) steady: SteadyLevels,
}

/// Nodes that are looked at for all sets of losses together, and for one of them.
const WORK: u64 = 1 << 23;
const WORK_OF_ONE: u64 = 1 << 20;
/// Pairs of losses that are followed for clusters that are not counted whole.
const PAIRS: usize = 1 << 12;

impl LastingLosses {
    /// The losses with each of what they may lead to.
    pub(super) fn of(
        losses: &[(u32, Level)],
        steady: Vec<SteadyLevels>,
    ) -> impl Iterator<Item = Self> {
        let all = steady.into_iter();
        all.map(|steady| Self {
            losses: losses.to_vec(),
            steady,
        })
    }

    /// Whether they lead to worse than a network says.
    pub(super) fn is_news(
        &self,
        network: &Network,
        outcome: &Propagation,
        model: &SimulationModel<'_>,
    ) -> bool {
        let mut at_first = self.short_at_first(network, outcome, model);
        self.missing(outcome).next().is_some() || at_first.next().is_some()
    }

    /// The requirements that fall short already while a fallback still serves that does so for
    /// a while only.
    fn short_at_first(
        &self,
        network: &Network,
        outcome: &Propagation,
        model: &SimulationModel<'_>,
    ) -> impl Iterator<Item = ServedRequirement> {
        let served = self.steady.served.iter().copied();
        let served = served.filter(|_| self.steady.is_brief);
        served.filter(|one| {
            let node = network.node(one.component.0);
            let gate = node.gate(one.requirement);
            let mut known = node.shortfalls();
            gate.fallbacks.iter().any(|one| one.input.is_brief)
                && one.level > gate.level_at_first(|node| self.level(node, model))
                && !known.any(|short| {
                    short.requirement == one.requirement
                        && short.level(|node| outcome.level(node)) >= one.level
                })
        })
    }

    fn level(&self, node: u32, model: &SimulationModel<'_>) -> Level {
        let known = self.steady.levels.get(&node);
        known.copied().unwrap_or_else(|| model.level_at_rest(node))
    }

    /// What is worse than a network says.
    fn missing(&self, outcome: &Propagation) -> impl Iterator<Item = u32> {
        let all = self.steady.levels.iter();
        let worse = all.filter(|(node, level)| outcome.level(**node) < **level);
        worse.map(|(node, _)| *node)
    }

    /// The requirements that fall short by themselves, and not by what they look at; where
    /// they hang on each other, all of them.
    fn short(
        &self,
        network: &Network,
        outcome: &Propagation,
        model: &SimulationModel<'_>,
    ) -> Vec<ServedRequirement> {
        let missing: Vec<u32> = self.missing(outcome).collect();
        let of_missing = self.steady.served.iter();
        let of_missing = of_missing.filter(|one| missing.binary_search(&one.component.0).is_ok());
        let of_missing: Vec<ServedRequirement> = of_missing.copied().collect();
        let worse_than = |one: &ServedRequirement, of: &dyn Fn(u32) -> Level| {
            let gate = network.node(one.component.0).gate(one.requirement);
            one.level > gate.level(of)
        };
        let steady = |node: u32| self.level(node, model);
        let known = |node: u32| outcome.level(node);
        let by_itself = |of: &dyn Fn(u32) -> Level| -> Vec<ServedRequirement> {
            let all = of_missing.iter();
            all.filter(|one| worse_than(one, of)).copied().collect()
        };
        let mut short = match by_itself(&steady) {
            first if first.is_empty() => by_itself(&known),
            first => first,
        };
        short.extend(self.short_at_first(network, outcome, model));
        short
    }
}

/// A network in which requirements fall short with these losses; those that are not known
/// to it.
pub(super) fn fallen_short(
    mut network: Network,
    model: &SimulationModel<'_>,
    mut asked: Vec<LastingLosses>,
) -> Network {
    while !asked.is_empty() {
        let mut found = Vec::new();
        let mut sweep = Propagator::new(&network);
        asked.retain(|one| {
            let outcome = sweep.run(&one.losses);
            let short = one.short(&network, outcome, model);
            let is_news = !short.is_empty();
            let with = |served: ServedRequirement| {
                let needed = network
                    .node(served.component.0)
                    .gate(served.requirement)
                    .needed;
                let group = one.losses.iter();
                let gate = GateSpec {
                    group: group
                        .map(|(node, level)| NodeInput::from(*node, *level))
                        .collect(),
                    at_least: 1,
                    fallbacks: Vec::new(),
                    soft: served.level < Level::Down,
                    needed,
                };
                let requirement = served.requirement;
                (served.component.0, Shortfall { requirement, gate })
            };
            found.extend(short.into_iter().map(with));
            is_news
        });
        network = network.with_shortfalls(found);
    }
    network
}

/// A network in which it is counted what falls short: of each cluster of demands all sets of
/// its targets while these are few, else the small ones and what single losses and pairs of
/// them take of it.
pub(super) fn counted(network: Network, model: &SimulationModel<'_>) -> Network {
    let mut clusters = clusters(&network, model);
    if clusters.is_empty() {
        return network;
    }
    let mut counter = ShortfallSearch {
        model,
        steady: SteadyState::of_load(model),
        network,
        work: WORK,
    };
    let most = clusters.iter().map(|one| one.order).max().unwrap_or(0);
    for order in 1..=most {
        let mut asked = Vec::new();
        for cluster in clusters.iter_mut().filter(|one| one.order >= order) {
            if !counter.ask(cluster.sets(order), &mut asked) {
                cluster.stop_before(order);
            }
        }
        counter.learn(asked);
    }
    for cluster in clusters.iter_mut().filter(|one| !one.is_whole()) {
        counter.single_losses(cluster);
        counter.pairs(cluster);
    }
    let partly = clusters.iter().filter(|one| !one.is_whole());
    let partly = partly.flat_map(|one| one.owners.iter().map(|node| (*node, one.counted_up_to)));
    let partly = partly.collect();
    counter.network.partly_counted(partly)
}

/// Asks where losses lead, and keeps in a network what it did not know.
struct ShortfallSearch<'a> {
    model: &'a SimulationModel<'a>,
    steady: SteadyState<'a>,
    network: Network,
    work: u64,
}

impl ShortfallSearch<'_> {
    /// Whether the work allows an answer for all of them.
    fn ask(
        &mut self,
        sets: impl Iterator<Item = Vec<(u32, Level)>>,
        asked: &mut Vec<LastingLosses>,
    ) -> bool {
        let mut sweep = Propagator::new(&self.network);
        for losses in sets {
            let before = self.work;
            let Some((steady, left)) = self.steady.within(&losses, before.min(WORK_OF_ONE)) else {
                self.work = before.saturating_sub(WORK_OF_ONE);
                return false;
            };
            self.work = before - (before.min(WORK_OF_ONE) - left);
            let outcome = sweep.run(&losses);
            let all = LastingLosses::of(&losses, steady);
            asked.extend(all.filter(|one| one.is_news(&self.network, outcome, self.model)));
        }
        true
    }

    fn learn(&mut self, asked: Vec<LastingLosses>) {
        if !asked.is_empty() {
            let network = std::mem::replace(&mut self.network, Network::new([]));
            self.network = fallen_short(network, self.model, asked);
        }
    }

    /// What each loss alone takes of a cluster, where that is more at once than was counted.
    fn single_losses(&mut self, cluster: &mut Cluster) {
        let mut sweep = Propagator::new(&self.network);
        let above = upstream(&self.network, cluster);
        let alone = above.into_iter().map(|node| vec![(node, Level::Down)]);
        let many: Vec<_> = alone
            .filter(|losses| cluster.taken(sweep.run(losses)) > cluster.order)
            .collect();
        let mut asked = Vec::new();
        let is_known = self.ask(many.into_iter(), &mut asked);
        self.learn(asked);
        cluster.counted_up_to = usize::from(is_known && cluster.order >= 1);
    }

    /// The same of pairs of those that can fail by themselves.
    fn pairs(&mut self, cluster: &mut Cluster) {
        let above = upstream(&self.network, cluster);
        if cluster.counted_up_to < 1 || above.len() * above.len() > PAIRS * 2 {
            return;
        }
        let mut sweep = Propagator::new(&self.network);
        let mut alone = Vec::with_capacity(above.len());
        for node in &above {
            alone.push(cluster.taken(sweep.run(&[(*node, Level::Down)])));
        }
        let mut many = Vec::new();
        for (at, one) in above.iter().enumerate() {
            for (nth, other) in above.iter().enumerate().skip(at + 1) {
                let losses = vec![(*one, Level::Down), (*other, Level::Down)];
                let taken = cluster.taken(sweep.run(&losses));
                if taken > cluster.order && taken > alone[at].max(alone[nth]) {
                    many.push(losses);
                }
            }
        }
        let mut asked = Vec::new();
        if self.ask(many.into_iter(), &mut asked) && cluster.order >= 2 {
            cluster.counted_up_to = 2;
        }
        self.learn(asked);
    }
}
