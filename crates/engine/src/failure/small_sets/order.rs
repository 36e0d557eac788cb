use std::ops::Range;

use super::super::Events;
use super::super::lists::Lists;
use super::knots::knots;

/// What the targets lean on, cut into parts that can be done one after the other:
/// single events, and cycles.
///
/// Events go by their place in that order: what much leans on comes early.
pub(super) struct Order {
    /// By event: its place, [`NONE`] where no target leans on it.
    places: Vec<u32>,
    /// By place.
    events: Vec<u32>,
    /// For each part: the first place after it.
    ends: Vec<u32>,
    /// By place.
    part_of: Vec<u32>,
    /// For each part: those that wait for it.
    waiting: Lists,
    /// For each part: how many it waits for.
    open: Vec<u32>,
    /// For each part: it is one event that does not look at itself.
    plain: Vec<bool>,
    /// For each part: the most that wait for it one after the other.
    heights: Vec<u32>,
    /// By place: how many parts read it, the answer counted as one.
    readers: Vec<u32>,
    /// By place, as places.
    causes: Lists,
    /// By place: its first vote; then the end of the last.
    votes: Vec<u32>,
    needed: Vec<u32>,
    voters: Lists,
}

const NONE: u32 = u32::MAX;

impl Order {
    pub(super) fn of(events: &Events, targets: &[u32]) -> Self {
        let mut order = Self::placed(events, targets);
        for target in targets {
            let place = order.place(*target);
            order.readers[place as usize] = 1;
        }
        let mut waits = Vec::new();
        for part in 0..order.parts() as u32 {
            let places = order.part(part);
            let looks_at = |place| order.inputs(place).any(|input| input == place);
            order.plain[part as usize] = places.len() == 1 && !looks_at(places.start);
            let reads = order.reads(part);
            for read in &reads {
                order.readers[*read as usize] += 1;
            }
            let mut on: Vec<u32> = reads
                .iter()
                .map(|read| order.part_of[*read as usize])
                .collect();
            on.dedup();
            order.open[part as usize] = on.len() as u32;
            waits.extend(on.into_iter().map(|on| (on, part)));
        }
        order.waiting = Lists::of(order.parts(), waits.iter().copied());
        for part in (0..order.parts() as u32).rev() {
            let heights = order.waiting(part).iter();
            let most = heights
                .map(|above| order.heights[*above as usize] + 1)
                .max();
            order.heights[part as usize] = most.unwrap_or(0);
        }
        order
    }

    fn placed(events: &Events, targets: &[u32]) -> Self {
        let mut places = vec![NONE; events.len()];
        let mut reached = Vec::new();
        let mut reach = |event: u32, reached: &mut Vec<u32>| {
            let number = &mut places[event as usize];
            if *number == NONE {
                *number = reached.len() as u32;
                reached.push(event);
            }
            *number
        };
        for target in targets {
            reach(*target, &mut reached);
        }
        let mut inputs = Lists::new();
        let mut at = 0;
        while let Some(&event) = reached.get(at) {
            inputs.push(events.inputs(event).map(|input| reach(input, &mut reached)));
            at += 1;
        }
        let parts = knots(&inputs);
        let mut order = Self {
            places,
            events: Vec::with_capacity(reached.len()),
            ends: Vec::with_capacity(parts.len()),
            part_of: Vec::with_capacity(reached.len()),
            waiting: Lists::new(),
            open: vec![0; parts.len()],
            heights: vec![0; parts.len()],
            plain: vec![false; parts.len()],
            readers: vec![0; reached.len()],
            causes: Lists::new(),
            votes: vec![0],
            needed: Vec::new(),
            voters: Lists::new(),
        };
        for (part, members) in (0..).zip(parts.iter()) {
            for member in members {
                let event = reached[*member as usize];
                order.places[event as usize] = order.events.len() as u32;
                order.events.push(event);
                order.part_of.push(part);
            }
            order.ends.push(order.events.len() as u32);
        }
        order.read(events);
        order
    }

    fn read(&mut self, events: &Events) {
        let place = |input: &u32| self.places[*input as usize];
        for &event in &self.events {
            self.causes.push(events.causes(event).iter().map(place));
            for vote in events.votes(event) {
                self.needed.push(vote.needed);
                self.voters.push(vote.voters.iter().map(place));
            }
            self.votes.push(self.needed.len() as u32);
        }
    }

    /// How many events.
    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    pub(super) fn place(&self, event: u32) -> u32 {
        self.places[event as usize]
    }

    pub(super) fn event(&self, place: u32) -> u32 {
        self.events[place as usize]
    }

    pub(super) fn events(&self) -> &[u32] {
        &self.events
    }

    pub(super) fn readers(&self) -> &[u32] {
        &self.readers
    }

    /// How many parts.
    pub(super) fn parts(&self) -> usize {
        self.ends.len()
    }

    /// The places of a part.
    pub(super) fn part(&self, part: u32) -> Range<u32> {
        let start = part
            .checked_sub(1)
            .map_or(0, |before| self.ends[before as usize]);
        start..self.ends[part as usize]
    }

    pub(super) fn waiting(&self, part: u32) -> &[u32] {
        self.waiting.get(part)
    }

    pub(super) fn open(&self) -> &[u32] {
        &self.open
    }

    pub(super) fn height(&self, part: u32) -> u32 {
        self.heights[part as usize]
    }

    pub(super) fn causes(&self, place: u32) -> &[u32] {
        self.causes.get(place)
    }

    /// Each vote: how many are needed, and the voters.
    pub(super) fn votes(&self, place: u32) -> impl Iterator<Item = (u32, &[u32])> {
        let votes = self.votes_of(place);
        votes.map(|vote| (self.needed[vote as usize], self.voters.get(vote)))
    }

    fn votes_of(&self, place: u32) -> Range<u32> {
        self.votes[place as usize]..self.votes[place as usize + 1]
    }

    pub(super) fn has_votes(&self) -> bool {
        !self.needed.is_empty()
    }

    pub(super) fn inputs(&self, place: u32) -> impl Iterator<Item = u32> {
        let voters = self.voters.joined(self.votes_of(place));
        self.causes(place).iter().chain(voters).copied()
    }

    /// Whether a part is one event that does not look at itself.
    pub(super) fn is_plain(&self, part: u32) -> bool {
        self.plain[part as usize]
    }

    /// The places outside of a part that it reads, each once, in order.
    pub(super) fn reads(&self, part: u32) -> Vec<u32> {
        let places = self.part(part);
        let inputs = places.clone().flat_map(|place| self.inputs(place));
        let mut reads: Vec<u32> = inputs.filter(|place| !places.contains(place)).collect();
        reads.sort_unstable();
        reads.dedup();
        reads
    }
}
