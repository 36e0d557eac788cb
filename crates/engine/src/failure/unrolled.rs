use jurymast_diagram::strongly_connected_components;
use jurymast_plan::model::Level;

use super::csr::Csr;
use super::{AlternativeSpec, Network, NodeInput, NodeSpec};

/// A network in which fallbacks that lead back to whom they serve are written out.
///
/// Components that need each other stay up together while nothing else fails, but two that
/// are each other's fallback are no second way: once what they had is lost, each would serve
/// by the other alone. So alternatives count inductively. With none of them there is a least
/// fixpoint of "worse"; those that serve in it may be used, which gives another one, and so
/// on until it stays (a nested fixpoint: least of what serves as a fallback, greatest of what
/// works). Only strongly connected components with an alternative inside can tell the
/// difference. Of these the nodes that alternatives lead to are copied, a layer for each
/// round: the alternatives of one layer look at the layer before, those of the first at
/// nothing.
///
/// What a switch needs while a reserve keeps the loss off ([`NodeInput::is_held`]) may lean on
/// whom it serves: nothing has fallen yet. So it is asked in a layer of its own beside each,
/// in which the requirement of that reserve is met.
#[derive(Debug, Clone)]
pub(super) struct Unrolled {
    /// The nodes as they are numbered before, then the copies.
    pub(super) network: Network,
    /// For each copy, from the first on: of which node it is.
    pub(super) copy_of: Vec<u32>,
    /// The copies of each node.
    pub(super) copies: Csr,
}

/// Copies for one strongly connected component, and the rounds that one has anyhow. Rounds
/// beyond both are left out: a fallback that counts only by so many others in turn is taken
/// for lost, which makes nothing look better than it is.
const COPIES: usize = 256;
const LEAST_ROUNDS: usize = 2;

/// What stands outside any strongly connected component that is written out.
const NOWHERE: u32 = u32::MAX;

impl Unrolled {
    /// `None` where no fallback leads back to whom it serves.
    pub(super) fn of(network: &Network) -> Option<Self> {
        let cycles = Cycle::all(network);
        if cycles.is_empty() {
            return None;
        }
        let nodes = network.len();
        let mut place = vec![NOWHERE; nodes];
        let mut cycle_of = vec![NOWHERE; nodes];
        let mut layers: Vec<WrittenOut> = Vec::new();
        let mut last_round = Vec::new();
        let mut first = nodes as u32;
        for (cycle, at) in cycles.iter().zip(0..) {
            let members = cycle.members.iter();
            members.for_each(|one| cycle_of[*one as usize] = at);
            let copied = cycle.copied.iter().zip(0..);
            copied.for_each(|(one, nth)| place[*one as usize] = nth);
            let mut before = None;
            for _ in 0..cycle.rounds {
                let round = first;
                for met in std::iter::once(None).chain(cycle.held.iter().copied().map(Some)) {
                    layers.push(WrittenOut {
                        cycle: at,
                        here: first,
                        before,
                        met,
                    });
                    first += cycle.copied.len() as u32;
                }
                before = Some(round);
            }
            last_round.push(before);
        }
        let layer = |cycle: u32| Layer {
            cycle_of: &cycle_of,
            cycle,
            place: &place,
            size: cycles[cycle as usize].copied.len() as u32,
            held: &cycles[cycle as usize].held,
        };
        let spec = |node: u32| NodeSpec::from(network.node(node));
        let themselves = (0..nodes as u32).map(|node| {
            let mut spec = spec(node);
            let cycle = cycle_of[node as usize];
            if cycle != NOWHERE {
                layer(cycle).place((node, &mut spec), None, last_round[cycle as usize]);
            }
            spec
        });
        let copied = |at: u32| &cycles[at as usize].copied;
        let written_out = layers.iter().flat_map(|written| {
            copied(written.cycle).iter().map(move |node| {
                let mut spec = spec(*node);
                let here = Some(written.here);
                layer(written.cycle).place((*node, &mut spec), here, written.before);
                if let Some((_, gate)) = written.met.filter(|(of, _)| of == node) {
                    let group = spec.gates[gate].group.iter_mut();
                    group.for_each(|input| input.worst = Level::Up);
                }
                spec
            })
        });
        let copy_of = layers.iter().flat_map(|written| copied(written.cycle));
        let copy_of: Vec<u32> = copy_of.copied().collect();
        let unrolled = Network::new(themselves.chain(written_out));
        let copies = Csr::gather(nodes, |pair| {
            for (of, copy) in copy_of.iter().zip(nodes as u32..) {
                pair(*of, copy);
            }
        });
        let lost = network.standing().iter();
        let lost = lost.flat_map(|(node, level)| {
            let all = [&[*node], copies.get(*node)].concat().into_iter();
            all.map(|at| (at, *level))
        });
        let lost = lost.collect();
        Some(Self {
            network: unrolled.with_standing(lost),
            copy_of,
            copies,
        })
    }

    /// As [`Network::set_best`], in the node and in its copies.
    pub(super) fn set_best(&mut self, node: u32, gate: usize, at: usize, best: Level) {
        self.network.set_best(node, gate, at, best);
        for copy in self.copies.get(node) {
            self.network.set_best(*copy, gate, at, best);
        }
    }
}

/// A layer of copies of a strongly connected component.
struct WrittenOut {
    cycle: u32,
    /// Where it begins.
    here: u32,
    /// Where those of the round before begin.
    before: Option<u32>,
    /// The node and the gate of it that a reserve keeps met.
    met: Option<(u32, usize)>,
}

/// A strongly connected component in which a fallback leads back.
struct Cycle {
    members: Vec<u32>,
    /// What alternatives inside lead to, and what that leans on inside.
    copied: Vec<u32>,
    /// Nodes and gates of them whose reserves outlast a switch that needs something inside.
    held: Vec<(u32, usize)>,
    rounds: usize,
}

impl Cycle {
    fn all(network: &Network) -> Vec<Self> {
        let nodes = network.len();
        let has_alternative = |node: u32| {
            let mut gates = network.node(node).gates();
            gates.any(|gate| !gate.fallbacks.inputs().is_empty())
        };
        if !(0..nodes as u32).any(has_alternative) {
            return Vec::new();
        }
        let leans_on = Csr::gather(nodes, |pair| {
            for node in 0..nodes as u32 {
                counted(network, node, |input, _| pair(node, input.node));
            }
        });
        let components = strongly_connected_components(nodes, 0..nodes as u32, |node, nth| {
            leans_on.get(node).get(nth).copied()
        });
        let mut is_inside = vec![false; nodes];
        let mut is_copied = vec![false; nodes];
        let mut found = Vec::new();
        for members in components.iter() {
            members.iter().for_each(|at| is_inside[*at as usize] = true);
            let mut copied = Vec::new();
            let mut take = |node: u32, copied: &mut Vec<u32>| {
                if is_inside[node as usize]
                    && !std::mem::replace(&mut is_copied[node as usize], true)
                {
                    copied.push(node);
                }
            };
            for node in members {
                counted(network, *node, |input, stands_by| {
                    if stands_by {
                        take(input.node, &mut copied);
                    }
                });
            }
            // Each round lets at least one more of these serve, or is the last.
            let targets = copied.len();
            let mut next = 0;
            while let Some(&node) = copied.get(next) {
                next += 1;
                counted(network, node, |input, stands_by| {
                    if !stands_by {
                        take(input.node, &mut copied);
                    }
                });
            }
            let held = copied
                .iter()
                .flat_map(|node| held(network, *node, &is_inside))
                .collect::<Vec<_>>();
            members
                .iter()
                .for_each(|at| is_inside[*at as usize] = false);
            if !copied.is_empty() {
                // A need is asked whether it is down, whatever level is asked about, so that
                // one level may wait for the other.
                let levels = 1 + usize::from(network.asks_of_one_level());
                let layers = 1 + held.len();
                let most = (COPIES / (copied.len() * layers)).max(LEAST_ROUNDS);
                let rounds = most.min(levels * layers * targets);
                found.push(Self {
                    members: members.to_vec(),
                    copied,
                    held,
                    rounds,
                });
            }
        }
        found
    }
}

/// Each input that counts while running, and whether it belongs to an alternative.
fn counted(network: &Network, node: u32, mut see: impl FnMut(&NodeInput, bool)) {
    let node = network.node(node);
    node.bound().iter().for_each(|input| see(input, false));
    for gate in node
        .conditions()
        .filter(|gate| gate.needed.counts_while_running())
    {
        gate.group.iter().for_each(|input| see(input, false));
        gate.fallbacks
            .inputs()
            .iter()
            .for_each(|input| see(input, true));
    }
}

/// The gates of a node some switch of which needs, while a reserve holds, what is inside.
fn held(network: &Network, node: u32, is_inside: &[bool]) -> impl Iterator<Item = (u32, usize)> {
    let gates = network.node(node).gates();
    let gates = gates.filter(|gate| gate.needed.counts_while_running());
    let held = gates.filter(|gate| {
        let mut inputs = gate.fallbacks.inputs().iter();
        inputs.any(|input| input.is_held && is_inside[input.node as usize])
    });
    held.map(move |gate| (node, gate.requirement))
}

/// Where the copies of one round stand.
struct Layer<'a> {
    cycle_of: &'a [u32],
    cycle: u32,
    /// For each node that is copied: the how manyth.
    place: &'a [u32],
    /// Copies of one layer.
    size: u32,
    /// By the layers of a round, after the first: the gates that are met in them.
    held: &'a [(u32, usize)],
}

impl Layer<'_> {
    /// Lets a node look at the copies that begin `here`, its alternatives at those that begin
    /// `before`; without, it looks at the nodes themselves, and an alternative that leads back
    /// is lost.
    fn place(&self, (node, spec): (u32, &mut NodeSpec), here: Option<u32>, before: Option<u32>) {
        let is_inside = |input: &NodeInput| self.cycle_of[input.node as usize] == self.cycle;
        let to = |input: &mut NodeInput, first: u32| {
            if is_inside(input) {
                input.node = first + self.place[input.node as usize];
            }
        };
        if let Some(here) = here {
            spec.bound.iter_mut().for_each(|input| to(input, here));
        }
        // While a reserve keeps the loss off, what leans on whom it serves has not fallen.
        let met = |gate: usize| self.held.iter().position(|one| *one == (node, gate));
        let layer_of = |gate: usize| met(gate).map_or(0, |nth| (nth as u32 + 1) * self.size);
        let short = spec.shortfalls.iter_mut();
        let short = short.map(|one| (one.requirement, &mut one.gate));
        let counting = spec.gates.iter_mut().enumerate().chain(short);
        for (at, gate) in counting.filter(|(_, gate)| gate.needed.counts_while_running()) {
            if let Some(here) = here {
                gate.group.iter_mut().for_each(|input| to(input, here));
            }
            for AlternativeSpec { input, needs } in &mut gate.fallbacks {
                match before {
                    Some(before) => {
                        to(input, before);
                        for need in needs {
                            let beside = if need.is_held { layer_of(at) } else { 0 };
                            to(need, before + beside);
                        }
                    }
                    // It keeps its place among the inputs, but is used up.
                    None if is_inside(input) || needs.iter().any(is_inside) => {
                        input.is_brief = true;
                        needs.clear();
                    }
                    None => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::sample::{faults, network, standing};
    use super::super::{GateSpec, Propagator, propagate};
    use super::*;

    /// The least fixpoint of "worse" in which alternatives give what they gave `before`.
    fn settled(network: &Network, faults: &[u32], before: &[Level]) -> Vec<Level> {
        let mut levels = vec![Level::Up; network.len()];
        let faults = faults.iter().map(|fault| (*fault, Level::Down));
        for (fault, level) in network.standing().iter().copied().chain(faults) {
            levels[fault as usize] = level.max(levels[fault as usize]);
        }
        loop {
            let last = levels.clone();
            let of = |node: u32| last[node as usize];
            for node in 0..network.len() as u32 {
                let worst = network.derived_by(node, of, |at| before[at as usize]);
                let level = &mut levels[node as usize];
                *level = worst.max(*level);
            }
            if levels == last {
                return levels;
            }
        }
    }

    /// First without any alternative, then with those that serve in what was found.
    fn in_rounds(network: &Network, faults: &[u32]) -> Vec<Level> {
        let mut before = vec![Level::Down; network.len()];
        loop {
            let next = settled(network, faults, &before);
            if next == before {
                return next;
            }
            before = next;
        }
    }

    fn levels(network: &Network, faults: &[u32]) -> Vec<Level> {
        let down: Vec<_> = faults.iter().map(|at| (*at, Level::Down)).collect();
        let outcome = propagate(network, &down);
        (0..network.len() as u32)
            .map(|at| outcome.level(at))
            .collect()
    }

    proptest! {
        #[test]
        fn alternatives_count_round_by_round(
            (network, faults, standing) in network(9).prop_flat_map(|n| {
                let (f, s) = (faults(n.len()), standing(n.len()));
                (Just(n), f, s)
            })
        ) {
            let network = network.with_standing(standing);
            prop_assert_eq!(levels(&network, &faults), in_rounds(&network, &faults));
        }

        #[test]
        fn what_changes_in_an_input_changes_in_its_copies(
            (network, faults) in network(9).prop_flat_map(|n| {
                let f = faults(n.len());
                (Just(n), f)
            })
        ) {
            let mut network = network;
            let _ = Propagator::new(&network);
            for node in 0..network.len() as u32 {
                if network.node(node).gates().len() > 0 {
                    network.set_best(node, 0, 1, Level::Degraded);
                }
            }
            let again = Network::new(network.nodes().map(NodeSpec::from));
            prop_assert_eq!(levels(&network, &faults), levels(&again, &faults));
        }
    }

    fn gate(primary: u32, fallbacks: &[u32]) -> GateSpec {
        GateSpec {
            group: vec![NodeInput::plain(primary)],
            at_least: 1,
            fallbacks: fallbacks
                .iter()
                .map(|at| NodeInput::plain(*at).into())
                .collect(),
            soft: false,
            needed: jurymast_plan::model::Needed::Run,
        }
    }

    fn needs(gates: Vec<GateSpec>) -> NodeSpec {
        NodeSpec {
            gates,
            ..NodeSpec::default()
        }
    }

    #[test]
    fn two_that_stand_in_for_each_other_are_lost_with_what_both_had() {
        use Level::{Down, Up};
        // 0 and 1 call 2 and fall back on each other; 3 is a second one of 1.
        let network = |more: &[u32]| {
            Network::new([
                needs(vec![gate(2, &[1])]),
                needs(vec![gate(2, &[&[0], more].concat())]),
                NodeSpec::default(),
                NodeSpec::default(),
            ])
        };
        assert_eq!(levels(&network(&[]), &[2]), [Down, Down, Down, Up]);
        assert_eq!(levels(&network(&[3]), &[2]), [Up, Up, Down, Up]);
        assert_eq!(levels(&network(&[3]), &[2, 3]), [Down; 4]);
        // The way to the loss names each once.
        let outcome = propagate(&network(&[]), &[(2, Down)]);
        assert_eq!(outcome.chain(0), [2]);
    }

    #[test]
    fn a_fallback_that_needs_whom_it_serves_is_lost_with_its_primary() {
        use Level::{Down, Up};
        // 0 calls 1 or else 2, which needs 0; 3 and 4 need each other.
        let network = Network::new([
            needs(vec![gate(1, &[2])]),
            NodeSpec::default(),
            needs(vec![gate(0, &[])]),
            needs(vec![gate(4, &[])]),
            needs(vec![gate(3, &[])]),
        ]);
        assert_eq!(levels(&network, &[]), [Up; 5]);
        assert_eq!(levels(&network, &[1]), [Down, Down, Down, Up, Up]);
        assert_eq!(propagate(&network, &[(1, Down)]).chain(2), [1, 0]);
    }
}
