use std::collections::HashMap;

use super::super::lists::Lists;
use super::cone::{Cone, TARGET};
use super::knots::knots;
use super::net::Net;

/// Makes one node of all events of a cone that cause the same voters.
///
/// `fault` gives the component whose own fault an event is, if it has one.
pub(super) fn merge(cone: &Cone, fault: impl Fn(u32) -> Option<u32>) -> Net {
    let classes = Classes::of(cone);
    let votes = votes(cone, &classes);
    let count = classes.causes.len();
    let mut order: Vec<(u32, usize)> = classes.place.iter().copied().zip(0..).collect();
    order.extend(votes.iter().zip(count..).map(|(vote, at)| {
        let place = |class: &u32| classes.place[*class as usize];
        (vote.voters.iter().map(place).max().unwrap_or(0), at)
    }));
    order.sort_unstable();
    let mut node = vec![0u32; order.len()];
    for (at, (_, old)) in (0u32..).zip(&order) {
        node[*old] = at;
    }

    let mut needed = vec![0; order.len()];
    let mut counted = Vec::new();
    let mut consumers = Vec::new();
    for (class, causes) in classes.causes.iter().enumerate() {
        consumers.extend(causes.iter().map(|to| (node[class], node[*to as usize])));
    }
    for (vote, at) in votes.iter().zip(&node[count..]) {
        needed[*at as usize] = vote.needed;
        consumers.push((*at, node[vote.owner as usize]));
        for class in &vote.voters {
            let voter = node[*class as usize];
            counted.push((*at, voter));
            consumers.push((voter, *at));
        }
    }
    let mut faults: Vec<(u32, u32)> = Vec::new();
    for (event, class) in cone.events.iter().zip(&classes.of).skip(1) {
        faults.extend(fault(*event).map(|component| (node[*class as usize], component)));
    }
    faults.sort_unstable();
    let mut faulty = Vec::new();
    let mut members = Vec::new();
    for (node, component) in faults {
        if faulty.last() != Some(&node) {
            faulty.push(node);
        }
        members.push((faulty.len() as u32 - 1, component));
    }
    Net {
        goal: node[TARGET as usize],
        needed,
        voters: Lists::of(order.len(), counted.into_iter()),
        consumers: Lists::of(order.len(), consumers.into_iter()),
        members: Lists::of(faulty.len(), members.into_iter()),
        faulty,
    }
}

/// Events by what they cause.
struct Classes {
    /// For each event its class.
    of: Vec<u32>,
    /// For each class: the classes it causes.
    causes: Lists,
    /// For each class the last place of its events.
    place: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Classes {
    /// Effects come first, so that each event finds the classes of its own: one
    /// that is no voter is as good as the single class that it causes, or as any
    /// other that causes the same.
    fn of(cone: &Cone) -> Self {
        let len = cone.events.len();
        let effects = Lists::of(len, cone.causes.iter().copied());
        let mut votes = vec![false; len];
        for voter in &cone.voters {
            votes[*voter as usize] = true;
        }
        let mut classes = Self {
            of: vec![NONE; len],
            causes: Lists::new(),
            place: Vec::new(),
        };
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut caused = Vec::new();
        classes.of[TARGET as usize] = classes.add(&[]);
        classes.place[TARGET as usize] = cone.place[TARGET as usize];
        for knot in knots(&effects).iter() {
            if knot == [TARGET] {
                continue;
            }
            caused.clear();
            for event in knot {
                let effects = effects.get(*event).iter();
                caused.extend(effects.map(|to| classes.of[*to as usize]));
            }
            caused.retain(|class| *class != NONE);
            caused.sort_unstable();
            caused.dedup();
            let class = if knot.iter().any(|event| votes[*event as usize]) {
                classes.add(&caused)
            } else if let [one] = caused[..] {
                one
            } else if let Some(class) = known.get(&caused) {
                *class
            } else {
                known.insert(caused.clone(), classes.causes.len() as u32);
                classes.add(&caused)
            };
            for event in knot {
                classes.of[*event as usize] = class;
                let place = &mut classes.place[class as usize];
                *place = (*place).max(cone.place[*event as usize]);
            }
        }
        classes
    }

    fn add(&mut self, causes: &[u32]) -> u32 {
        self.causes.push(causes.iter().copied());
        self.place.push(0);
        self.place.len() as u32 - 1
    }
}

/// A vote over classes.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ClassVote {
    voters: Vec<u32>,
    needed: u32,
    owner: u32,
}

/// Each vote once, and none that also settles the target.
fn votes(cone: &Cone, classes: &Classes) -> Vec<ClassVote> {
    let class = |event: u32| classes.of[event as usize];
    let of_cone = cone.votes.iter().map(|vote| {
        let voters = cone.voters[vote.voters.clone()].iter();
        let mut voters: Vec<u32> = voters.map(|voter| class(*voter)).collect();
        voters.sort_unstable();
        ClassVote {
            voters,
            needed: vote.needed,
            owner: class(vote.owner),
        }
    });
    let mut votes: Vec<ClassVote> = of_cone.collect();
    votes.sort_unstable();
    // The target's class is the first, so its vote comes before its likes.
    votes.dedup_by(|later, first| {
        let alike = (&later.voters, later.needed) == (&first.voters, first.needed);
        alike && (first.owner == TARGET || first.owner == later.owner)
    });
    votes
}
