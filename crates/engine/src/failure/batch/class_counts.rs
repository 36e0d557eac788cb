use std::collections::BTreeMap;

use jurymast_plan::model::Level;

use super::super::EventGraph;

/// How many components of each class a node speaks of.
#[derive(Debug)]
pub(super) struct ClassCounts {
    classes: usize,
    /// For each node: nothing, or [`SHARED`], or the one component it speaks of:
    /// what it says of it (`Says as u8`) and above that the classes.
    tags: Vec<u8>,
    /// For nodes of several components: how many by class and by what is said.
    shared: BTreeMap<u32, Vec<[u32; 3]>>,
}

/// What a node says of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Down,
    /// Degraded or down.
    Worse,
    /// Down, and there is no degraded before it.
    Both,
}

const SHARED: u8 = 1 << 7;
/// Bits for what is said; 0 is nothing.
const SAID: u8 = 0b11;

impl ClassCounts {
    pub(super) const CLASSES: usize = 5;

    pub(super) fn of(graph: &EventGraph, classes: usize, class_of: impl Fn(u32) -> u8) -> Self {
        let mut counts = Self {
            classes: classes.min(Self::CLASSES),
            tags: vec![0; graph.nodes()],
            shared: BTreeMap::new(),
        };
        for component in 0..graph.components() as u32 {
            let down = graph.node(component, Level::Down);
            let worse = graph.node(component, Level::Degraded);
            let classes = class_of(component);
            if down == worse {
                counts.put(down, Says::Both, classes);
            } else {
                counts.put(down, Says::Down, classes);
                counts.put(worse, Says::Worse, classes);
            }
        }
        counts
    }

    /// Calls with each class that a node counts for, what it says, and how often.
    #[inline]
    pub(super) fn each(&self, node: u32, mut count: impl FnMut(usize, Says, u32)) {
        let tag = self.tags[node as usize];
        if tag == SHARED {
            for (class, times) in self.shared[&node].iter().enumerate() {
                for (says, times) in [Says::Down, Says::Worse, Says::Both].into_iter().zip(times) {
                    count(class, says, *times);
                }
            }
        } else if let Some(says) = said(tag) {
            let mut classes = tag >> 2;
            while classes != 0 {
                count(classes.trailing_zeros() as usize, says, 1);
                classes &= classes - 1;
            }
        }
    }

    fn put(&mut self, node: u32, says: Says, classes: u8) {
        let classes = classes & ((1 << self.classes) - 1);
        let tag = &mut self.tags[node as usize];
        if *tag == 0 {
            *tag = classes << 2 | (says as u8 + 1);
            return;
        }
        let before = std::mem::replace(tag, SHARED);
        let all = self.classes;
        let shared = self.shared.entry(node).or_insert_with(|| vec![[0; 3]; all]);
        let mut add = |classes: u8, says: Says| {
            for (class, times) in shared.iter_mut().enumerate() {
                times[says as usize] += u32::from(classes >> class & 1);
            }
        };
        if let (true, Some(says)) = (before != SHARED, said(before)) {
            add(before >> 2, says);
        }
        add(classes, says);
    }
}

fn said(tag: u8) -> Option<Says> {
    match tag & SAID {
        0 => None,
        1 => Some(Says::Down),
        2 => Some(Says::Worse),
        _ => Some(Says::Both),
    }
}
