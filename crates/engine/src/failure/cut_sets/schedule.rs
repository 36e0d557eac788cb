use std::ops::Range;

use super::super::EventGraph;
use super::super::csr::Csr;
use super::super::vote_graph::{Definitions, VoteGraph};

/// What the targets lean on, cut into parts that can be done one after the other: single
/// nodes, and cycles.
///
/// Nodes go by their place: those of the event graph that matter, in its topological order.
pub(super) struct Schedule {
    /// By node of the event graph: its place, [`NONE`] where no target leans on it.
    places: Vec<u32>,
    /// By place.
    nodes: Vec<u32>,
    graph: VoteGraph,
    /// For each part: the first place after it.
    ends: Vec<u32>,
    /// By place.
    part_of: Vec<u32>,
    /// For each part: those that wait for it.
    waiting: Csr,
    /// For each part: how many it waits for.
    open: Vec<u32>,
    /// For each part: the most that wait for it one after the other.
    heights: Vec<u32>,
    /// For each part: whether it is a cycle.
    is_cycle: Vec<bool>,
    /// By place: how many parts read it, the answer counted as one.
    readers: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Schedule {
    /// Targets are nodes of the graph.
    pub(super) fn of(events: &EventGraph, targets: &[u32]) -> Self {
        let mut schedule = Self::placed(events, targets);
        for target in targets {
            let place = schedule.place(*target);
            schedule.readers[place as usize] = 1;
        }
        let mut waits = Vec::new();
        for part in 0..schedule.parts() as u32 {
            let reads = schedule.reads(part);
            for read in &reads {
                schedule.readers[*read as usize] += 1;
            }
            let on = reads.iter();
            let mut on: Vec<u32> = on.map(|read| schedule.part_of[*read as usize]).collect();
            on.dedup();
            schedule.open[part as usize] = on.len() as u32;
            waits.extend(on.into_iter().map(|on| (on, part)));
        }
        schedule.waiting = Csr::of(schedule.parts(), waits.iter().copied());
        for part in (0..schedule.parts() as u32).rev() {
            let above = schedule.waiting(part).iter();
            let most = above.map(|above| schedule.heights[*above as usize] + 1);
            schedule.heights[part as usize] = most.max().unwrap_or(0);
        }
        schedule
    }

    /// Everything but what waits for what.
    fn placed(events: &EventGraph, targets: &[u32]) -> Self {
        let mut places = vec![NONE; events.nodes()];
        let nodes = reached(events, targets, &mut places);
        for (place, node) in (0..).zip(&nodes) {
            places[*node as usize] = place;
        }
        let place = |node: &u32| places[*node as usize];
        let mut definitions = Definitions::new();
        for node in &nodes {
            for vote in events.votes(*node) {
                definitions.vote(vote.needed, vote.voters.iter().map(place));
            }
            definitions.node(events.causes(*node).iter().map(place));
        }
        let graph = VoteGraph::of(definitions);
        let (mut ends, mut is_cycle) = (Vec::new(), Vec::new());
        let mut part_of = Vec::with_capacity(nodes.len());
        let mut cycles = graph.cycles().iter().peekable();
        while part_of.len() < nodes.len() {
            let first = part_of.len() as u32;
            let cycle = cycles.next_if(|cycle| cycle.start == first);
            let end = cycle.map_or(first + 1, |cycle| cycle.end);
            part_of.resize(end as usize, ends.len() as u32);
            ends.push(end);
            is_cycle.push(cycle.is_some());
        }
        Self {
            open: vec![0; ends.len()],
            heights: vec![0; ends.len()],
            readers: vec![0; nodes.len()],
            waiting: Csr::new(),
            places,
            nodes,
            graph,
            ends,
            part_of,
            is_cycle,
        }
    }

    /// How many nodes.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn place(&self, node: u32) -> u32 {
        self.places[node as usize]
    }

    /// The nodes of the event graph, by place.
    pub(super) fn nodes(&self) -> &[u32] {
        &self.nodes
    }

    pub(super) fn graph(&self) -> &VoteGraph {
        &self.graph
    }

    pub(super) fn definitions(&self) -> &Definitions {
        self.graph.definitions()
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
        let before = part.checked_sub(1);
        let start = before.map_or(0, |before| self.ends[before as usize]);
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

    /// Whether the nodes of a part look at each other, or its one node at itself.
    pub(super) fn is_cycle(&self, part: u32) -> bool {
        self.is_cycle[part as usize]
    }

    /// The places outside of a part that it reads, each once, in order.
    pub(super) fn reads(&self, part: u32) -> Vec<u32> {
        let places = self.part(part);
        let inputs = places.clone().flat_map(|at| self.definitions().inputs(at));
        let mut reads: Vec<u32> = inputs.filter(|place| !places.contains(place)).collect();
        reads.sort_unstable();
        reads.dedup();
        reads
    }
}

/// The targets and all that they lean on, in the order of their numbers. What is reached is
/// no longer [`NONE`].
fn reached(events: &EventGraph, targets: &[u32], places: &mut [u32]) -> Vec<u32> {
    let mut reached: Vec<u32> = Vec::new();
    let mut reach = |node: u32, reached: &mut Vec<u32>| {
        if std::mem::replace(&mut places[node as usize], 0) == NONE {
            reached.push(node);
        }
    };
    for target in targets {
        reach(*target, &mut reached);
    }
    let mut at = 0;
    while let Some(&node) = reached.get(at) {
        for input in events.definitions().inputs(node) {
            reach(input, &mut reached);
        }
        at += 1;
    }
    reached.sort_unstable();
    reached
}
