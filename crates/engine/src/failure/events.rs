use jurymast_plan::model::Level;

use super::csr::Csr;
use super::vote_graph::Definitions;
use super::{Alternative, Gate, Network, Node, NodeInput, Propagation, SwitchInput, propagate};

/// A network as Boolean events: "this component is down", "this component is
/// degraded or worse". An event happens when one of its causes happened, or
/// when one of its votes is met; a component's own fault causes all its events.
///
/// Events of a component whose two levels always coincide are one. Events are
/// numbered by component, the worse level first, those of copies that are written out for
/// fallbacks that lead back after them; then come own faults that are events of
/// their own, then what votes count as one: groups that stand behind fallbacks, and
/// fallbacks whose switch needs something.
#[derive(Debug)]
pub(super) struct Events {
    /// For each component: its event at down, and at degraded or worse.
    pub(super) of: Vec<[u32; 2]>,
    /// For each component: the event that it fails by itself. A switch needs something that
    /// is better than down, whatever level is asked about: with such needs, and with copies,
    /// a fault that causes several events is one of its own, so that it counts once; without,
    /// there are none.
    pub(super) own_faults: Vec<u32>,
    pub(super) definitions: Definitions,
    /// With nothing failing but what is lost for good; `None` where nothing is.
    pub(super) at_rest: Option<Propagation>,
}

impl Events {
    /// Of a network as it is at rest: what is lost for good is lost in every event, and
    /// what is at rest at a level has no event of that level that anything could cause.
    pub(super) fn of(network: &Network) -> Self {
        let lost_for_good = (!network.standing().is_empty()).then(|| propagate(network, &[]));
        let at_rest = AtRest(lost_for_good.as_ref());
        let (components, unrolled) = (network.len(), network.unrolled());
        let network = unrolled.map_or(network, |unrolled| &unrolled.network);
        let mut of = number(network, at_rest);
        let first_fault = of.last().map_or(0, |[_, worse]| worse + 1);
        let has_copies = |at: u32| unrolled.is_some_and(|all| !all.copies.get(at).is_empty());
        let (own_faults, next_group) = match network.asks_of_one_level() || unrolled.is_some() {
            true => own_faults(&of[..components], has_copies, first_fault),
            false => (Vec::new(), first_fault),
        };
        let mut maker = Maker {
            next_group,
            of: &of,
            at_rest,
            own_fault: None,
            definitions: Definitions::new(),
            causes: Vec::new(),
            group: Vec::new(),
            standing_by: Vec::new(),
            groups: Vec::new(),
            members: Csr::new(),
        };
        for (at, node) in (0u32..).zip(network.nodes()) {
            let [down, worse] = of[at as usize];
            let is_so = |level: Level| at_rest.level(at) >= level;
            let copy = (at as usize).checked_sub(components).zip(unrolled);
            let itself = copy.map_or(at, |(copy, unrolled)| unrolled.copy_of[copy]);
            maker.own_fault = own_faults.get(itself as usize).copied();
            maker.own_fault = maker.own_fault.filter(|fault| *fault >= first_fault);
            maker.event((!is_so(Level::Down)).then_some(node), Level::Down);
            if worse != down {
                maker.event(Some(node), Level::Degraded);
            }
        }
        (first_fault..next_group).for_each(|_| maker.complete());
        let definitions = maker.finish();
        of.truncate(components);
        Self {
            of,
            own_faults,
            definitions,
            at_rest: lost_for_good,
        }
    }
}

/// The levels of nodes with nothing failing but what is lost for good.
#[derive(Clone, Copy)]
struct AtRest<'a>(Option<&'a Propagation>);

impl AtRest<'_> {
    fn level(self, node: u32) -> Level {
        self.0.map_or(Level::Up, |at_rest| at_rest.level(node))
    }
}

/// Writes event after event down, those of groups when all others are.
struct Maker<'a> {
    of: &'a [[u32; 2]],
    at_rest: AtRest<'a>,
    /// Of the component at hand, where it is an event of its own.
    own_fault: Option<u32>,
    definitions: Definitions,
    /// Causes of the event at hand.
    causes: Vec<u32>,
    /// Of the gate at hand, kept for their room.
    group: Vec<u32>,
    standing_by: Vec<u32>,
    next_group: u32,
    /// For each group, or fallback: how many of its members make it happen.
    groups: Vec<u32>,
    members: Csr,
}

/// Whether an input is seen at a level or worse.
enum Seen {
    Never,
    /// At rest, or because it gives no better.
    Always,
    /// When this event happened.
    Event(u32),
}

impl Maker<'_> {
    /// The event that a node is at `level`; without a node one that nothing causes.
    fn event(&mut self, node: Option<Node<'_>>, level: Level) {
        self.causes.extend(self.own_fault);
        if let Some(node) = node {
            for input in node.bound() {
                if let Seen::Event(event) = self.seen(*input, level) {
                    self.causes.push(event);
                }
            }
            for gate in node.conditions() {
                self.requirement(gate, level);
            }
        }
        self.complete();
    }

    /// Adds what `gate` asks for `level` to the event at hand.
    fn requirement(&mut self, gate: Gate<'_>, level: Level) {
        if gate.soft && level == Level::Down || !gate.needed.counts_while_running() {
            return;
        }
        // `at_least` of n work no more once n - at_least + 1 are lost.
        let mut lost = gate.group.len() + 1 - gate.at_least;
        let mut group = std::mem::take(&mut self.group);
        let mut standing_by = std::mem::take(&mut self.standing_by);
        group.clear();
        standing_by.clear();
        for input in gate.group {
            match self.seen(*input, level) {
                Seen::Never => {}
                Seen::Always => lost = lost.saturating_sub(1),
                Seen::Event(event) => group.push(event),
            }
        }
        let mut is_lost = true;
        for one in gate.fallbacks.iter() {
            match self.lost_alternative(one, level) {
                Seen::Never => is_lost = false,
                Seen::Always => {}
                Seen::Event(event) => standing_by.push(event),
            }
        }
        if is_lost && standing_by.is_empty() {
            self.lost(lost, group.iter().copied());
        } else if is_lost {
            // All that stands by is lost, and enough of the group; a group that is lost as
            // a whole only needs no event of its own, nor does one that is lost at rest.
            if lost == group.len() {
                standing_by.extend_from_slice(&group);
            } else if lost > 0 {
                standing_by.push(self.group(lost as u32, &group));
            }
            standing_by.sort_unstable();
            standing_by.dedup();
            self.lost(standing_by.len(), standing_by.iter().copied());
        }
        self.group = group;
        self.standing_by = standing_by;
    }

    /// Whether an alternative gives `level` or worse: by itself, or because something that its
    /// switch needs is down.
    fn lost_alternative(&mut self, one: Alternative<'_>, level: Level) -> Seen {
        let itself = self.seen(one.input, level);
        if one.needs.is_empty() {
            return itself;
        }
        let needs = one.needed_to(SwitchInput::Need);
        let needs: Vec<Seen> = needs.map(|need| self.seen(*need, Level::Down)).collect();
        let any_one = SwitchInput::ANY_ONE.map(|what| self.all_lost(one.needed_to(what)));
        let blinding: Vec<Seen> = one.blinding().map(|set| self.all_lost(set)).collect();
        let all_lost = any_one.into_iter().chain(blinding);
        let mut events = Vec::with_capacity(1 + one.needs.len());
        for seen in [itself].into_iter().chain(all_lost).chain(needs) {
            match seen {
                Seen::Never => {}
                Seen::Always => return Seen::Always,
                Seen::Event(event) => events.push(event),
            }
        }
        events.sort_unstable();
        events.dedup();
        match events.as_slice() {
            [] => Seen::Never,
            [one] => Seen::Event(*one),
            _ => Seen::Event(self.group(1, &events)),
        }
    }

    /// Whether all is down of which an alternative's switch needs any one.
    fn all_lost<'n>(&mut self, any_one: impl Iterator<Item = &'n NodeInput>) -> Seen {
        let mut events = Vec::new();
        let mut is_never = true;
        for input in any_one {
            is_never = false;
            match self.seen(*input, Level::Down) {
                Seen::Never => return Seen::Never,
                Seen::Always => {}
                Seen::Event(event) => events.push(event),
            }
        }
        events.sort_unstable();
        events.dedup();
        match events.as_slice() {
            [] if is_never => Seen::Never,
            [] => Seen::Always,
            [one] => Seen::Event(*one),
            all => Seen::Event(self.group(all.len() as u32, all)),
        }
    }

    /// An event that happens once so many of the members did.
    fn group(&mut self, lost: u32, members: &[u32]) -> u32 {
        self.groups.push(lost);
        self.members.push(members.iter().copied());
        self.next_group += 1;
        self.next_group - 1
    }

    fn seen(&self, input: NodeInput, level: Level) -> Seen {
        let [down, worse] = self.of[input.node as usize];
        let asked = input.counts_from.unwrap_or(level);
        if input.worst < level {
            Seen::Never
        } else if input.level(|node| self.at_rest.level(node)) >= level {
            Seen::Always
        } else if asked == Level::Down {
            Seen::Event(down)
        } else {
            Seen::Event(worse)
        }
    }

    /// The event at hand happens once so many of the inputs did.
    fn lost(&mut self, needed: usize, inputs: impl Iterator<Item = u32>) {
        match needed {
            // At rest, of which there is no event.
            0 => {}
            1 => self.causes.extend(inputs),
            _ => self.definitions.vote(needed as u32, inputs),
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

/// Numbers the events; a component gets two only where its levels can differ:
/// where something of its own tells them apart, or something it looks at does, and no
/// second one where it is degraded at rest.
fn number(network: &Network, at_rest: AtRest<'_>) -> Vec<[u32; 2]> {
    let mut differ = differing(network);
    if at_rest.0.is_some() {
        for (differ, node) in differ.iter_mut().zip(0u32..) {
            *differ &= at_rest.level(node) == Level::Up;
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

/// By node whether its levels can differ.
pub(super) fn differing(network: &Network) -> Vec<bool> {
    let mut differ: Vec<bool> = network.nodes().map(tells_apart).collect();
    let standing = network.standing().iter();
    for (node, _) in standing.filter(|(_, level)| *level == Level::Degraded) {
        differ[*node as usize] = true;
    }
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
    differ
}

/// The event of each component's own fault, new ones numbered from `next` on, and the number
/// after them.
fn own_faults(of: &[[u32; 2]], has_copies: impl Fn(u32) -> bool, mut next: u32) -> (Vec<u32>, u32) {
    let each = of.iter().zip(0..).map(|([down, worse], at)| {
        if down == worse && !has_copies(at) {
            return *down;
        }
        next += 1;
        next - 1
    });
    (each.collect(), next)
}

fn tells_apart(node: Node<'_>) -> bool {
    let partial = |input: &NodeInput| input.best != Level::Up || input.worst != Level::Down;
    node.inputs().iter().any(partial) || node.conditions().any(|gate| gate.soft)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::sample::{faults, network, standing};
    use super::super::{NodeSpec, propagate};
    use super::*;

    /// Which events happen, by rounds until nothing changes.
    fn happened(events: &Events, faults: &[u32]) -> Vec<bool> {
        let definitions = &events.definitions;
        let mut happened = vec![false; definitions.len()];
        for fault in faults {
            let own = events.own_faults.get(*fault as usize);
            for event in own.map_or(events.of[*fault as usize], |own| [*own; 2]) {
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
            (network, faults, standing) in network(9).prop_flat_map(|n| {
                let (f, s) = (faults(n.len()), standing(n.len()));
                (Just(n), f, s)
            })
        ) {
            let network = network.with_standing(standing);
            let events = Events::of(&network);
            let happened = happened(&events, &faults);
            let forced: Vec<_> = faults.iter().map(|at| (*at, Level::Down)).collect();
            let outcome = propagate(&network, &forced);
            for node in 0..network.len() as u32 {
                let levels = [Level::Down, Level::Degraded];
                for (event, level) in events.of[node as usize].into_iter().zip(levels) {
                    // Of what is so at rest there is nothing to happen.
                    if outcome.at_rest(node) < level {
                        prop_assert_eq!(happened[event as usize], outcome.level(node) >= level);
                    }
                }
            }
        }
    }

    #[test]
    fn levels_that_coincide_share_an_event() {
        let bound = |node, worst| NodeInput {
            worst,
            ..NodeInput::plain(node)
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
