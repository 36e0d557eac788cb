use jurymast_plan::model::Level;

use super::csr::Csr;
use super::vote_graph::Definitions;
use super::{Gate, Network, Node, NodeInput};

/// A network as Boolean events: "this component is down", "this component is
/// degraded or worse". An event happens when one of its causes happened, or
/// when one of its votes is met; a component's own fault causes all its events.
///
/// Events of a component whose two levels always coincide are one. Events are
/// numbered by component, the worse level first; those of groups that stand
/// behind fallbacks come after all components.
#[derive(Debug)]
pub(super) struct Events {
    /// For each component: its event at down, and at degraded or worse.
    pub(super) of: Vec<[u32; 2]>,
    pub(super) definitions: Definitions,
}

impl Events {
    pub(super) fn of(network: &Network) -> Self {
        let of = number(network);
        let mut maker = Maker {
            next_group: of.last().map_or(0, |[_, worse]| worse + 1),
            of: &of,
            definitions: Definitions::new(),
            causes: Vec::new(),
            groups: Vec::new(),
            members: Csr::new(),
        };
        for (at, node) in (0u32..).zip(network.nodes()) {
            let [down, worse] = of[at as usize];
            maker.event(node, Level::Down);
            if worse != down {
                maker.event(node, Level::Degraded);
            }
        }
        let definitions = maker.finish();
        Self { of, definitions }
    }
}

/// Writes event after event down, those of groups when all others are.
struct Maker<'a> {
    of: &'a [[u32; 2]],
    definitions: Definitions,
    /// Causes of the event at hand.
    causes: Vec<u32>,
    next_group: u32,
    /// For each group: how many of its members make it happen.
    groups: Vec<u32>,
    members: Csr,
}

impl Maker<'_> {
    fn event(&mut self, node: Node<'_>, level: Level) {
        for input in node.bound() {
            self.causes.extend(seen(self.of, *input, level));
        }
        for gate in node.gates() {
            self.requirement(gate, level);
        }
        self.complete();
    }

    /// Adds what `gate` asks for `level` to the event at hand.
    fn requirement(&mut self, gate: Gate<'_>, level: Level) {
        if gate.soft && level == Level::Down {
            return;
        }
        let of = self.of;
        let group = gate.group.iter();
        let group = group.filter_map(|input| seen(of, *input, level));
        // `at_least` of n work no more once n - at_least + 1 are lost.
        let lost = gate.group.len() + 1 - gate.at_least;
        let helps = |input: &&NodeInput| input.best < level;
        let fallbacks = gate.fallbacks.iter().filter(helps);
        let mut standing_by: Vec<u32> = fallbacks
            .filter_map(|input| seen(of, *input, level))
            .collect();
        if standing_by.is_empty() {
            self.lost(lost, group);
            return;
        }
        // All that stands by is lost, and enough of the group; a group that is lost as
        // a whole only needs no event of its own.
        let of_group = group.clone().count();
        if lost == of_group {
            standing_by.extend(group);
        } else {
            standing_by.push(self.next_group);
            self.next_group += 1;
            self.groups.push(lost as u32);
            self.members.push(group);
        }
        standing_by.sort_unstable();
        standing_by.dedup();
        self.lost(standing_by.len(), standing_by.into_iter());
    }

    /// The event at hand happens once so many of the inputs did.
    fn lost(&mut self, needed: usize, inputs: impl Iterator<Item = u32>) {
        if needed == 1 {
            self.causes.extend(inputs);
        } else {
            self.definitions.vote(needed as u32, inputs);
        }
    }

    fn complete(&mut self) {
        self.causes.sort_unstable();
        self.causes.dedup();
        self.definitions.node(self.causes.drain(..));
    }

    fn finish(mut self) -> Definitions {
        let members = std::mem::take(&mut self.members);
        for (needed, members) in std::mem::take(&mut self.groups).iter().zip(members.iter()) {
            self.lost(*needed as usize, members.iter().copied());
            self.complete();
        }
        self.definitions
    }
}

/// The event that an input is seen at `level` or worse, unless it never is.
fn seen(of: &[[u32; 2]], input: NodeInput, level: Level) -> Option<u32> {
    let [down, worse] = of[input.node as usize];
    let event = if level == Level::Down { down } else { worse };
    (input.worst >= level).then_some(event)
}

/// Numbers the events; a component gets two only where its levels can differ:
/// where something of its own tells them apart, or something it looks at does.
fn number(network: &Network) -> Vec<[u32; 2]> {
    let mut differ: Vec<bool> = network.nodes().map(tells_apart).collect();
    let mut open: Vec<u32> = (0..network.len() as u32)
        .filter(|node| differ[*node as usize])
        .collect();
    while let Some(node) = open.pop() {
        for &dependent in network.dependents(node) {
            if !std::mem::replace(&mut differ[dependent as usize], true) {
                open.push(dependent);
            }
        }
    }
    let mut next = 0;
    let mut take = || {
        next += 1;
        next - 1
    };
    differ
        .into_iter()
        .map(|differ| {
            let down = take();
            let worse = if differ { take() } else { down };
            [down, worse]
        })
        .collect()
}

fn tells_apart(node: Node<'_>) -> bool {
    let partial = |input: &NodeInput| input.best != Level::Up || input.worst != Level::Down;
    node.inputs().iter().any(partial) || node.gates().any(|gate| gate.soft)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::sample::{faults, network};
    use super::super::{NodeSpec, propagate};
    use super::*;

    /// Which events happen, by rounds until nothing changes.
    fn happened(events: &Events, faults: &[u32]) -> Vec<bool> {
        let definitions = &events.definitions;
        let mut happened = vec![false; definitions.len()];
        for fault in faults {
            for event in events.of[*fault as usize] {
                happened[event as usize] = true;
            }
        }
        loop {
            let before = happened.clone();
            for event in 0..definitions.len() as u32 {
                let causes = definitions.causes(event);
                let caused = causes.iter().any(|at| before[*at as usize]);
                let voted = definitions.votes(event).any(|vote| {
                    let lost = vote.voters.iter().filter(|at| before[**at as usize]);
                    lost.count() as u32 >= vote.needed
                });
                happened[event as usize] |= caused || voted;
            }
            if happened == before {
                return happened;
            }
        }
    }

    proptest! {
        #[test]
        fn events_happen_exactly_when_levels_are_reached(
            (network, faults) in network(9).prop_flat_map(|n| { let f = faults(n.len()); (Just(n), f) })
        ) {
            let events = Events::of(&network);
            let happened = happened(&events, &faults);
            let forced: Vec<_> = faults.iter().map(|at| (*at, Level::Down)).collect();
            let outcome = propagate(&network, &forced);
            for node in 0..network.len() as u32 {
                let levels = [Level::Down, Level::Degraded];
                for (event, level) in events.of[node as usize].into_iter().zip(levels) {
                    prop_assert_eq!(happened[event as usize], outcome.level(node) >= level);
                }
            }
        }
    }

    #[test]
    fn levels_that_coincide_share_an_event() {
        let bound = |node, worst| NodeInput {
            node,
            best: Level::Up,
            worst,
        };
        let network = Network::new([
            NodeSpec::default(),
            NodeSpec {
                bound: vec![bound(0, Level::Down)],
                ..NodeSpec::default()
            },
            NodeSpec {
                bound: vec![bound(1, Level::Degraded)],
                ..NodeSpec::default()
            },
        ]);
        let events = Events::of(&network);
        assert_eq!(events.of, [[0, 0], [1, 1], [2, 3]]);
        assert_eq!(events.definitions.len(), 4);
        assert!(events.definitions.causes(2).is_empty());
        assert_eq!(events.definitions.causes(3), [1]);
    }
}
