use std::collections::BTreeSet;

use crate::failure::{Alternative, Gate, Network, NodeInput, SwitchInput, callers, propagate};
use crate::simulation::{SimulationModel, Symptoms};
use jurymast_plan::model::{ComponentId, Level, Plan, Symptom};

/// Nodes, each at a level or worse, all at once; in order, each once.
type Losses = Vec<(u32, Level)>;

/// Sets of losses any one of which makes something so; none holds another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct AnyOf(BTreeSet<Losses>);

/// Sets that are kept of one component.
const SETS: usize = 64;

/// With what keeps automatic fallbacks from being set off once it is lost: a service in
/// between, with what has ended or is over its limit for good among what it calls, is up
/// while something else serves it; once that is lost too, callers see both, and what its
/// triggers leave out sets nothing off. A loss of the service itself shows none of it.
pub(super) fn blinded(mut network: Network, model: &SimulationModel<'_>, plan: &Plan) -> Network {
    let seen = model.shown_at_rest().map(|(_, seen)| seen);
    let seen = seen.fold(Symptoms::default(), Symptoms::union);
    // A fallback that is not set off takes more along, until none is added.
    loop {
        let mut added = Vec::new();
        for symptom in seen.iter() {
            let shown = Shown::of(&network, model, symptom);
            for (id, component) in plan.enumerate() {
                for requirement in 0..component.requirements.len() {
                    let by = shown.to_callers(id, network.node(id.0).gate(requirement));
                    if !by.is_never() && !by.is_always() {
                        let known = (&network, model, plan);
                        added.extend(blind(known, (id, requirement), symptom, &by));
                    }
                }
            }
        }
        if added.is_empty() {
            return network;
        }
        network = network.changed(|specs| {
            for ((id, requirement, fallback), losses) in added {
                let gate = &mut specs[id.index()].gates[requirement];
                let needs = &mut gate.fallbacks[fallback].needs;
                let sets = needs.iter().filter_map(|one| one.blinds).max();
                let set = sets.map_or(0, |last| last + 1);
                let inputs = losses.into_iter();
                needs.extend(inputs.map(|(node, level)| NodeInput::blinding(node, level, set)));
            }
        });
    }
}

/// A fallback by its component, its requirement and its place, and what keeps it from being
/// set off.
type Blind = ((ComponentId, usize, usize), Losses);

/// What is not known to a network of the fallbacks of one requirement whose callers see a
/// symptom by some losses.
fn blind(
    (network, model, plan): (&Network, &SimulationModel<'_>, &Plan),
    (id, requirement): (ComponentId, usize),
    symptom: Symptom,
    by: &AnyOf,
) -> Vec<Blind> {
    let seen = Symptoms::from_iter(Some(symptom));
    let mut found = Vec::new();
    let gate = network.node(id.0).gate(requirement);
    let declared = &plan.component(id).requirements[requirement].fallbacks;
    for (nth, (one, fallback)) in gate.fallbacks.iter().zip(declared).enumerate() {
        let Some(is_by_hand) = model.is_blind((id, requirement, nth), seen) else {
            continue;
        };
        let mut sets = by.clone();
        if is_by_hand {
            let calls = callers(plan, id, fallback).into_iter();
            let calls: Losses = calls.map(|call| (call.node, Level::Down)).collect();
            if calls.is_empty() {
                continue;
            }
            sets = sets.and(&AnyOf::all(calls));
        }
        let known = AnyOf::blinding(one);
        let news = sets.0.into_iter().filter(|set| !known.holds(set));
        found.extend(news.map(|set| ((id, requirement, nth), set)));
    }
    found
}

/// By node the losses with which its callers see a symptom of what is so for good.
struct Shown<'a> {
    model: &'a SimulationModel<'a>,
    symptom: Symptom,
    /// With nothing lost.
    at_rest: Vec<Level>,
    by: Vec<AnyOf>,
}

impl<'a> Shown<'a> {
    fn of(network: &Network, model: &'a SimulationModel<'a>, symptom: Symptom) -> Self {
        let known = propagate(network, &[]);
        let nodes = 0..network.len() as u32;
        let mut shown = Self {
            model,
            symptom,
            at_rest: nodes.map(|node| known.level(node)).collect(),
            by: vec![AnyOf::default(); network.len()],
        };
        let first = model.shown_at_rest();
        let first = first.filter(|(_, seen)| seen.contains(symptom));
        let mut open: Vec<u32> = first.map(|((id, _), _)| id.0).collect();
        while let Some(node) = open.pop() {
            let by = shown.node(network, node);
            if by != shown.by[node as usize] {
                shown.by[node as usize] = by;
                open.extend(network.dependents(node));
            }
        }
        shown
    }

    /// What a node shows while it is not up.
    fn node(&self, network: &Network, at: u32) -> AnyOf {
        let mut found = self.by[at as usize].clone();
        // Of what was too much to tell apart nothing more is told.
        let whatever = AnyOf::all(vec![(at, Level::Degraded)]);
        if found == whatever {
            return found;
        }
        let node = network.node(at);
        for input in node.bound().iter().filter(|one| one.worst > Level::Up) {
            found = found.or(&self.by[input.node as usize]);
        }
        let gates = node.gates();
        for gate in gates.filter(|gate| gate.needed.counts_while_running()) {
            // What stands in shows its own.
            let standing = gate
                .fallbacks
                .iter()
                .map(|one| &self.by[one.input.node as usize]);
            let seen = self.to_callers(ComponentId(at), gate);
            let seen = standing.fold(seen, |all, one| all.or(one));
            if !seen.is_never() {
                found = found.or(&seen.and(&self.not_up(gate)));
            }
        }
        match found.is_always() || found.0.len() > SETS {
            true => whatever,
            false => found,
        }
    }

    /// With what a requirement sees it of its primary.
    fn to_callers(&self, id: ComponentId, gate: Gate<'_>) -> AnyOf {
        let at_rest = self.model.seen_at_rest(id, gate.requirement);
        if at_rest.contains(self.symptom) {
            return AnyOf::always();
        }
        let group = gate.group.iter();
        let group = group.map(|input| &self.by[input.node as usize]);
        group.fold(AnyOf::default(), |all, one| all.or(one))
    }

    /// With what a requirement is not met as well as can be.
    fn not_up(&self, gate: Gate<'_>) -> AnyOf {
        let mut lost = gate.group.len() + 1 - gate.at_least;
        let mut members = Vec::new();
        for input in gate.group {
            match self.at_rest(*input) {
                Level::Up => members.push((input.node, Level::Degraded)),
                _ => lost = lost.saturating_sub(1),
            }
        }
        let mut found = choices(&members, lost);
        for one in gate.fallbacks.iter() {
            found = found.and(&self.alternative_not_up(one));
        }
        found
    }

    fn alternative_not_up(&self, one: Alternative<'_>) -> AnyOf {
        if self.at_rest(one.input) > Level::Up {
            return AnyOf::always();
        }
        let down = |need: &NodeInput| (need.node, Level::Down);
        let mut found = AnyOf::all(vec![(one.input.node, Level::Degraded)]);
        for need in one.needed_to(SwitchInput::Need) {
            found = found.or(&AnyOf::all(vec![down(need)]));
        }
        for what in SwitchInput::ANY_ONE {
            let all: Losses = one.needed_to(what).map(down).collect();
            if !all.is_empty() {
                found = found.or(&AnyOf::all(all));
            }
        }
        found.or(&AnyOf::blinding(one))
    }

    fn at_rest(&self, input: NodeInput) -> Level {
        input.level(|node| self.at_rest[node as usize])
    }
}

/// So many of some losses; of too many to tell apart none is asked for.
fn choices(of: &[(u32, Level)], count: usize) -> AnyOf {
    let Some((first, rest)) = of.split_first().filter(|_| count > 0) else {
        return match count {
            0 => AnyOf::always(),
            _ => AnyOf::default(),
        };
    };
    if of.len() > MEMBERS {
        return AnyOf::always();
    }
    let with = choices(rest, count - 1).and(&AnyOf::all(vec![*first]));
    with.or(&choices(rest, count))
}

/// Members of a group of which it is told apart which are lost.
const MEMBERS: usize = 6;

impl AnyOf {
    fn always() -> Self {
        Self::all(Vec::new())
    }

    /// One set.
    fn all(mut losses: Losses) -> Self {
        losses.sort_unstable();
        losses.dedup();
        Self(BTreeSet::from([losses]))
    }

    /// What is known to keep a switch from being set off.
    fn blinding(of: Alternative<'_>) -> Self {
        let level = |one: &NodeInput| one.counts_from.unwrap_or(Level::Down);
        let sets = of.blinding();
        let sets = sets.map(|set| set.map(|one| (one.node, level(one))).collect());
        Self(sets.collect())
    }

    fn is_never(&self) -> bool {
        self.0.is_empty()
    }

    fn is_always(&self) -> bool {
        self.0.contains(&Vec::new())
    }

    /// Whether one of them is within some losses.
    fn holds(&self, losses: &Losses) -> bool {
        let is_in = |(node, level): &(u32, Level)| {
            let mut all = losses.iter();
            all.any(|(lost, at)| lost == node && at >= level)
        };
        self.0.iter().any(|set| set.iter().all(is_in))
    }

    fn or(&self, other: &Self) -> Self {
        let mut found = self.clone();
        for set in &other.0 {
            found.add(set.clone());
        }
        found
    }

    /// Of both one set; where these are too many, fewer losses are enough.
    fn and(&self, other: &Self) -> Self {
        let [few, many] = match self.0.len() <= other.0.len() {
            true => [self, other],
            false => [other, self],
        };
        if few.0.len() * many.0.len() > SETS * SETS {
            return few.clone();
        }
        let mut found = Self::default();
        for one in &self.0 {
            for more in &other.0 {
                let mut both = one.clone();
                for (node, level) in more {
                    match both.iter_mut().find(|(known, _)| known == node) {
                        Some((_, known)) => *known = (*known).max(*level),
                        None => both.push((*node, *level)),
                    }
                }
                both.sort_unstable();
                found.add(both);
            }
        }
        found
    }

    fn add(&mut self, losses: Losses) {
        if !self.holds(&losses) {
            let one = Self::all(losses.clone());
            self.0.retain(|known| !one.holds(known));
            self.0.insert(losses);
        }
    }
}
