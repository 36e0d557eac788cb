use jurymast_engine::failure::{GateSpec, Network, Node, NodeInput, NodeSpec};
use jurymast_plan::model::Needed;

use super::dice::Dice;

/// A generated network in memory.
pub(crate) struct Estate {
    pub(crate) network: Network,
    /// By component: it can fail of itself.
    pub(crate) own: Vec<bool>,
    /// The front services, one of a team each.
    pub(crate) critical: Vec<u32>,
}

const TEAM: usize = 40;

/// Teams of forty whose services call deeper ones of their own, some of other
/// teams behind them and many of a shared platform (2%), with fallbacks and k of
/// n; each stands in a host group, those in zones, those in regions. 5.9 edges a
/// component, and a few cycles through fallbacks.
pub(crate) fn estate(components: usize, seed: u64) -> Estate {
    in_divisions(components, seed, usize::MAX)
}

/// The same with divisions of so many teams, which call each other no further.
pub(crate) fn in_divisions(components: usize, seed: u64, division: usize) -> Estate {
    let host_groups = (components / 400).max(20);
    let (zones, regions) = (host_groups.div_ceil(8), host_groups.div_ceil(40).max(3));
    let domains = host_groups + zones + regions;
    let platform = components / 50;
    let teams = (components - platform - domains) / TEAM;
    let first_of_platform = components - domains - platform;
    let first_group = first_of_platform + platform;
    let first_zone = first_group + host_groups;
    let first_region = first_zone + zones;
    let mut maker = Maker {
        dice: Dice(seed),
        teams,
        division: division.min(teams),
        platform: (first_of_platform, first_group),
    };
    // Hosts are drawn after all that stands in them, whose nodes nobody holds: the
    // dice are thrown once only to see how they lie then.
    let mut dice = maker.clone().thrown(first_group);
    let hosted = (0..first_group).map(|at| {
        let mut node = maker.node(at);
        let host = first_group + dice.below(host_groups);
        node.bound.push(plain(host));
        node
    });
    let groups = (0..host_groups).map(|at| inside(first_zone + at % zones));
    let zones = (0..zones).map(|at| inside(first_region + at % regions));
    let regions = (0..regions).map(|_| NodeSpec::default());
    let network = Network::new(hosted.chain(groups).chain(zones).chain(regions));
    let own = (0..components).map(|_| dice.below(20) > 0).collect();
    Estate {
        network,
        own,
        critical: (0..100.min(teams))
            .map(|at| (at * teams / 100.min(teams) * TEAM) as u32)
            .collect(),
    }
}

/// The same network where everything that a node looks at takes it down: what a
/// library that knows edges only can say of it.
pub(crate) fn every_requirement_hard(network: &Network) -> Network {
    let hard = |input: &NodeInput| plain(input.node as usize);
    let all = |node: Node<'_>| NodeSpec {
        bound: node.inputs().iter().map(hard).collect(),
        gates: Vec::new(),
        shortfalls: Vec::new(),
    };
    Network::new(network.nodes().map(all))
}

/// From each node to those that look at it, once each.
pub(crate) fn edges(network: &Network) -> Vec<(u32, u32)> {
    let nodes = 0..network.len() as u32;
    let of = |node| network.dependents(node).iter().map(move |to| (node, *to));
    nodes.flat_map(of).collect()
}

#[derive(Clone)]
struct Maker {
    dice: Dice,
    teams: usize,
    /// Teams of a division.
    division: usize,
    /// From, to.
    platform: (usize, usize),
}

impl Maker {
    /// The dice once so many nodes are made.
    fn thrown(mut self, nodes: usize) -> Dice {
        for at in 0..nodes {
            self.node(at);
        }
        self.dice
    }

    /// What a node requires.
    fn node(&mut self, at: usize) -> NodeSpec {
        let (services, _) = self.platform;
        NodeSpec {
            bound: Vec::new(),
            shortfalls: Vec::new(),
            gates: if at < services {
                self.service(at)
            } else {
                self.shared(at - services)
            },
        }
    }

    fn service(&mut self, at: usize) -> Vec<GateSpec> {
        let hard = if self.chance(40) {
            self.of_platform()
        } else {
            self.deeper(at)
        };
        let mut gates = vec![gate([hard], 1, None)];
        for _ in 0..1 + usize::from(self.chance(35)) {
            let (one, other) = (self.deeper(at), self.deeper(at));
            let back = self.chance(1) && self.chance(20);
            let other = if back { at - at % TEAM } else { other };
            gates.push(gate([one], 1, Some(other)));
        }
        if self.chance(25) {
            let group = [self.deeper(at), self.deeper(at), self.of_platform()];
            gates.push(gate(group, 2, None));
        }
        if self.chance(10) {
            let team = at / TEAM;
            let end = (team - team % self.division + self.division).min(self.teams);
            let other = (team + 1 + self.dice.below(8)).min(end - 1) * TEAM;
            let standby = self.of_platform();
            let fallback = self.chance(70).then_some(standby);
            gates.push(gate([other.max(at + 1)], 1, fallback));
        }
        if self.chance(30) {
            let mut soft = gate([self.of_platform()], 1, None);
            soft.soft = true;
            gates.push(soft);
        }
        gates
    }

    /// A part of the platform needs others behind it.
    fn shared(&mut self, at: usize) -> Vec<GateSpec> {
        let (first, end) = self.platform;
        let left = end - first - at - 1;
        if left < 4 {
            return Vec::new();
        }
        let mut behind = || first + at + 1 + self.dice.below(left.min(200));
        let mut gates = vec![
            gate([behind()], 1, Some(behind())),
            gate([behind(), behind(), behind()], 2, None),
        ];
        if at.is_multiple_of(4) {
            gates.push(gate([behind()], 1, None));
        }
        gates
    }

    /// Another of the same team, further from the front; the platform at the end.
    fn deeper(&mut self, at: usize) -> usize {
        let left = TEAM - 1 - at % TEAM;
        if left == 0 || at + left >= self.platform.0 {
            return self.of_platform();
        }
        at + 1 + self.dice.below(left.min(12))
    }

    fn of_platform(&mut self) -> usize {
        let (first, end) = self.platform;
        first + self.dice.below(end - first)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.dice.chance(percent)
    }
}

fn plain(node: usize) -> NodeInput {
    NodeInput::plain(node as u32)
}

fn inside(domain: usize) -> NodeSpec {
    NodeSpec {
        bound: vec![plain(domain)],
        gates: Vec::new(),
        shortfalls: Vec::new(),
    }
}

fn gate<const N: usize>(group: [usize; N], at_least: usize, fallback: Option<usize>) -> GateSpec {
    GateSpec {
        group: group.map(plain).to_vec(),
        at_least,
        fallbacks: fallback.map(|to| plain(to).into()).into_iter().collect(),
        soft: false,
        needed: Needed::Run,
    }
}
