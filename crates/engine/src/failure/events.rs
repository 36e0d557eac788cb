use jurymast_plan::model::Level;

use super::lists::Lists;
use super::{Gate, Input, Network, Node};

/// A network as Boolean events: "this component is down", "this component is
/// degraded or worse". An event happens when one of its causes happened, or
/// when one of its votes is met; a component's own fault causes all its events.
///
/// Events of a component whose two levels always coincide are one. Events are
/// numbered by component, the worse level first; those of groups that stand
/// behind fallbacks come after all components.
#[derive(Debug, Clone, Default)]
pub struct Events {
    /// For each component: its event at down, and at degraded or worse.
    of: Vec<[u32; 2]>,
    /// For each event: its component.
    component: Vec<u32>,
    /// For each event: the events any one of which makes it happen.
    causes: Lists,
    /// For each event: where its votes begin.
    votes: Vec<u32>,
    needed: Vec<u32>,
    voters: Lists,
}

/// Happens once `needed` of the voters happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote<'a> {
    pub needed: u32,
    pub voters: &'a [u32],
}

impl Events {
    pub fn of(network: &Network) -> Self {
        let of = number(network);
        let mut events = Self {
            of,
            ..Self::default()
        };
        let mut groups: Vec<Definition> = Vec::new();
        let components = events.of.last().map_or(0, |[_, worse]| worse + 1);
        for (at, node) in (0u32..).zip(network.nodes()) {
            let [down, worse] = events.of[at as usize];
            for (event, level) in [(down, Level::Down), (worse, Level::Degraded)] {
                if level == Level::Degraded && worse == down {
                    continue;
                }
                let mut own = Definition::default();
                for input in node.bound() {
                    own.causes.extend(events.seen(*input, level));
                }
                for gate in node.gates() {
                    let next = components + groups.len() as u32;
                    if let Some(mut group) = events.requirement(gate, level, next, &mut own) {
                        group.component = at;
                        groups.push(group);
                    }
                }
                debug_assert_eq!(event as usize, events.component.len());
                events.push(at, own);
            }
        }
        for group in groups {
            let of = group.component;
            events.push(of, group);
        }
        events
    }

    /// Events of components and of groups.
    pub fn len(&self) -> usize {
        self.component.len()
    }

    pub fn is_empty(&self) -> bool {
        self.component.is_empty()
    }

    pub fn components(&self) -> usize {
        self.of.len()
    }

    /// The event that the component is at `level` or worse. Every component is
    /// up or worse, so of [`Level::Up`] there is none; it gives the degraded one.
    pub fn event(&self, component: u32, level: Level) -> u32 {
        let [down, worse] = self.of[component as usize];
        match level {
            Level::Down => down,
            Level::Degraded | Level::Up => worse,
        }
    }

    /// The component an event speaks of; for a group, the one that requires it.
    pub fn component(&self, event: u32) -> u32 {
        self.component[event as usize]
    }

    /// Whether it speaks of a component as a whole, and not of a group alone.
    pub fn is_of_component(&self, event: u32) -> bool {
        self.of[self.component(event) as usize].contains(&event)
    }

    pub fn causes(&self, event: u32) -> &[u32] {
        self.causes.get(event)
    }

    pub fn votes(&self, event: u32) -> impl ExactSizeIterator<Item = Vote<'_>> {
        let at = event as usize;
        (self.votes[at]..self.votes[at + 1]).map(|vote| Vote {
            needed: self.needed[vote as usize],
            voters: self.voters.get(vote),
        })
    }

    /// The voters of all its votes, one vote after the other.
    pub fn voters(&self, event: u32) -> &[u32] {
        let at = event as usize;
        self.voters.joined(self.votes[at]..self.votes[at + 1])
    }

    /// Every event this one looks at, with repetitions.
    pub fn inputs(&self, event: u32) -> impl Iterator<Item = u32> {
        let voters = self.voters(event);
        self.causes(event).iter().chain(voters).copied()
    }

    /// Adds what `gate` asks for `level` to its owner; gives a group that needs
    /// an event of its own, numbered `next`.
    fn requirement(
        &self,
        gate: Gate<'_>,
        level: Level,
        next: u32,
        owner: &mut Definition,
    ) -> Option<Definition> {
        if gate.soft && level == Level::Down {
            return None;
        }
        let group: Vec<u32> = gate
            .group
            .iter()
            .filter_map(|input| self.seen(*input, level))
            .collect();
        // `at_least` of n work no more once n - at_least + 1 are lost.
        let lost = gate.group.len() + 1 - gate.at_least;
        let mut standbys: Vec<u32> = gate
            .fallbacks
            .iter()
            .filter(|input| input.best < level)
            .filter_map(|input| self.seen(*input, level))
            .collect();
        standbys.sort_unstable();
        standbys.dedup();
        if standbys.is_empty() {
            owner.lost(lost, group);
            None
        } else if lost == group.len() {
            standbys.extend(group);
            standbys.sort_unstable();
            standbys.dedup();
            owner.lost(standbys.len(), standbys);
            None
        } else {
            standbys.push(next);
            owner.lost(standbys.len(), standbys);
            let mut own = Definition::default();
            own.lost(lost, group);
            Some(own)
        }
    }

    /// The event that an input is seen at `level` or worse, unless it never is.
    fn seen(&self, input: Input, level: Level) -> Option<u32> {
        (input.worst >= level).then(|| self.event(input.node, level))
    }

    fn push(&mut self, component: u32, mut own: Definition) {
        own.causes.sort_unstable();
        own.causes.dedup();
        if self.votes.is_empty() {
            self.votes.push(0);
        }
        self.component.push(component);
        self.causes.push(own.causes);
        for (needed, voters) in own.votes {
            self.needed.push(needed);
            self.voters.push(voters);
        }
        self.votes.push(self.needed.len() as u32);
    }
}

#[derive(Debug, Default)]
struct Definition {
    component: u32,
    causes: Vec<u32>,
    votes: Vec<(u32, Vec<u32>)>,
}

impl Definition {
    fn lost(&mut self, needed: usize, inputs: Vec<u32>) {
        if needed == 1 {
            self.causes.extend(inputs);
        } else {
            self.votes.push((needed as u32, inputs));
        }
    }
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
    let partial = |input: &Input| input.best != Level::Up || input.worst != Level::Down;
    node.inputs().iter().any(partial) || node.gates().any(|gate| gate.soft)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::sample::{faults, network};
    use super::super::{NewNode, propagate};
    use super::*;

    /// Which events happen, by rounds until nothing changes.
    fn happened(events: &Events, faults: &[u32]) -> Vec<bool> {
        let mut happened = vec![false; events.len()];
        for fault in faults {
            for level in [Level::Down, Level::Degraded] {
                happened[events.event(*fault, level) as usize] = true;
            }
        }
        loop {
            let before = happened.clone();
            for event in 0..events.len() as u32 {
                let caused = events.causes(event).iter().any(|at| before[*at as usize]);
                let voted = events.votes(event).any(|vote| {
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
                for level in [Level::Down, Level::Degraded] {
                    prop_assert_eq!(
                        happened[events.event(node, level) as usize],
                        outcome.level(node) >= level
                    );
                }
            }
        }
    }

    #[test]
    fn levels_that_coincide_share_an_event() {
        let bound = |node, worst| Input {
            node,
            best: Level::Up,
            worst,
        };
        let network = Network::new([
            NewNode::default(),
            NewNode {
                bound: vec![bound(0, Level::Down)],
                ..NewNode::default()
            },
            NewNode {
                bound: vec![bound(1, Level::Degraded)],
                ..NewNode::default()
            },
        ]);
        let events = Events::of(&network);
        assert_eq!(events.len(), 4);
        assert_eq!(
            events.event(1, Level::Down),
            events.event(1, Level::Degraded)
        );
        assert!(events.causes(events.event(2, Level::Down)).is_empty());
        assert_eq!(events.causes(events.event(2, Level::Degraded)), [1]);
    }
}
